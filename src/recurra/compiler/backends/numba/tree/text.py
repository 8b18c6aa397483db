"""Prints the kernels of a tree cell: all levels of a forest in one function.

Rows are nodes sorted by level, "edge" rows are children's slots. The trees of a batch lie in parts,
one a thread, which are independent of each other: within a level the rows of a part are
adjacent.
"""

from dataclasses import dataclass

from recurra.compiler.backends.numba.machine.processor import Machine, this_machine
from recurra.compiler.backends.numba.text import (
    INNER,
    OF_A_ROW,
    Kernel,
    Vectors,
    Word,
    diagonal,
    head,
    multiplied,
)
from recurra.compiler.statements import (
    Across,
    HandOver,
    LevelLoop,
    Multiply,
    Pass,
    Place,
    RowLoop,
)
from recurra.compiler.tree_step import EDGE
from recurra.ir import Graph

GIVEN = ("product", "levels", "row_bounds", "slot_of", "row_of", "first_slot")
RANGE = {EDGE: ("begin", "end", "edge")}  # of rows: first, last, the row's name


@dataclass(frozen=True)
class Printed:
    """Text with one function, `levels`, and what its table holds, in order."""

    text: str
    words: tuple[Word, ...]


def printed(graph: Graph, own: Pass, dtype: str, machine: Machine | None = None) -> Printed:
    """The text of all levels, upwards or, of the backward pass, downwards."""
    machine = machine or this_machine()
    title = f"{graph.cell}: {'backward' if own.backward else 'forward'} over the levels of trees"
    [loop] = [s for s in own.statements if isinstance(s, LevelLoop)]
    across = any(isinstance(s, Across) for r in loop.body if isinstance(r, RowLoop) for s in r.body)
    function = _Function(own.buffers)
    function.at_leaves = graph.at_leaves
    text = head(title, dtype, machine, across) + "\n\n" + function.text(loop)
    return Printed(text, tuple(function.words))


class _Function(Kernel):
    at_leaves = False
    domain = ""  # of the rows of the current loop

    def text(self, loop: LevelLoop) -> str:
        for name in GIVEN:
            self.word(name)
        body = [line for s in loop.body for line in self.lines(s)]
        lowest = 1 if self.at_leaves else 0
        order = f"levels - 1, {lowest - 1}, -1" if loop.backward else f"{lowest}, levels"
        lines = [
            *self.table(),
            "for group in range(first_group, last_group):",
            "    here, after = group * levels, group * levels + levels",
            f"    for level in range({order}):",
            "        first, last = word(row_bounds, here + level), word(row_bounds, after + level)",
            "        begin, end = word(first_slot, first), word(first_slot, last)",
            *(f"        {line}" for line in body),
        ]
        head = "@kernel\ndef levels(table, first_group, last_group):\n"
        return head + "\n".join(f"    {line}" for line in lines) + "\n"

    def stride(self, place: Place) -> str:
        """Bytes between rows of a place's buffer."""
        buffer = self.buffers[place.buffer]
        size = self.bytes(buffer.size)
        return size if buffer.columns == 1 else f"{buffer.columns} * {size}"

    def base(self, place: Place) -> str:
        """The address of a place in the first row."""
        return self.word("at", place.buffer) + self.column(place)

    def row_address(self, place: Place, rows: dict[str, str]) -> str:
        base, stride = self.word("at", place.buffer), self.stride(place)
        if place.row == "slot":  # a column a child: slots lie one after the other all the same
            name = self.name(("slot", place.buffer), f"slot_{place.buffer}")
            rows[name] = f"{base} + slot * {self.bytes(self.size(place))}"
            return name
        own = RANGE.get(self.domain, ("", "", "row"))[2]
        index = "word(row_of, edge)" if place.row == "node" else own
        name = self.name((place.row, own, place.buffer), f"{place.row or 'here'}_{place.buffer}")
        rows[name] = f"{base} + {index} * {stride}"
        return name

    def rows(self, loop: RowLoop) -> list[str]:
        self.domain = loop.domain
        start, stop, index = RANGE.get(loop.domain, ("first", "last", "row"))
        rows: dict[str, str] = {}
        inner = [line for s in loop.body for line in OF_A_ROW[type(s)](self, s, rows)]
        if all(isinstance(s, HandOver) for s in loop.body):
            return [f"for {index} in range({start}, {stop}):", *(f"    {line}" for line in inner)]
        return [
            f"for {index} in range({start}, {stop}):",
            *(f"    {name} = {value}" for name, value in rows.items()),
            *(f"    {line}" for line in inner),
        ]

    def hand_over(self, statement: HandOver, rows: dict[str, str]) -> list[str]:
        lines, own = [], dict[str, str]()
        for store in statement.stores:
            inner = Vectors(self, own)
            line = INNER[type(store)](inner, store)
            lines += [f"for unit in range(0, {self.bytes(store.size)}, VECTOR):"]
            lines += [f"    {one}" for one in line]
        return [
            "slot = word(slot_of, row)",
            "if slot >= 0:",
            *(f"    {name} = {value}" for name, value in own.items()),
            *(f"    {line}" for line in lines),
        ]

    def inverse(self, size: str) -> str:
        return f"spread(1.0 / {self.word('units', size)})"

    def fold(self, name: str, place: Place, rows: dict[str, str], unit: str) -> list[str]:
        rows["children"], rows["beyond"] = "word(first_slot, row)", "word(first_slot, row + 1)"
        return [
            f"{name} = spread(0.0)",
            "for child in range(children, beyond):",
            f"    {name} = {name} + load({self.base(place)} + child * {self.stride(place)}{unit})",
        ]

    def product(self, product: Multiply) -> list[str]:
        start, stop, _ = RANGE.get(product.domain, ("first", "last", "row"))
        left, right = self.size(product.operand), self.size(product.target)
        left_row, right_row = self.stride(product.operand), self.stride(product.target)
        given = (
            f"{self.base(product.operand)} + {start} * {left_row}", left_row,
            self.word("packed", product.packed, product.name),
            f"{self.base(product.target)} + {start} * {right_row}", right_row, f"{stop} - {start}",
            self.word("units", left), self.word("padded", right),
        )  # fmt: skip
        if product.packed.parts > 1:
            deep, wide = (self.word(k, product.packed, product.name) for k in ("deep", "wide"))
            lines = diagonal(*given, deep, wide, product.add)
        else:
            lines = multiplied(*given, product.add)
        inner = product.rows == "inner" and not self.at_leaves
        return ["if level > 0:", *(f"    {line}" for line in lines)] if inner else lines
