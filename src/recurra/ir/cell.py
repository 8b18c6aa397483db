"""The decorator that makes a cell of a Python function."""

import functools
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from recurra.errors import unknown
from recurra.ir.activations import ACTIVATIONS
from recurra.ir.build import build
from recurra.ir.declaration import Declaration, of_chain, of_tree, words
from recurra.ir.names import equations
from recurra.ir.nodes import Graph
from recurra.ir.signature import Signature
from recurra.words import say


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
                raise unknown(say("ir.cell.option_of_cell", cell=self.name), name, self.defaults)
            if name in self.signature.functions and str(value) not in ACTIVATIONS:
                kind = say("ir.cell.value_of_option", option=name, cell=self.name)
                raise unknown(kind, str(value), ACTIVATIONS)
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

    def __deepcopy__(self, memo: Any) -> "Cell":
        """A copied network has the same cell, which never changes."""
        return self


@functools.cache
def _traced(signature: Signature, options: tuple[tuple[str, Any], ...], bias: bool) -> Graph:
    return build(signature, dict(options), bias)


def cell(
    bare: Callable[..., Any] | None = None,
    /,
    *,
    states: str | Iterable[str] = "",
    cite: str = "",
    output: str | Iterable[str] = "",
    sizes: Mapping[str, str] = MappingProxyType({}),
    start: Mapping[str, float | str] = MappingProxyType({}),
    init: Mapping[str, str | float] = MappingProxyType({}),
    children: int | str = 0,
) -> Callable[[Callable[..., Any]], Cell]:
    """Make a cell of a function that holds its equations.

    The function takes the step's inputs, the states of the step before and the parameters, in
    this order, and returns the new states; keyword-only arguments are options, one whose default
    is a function of the language (`*, gate=sigmoid`) is chosen by name (`gate="relu"`).

    What a parameter is follows from its use: `W.i @ x` is a matrix, `p.i * c` a vector, `+ b.i` a
    bias and `scalar(a)` one number. A value may be used any number of times, and so may a matrix.
    Operators are +, -, *, /, %, **, @ (a matrix on its left) and abs; functions, from `recurra.ir`:
    sigmoid, hard_sigmoid, tanh, relu, linear, softplus, exp, log, sqrt, sin, cos, floor, mod,
    maximum and minimum (of two values), absolute; mean, sum and softmax (over the units). A power
    of a whole number is products, a half more a square root, any other `a ** b` is
    exp(b * log(a)), for a > 0 alone. There is no `if` on a value: a cell that decides does so by a
    gate, or by an option.

    `U.T @ y` is the product with the transpose of the same matrix, and `(U - 0.5 * U.T) @ h` the
    sum of its terms' products; T is no name of a member. `h[2:6]` and `h[2:]` are units of a value,
    whose number nobody chooses. `softmax(a, heads)` and `sum(a, heads)` go over each of `heads`
    equal parts of the units.

    An input that enters element by element, `x + U @ h` or `mask * x`, is projected where it is not
    as wide as its partner: by a matrix of its own, which every use of it then sees. Of inputs that
    meet each other alone, the first keeps its width.

    docs/language.md shows each of these in a cell.

    `U = block(U, heads)` makes the matrices of a family block-diagonal:
    `U.i @ h` is then `heads` products of a part of h with a matrix of its own, n²/heads numbers
    in all, stored as the blocks stacked by rows: [n, n/heads]. `heads` is a number or an option of
    the cell; sizes that it does not divide are a CellError.

    Args:
        states: names of the states, as in the function's arguments, for instance "h c".
        cite: key or reference of the paper.
        output: states that make up the output, the first one by default.
        sizes: number of units of a state (or rows of a parameter) in terms of others, "0.4 * h", or
            of the width of an input, {"last": "x"}, which nobody chooses then.
        start: starting value of a state, a number or "learned"; 0 by default.
        init: starting value of a parameter, a number or an expression over the cell's options, the
            settings `forget_bias` and `input_bias` of a network, parameters declared before it,
            pi, and `unit` (0, 1, ...) of `units`: {"b.f": "forget_bias"}. Functions: log, exp,
            sqrt, expm1, cos, sin, and uniform(low, high) and normal(mean, deviation), which draw a
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
        given = Declaration(
            function,
            words(states),
            words(output),
            dict(sizes),
            dict(start),
            {name: str(value) for name, value in init.items()},
            children,
        )
        signature, defaults = of_tree(given) if children else of_chain(given)
        return Cell(signature, cite, defaults, dict(defaults), home=function.__module__)

    if bare is not None:
        make(bare)  # raises: it names no state
    return make
