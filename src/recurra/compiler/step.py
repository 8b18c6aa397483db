"""One step as the compiled backends see it: values over time, forward and backward alike.

A step is a graph of `Value`s with recurrences: leaves that stand for a value of the step before
(forward: of the step before in time; backward: of the step after it). Operations are the primitives
of the language, the derivative helpers `above`, `share` and `sign`, and

    products   the sum of matrix products of its arguments, plus `base` where there is one
    delta      its argument, kept as the gradient of the sum of products `source`
    copy       its argument, one number of a row spread over the units where it is one
    unslice    its argument at the place of a slice, zero elsewhere

Leaves: constant, param (the same at every step and in every row), inverse (1 / the number of units
of the size class that it is called by), input, mask (an input without a gradient), steady (a mask
that is the same at every step), past (a state before the step), now (a value that the forward pass
kept), seed (a gradient that comes from outside), later (the gradient that comes from the step
after).
"""

import functools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

READ = frozenset({"input", "mask", "steady"})  # what comes from outside, row by row
LEAVES = READ | {"constant", "param", "inverse", "past", "now", "seed", "later"}
REDUCTIONS = frozenset({"mean", "sum"})  # one number of a row, made of all its units
# units of a row made of others of its units; shape: blocks, or first and last unit
ACROSS = frozenset({"block_sum", "block_largest", "slice", "unslice"})


class Matrix(NamedTuple):
    """A matrix parameter as a product takes it."""

    name: str
    transposed: bool = False
    blocks: int = 1  # on its diagonal


@dataclass(frozen=True, eq=False)
class Value:
    """Compared by identity; `Maker` gives the same value for the same expression."""

    op: str
    args: tuple["Value", ...] = ()
    size: str = "1"
    number: float = 0.0
    name: str = ""
    weights: tuple[Matrix, ...] = ()  # of products
    base: "Value | None" = None
    source: "Value | None" = None  # of now and delta: the value of the forward step
    shape: tuple[int, ...] = ()  # of ACROSS

    @property
    def leaf(self) -> bool:
        """Whether it is not computed."""
        return self.op in LEAVES

    @property
    def needs(self) -> tuple["Value", ...]:
        """Everything it is computed from."""
        return self.args if self.base is None else (*self.args, self.base)


@dataclass
class Maker:
    """Makes values, each expression once."""

    known: dict[tuple[object, ...], Value] = field(default_factory=dict)

    def __call__(
        self,
        op: str,
        *args: Value,
        size: str = "",
        number: float = 0.0,
        name: str = "",
        weights: tuple[Matrix, ...] = (),
        base: Value | None = None,
        source: Value | None = None,
        shape: tuple[int, ...] = (),
    ) -> Value:
        key = (op, args, number, name if op in LEAVES else "", weights, base, source, shape)
        if key not in self.known:
            own_size = size or next((a.size for a in args if a.size != "1"), "1")
            self.known[key] = Value(op, args, own_size, number, name, weights, base, source, shape)
        return self.known[key]

    def again(self, value: Value, args: tuple[Value, ...], base: Value | None = None) -> Value:
        """The same operation on other arguments."""
        return self(
            value.op, *args, size=value.size, number=value.number, name=value.name,
            weights=value.weights, base=base, source=value.source, shape=value.shape,
        )  # fmt: skip

    def constant(self, number: float) -> Value:
        """A number."""
        return self("constant", number=number)

    def sum(self, terms: Iterable[Value], name: str = "") -> Value:
        """The sum of at least one term; the name is for the whole."""
        first, *rest = terms
        for number, term in enumerate(rest, 1):
            first = self("add", first, term, name=name if number == len(rest) else "")
        return first


@dataclass(frozen=True)
class Step:
    """A graph of one step and the values that it has to compute."""

    recurrences: dict[Value, Value]  # leaf (past or later) -> the value that it is next time
    kept: tuple[Value, ...] = ()  # wanted at every step
    totals: tuple[tuple[str, Value], ...] = ()  # summed over all steps and rows: parameter, value

    def roots(self) -> Iterator[Value]:
        """The values that the step has to compute."""
        yield from self.recurrences.values()
        yield from self.kept
        yield from (value for _, value in self.totals)

    def values(self) -> list[Value]:
        """All values, each after what it is computed from."""
        return list(self._ordered)

    @functools.cached_property
    def _ordered(self) -> tuple[Value, ...]:
        """Kept, as every pass over a step asks for it: a large cell has thousands of values."""
        done: dict[Value, None] = {}

        def visit(value: Value) -> None:
            if value not in done:
                for other in value.needs:
                    visit(other)
                done[value] = None

        for root in self.roots():
            visit(root)
        return tuple(done)

    @functools.cached_property
    def readers(self) -> dict[Value, list[Value]]:
        """What is computed from each value, in order; nothing where nothing is."""
        readers: dict[Value, list[Value]] = {v: [] for v in self._ordered}
        for value in self._ordered:
            for other in dict.fromkeys(value.needs):
                readers[other].append(value)
        return readers

    def uses(self) -> Counter[Value]:
        """How often a value is an argument or a root."""
        counted: Counter[Value] = Counter(self.roots())
        for value in self.values():
            counted.update(value.needs)
        return counted
