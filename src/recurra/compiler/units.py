"""Elementwise work as statements: which values get a name, which stand where they are used.

A value has a line of its own where it has a name or is used more than once. All loads come before
the first store, which may overwrite what was loaded.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from recurra.compiler.statements import (
    Accumulate,
    Apply,
    Assign,
    Blank,
    Expression,
    Fold,
    Gather,
    Inner,
    Inverse,
    Load,
    Local,
    Number,
    Parameter,
    Place,
    Store,
    UnitLoop,
)
from recurra.compiler.step import REDUCTIONS, Value
from recurra.ir import ONE


@dataclass
class Units:
    """What one loop over units does: values in order, where they are read and stored."""

    size: str
    values: Sequence[Value]
    read: Mapping[Value, Place]
    stores: Sequence[tuple[Value, Place]]
    sums: Sequence[tuple[Place, Value]] = ()  # added to what is there
    blanks: tuple[Place, ...] = ()
    before: list[Inner] = field(default_factory=list)
    body: list[Inner] = field(default_factory=list)
    known: dict[Value, Expression] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.uses = Counter(arg for value in self.values for arg in value.args)
        self.uses.update([v for v, _ in self.stores] + [v for _, v in self.sums])

    def loop(self) -> UnitLoop:
        """The statements."""
        for value in self.values:
            self._define(value)
        made: list[Inner] = [
            Store(place, v.size, self._operand(v), v)
            for v, place in self.stores if v.op not in REDUCTIONS
        ]  # fmt: skip
        made += [Accumulate(p, v.size, self._operand(v), v) for p, v in self.sums]
        after = tuple(
            Store(place, v.size, self._operand(v), v)
            for v, place in self.stores if v.op in REDUCTIONS
        )  # fmt: skip
        body = (*self.body, *made)
        if self.size == ONE:
            return UnitLoop(ONE, (), (*self.before, *body, *after), ())
        return UnitLoop(self.size, tuple(self.before), body, after, Blank(self.blanks))

    def _define(self, value: Value) -> None:
        if value.op in REDUCTIONS:
            name = self._unique(value.name or "sum")
            self.body.append(Gather(name, self._operand(value.args[0]), value))
            self.known[value] = Local(name)
        elif value.op == "total":
            name = self._unique(_plain(value.name) or "a")
            self.body.append(Fold(name, self.read[value.args[0]], value))
            self.known[value] = Local(name)
        elif value.op == "each":
            place = self.read[value.args[0]]._replace(row="node")
            self._line(value, Load(place, value.size, value.args[0]))
        elif value.op in ("delta", "copy"):
            expression = self._operand(value.args[0])
            if isinstance(expression, Number):
                self._line(value, expression)
            else:
                self.known[value] = expression
        else:
            self._line(value, Apply(value.op, tuple(self._operand(a) for a in value.args)))

    def _line(self, value: Value, expression: Expression) -> None:
        if value.name or self.uses[value] > 1:
            name = self._unique(_plain(value.name) or "a")
            self.body.append(Assign(name, expression, value))
            expression = Local(name)
        self.known[value] = expression

    def _operand(self, value: Value) -> Expression:
        if value.op == "constant":
            return Number(value.number)
        if value not in self.known:
            expression = self._leaf(value)
            named = self.uses[value] > 1 or self._overwritten(value)
            if value.size == ONE and value in self.read:
                name = self._unique(_leaf_name(value))
                self.before.append(Assign(name, expression, value))
                expression = Local(name)
            elif named and not isinstance(expression, Inverse):
                name = self._unique(_leaf_name(value))
                self.body.append(Assign(name, expression, value))
                expression = Local(name)
            self.known[value] = expression
        return self.known[value]

    def _leaf(self, value: Value) -> Expression:
        if value.op == "param":
            return Parameter(value.name, value.size)
        if value.op == "inverse":
            return Inverse(value.name)
        return Load(self.read[value], value.size, value)

    def _overwritten(self, value: Value) -> bool:
        place = self.read.get(value)
        return any(place == stored for _, stored in self.stores)

    def _unique(self, name: str) -> str:
        wanted, number = name if name.isidentifier() else "a", 1
        unique = wanted
        while unique in self.taken:
            number += 1
            unique = f"{wanted}{number}"
        self.taken.add(unique)
        return unique


def _plain(name: str) -> str:
    return name.replace(".", "_")


def _leaf_name(value: Value) -> str:
    if value.op == "past":
        return f"{_plain(value.name)}_before"
    if value.op in ("later", "seed"):
        return f"d_{_plain(value.name)}_{value.op}"
    return _plain(value.name) or "a"
