"""The decorator that makes a cell of a Python function."""

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from recurra.errors import CellError, unknown
from recurra.ir.build import Signature, build
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

    @property
    def name(self) -> str:
        """The function's name."""
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
    def equations(self) -> str:
        """The equations as written."""
        return equations(self.signature.function)

    @property
    def doc(self) -> str:
        """The cell's documentation."""
        return inspect.cleandoc(self.signature.function.__doc__ or "")

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

        Raises SettingError for a name that is not among them.
        """
        for name in options:
            if name not in self.defaults:
                raise unknown(f"option of cell {self.name!r}:", name, self.defaults)
        return Cell(self.signature, self.cite, self.defaults, {**self.options, **options})

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
) -> Callable[[Callable[..., Any]], Cell]:
    """Make a cell of a function that holds its equations.

    The function takes the step's inputs, the states of the step before and the parameters, in
    this order, and returns the new states; keyword-only arguments are options. What a parameter
    is follows from its use: `W.i @ x` is a matrix, `p.i * c` a vector, `+ b.i` a bias and
    `scalar(a)` one number. `U = block(U, heads)` makes the matrices of a family block-diagonal:
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
        signature, defaults = _declared(
            function, states.split(), output.split(), dict(sizes), dict(start), dict(init)
        )
        return Cell(signature, cite, defaults, dict(defaults))

    return make


def _declared(
    function: Callable[..., Any],
    states: list[str],
    output: list[str],
    sizes: dict[str, str],
    start: dict[str, float | str],
    init: dict[str, str],
) -> tuple[Signature, dict[str, Any]]:
    name, file = function.__name__, function.__code__.co_filename
    parameters = inspect.signature(function).parameters.values()
    positional = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    options = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}

    def fail(what: str, remedy: str = "") -> CellError:
        line = function.__code__.co_firstlineno
        return CellError(what, cell=name, file=file, line=line, remedy=remedy)

    if not states:
        raise fail("has no state", 'Name its states: @cell(states="h").')
    for state in [*states, *output, *start]:
        if state not in positional or (state in [*output, *start] and state not in states):
            raise fail(f"the state {state!r} is not among its states and arguments")
    for state, value in start.items():
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
    missing = [o for o, default in options.items() if default is inspect.Parameter.empty]
    if missing:
        raise fail(f"the option {missing[0]!r} has no default")
    signature = _Hashed(
        name,
        function,
        file,
        tuple(positional[:first]),
        tuple(states),
        tuple(positional[first + len(states) :]),
        tuple(output or states[:1]),
        sizes,
        start,
        init,
    )
    return signature, options


class _Hashed(Signature):
    """A signature compared by its function, so that traces can be kept."""

    def __hash__(self) -> int:
        return hash(self.function)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and other.function is self.function
