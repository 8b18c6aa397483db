"""Writes a cell's function: its values, parameters and lines, as text.

Every value has a size (the name of a class of sizes, as in `recurra.ir.Graph`, or "1" for one
number), so that what is written is legal but for a few cases, which are drawn again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from recurra.fuzz.choices import Choices
from recurra.ir import ONE

SUM, PRODUCT, ATOM = range(3)  # how tightly the outermost operator of a text binds
MATRICES = tuple("WUVABCDEFGHKLMPQRS")
VECTORS = tuple("pqrs")
BIASES = tuple("bde")


@dataclass(frozen=True)
class Value:
    """An expression. `tame`: of about one at most, so that products with it do not grow."""

    text: str
    size: str
    tame: bool = False
    binds: int = ATOM
    each: bool = False  # of a tree cell: one for each child

    def within(self, binds: int) -> str:
        """The text as a part of an operator's, in brackets where it needs them."""
        return self.text if self.binds >= binds else f"({self.text})"


@dataclass(frozen=True)
class Parameter:
    """A parameter of the cell with the sizes it has."""

    name: str
    role: str  # matrix | vector | bias | scalar
    rows: str
    columns: str = ""
    blocks: bool = False


@dataclass
class Line:
    """`name = text`."""

    name: str
    text: str


@dataclass
class Writer:
    """A cell in the making."""

    choices: Choices
    arguments: list[str]  # inputs and states, or inputs and children
    sizes: list[str]  # classes that a value may be made of: the states' own, the main one first
    values: list[Value] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    declared: dict[str, str] = field(default_factory=dict)  # sizes=
    options: dict[str, str] = field(default_factory=dict)  # name -> default
    family: bool = False  # matrices are W.a, W.b ..., biases b.a, b.b ...
    children: int | str = 0
    child_names: tuple[str, ...] = ()
    inside: bool = False  # of a tree cell: within total(... for k in children)
    budget: int = 10  # expressions that may still be written
    shared: int = 5  # one in so many parameters is one that is there already
    row_of: Callable[["Writer", str, int], Value] | None = None  # an expression by the grammar

    # values

    def known(self, size: str | None = None) -> list[Value]:
        """Values that may stand here, of a size or of any; one number is not among them."""
        return [
            v
            for v in self.values
            if (v.size == size if size else v.size != ONE) and (self.inside or not v.each)
        ]

    def expression(self, size: str, depth: int) -> Value:
        """An expression of a size by the grammar."""
        assert self.row_of is not None
        return self.row_of(self, size, depth)

    def tame(self, size: str, depth: int) -> Value:
        """An expression of about one at most."""
        found = self.expression(size, depth)
        if found.tame:
            return found
        function = self.choices.of(("tanh", "sigmoid"))
        return Value(f"{function}({found.text})", size, True, each=found.each)

    def line(self, value: Value, name: str = "") -> Value:
        """The value under a name of its own; one that has a name keeps it."""
        if value.text.isidentifier():
            return value
        name = name or f"v{1 + sum(x.name.startswith('v') for x in self.lines)}"
        self.lines.append(Line(name, value.text))
        named = Value(name, value.size, value.tame)
        self.values.append(named)
        return named

    # parameters

    def parameter(self, role: str, rows: str = ONE, columns: str = "", blocks: bool = False) -> str:
        """The name of a parameter of these sizes, a new one or one that is there."""
        alike = [
            p.name
            for p in self.parameters
            if (p.role, p.rows, p.columns, p.blocks) == (role, rows, columns, blocks)
        ]
        if alike and self.choices.once_in(self.shared):
            return self.choices.of(alike)
        name = self._name(role, blocks)
        self.parameters.append(Parameter(name, role, rows, columns, blocks))
        return name

    def _name(self, role: str, blocks: bool) -> str:
        letters = {"matrix": MATRICES, "bias": BIASES, "vector": VECTORS, "scalar": ("a",)}[role]
        taken = {p.name for p in self.parameters} | set(self.arguments)
        if self.family and not blocks:
            members = (f"{letters[0]}.{m}" for m in [*"nijkfocde", *_numbered("m")])
            return next(n for n in members if n not in taken)
        first = 1 if self.family else 0  # the first letter is the family's
        names = [*letters[first:], *_numbered(letters[0].lower())]
        return next(n for n in names if n not in taken)

    def declare(self, parameter: str, expression: str) -> str:
        """Give a parameter's rows a size of their own; the name of that size."""
        self.declared[parameter] = expression
        name = parameter.replace(".", "_")
        place = next(n for n, p in enumerate(self.parameters) if p.name == parameter)
        old = self.parameters[place]
        self.parameters[place] = Parameter(old.name, old.role, name, old.columns)
        return name

    def option(self, name: str, default: str) -> str:
        """An option of the cell, by its name."""
        self.options[name] = default
        return name


def _numbered(letter: str) -> list[str]:
    return [f"{letter}{number}" for number in range(1, 99)]


def names_in(text: str) -> set[str]:
    """The names in an expression, of a family's member both parts and the whole.

    >>> sorted(names_in("tanh(W.i @ x)"))
    ['W', 'W.i', 'i', 'tanh', 'x']
    """
    parts = re.findall(r"[A-Za-z_]\w*", text)
    return {*parts, *re.findall(r"[A-Za-z_]\w*\.[A-Za-z_]\w*", text)}


def live_lines(lines: list[Line], results: list[str]) -> list[Line]:
    """The lines that the results are computed from."""
    wanted = set().union(*(names_in(r) for r in results))
    kept = []
    for line in reversed(lines):
        if line.name in wanted:
            wanted |= names_in(line.text)
            kept.append(line)
    return kept[::-1]
