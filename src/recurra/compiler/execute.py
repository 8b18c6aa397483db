"""What statements mean: the programs of passes run over memory, one statement after the other.

What a vector is stays open (`Algebra`): `interpret.py` runs programs on numbers, which is the
definition that printed kernels are held to; `verify.py` runs them on symbols and looks whether what
comes out is what the equations say. A vector is one column of all rows that are worked on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from recurra.compiler.statements import (
    BOTH,
    CARRY,
    OF_ROWS,
    SEQUENCE,
    Accumulate,
    Across,
    Apply,
    Assign,
    Block,
    Buffer,
    ColumnGradient,
    Expression,
    Fold,
    Gather,
    Inner,
    Inverse,
    Load,
    Local,
    MatrixGradient,
    Multiply,
    MultiplyAll,
    Number,
    Parameter,
    Pass,
    Place,
    RowLoop,
    Store,
    TimeLoop,
    TotalGradient,
    UnitLoop,
)
from recurra.compiler.step import Value

Vector = Any
Cell = tuple[str, int, int]  # buffer, column, row (of a carried buffer its half); BEGIN: the start
BEGIN = -1


class Algebra(Protocol):
    """What vectors are, and what is done with them."""

    def number(self, value: float) -> Vector:
        """A number, for all units."""

    def parameter(self, name: str, size: str) -> Vector:
        """A parameter, for all rows."""

    def inverse(self, size: str) -> Vector:
        """1 / the number of units."""

    def apply(self, op: str, args: list[Vector]) -> Vector:
        """A primitive."""

    def gather(self, op: str, x: Vector, size: str) -> Vector:
        """The sum or mean over the units, padding left out."""

    def across(self, statement: Across, x: Vector) -> Vector:
        """An operation across units."""

    def product(self, block: Block, x: Vector, sizes: tuple[str, str], joined: bool) -> Vector:
        """A matrix, of these sizes of operand and result, times a vector."""

    def add(self, a: Vector, b: Vector) -> Vector:
        """The sum."""

    def blank(self, x: Vector, size: str) -> Vector:
        """The same with zero padding."""

    def written(self, old: Vector | None, new: Vector, rows: int, size: str) -> Vector:
        """What lies in a column whose first rows are overwritten."""


class Gradients(Protocol):
    """Collects the gradients of parameters."""

    def matrix(self, statement: MatrixGradient, delta: Vector, operand: Vector, rows: int) -> None:
        """The product of two columns' rows."""

    def vector(self, name: str, size: str, column: Vector, rows: int) -> None:
        """The sum of a column's rows."""


@dataclass
class Sequence:
    """A pass over sequences, the longest first: `running` says how many run at each step."""

    own: Pass
    algebra: Any
    running: list[int]
    memory: dict[Cell, Vector] = field(default_factory=dict)
    gradients: Any = None
    time: int = 0

    def run(self) -> None:
        """All statements."""
        for statement in self.own.statements:
            TOP[type(statement)](self, statement)

    @property
    def rows(self) -> int:
        """Rows of this step."""
        return self.running[self.time]

    def buffer(self, place: Place) -> Buffer:
        """The buffer of a place."""
        return self.own.buffers[place.buffer]

    def cell(self, place: Place) -> Cell:
        """Where a place is at this step."""
        lifetime = self.buffer(place).lifetime
        time = self.time - place.before
        if lifetime == CARRY:
            return (place.buffer, place.column, (self.time + place.before) & 1)
        if lifetime in OF_ROWS:
            return (place.buffer, place.column, time if time >= 0 else BEGIN)
        return (place.buffer, place.column, 0)

    def at_place(self, place: Place) -> Vector:
        """What lies at a place."""
        return self.memory[self.cell(place)]

    def load(self, load: Load) -> Vector:
        """What an expression loads."""
        return self.at_place(load.place)

    def store(self, place: Place, new: Vector, value: Value) -> None:
        """Store a vector at a place."""
        cell = self.cell(place)
        size = self.buffer(place).size
        self.memory[cell] = self.algebra.written(self.memory.get(cell), new, self.rows, size)

    def multiply(self, product: Multiply) -> None:
        """A product of this step's rows."""
        sums: dict[int, Vector] = {}
        packed = product.packed
        sizes = (self.buffer(product.operand).size, self.buffer(product.target).size)
        for block in packed.blocks:
            place = product.operand._replace(column=product.operand.column + block.operand)
            x = self.operand(place, block, product)
            part = self.algebra.product(block, x, sizes, packed.operands > 1)
            own = block.target
            sums[own] = self.algebra.add(sums[own], part) if own in sums else part
        for number, part in sums.items():
            place = product.target._replace(column=product.target.column + number)
            value = product.values[number]
            if product.add:
                part = self.algebra.add(self.sum_so_far(place, value), part)
            self.put_sum(place, part, value)

    def operand(self, place: Place, block: Block, product: Multiply) -> Vector:
        """What a matrix is multiplied with."""
        return self.at_place(place)

    def sum_so_far(self, place: Place, value: Value) -> Vector:
        """What a product is added to."""
        return self.at_place(place)

    def put_sum(self, place: Place, new: Vector, value: Value) -> None:
        """The sum with a product in it."""
        self.store(place, new, value)

    def multiply_all(self, statement: MultiplyAll) -> None:
        """A product of the rows of all steps."""
        for time in range(len(self.running)):
            self.time = time
            self.multiply(statement.product)

    def over_time(self, loop: TimeLoop) -> None:
        """One step after the other."""
        steps = range(len(self.running))
        for time in reversed(steps) if loop.backward else steps:
            self.time = time
            for statement in loop.body:
                if isinstance(statement, Multiply):
                    self.multiply(statement)
                else:
                    self.row(statement)

    def row(self, rows: RowLoop) -> None:
        """Elementwise work of this step's rows."""
        for statement in rows.body:
            if isinstance(statement, UnitLoop):
                Vectors(self).run(statement)
            elif isinstance(statement, Across):
                vector = self.algebra.across(statement, self.load(statement.source))
                self.store(statement.target, vector, statement.value)

    def matrix_gradient(self, statement: MatrixGradient) -> None:
        """Over all rows."""
        for time in range(len(self.running)):
            self.time = time
            delta, operand = (self.at_place(p) for p in (statement.delta, statement.operand))
            self.gradients.matrix(statement, delta, operand, self.rows)
            if statement.sums:
                self.gradients.vector(statement.sums, statement.rows, delta, self.rows)

    def column_gradient(self, statement: ColumnGradient) -> None:
        """Over all rows."""
        for time in range(len(self.running)):
            self.time = time
            column = self.at_place(statement.column)
            self.gradients.vector(statement.parameter, statement.size, column, self.rows)

    def total_gradient(self, statement: TotalGradient) -> None:
        """Over all sequences."""
        self.time = 0
        column = self.at_place(statement.column)
        self.gradients.vector(statement.parameter, statement.size, column, self.rows)

    def fold(self, statement: Fold) -> Vector:
        """Of trees."""
        raise NotImplementedError


