"""Where values lie: buffers, their columns, and which value goes where.

A column holds one value of a size class for every row, padded to whole vectors. Buffers are of kind

    rows    one row for each step of each sequence (all sequences of step 0, then step 1, ...)
    batch   one row for each sequence, used anew at every step
    carry   two rows for each sequence: of the step before and of this one

Sums of products share one buffer a size class, ordered so that what has the same operand is
adjacent; a value that is kept takes the column of a sum that is not needed any more; in the
backward pass the gradient of a sum takes the column of that sum.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from recurra.compiler.differentiate import Backward
from recurra.compiler.split import Forward, Schedule, schedule
from recurra.compiler.step import READ, Step, Value


@dataclass(frozen=True)
class Place:
    """A column of a buffer, at this step or the one before."""

    buffer: str
    column: int = 0
    before: bool = False


@dataclass
class Buffer:
    """Columns of one size class."""

    kind: str
    size: str
    columns: int = 1


@dataclass
class Layout:
    """Places of all values of a step."""

    step: Step
    when: Schedule
    backward: bool
    buffers: dict[str, Buffer] = field(default_factory=dict)
    read: dict[Value, Place] = field(default_factory=dict)  # where to load a value from
    written: dict[Value, list[Place]] = field(default_factory=dict)  # where to store it

    def keep(self, value: Value, name: str, kind: str) -> Place:
        """Store a value in a buffer of its own."""
        self.buffers[name] = Buffer(kind, value.size)
        return self.put(value, Place(name))

    def put(self, value: Value, place: Place) -> Place:
        """Store a value at a place."""
        self.written.setdefault(value, []).append(place)
        self.read.setdefault(value, place)
        return place

    def consumers(self, value: Value) -> list[Value]:
        """Values computed from it."""
        return [v for v in self.step.values() if value in v.needs]

    def store_what_crosses(self) -> None:
        """Give a place to values that are read in another loop or stage, or by a product."""
        for number, value in enumerate(self.step.values()):
            if value.leaf or value in self.read:
                continue
            places = {
                self.when.at(c)
                for c in self.consumers(value)
                if not (c.op == "products" and value not in c.args)
            }
            operand = any(value in c.args for c in self.consumers(value) if c.op == "products")
            levels = {level for level, _ in places}
            if levels - {self.when.level[value]}:
                self.keep(value, self._name(value, number), "rows")
            elif operand or places - {self.when.at(value)}:
                self.keep(value, self._name(value, number), "batch")

    def _name(self, value: Value, number: int) -> str:
        return f"{'d_' if self.backward else ''}{value.name or 'value'}_{number}"


def forward_layout(forward: Forward, saved: Iterable[Value], kept_states: set[Value]) -> Layout:
    """Places of the forward pass; states that are not kept at every step are carried."""
    step = forward.step
    layout = Layout(step, schedule(step), False)
    for state in forward.states:
        result = step.recurrences[state]
        elsewhere = any(
            layout.when.level[c] != layout.when.level[result]
            for v in (state, result)
            for c in layout.consumers(v)
        )
        kind = "rows" if state in kept_states or elsewhere else "carry"
        layout.keep(result, state.name, kind)
        layout.read[state] = Place(state.name, before=True)
    for value in step.values():
        if value.op in READ:
            kind = "batch" if value.op == "steady" else "rows"
            layout.buffers[f"in_{value.name}"] = Buffer(kind, value.size)
            layout.read[value] = Place(f"in_{value.name}")
    sums = [v for v in step.values() if v.op == "products" and v not in layout.read]
    for size in dict.fromkeys(v.size for v in sums):
        ordered = _adjacent([v for v in sums if v.size == size])
        layout.buffers[f"gates_{size}"] = Buffer("rows", size, len(ordered))
        for column, value in enumerate(ordered):
            layout.put(value, Place(f"gates_{size}", column))
    saved = list(saved)
    if saved or kept_states == set(forward.states):
        _keep_operands(layout)
    free = {v: layout.read[v] for v in sums if v not in saved}
    for value in saved:
        _save(layout, value, free)
    layout.store_what_crosses()
    return layout


def _keep_operands(layout: Layout) -> None:
    """A weight's gradient needs what the weight was multiplied with, at every step."""
    operands = {a for v in layout.step.values() if v.op == "products" for a in v.args}
    for number, value in enumerate(layout.step.values()):
        if value in operands and not value.leaf and value not in layout.read:
            layout.keep(value, f"operand_{value.name}_{number}", "rows")


