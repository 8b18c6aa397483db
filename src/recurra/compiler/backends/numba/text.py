"""Prints statements as Python text for numba: a row for each primitive and each statement.

What is common to sequences and trees. The text reads like the cell's equations. A function takes
the address of a table of integers; `Kernel.words` says in order what they are.
"""

import keyword
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from recurra.compiler.backends.numba.machine.processor import BYTES, Machine
from recurra.compiler.statements import (
    Accumulate,
    Across,
    Apply,
    Assign,
    Buffer,
    Expression,
    Fold,
    Gather,
    HandOver,
    Inverse,
    Load,
    Local,
    Multiply,
    Number,
    Packed,
    Parameter,
    Place,
    RowLoop,
    Store,
    UnitLoop,
)
from recurra.ir import ONE

# one row for each primitive: how it is written, and how tightly it binds
TOKENS: dict[str, tuple[str, int]] = {
    "add": ("{} + {}", 1),
    "sub": ("{} - {}", 1),
    "mul": ("{} * {}", 2),
    "div": ("{} / {}", 2),
    "neg": ("-{}", 2),
    "maximum": ("maximum({}, {})", 3),
    "minimum": ("minimum({}, {})", 3),
    "abs": ("absolute({})", 3),
    "relu": ("relu({})", 3),
    "sigmoid": ("sigmoid({})", 3),
    "tanh": ("tanh({})", 3),
    "exp": ("exp({})", 3),
    "log": ("log({})", 3),
    "softplus": ("softplus({})", 3),
    "sqrt": ("sqrt({})", 3),
    "cos": ("cos({})", 3),
    "sin": ("sin({})", 3),
    "floor": ("floor({})", 3),
    "above": ("above({}, {})", 3),
    "share": ("share({}, {})", 3),
    "sign": ("sign({})", 3),
    "mean": ("{} * {}", 2),  # of a sum over units with the inverse of their number
    "sum": ("{}", 3),
}
# across the units of a row: a function of the kernel library
ACROSS = {
    "block_sum": "block_sum", "block_largest": "block_largest", "slice": "sliced",
    "unslice": "unsliced",
}  # fmt: skip
FUNCTIONS = tuple(sorted(t.partition("(")[0] for t, _ in TOKENS.values() if "(" in t))
RESERVED = frozenset(
    {*keyword.kwlist, *FUNCTIONS, "load", "store", "spread", "spread_at", "total", "word", "cfunc",
     "memory", "multiply", "kernel", "table", "first", "last", "time", "row", "unit", "rest",
     "start", "rows", "earlier", "steps", "offsets", "product", "min", "range", "ITEM", "VECTOR",
     "put_number", "number", "part", "within", *ACROSS.values(),
     "group", "level", "levels", "here", "after", "begin", "end", "edge", "slot", "child",
     "children", "beyond", "first_group", "last_group", "row_bounds", "slot_of", "row_of",
     "first_slot"}
)  # fmt: skip

HEAD = '''"""{title}

Printed from the equations; {dtype}, {lanes} lanes. Addresses and strides are in bytes.
"""

from numba import cfunc

from recurra.compiler.backends.numba.machine.vector import (
    {functions},
)
{across}
load, store, spread, spread_at, total = memory("{dtype}", {lanes})
_, put_number, number, _, _ = memory("{dtype}", 1)
ITEM = {item}  # bytes of a number
VECTOR = {vector}  # bytes of a vector
kernel = cfunc("void(int64, int64, int64)", cache=True, error_model="numpy")
'''
ACROSS_HEAD = """from recurra.compiler.backends.numba.machine.across import across

block_sum, block_largest, sliced, unsliced = across("{dtype}")"""


def head(title: str, dtype: str, machine: Machine, across: bool) -> str:
    """What stands before the functions."""
    return HEAD.format(
        title=title,
        dtype=dtype,
        lanes=machine.lanes(dtype),
        item=BYTES[dtype],
        vector=machine.vector_bytes,
        functions=",\n    ".join((*FUNCTIONS, "memory", "multiply", "within", "word")),
        across=ACROSS_HEAD.format(dtype=dtype) + "\n" if across else "",
    )


class Word(NamedTuple):
    """An integer of a kernel's table: what it is, and of which buffer, size, parameter or packed
    matrix."""

    kind: str
    of: str | Packed = ""