# one row for each statement of a pass
TOP: dict[type, Any] = {
    MultiplyAll: Sequence.multiply_all,
    TimeLoop: Sequence.over_time,
    MatrixGradient: Sequence.matrix_gradient,
    ColumnGradient: Sequence.column_gradient,
    TotalGradient: Sequence.total_gradient,
}


@dataclass
class Vectors:
    """Elementwise work on the current rows."""

    at: Any  # what loads, stores and folds
    names: dict[str, Vector] = field(default_factory=dict)

    def run(self, loop: UnitLoop) -> None:
        """The statements before the loop, in it, and after it."""
        for statement in (*loop.before, *loop.body, *loop.after):
            self.statement(statement, loop.size)
        for place in loop.blank.places:
            cell = self.at.cell(place)
            self.at.memory[cell] = self.at.algebra.blank(self.at.memory[cell], loop.size)

    def statement(self, s: Inner, size: str) -> None:
        """One statement."""
        algebra = self.at.algebra
        if isinstance(s, Assign):
            self.names[s.name] = self.value(s.expression)
        elif isinstance(s, Gather):
            self.names[s.name] = algebra.gather(s.value.op, self.value(s.expression), size)
        elif isinstance(s, Fold):
            self.names[s.name] = self.at.fold(s)
        elif isinstance(s, Store):
            self.at.store(s.place, self.value(s.expression), s.value)
        elif isinstance(s, Accumulate):
            old = self.at.at_place(s.place)
            self.at.store(s.place, algebra.add(old, self.value(s.expression)), s.value)

    def value(self, e: Expression) -> Vector:
        """An expression."""
        algebra = self.at.algebra
        if isinstance(e, Apply):
            return algebra.apply(e.op, [self.value(a) for a in e.args])
        if isinstance(e, Local):
            return self.names[e.name]
        if isinstance(e, Load):
            return self.at.load(e)
        if isinstance(e, Number):
            return algebra.number(e.value)
        if isinstance(e, Parameter):
            return algebra.parameter(e.name, e.size)
        assert isinstance(e, Inverse)
        return algebra.inverse(e.size)


def enter(run: Sequence, inputs: Mapping[str, list[Vector]], states: Mapping[str, Vector]) -> None:
    """Store inputs, by name and step, and starting states at their places."""
    for name, buffer in run.own.buffers.items():
        if buffer.role == "input":
            rows = inputs[buffer.of]
            for time, x in enumerate(rows[:1] if buffer.lifetime == SEQUENCE else rows):
                run.memory[name, 0, time] = x
        elif buffer.role == "state":
            start = 1 if buffer.lifetime == CARRY else BEGIN  # the half before step 0
            run.memory[name, 0, start] = states[buffer.of]


def arrive(
    run: Sequence, seeds: Mapping[str, list[Vector]], finals: Mapping[str, Vector], zero: Any
) -> None:
    """Store gradients of outputs and final states at their places; sums over steps begin at 0."""
    for name, buffer in run.own.buffers.items():
        if buffer.role == "seed":
            for time, x in enumerate(seeds[buffer.of]):
                run.memory[name, 0, time] = x
        elif buffer.role == "later":
            run.memory[name, 0, 0] = run.memory[name, 0, 1] = finals[buffer.of]
        elif buffer.role == "total":
            run.memory[name, 0, 0] = zero(buffer.size)


def kept(run: Sequence) -> dict[Cell, Vector]:
    """What the backward pass reads of the forward pass."""
    own = run.own.buffers
    alive = {n for n, b in own.items() if b.lifetime == BOTH or b.role == "input"}
    return {cell: x for cell, x in run.memory.items() if cell[0] in alive}