def _adjacent(sums: list[Value]) -> list[Value]:
    """Ordered so that sums with a common operand are neighbours, as far as possible."""
    kinds = list(dict.fromkeys(frozenset(v.args) for v in sums))

    def runs(order: tuple[frozenset[Value], ...]) -> int:
        operands = {a for kind in kinds for a in kind}
        return sum(
            (a in now) and (before is None or a not in before)
            for a in operands
            for before, now in zip((None, *order), order, strict=False)
        )

    best = min(itertools.permutations(kinds), key=runs) if len(kinds) <= 6 else tuple(kinds)
    return sorted(sums, key=lambda v: best.index(frozenset(v.args)))


def _save(layout: Layout, value: Value, free: dict[Value, Place]) -> None:
    """Keep a value, in the column of a sum that is read for the last time where it is computed."""
    if value in layout.read:
        return
    at = layout.when.at(value)
    possible = [
        s for s in free
        if s.size == value.size
        and all(layout.when.at(c) <= at and s not in _operands(c) for c in layout.consumers(s))
    ]  # fmt: skip
    if possible:
        own = next((s for s in possible if _made_of(value, s)), possible[0])
        layout.put(value, free.pop(own))
        return
    buffer = layout.buffers.setdefault(f"saved_{value.size}", Buffer("rows", value.size, 0))
    layout.put(value, Place(f"saved_{value.size}", buffer.columns))
    buffer.columns += 1


def _operands(value: Value) -> tuple[Value, ...]:
    """What is multiplied with matrices; the gradients of the matrices need it, too."""
    return value.args if value.op == "products" else ()


def _made_of(value: Value, other: Value) -> bool:
    return value is other or any(_made_of(a, other) for a in value.needs if value.op != "products")


def backward_layout(forward: Layout, backward: Backward, states: tuple[Value, ...]) -> Layout:
    """Places of the backward pass."""
    step = backward.step
    layout = Layout(step, schedule(step), True)
    layout.buffers.update(forward.buffers)
    for leaf in step.values():
        if leaf.op == "now" and leaf.source is not None:
            layout.read[leaf] = forward.read[leaf.source]
        elif leaf.op == "past" or leaf.op in READ:
            layout.read[leaf] = next(p for v, p in forward.read.items() if v is leaf)
        elif leaf.op == "seed":
            layout.buffers[f"seed_{leaf.name}"] = Buffer("rows", leaf.size)
            layout.read[leaf] = Place(f"seed_{leaf.name}")
    for leaf in backward.starts:
        layout.buffers[f"later_{leaf.name}"] = Buffer("carry", leaf.size)
        layout.read[leaf] = Place(f"later_{leaf.name}", before=True)
        layout.put(step.recurrences[leaf], Place(f"later_{leaf.name}"))
    for name, value in backward.inputs.items():
        layout.keep(value, f"grad_{name}", "rows")
    _place_deltas(layout, forward, backward)
    for number, value in enumerate(step.values()):
        if value.op == "products" and value not in layout.read:
            early = any(not layout.when.inside(value, a) for a in value.args)
            crosses = any(
                layout.when.level[c] != layout.when.level[value] for c in layout.consumers(value)
            )
            layout.keep(value, f"sum_{number}", "rows" if early or crosses else "batch")
    layout.store_what_crosses()
    return layout


def _place_deltas(layout: Layout, forward: Layout, backward: Backward) -> None:
    """The gradient of a sum goes where the sum lay, unless something there is still to be read."""
    for size in dict.fromkeys(d.size for d in backward.deltas.values()):
        name = f"gates_{size}"
        own = {s: d for s, d in backward.deltas.items() if d.size == size}
        if not all(_free(layout, forward.read[s], d) for s, d in own.items()):
            layout.buffers[f"deltas_{size}"] = Buffer("rows", size, layout.buffers[name].columns)
            name = f"deltas_{size}"
        for source, delta in own.items():
            layout.put(delta, Place(name, forward.read[source].column))


def _free(layout: Layout, place: Place, delta: Value) -> bool:
    """Whether nothing reads a place in a later stage than that of the delta."""
    readers = [
        c for leaf, p in layout.read.items() if leaf.op == "now" and p == place
        for c in layout.consumers(leaf)
    ]  # fmt: skip
    return all(layout.when.at(c) <= layout.when.at(delta) for c in readers)
