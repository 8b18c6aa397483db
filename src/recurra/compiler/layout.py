"""Where values lie: buffers, their columns, and which value goes where.

A column holds one value of a size class for every row, padded to whole vectors; `Buffer` says how
long it is needed. Where a value is placed is decided here, and so is who may take a place that is
free again: only `_save` (a kept value takes the column of a sum that is read no more) and
`_place_deltas` (the gradient of a sum takes the sum's own) put a value where another one was.

Sums of products share one buffer a size class, ordered so that what has the same operand is
adjacent; a value that is kept takes the column of a sum that is not needed any more; in the
backward pass the gradient of a sum takes the column of that sum.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from recurra.compiler.differentiate import Backward
from recurra.compiler.split import Forward, Schedule, schedule
from recurra.compiler.statements import BOTH, CARRY, PASS, SEQUENCE, STEP, Buffer, Place, next_of
from recurra.compiler.step import ACROSS, READ, Step, Value


@dataclass
class Layout:
    """Places of all values of a step."""

    step: Step
    when: Schedule
    backward: bool
    buffers: dict[str, Buffer] = field(default_factory=dict)
    read: dict[Value, Place] = field(default_factory=dict)  # where to load a value from
    written: dict[Value, list[Place]] = field(default_factory=dict)  # where to store it

    @property
    def lifetime(self) -> str:
        """How long a value that is kept at every step is needed."""
        return PASS if self.backward else BOTH

    def add(self, name: str, buffer: Buffer) -> str:
        """A buffer under this name, with a number added if that is taken."""
        own, number = name, 1
        while own in self.buffers:
            number += 1
            own = f"{name}_{number}"
        self.buffers[own] = buffer
        return own

    def find(self, role: str, of: str) -> str:
        """The buffer of that role that belongs to an input or state."""
        return next_of(self.buffers, role, of)

    def keep(
        self, value: Value, name: str, lifetime: str, role: str = "value", of: str = ""
    ) -> Place:
        """Store a value in a buffer of its own."""
        return self.put(value, Place(self.add(name, Buffer(role, lifetime, value.size, 1, of))))

    def put(self, value: Value, place: Place) -> Place:
        """Store a value at a place."""
        self.written.setdefault(value, []).append(place)
        self.read.setdefault(value, place)
        return place

    def consumers(self, value: Value) -> list[Value]:
        """Values computed from it."""
        return self.step.readers.get(value, [])

    def store_what_crosses(self) -> None:
        """Give a place to values that are read in another loop or stage, by a product, or across
        the units of a row."""
        for number, value in enumerate(self.step.values()):
            if value.leaf or value in self.read:
                continue
            own = [
                c for c in self.consumers(value) if not (c.op == "products" and value not in c.args)
            ]
            places = {self.when.at(c) for c in own}
            wanted = value.op in ACROSS or any(c.op in ("products", *ACROSS) for c in own)
            levels = {level for level, _ in places}
            if levels - {self.when.level[value]}:
                self.keep(value, self._name(value, number), self.lifetime)
            elif wanted or places - {self.when.at(value)}:
                self.keep(value, self._name(value, number), STEP)

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
        lifetime = BOTH if state in kept_states or elsewhere else CARRY
        place = layout.keep(result, state.name, lifetime, "state", state.name)
        layout.read[state] = place._replace(before=True)
    for value in step.values():
        if value.op in READ:
            lifetime = SEQUENCE if value.op == "steady" else BOTH
            buffer = Buffer("input", lifetime, value.size, 1, value.name)
            layout.read[value] = Place(layout.add(f"in_{value.name}", buffer))
    sums = [v for v in step.values() if v.op == "products" and v not in layout.read]
    for size in dict.fromkeys(v.size for v in sums):
        ordered = _adjacent([v for v in sums if v.size == size])
        name = layout.add(f"gates_{size}", Buffer("sum", BOTH, size, len(ordered)))
        for column, value in enumerate(ordered):
            layout.put(value, Place(name, column))
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
            layout.keep(value, f"operand_{value.name}_{number}", BOTH, "operand")


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
    when = layout.when.at(value)
    possible = [
        s for s in free
        if s.size == value.size
        and all(layout.when.at(c) <= when and s not in _operands(c) for c in layout.consumers(s))
    ]  # fmt: skip
    if possible:
        own = next((s for s in possible if _made_of(value, s)), possible[0])
        layout.put(value, free.pop(own))
        return
    name = next(
        (n for n, b in layout.buffers.items() if (b.role, b.size) == ("kept", value.size)), ""
    )
    name = name or layout.add(f"saved_{value.size}", Buffer("kept", BOTH, value.size, 0))
    columns = layout.buffers[name].columns
    layout.put(value, Place(name, columns))
    layout.buffers[name] = replace(layout.buffers[name], columns=columns + 1)


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
            buffer = Buffer("seed", PASS, leaf.size, 1, leaf.name)
            layout.read[leaf] = Place(layout.add(f"seed_{leaf.name}", buffer))
    for leaf in backward.starts:
        buffer = Buffer("later", CARRY, leaf.size, 1, leaf.name)
        name = layout.add(f"later_{leaf.name}", buffer)
        layout.read[leaf] = Place(name, before=True)
        layout.put(step.recurrences[leaf], Place(name))
    for name, value in backward.inputs.items():
        layout.keep(value, f"grad_{name}", PASS, "gradient", name)
    _place_deltas(layout, forward, backward)
    for number, value in enumerate(step.values()):
        if value.op == "products" and value not in layout.read:
            early = any(not layout.when.inside(value, a) for a in value.args)
            crosses = any(
                layout.when.level[c] != layout.when.level[value] for c in layout.consumers(value)
            )
            layout.keep(value, f"sum_{number}", PASS if early or crosses else STEP, "sum")
    layout.store_what_crosses()
    return layout


def _place_deltas(layout: Layout, forward: Layout, backward: Backward) -> None:
    """The gradient of a sum goes where the sum lay, unless something there is still to be read."""
    needed = {cell(forward.read[a]) for v in forward.step.values() for a in _operands(v)}
    for size in dict.fromkeys(d.size for d in backward.deltas.values()):
        own = {forward.read[s]: d for s, d in backward.deltas.items() if d.size == size}
        places = list(own)
        if not all(_free(layout, place, d, needed) for place, d in own.items()):
            order = sorted(places, key=cell)  # as neighbours as the sums
            name = layout.add(f"deltas_{size}", Buffer("delta", PASS, size, len(order)))
            places = [Place(name, order.index(p)) for p in places]
        for place, delta in zip(places, own.values(), strict=True):
            layout.put(delta, place)


def cell(place: Place) -> tuple[str, int]:
    """The column of a place, without the step."""
    return place.buffer, place.column


def _free(layout: Layout, place: Place, delta: Value, needed: set[tuple[str, int]]) -> bool:
    """Whether nothing reads the place of a sum in a later stage than that of its gradient; those
    of matrices read their operands (`needed`) after all loops."""
    readers = [
        c for leaf, p in layout.read.items() if leaf.op == "now" and p == place
        for c in layout.consumers(leaf)
    ]  # fmt: skip
    late, sums = layout.when.at(delta), layout.buffers[place.buffer].role == "sum"
    return sums and cell(place) not in needed and all(layout.when.at(c) <= late for c in readers)
