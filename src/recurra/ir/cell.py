"""The decorator that makes a cell of a Python function."""

import functools
import inspect
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from recurra.errors import CellError, unknown
from recurra.ir.activations import ACTIVATIONS
from recurra.ir.build import Signature, build
from recurra.ir.children import child_names
from recurra.ir.names import equations
from recurra.ir.nodes import Graph


@dataclass(frozen=True)
class Cell:
    """A recurrent cell: its equations, with options folded in.

    Made by `@cell`; `with_options` gives the same cell with other values of its keyword-only
    arguments. The graph is traced when it is first asked for.
    """

    signature: Signature
    cite: str = ""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""  # documentation in place of the function's own
    home: str = ""  # the module that makes it

    @property
    def name(self) -> str:
        """The function's name, or the one given by `named`."""
        return self.signature.name

    @property
    def states(self) -> tuple[str, ...]:
        """Names of the states, in the order of the tuple that a network returns."""
        return self.signature.states

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the inputs."""
        return self.signature.inputs

    @property
    def for_trees(self) -> bool:
        """Whether it runs on trees, not on chains."""
        return self.signature.children != 0

    @property
    def equations(self) -> str:
        """The equations as written, with the functions that options choose."""
        text = equations(self.signature.function)
        for option in self.signature.functions:
            text = re.sub(rf"\b{option}\(", f"{self.options[option]}(", text)
        return text

    @property
    def doc(self) -> str:
        """The cell's documentation."""
        return inspect.cleandoc(self.text or self.signature.function.__doc__ or "")

    @property
    def fingerprint(self) -> str:
        """A hash of what the cell computes; changes with an option that changes it."""
        return self.graph().fingerprint

    def graph(self, bias: bool = True) -> Graph:
        """The graph of one step.

        Raises CellError where an equation cannot be followed.
        """
        return _traced(self.signature, tuple(sorted(self.options.items())), bias)

    def with_options(self, **options: Any) -> "Cell":
        """The cell with other values of its options.

        Raises SettingError for a name that is not among them, or a function that is none.
        """
        for name, value in options.items():
            if name not in self.defaults:
                raise unknown(f"option of cell {self.name!r}:", name, self.defaults)
            if name in self.signature.functions and str(value) not in ACTIVATIONS:
                raise unknown(f"{name} of cell {self.name!r}:", str(value), ACTIVATIONS)
        return replace(self, options={**self.options, **options})

    def named(self, name: str, text: str, *, cite: str = "", **options: Any) -> "Cell":
        """The cell under another name, with other defaults: a published variant.

        >>> from recurra.cells import find
        >>> find("lstm").named("linnplstm", "No output function.", cell_output="linear").name
        'linnplstm'
        """
        made = self.with_options(**options)
        signature = replace(self.signature, name=name)
        home = sys._getframe(1).f_globals["__name__"]
        return replace(
            made, signature=signature, cite=cite, text=text, defaults=made.options, home=home
        )

    def __reduce__(self) -> Any:
        raise TypeError(
            f"cell {self.name!r} is not pickled: hand on its name or file, and its options"
        )


@functools.cache
def _traced(signature: Signature, options: tuple[tuple[str, Any], ...], bias: bool) -> Graph:
    return build(signature, dict(options), bias)


def cell(
    *,
    states: str,
    cite: str = "",
    output: str = "",
    sizes: Mapping[str, str] = MappingProxyType({}),
    start: Mapping[str, float | str] = MappingProxyType({}),
    init: Mapping[str, str] = MappingProxyType({}),
    children: int | str = 0,
) -> Callable[[Callable[..., Any]], Cell]:
    """Make a cell of a function that holds its equations.

    The function takes the step's inputs, the states of the step before and the parameters, in
    this order, and returns the new states; keyword-only arguments are options, one whose default
    is a function of the language (`*, gate=sigmoid`) is chosen by name (`gate="relu"`).

    What a parameter is follows from its use: `W.i @ x` is a matrix, `p.i * c` a vector, `+ b.i` a
    bias and `scalar(a)` one number.

    `U = block(U, heads)` makes the matrices of a family block-diagonal:
    `U.i @ h` is then `heads` products of a part of h with a matrix of its own, n²/heads numbers
    in all, stored as the blocks stacked by rows: [n, n/heads]. `heads` is a number or an option of
    the cell; sizes that it does not divide are a CellError. `mean(a)` is the mean over the units.

    Args:
        states: names of the states, as in the function's arguments, for instance "h c".
        cite: key or reference of the paper.
        output: states that make up the output, the first one by default.
        sizes: number of units of a state (or rows of a parameter) in terms of others, "0.4 * h".
        start: starting value of a state, a number or "learned"; 0 by default.
        init: starting value of a parameter, an expression over the cell's options, the settings
            `forget_bias` and `input_bias` of a network, parameters declared before it, pi, and
            `unit` (0, 1, ...) of `units`: {"b.f": "forget_bias"}. Functions: log, exp, sqrt,
            expm1, cos, sin, and uniform(low, high) and normal(mean, deviation), which draw a
            number for each unit: {"a": "log(uniform(0.9, 0.999))"}. Of a matrix, also the name
            of a method: {"U": "orthogonal"}.
        children: makes a cell for trees: the number of a node's children, or "any". In place of the
            states the function takes the children, whose states are `left.h`: `left, right` for
            two, else one argument `children`, for "any" summed over by `total(k.h for k in
            children)`. With an input `x` before them every node may have an input and the cell is
            applied at every node; without, leaves are inputs alone, which their parent sees as
            `left.rep` (an inner child's `rep` is its first state).

    Raises:
        CellError: the declaration does not fit the function.

    >>> from recurra.ir import cell, tanh
    >>> @cell(states="h", cite="elman1990")
    ... def simple(x, h, W, U, b):
    ...     return tanh(W @ x + U @ h + b)
    >>> [g.name for g in simple.graph().groups]
    ['weight_ih', 'weight_hh', 'bias']
    """

    def make(function: Callable[..., Any]) -> Cell:
        declared = _tree if children else _declared
        signature, defaults = declared(
            _Declaration(
                function, states.split(), output.split(), dict(sizes), dict(start), dict(init),
                children,
            )
        )  # fmt: skip
        return Cell(signature, cite, defaults, dict(defaults), home=function.__module__)

    return make