@dataclass
class Kernel:
    """A function while it is printed; sequences and trees define the addresses."""

    buffers: dict[str, Buffer]
    words: list[Word] = field(default_factory=list)
    names: dict[object, str] = field(default_factory=dict)  # of words and pointers, no two alike
    locals: set[str] = field(default_factory=set)  # names of values, unlike those

    def lines(self, statement: Any) -> list[str]:
        """A statement of a loop's body."""
        return STATEMENTS[type(statement)](self, statement)

    def name(self, key: object, wanted: str) -> str:
        """The name of a word or pointer: the wanted one, with a number added if that is taken."""
        if key not in self.names:
            name, number = wanted, 1
            while name in self.names.values() or name in self.locals:
                number += 1
                name = f"{wanted}_{number}"
            self.names[key] = name
        return self.names[key]

    def word(self, kind: str, of: str | Packed = "", called: str = "") -> str:
        """A word of the table, by its name."""
        key = Word(kind, of)
        if key not in self.words:
            self.words.append(key)
        own = called or str(of).replace(".", "_")
        return self.name(key, f"{kind}_{own}" if own else kind)

    def bytes(self, size: str) -> str:
        """Bytes of a padded column."""
        return self.name(("bytes", size), self.word("padded", size).replace("padded", "bytes", 1))

    def used(self, size: str) -> str:
        """Bytes of the units that are there, padding left out."""
        return self.name(("used", size), self.word("units", size).replace("units", "used", 1))

    def size(self, place: Place) -> str:
        """The size class of a place."""
        return self.buffers[place.buffer].size

    def column(self, place: Place) -> str:
        """What is added to a row's address for a column."""
        if place.column == 0:
            return ""
        times = "" if place.column == 1 else f"{place.column} * "
        return f" + {times}{self.bytes(self.size(place))}"

    def table(self, first: int = 0) -> list[str]:
        """The lines that read the table; after everything else was printed."""
        lines = []
        for position, own in enumerate(self.words, first):
            name = self.names[own]
            lines.append(f"{name} = word(table, {position})")
            if own.kind == "units" and ("used", own.of) in self.names:
                lines.append(f"{self.names['used', own.of]} = {name} * ITEM")
            if own.kind == "padded" and ("bytes", own.of) in self.names:
                lines.append(f"{self.names['bytes', own.of]} = {name} * ITEM")
        return lines

    # what sequences and trees define themselves

    def row_address(self, place: Place, rows: dict[str, str]) -> str:
        """The address of a row of a buffer, by a name that `rows` says how to work out."""
        raise NotImplementedError

    def rows(self, loop: RowLoop) -> list[str]:
        """One row after the other."""
        raise NotImplementedError

    def product(self, product: Multiply) -> list[str]:
        """A product of the rows of a step or level."""
        raise NotImplementedError

    def inverse(self, size: str) -> str:
        """1 / the number of units of a size class, in every lane."""
        raise NotImplementedError

    def fold(self, name: str, place: Place, rows: dict[str, str], unit: str) -> list[str]:
        """A sum over children; `unit` is added to an address within a loop over units."""
        raise NotImplementedError

    def hand_over(self, statement: HandOver, rows: dict[str, str]) -> list[str]:
        """To or from the parents' slots."""
        raise NotImplementedError


def multiplied(
    operand: str, left_row: str, packed: str, result: str, target_row: str, rows: str,
    steps: str, columns: str, add: bool,
) -> list[str]:  # fmt: skip
    """A call of the matrix kernel."""
    return [
        "multiply(",
        f"    product, {operand}, {left_row}, ITEM, {packed},",
        f"    {result}, {target_row},",
        f"    {rows}, {steps}, {columns}, {int(add)},",
        ")",
    ]


def diagonal(
    operand: str, left_row: str, packed: str, result: str, target_row: str, rows: str,
    units: str, padded: str, deep: str, wide: str, add: bool,
) -> list[str]:  # fmt: skip
    """A product with the blocks on a diagonal, as many at a time as fill whole vectors."""
    return [
        f"for part in range(({units} + {deep} - 1) // {deep}):",
        "    multiply(",
        f"        product, {operand} + part * {deep} * ITEM, {left_row}, ITEM,",
        f"        {packed} + part * {deep} * {wide} * ITEM,",
        f"        {result} + part * {wide} * ITEM, {target_row}, {rows},",
        f"        min({deep}, {units} - part * {deep}), min({wide}, {padded} - part * {wide}), "
        f"{int(add)},",
        "    )",
    ]


