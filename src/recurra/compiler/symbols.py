"""Values as symbols: two that are computed in the same way are the same symbol.

A sum is the collection of its terms in any order, so that a program may add in any order but lose
no term. A number 0 is no term.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from recurra.compiler.statements import Across, Block
from recurra.compiler.step import ACROSS, REDUCTIONS, Step, Value
from recurra.words import Words, say

Symbol = int


@dataclass
class Symbols:
    """Makes symbols, each once; an `Algebra` of `execute.py`."""

    known: dict[Any, Symbol] = field(default_factory=dict)
    made: list[Any] = field(default_factory=list)
    derived: Mapping[str, Symbol] = field(default_factory=dict)

    def of(self, *key: Any) -> Symbol:
        """The symbol of a kind and what it is made of."""
        symbol = self.known.get(key)
        if symbol is None:
            symbol = self.known[key] = len(self.made)
            self.made.append(key)
        return symbol

    def number(self, value: float) -> Symbol:
        return self.of("number", float(value))

    def parameter(self, name: str, size: str) -> Symbol:
        return self.of("parameter", name)

    def inverse(self, size: str) -> Symbol:
        return self.of("inverse", size)

    def apply(self, op: str, args: list[Symbol]) -> Symbol:
        if op == "add":
            return self.add(*args)
        return self.of(op, *args)

    def gather(self, op: str, x: Symbol, size: str) -> Symbol:
        return self.of(op, x)

    def across(self, statement: Across, x: Symbol) -> Symbol:
        return self.of(statement.op, statement.shape, x)

    def product(
        self, block: Block, x: Symbol, sizes: tuple[str, str] = ("", ""), joined: bool = False
    ) -> Symbol:
        if self.made[x] == ("number", 0.0):
            return x
        return self.of("product", block.matrix, x)

    def blank(self, x: Symbol, size: str) -> Symbol:
        return x

    def written(self, old: Symbol | None, new: Symbol, rows: int, size: str) -> Symbol:
        return new

    def zero(self, size: str) -> Symbol:
        """The zero that sums begin with."""
        return self.number(0.0)

    def add(self, *parts: Symbol) -> Symbol:
        """The sum of all terms of the parts."""
        terms: dict[Symbol, int] = {}  # no Counter: checking a cell is mostly sums
        for part in parts:
            for term, times in self.pairs(part):
                terms[term] = terms.get(term, 0) + times
        if not terms:
            return self.number(0.0)
        if len(terms) == 1:
            [(term, times)] = terms.items()
            if times == 1:
                return term
        return self.of("terms", tuple(sorted(terms.items())))

    def terms(self, symbol: Symbol) -> Counter[Symbol]:
        """The terms of a sum, or the one that it is."""
        return Counter(dict(self.pairs(symbol)))

    def pairs(self, symbol: Symbol) -> tuple[tuple[Symbol, int], ...]:
        """Terms, and how often each is there."""
        made = self.made[symbol]
        if made[0] == "terms":
            own: tuple[tuple[Symbol, int], ...] = made[1]
            return own
        return () if made == ("number", 0.0) else ((symbol, 1),)

    def values(self, step: Step, leaves: Mapping[Value, Symbol]) -> dict[Value, Symbol]:
        """The symbols of all values of a step; of some of them, they are given."""
        done = dict(leaves)
        for value in step.values():
            if value not in done:
                done[value] = self.value(value, done)
        return done

    def value(self, value: Value, done: Mapping[Value, Symbol]) -> Symbol:
        """The symbol of a value, by those of its arguments."""
        args = [done[a] for a in value.args]
        if value.op == "constant":
            return self.number(value.number)
        if value.op == "param":
            return self.parameter(value.name, value.size)
        if value.op == "inverse":
            return self.inverse(value.name)
        if value.op in ("copy", "delta"):
            return args[0]
        if value.op == "products":
            parts = [
                self.product(Block(m, 0, 0), x) for m, x in zip(value.weights, args, strict=True)
            ]
            return self.add(*parts, *([done[value.base]] if value.base is not None else []))
        if value.op in REDUCTIONS:
            return self.gather(value.op, args[0], value.args[0].size)
        if value.op in ACROSS:
            return self.of(value.op, value.shape, args[0])
        return self.apply(value.op, args)

    def words(self, symbol: Symbol, depth: int = 3) -> str:
        """A symbol for a reader, cut where it is deep."""
        kind, *parts = self.made[symbol]
        if kind == "number":
            return f"{parts[0]:g}"
        if kind in ("parameter", "inverse"):
            return str(parts[0]) if kind == "parameter" else f"1/units({parts[0]})"
        if kind == "given":
            what, name, time = parts
            return f"{what} {name}" + (f"({time})" if time != "" else "")
        if depth == 0:
            return "..."
        if kind == "terms":
            terms = [(f"{n} * " if n > 1 else "") + self.words(s, depth - 1) for s, n in parts[0]]
            return "(" + " + ".join(terms) + ")"
        if kind == "product":
            matrix = parts[0]
            name = matrix.name + (".T" if matrix.transposed else "")
            return f"{name} @ {self.words(parts[1], depth - 1)}"
        inner = [self.words(p, depth - 1) if isinstance(p, int) else str(p) for p in parts]
        return f"{kind}({', '.join(inner)})"

    def difference(self, computed: Symbol, wanted: Symbol) -> Words:
        """The terms that only one of two sums has."""
        here, there = self.terms(computed), self.terms(wanted)
        missing, more = (
            tuple((n, self.words(s)) for s, n in terms.items())
            for terms in (there - here, here - there)
        )
        return say("compiler.verify.terms", missing=missing, more=more)