@dataclass(frozen=True)
class _Declaration:
    """A function and what its decorator says."""

    function: Callable[..., Any]
    states: list[str]
    output: list[str]
    sizes: dict[str, str]
    start: dict[str, float | str]
    init: dict[str, str]
    children: int | str

    def fail(self, what: str, remedy: str = "") -> CellError:
        """The error at the function's first line."""
        code = self.function.__code__
        name, line = self.function.__name__, code.co_firstlineno
        return CellError(what, cell=name, file=code.co_filename, line=line, remedy=remedy)

    @property
    def positional(self) -> list[str]:
        """Names of the function's arguments, its options left out."""
        parameters = inspect.signature(self.function).parameters.values()
        return [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]

    def options(self) -> dict[str, Any]:
        """The function's options with their defaults."""
        parameters = inspect.signature(self.function).parameters.values()
        options = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
        missing = [o for o, default in options.items() if default is inspect.Parameter.empty]
        if missing:
            raise self.fail(f"the option {missing[0]!r} has no default")
        return {k: v.__name__ if k in self.functions else v for k, v in options.items()}

    @property
    def functions(self) -> tuple[str, ...]:
        """The options whose default is a function of the language."""
        parameters = inspect.signature(self.function).parameters.values()
        return tuple(p.name for p in parameters if p.default in ACTIVATIONS.values())

    def signature(self, inputs: list[str], params: list[str], **more: Any) -> Signature:
        """The whole, its arguments told apart."""
        return _Hashed(
            self.function.__name__,
            self.function,
            self.function.__code__.co_filename,
            tuple(inputs),
            tuple(self.states),
            tuple(params),
            tuple(self.output or self.states[:1]),
            self.sizes,
            self.start,
            self.init,
            functions=self.functions,
            **more,
        )


def _declared(given: _Declaration) -> tuple[Signature, dict[str, Any]]:
    """The cell of a chain."""
    states, positional, fail = given.states, given.positional, given.fail
    if not states:
        raise fail("has no state", 'Name its states: @cell(states="h").')
    for state in [*states, *given.output, *given.start]:
        named = state in [*given.output, *given.start]
        if state not in positional or (named and state not in states):
            raise fail(f"the state {state!r} is not among its states and arguments")
    for state, value in given.start.items():
        if value != "learned" and not isinstance(value, int | float):
            raise fail(
                f"the start {value!r} of {state!r} is no number", 'Give a number or "learned".'
            )
    first = min(positional.index(s) for s in states)
    if positional[first : first + len(states)] != states:
        raise fail(
            f"its arguments {', '.join(positional)} do not hold the states {', '.join(states)} "
            "side by side",
            "Write inputs, then the states in the decorator's order, then parameters.",
        )
    if first == 0:
        raise fail("has no input", "Its first argument is the input of the step: (x, h, W, ...).")
    params = positional[first + len(states) :]
    return given.signature(positional[:first], params), given.options()


def _tree(given: _Declaration) -> tuple[Signature, dict[str, Any]]:
    """The cell of a tree."""
    states, positional, fail = given.states, given.positional, given.fail
    count = -1 if given.children == "any" else given.children
    if isinstance(count, bool) or not isinstance(count, int) or count == 0 or count < -1:
        raise fail(f"children={given.children!r}", 'Give a number from 1 on, or "any".')
    if not states:
        raise fail("has no state", 'Name its states: @cell(states="h", children=2).')
    wanted = list(child_names(count)) if count in (1, 2) else ["children"]
    first = positional.index(wanted[0]) if wanted[0] in positional else -1
    if first < 0 or positional[first : first + len(wanted)] != wanted:
        raise fail(
            f"its arguments {', '.join(positional)} do not hold its children, {', '.join(wanted)}",
            f"Write (x, {', '.join(wanted)}, W, ...), without x where leaves alone have inputs.",
        )
    if first > 1:
        raise fail("has several inputs", "A cell for trees has one input, x, or none.")
    if given.start:
        raise fail("starts its states", "In a tree a child that is absent counts as zero.")
    wrong = next((s for s in given.output if s not in states), None)
    if wrong is not None:
        raise fail(f"the state {wrong!r} is not among its states")
    clash = next((s for s in states if s in ("x", "rep", *positional)), None)
    if clash is not None:
        raise fail(f"a state called {clash!r} cannot be told from an argument or a leaf's input")
    params = positional[first + len(wanted) :]
    inputs = positional[:first] or ["x"]
    more = {"children": count, "at_leaves": first == 0}
    return given.signature(inputs, params, **more), given.options()


class _Hashed(Signature):
    """A signature compared by its function and name, so that traces can be kept."""

    def __hash__(self) -> int:
        return hash((self.function, self.name))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Hashed)
            and other.function is self.function
            and other.name == self.name
        )
