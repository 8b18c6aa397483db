"""What the statements of tree cells mean: as `execute.py`, over a forest, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from recurra.compiler.execute import Cell, Vector, Vectors
from recurra.compiler.forest import Forest, arity_of, levels
from recurra.compiler.statements import (
    Across,
    ColumnGradient,
    Fold,
    HandOver,
    LevelLoop,
    Load,
    MatrixGradient,
    Multiply,
    MultiplyAll,
    Pass,
    Place,
    RowLoop,
    Store,
    UnitLoop,
)
from recurra.compiler.step import Value
from recurra.compiler.tree_rows import SPANS, cleared, counts, first_row
from recurra.compiler.tree_step import EDGE
from recurra.ir import Graph


@dataclass
class Trees:
    """A pass over a forest; vectors are those of one row."""

    own: Pass
    algebra: Any
    graph: Graph
    forest: Forest
    memory: dict[Cell, Vector] = field(default_factory=dict)
    gradients: Any = None
    index: int = 0  # the current row: a node's, or a child's slot

    def __post_init__(self) -> None:
        self.order = levels(self.forest, arity_of(self.graph))
        self.counts = counts(self.graph, self.forest, self.order)

    def clear(self, names: Sequence[str]) -> None:
        """Zero the rows of buffers that are read where nothing is written."""
        for name in names:
            buffer = self.own.buffers[name]
            if buffer.clear:
                view, count = cleared(buffer, self.graph.at_leaves)
                first = first_row(view, self.counts)
                for row in range(first, first + self.counts[count]):
                    for column in range(buffer.columns):
                        self.memory[name, column, row] = self.algebra.zero(buffer.size)

    def run(self) -> None:
        """All statements."""
        for statement in self.own.statements:
            TOP[type(statement)](self, statement)

    def cell(self, place: Place) -> Cell:
        """Where a place is, for the current row."""
        if place.row == "slot":
            return self.slot(place.buffer, int(self.order.slot[self.index]))
        row = int(self.order.row_of[self.index]) if place.row == "node" else self.index
        return (place.buffer, place.column, row)

    def slot(self, name: str, slot: int) -> Cell:
        """Where a child's slot is: a row of its own, or a column of its parent's row."""
        columns = self.own.buffers[name].columns
        return (name, slot % columns, slot // columns)

    def at_place(self, place: Place) -> Vector:
        """What lies at a place."""
        return self.memory[self.cell(place)]

    def load(self, load: Load) -> Vector:
        """What an expression loads."""
        return self.at_place(load.place)

    def store(self, place: Place, new: Vector, value: Value) -> None:
        """Store a vector at a place."""
        size = self.own.buffers[place.buffer].size
        self.memory[self.cell(place)] = self.algebra.written(None, new, 1, size)

    def fold(self, statement: Fold) -> Vector:
        """The sum over a node's children."""
        total = self.algebra.number(0.0)
        first, last = (int(self.order.first_slot[self.index + k]) for k in (0, 1))
        place = statement.place
        for child in range(first, last):
            part = self.memory[place.buffer, place.column, child]
            total = self.algebra.add(total, part)
        return total

    def multiply(self, product: Multiply) -> None:
        """A product of one row."""
        [block] = product.packed.blocks
        sizes = tuple(self.own.buffers[p.buffer].size for p in (product.operand, product.target))
        part = self.algebra.product(block, self.operand(product), sizes, False)
        if product.add:
            part = self.algebra.add(self.sum_so_far(product), part)
        self.put_sum(product, part)

    def operand(self, product: Multiply) -> Vector:
        """What a matrix is multiplied with."""
        return self.at_place(product.operand)

    def sum_so_far(self, product: Multiply) -> Vector:
        """What a product is added to."""
        return self.at_place(product.target)

    def put_sum(self, product: Multiply, new: Vector) -> None:
        """The sum with a product in it."""
        self.store(product.target, new, product.values[0])

    def multiply_all(self, statement: MultiplyAll) -> None:
        """A product of many rows."""
        product = statement.product
        for self_index in self.span(product.domain, product.rows):
            self.index = self_index
            self.multiply(product)

    def span(self, domain: str, rows: str) -> range:
        """The rows that a statement names."""
        view, count = SPANS["slots" if domain == EDGE else rows]
        first = first_row(view, self.counts)
        return range(first, first + self.counts[count])

    def over_levels(self, loop: LevelLoop) -> None:
        """One level after the other."""
        lowest = 1 if self.graph.at_leaves else 0
        order = range(lowest, self.counts["levels"])
        for level in reversed(order) if loop.backward else order:
            for statement in loop.body:
                inner = isinstance(statement, Multiply) and statement.rows == "inner"
                if not (inner and level == 0):
                    self.over_rows(statement, level)

    def over_rows(self, statement: Multiply | RowLoop, level: int) -> None:
        """The rows of a level."""
        first, last = (int(self.order.bounds[level + k]) for k in (0, 1))
        if statement.domain == EDGE:
            first, last = (int(self.order.first_slot[row]) for row in (first, last))
        for index in range(first, last):
            self.index = index
            if isinstance(statement, Multiply):
                self.multiply(statement)
            else:
                self.row(statement)

    def row(self, rows: RowLoop) -> None:
        """The work of one row."""
        for statement in rows.body:
            if isinstance(statement, UnitLoop):
                Vectors(self).run(statement)
            elif isinstance(statement, Across):
                vector = self.algebra.across(statement, self.load(statement.source))
                self.store(statement.target, vector, statement.value)
            elif self.order.slot[self.index] >= 0:
                self.hand_over(statement)

    def hand_over(self, statement: HandOver) -> None:
        """To the parent, or from it."""
        for s in statement.stores:
            if isinstance(s, Store):
                Vectors(self).statement(s, s.size)
            else:
                assert isinstance(s.expression, Load)
                own, part = self.cell(s.place), self.load(s.expression)
                self.memory[own] = self.algebra.add(self.memory[own], part)

    def matrix_gradient(self, statement: MatrixGradient) -> None:
        """Over all rows."""
        for index in self.span(statement.domain, statement.span):
            self.index = index
            delta, operand = (self.at_place(p) for p in (statement.delta, statement.operand))
            self.gradients.matrix(statement, delta, operand, 1)

    def column_gradient(self, statement: ColumnGradient) -> None:
        """Over all rows."""
        for index in self.span(statement.domain, statement.span):
            self.index = index
            column = self.at_place(statement.column)
            self.gradients.vector(statement.parameter, statement.size, column, 1)

    # inputs and results

    def given(self) -> list[Cell]:
        """Where the input of each node that has one lies; ("", 0, 0) for nowhere."""
        return self._at("slot", "input")

    def given_gradients(self) -> list[Cell]:
        """The same of the input's gradient."""
        return self._at("slot_gradient", "gradient")

    def _at(self, slots: str, rows: str) -> list[Cell]:
        node, at_leaves = self.graph.inputs[0], self.graph.at_leaves
        key = (slots, "x") if at_leaves else (rows, node.name)
        name = next((n for n, b in self.own.buffers.items() if (b.role, b.of) == key), "")
        cells: list[Cell] = []
        for row in self.order.given:
            slot = int(self.order.slot[row])
            if not name or (at_leaves and slot < 0):
                cells.append(("", 0, 0))
            else:
                cells.append(self.slot(name, slot) if at_leaves else (name, 0, int(row)))
        return cells


TOP: dict[type, Any] = {
    MultiplyAll: Trees.multiply_all,
    LevelLoop: Trees.over_levels,
    MatrixGradient: Trees.matrix_gradient,
    ColumnGradient: Trees.column_gradient,
}