class Vectors:
    """Prints the loop over units of one row; `rows` gathers the addresses that it needs."""

    def __init__(self, kernel: Kernel, rows: dict[str, str]) -> None:
        self.kernel, self.rows = kernel, rows
        self.locals: dict[str, str] = {}
        self.ahead: list[str] = []  # before the loop
        self.beyond: list[str] = []  # after it
        self.loop = UnitLoop(ONE, (), (), ())

    def lines(self, loop: UnitLoop) -> list[str]:
        """The loop with what comes before and after it."""
        self.loop = loop
        before = self._all(loop.before)
        body = self._all(loop.body)
        if loop.size == ONE:
            return [*before, *body]
        kernel, size = self.kernel, loop.size
        lines = [*before, *self.ahead, f"for unit in range(0, {kernel.bytes(size)}, VECTOR):"]
        lines += [f"    {line}" for line in body]
        if loop.blank.places:
            lines.append(f"for rest in range({kernel.used(size)}, {kernel.bytes(size)}, ITEM):")
            lines += [
                f"    put_number({self.at(p, size)} + rest, number(0.0))" for p in loop.blank.places
            ]
        return lines + self.beyond + self._all(loop.after)

    def _all(self, statements: Sequence[Any]) -> list[str]:
        return [line for s in statements for line in INNER[type(s)](self, s)]

    def at(self, place: Place, size: str) -> str:
        """The address of a row's column."""
        return self.kernel.row_address(place, self.rows) + self.kernel.column(place)

    def address(self, place: Place, size: str) -> str:
        """The address of this vector, or of the one number."""
        return self.at(place, size) + ("" if size == ONE else " + unit")

    def local(self, name: str) -> str:
        """A name for a value, unlike the words of the language."""
        if name not in self.locals:
            local, number = name, 1
            others = (RESERVED, self.locals.values(), self.kernel.names.values())
            while any(local in names for names in others):
                number += 1
                local = f"{name}{number}"
            self.locals[name] = local
            self.kernel.locals.add(local)
        return self.locals[name]

    def assign(self, s: Assign) -> list[str]:
        text = self.vector(s.expression)  # first, as names are given in the order of use
        return [f"{self.local(s.name)} = {text}"]

    def gather(self, s: Gather) -> list[str]:
        name, text = self.local(s.name), self.text(s.expression, 0)
        self.ahead.append(f"{name} = spread(0.0)")
        whole = f"spread(total({name}))"
        if s.value.op == "mean":
            whole = TOKENS["mean"][0].format(whole, self.kernel.inverse(self.loop.size))
        self.beyond.append(f"{name} = {whole}")
        return [f"{name} = {name} + within({text}, {self.kernel.used(self.loop.size)} - unit)"]

    def fold(self, s: Fold) -> list[str]:
        unit = "" if self.loop.size == ONE else " + unit"
        return self.kernel.fold(self.local(s.name), s.place, self.rows, unit)

    def store(self, s: Store) -> list[str]:
        return [f"store({self.address(s.place, s.size)}, {self.vector(s.expression)})"]

    def accumulate(self, s: Accumulate) -> list[str]:
        address = self.address(s.place, s.size)
        return [f"store({address}, load({address}) + {self.text(s.expression, 1)})"]

    def vector(self, e: Expression) -> str:
        """An expression where a vector has to stand: a number is spread."""
        return f"spread({e.value!r})" if isinstance(e, Number) else self.text(e, 0)

    def text(self, e: Expression, binding: int) -> str:
        """An expression as part of one that binds so tightly."""
        text, own = self.expression(e)
        return f"({text})" if own < binding else text

    def expression(self, e: Expression) -> tuple[str, int]:
        """An expression, and how tightly it binds."""
        if isinstance(e, Number):
            return repr(e.value), 3 if e.value >= 0 else 1
        if isinstance(e, Local):
            return self.local(e.name), 3
        if isinstance(e, Load):
            return f"load({self.address(e.place, e.size)})", 3
        if isinstance(e, Parameter):
            word = self.kernel.word("param", e.name)
            return (f"spread_at({word})" if e.size == ONE else f"load({word} + unit)"), 3
        if isinstance(e, Inverse):
            return self.kernel.inverse(e.size), 3
        return self._apply(e)

    def _apply(self, e: Apply) -> tuple[str, int]:
        pattern, binding = TOKENS[e.op]
        if binding == 3:
            args = [self.vector(a) for a in e.args]
        elif e.op == "neg":
            args = [self.text(e.args[0], 2)]
        else:
            tighter = binding + (1 if e.op in ("sub", "div") else 0)
            args = [self.text(e.args[0], binding), self.text(e.args[1], tighter)]
        return pattern.format(*args), binding


def across(kernel: Kernel, s: Across, rows: dict[str, str]) -> list[str]:
    """A call of the kernel library's function for a row."""
    source = kernel.row_address(s.source.place, rows) + kernel.column(s.source.place)
    target = kernel.row_address(s.target, rows) + kernel.column(s.target)
    sizes = f"{kernel.word('units', s.source.size)}, {kernel.word('units', s.size)}"
    padded = kernel.word("padded", s.size)
    shape = ", ".join(map(str, s.shape))
    return [f"{ACROSS[s.op]}({source}, {target}, {sizes}, {padded}, {shape})"]


# one row for each statement of a vector's, a row's and a loop's
INNER: dict[type, Callable[[Vectors, Any], list[str]]] = {
    Assign: Vectors.assign,
    Gather: Vectors.gather,
    Fold: Vectors.fold,
    Store: Vectors.store,
    Accumulate: Vectors.accumulate,
}
OF_A_ROW: dict[type, Callable[[Kernel, Any, dict[str, str]], list[str]]] = {
    UnitLoop: lambda kernel, s, rows: Vectors(kernel, rows).lines(s),
    Across: across,
    HandOver: lambda kernel, s, rows: kernel.hand_over(s, rows),
}
STATEMENTS: dict[type, Callable[[Kernel, Any], list[str]]] = {
    Multiply: lambda kernel, s: kernel.product(s),
    RowLoop: lambda kernel, s: kernel.rows(s),
}
