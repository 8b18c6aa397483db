"""Prints the kernels of a tree cell: all levels of a forest in one function.

The function takes the address of a table of integers (`Printed.words` names them in order). Rows
are nodes sorted by level, "edge" rows are children's slots. The trees of a batch lie in parts, one
a thread, which have nothing to do with each other: within a level the rows of a part are adjacent.
"""

from dataclasses import dataclass, field

from recurra.compiler.backends.numba.machine.processor import BYTES, Machine, this_machine
from recurra.compiler.backends.numba.program.panels import packed_name
from recurra.compiler.backends.numba.text import FUNCTIONS, TOKENS, diagonal
from recurra.compiler.layout import Place
from recurra.compiler.step import REDUCTIONS, Value
from recurra.compiler.tree_layout import Loop, Term, TreeLayout
from recurra.compiler.tree_step import EDGE
from recurra.ir import ONE, Graph

HEAD = '''"""{title}

Printed from the equations; {dtype}, {lanes} lanes. Addresses and strides are in bytes.
"""

from numba import cfunc

from recurra.compiler.backends.numba.machine.vector import (
    {functions},
)

load, store, spread, spread_at, total = memory("{dtype}", {lanes})
ITEM = {item}  # bytes of a number
VECTOR = {vector}  # bytes of a vector
kernel = cfunc("void(int64, int64, int64)", cache=True, error_model="numpy")


@kernel
def levels(table, first_group, last_group):
'''
GIVEN = ("product", "levels", "row_bounds", "slot_of", "row_of", "first_slot")
RANGE = {EDGE: ("begin", "end", "edge")}


@dataclass(frozen=True)
class Printed:
    """Text with one function, `levels`, and what its table holds, in order."""

    text: str
    words: tuple[str, ...]


def printed(
    graph: Graph, layout: TreeLayout, backward: bool, dtype: str, machine: Machine | None = None
) -> Printed:
    """The text of all levels, upwards or, of the backward pass, downwards."""
    machine = machine or this_machine()
    head = HEAD.format(
        title=f"{graph.cell}: {'backward' if backward else 'forward'} over the levels of trees",
        dtype=dtype,
        lanes=machine.lanes(dtype),
        item=BYTES[dtype],
        vector=machine.vector_bytes,
        functions=",\n    ".join((*FUNCTIONS, "memory", "multiply", "within", "word")),
    )
    function = _Function(graph, layout, backward)
    return Printed(head + function.text(), tuple(function.words))


@dataclass
class _Function:
    graph: Graph
    layout: TreeLayout
    backward: bool
    words: list[str] = field(default_factory=lambda: list(GIVEN))

    def text(self) -> str:
        body = self._arrive() if self.backward else []
        for phase in self.layout.phases:
            body += [line for t in phase.terms for line in self._product(t)]
            body += [line for loop in phase.loops for line in _Rows(self, loop).lines()]
        if not self.backward:
            body += self._hand_on()
        lowest = 1 if self.graph.at_leaves else 0
        order = f"levels - 1, {lowest - 1}, -1" if self.backward else f"{lowest}, levels"
        lines = [
            *(f"{name} = word(table, {n})" for n, name in enumerate(self.words)),
            *(f"bytes_{w[7:]} = {w} * ITEM" for w in self.words if w.startswith("padded_")),
            "for group in range(first_group, last_group):",
            "    here, after = group * levels, group * levels + levels",
            f"    for level in range({order}):",
            "        first, last = word(row_bounds, here + level), word(row_bounds, after + level)",
            "        begin, end = word(first_slot, first), word(first_slot, last)",
            *(f"        {line}" for line in body),
        ]
        return "\n".join(f"    {line}" for line in lines) + "\n"

    def word(self, name: str) -> str:
        """A word of the table."""
        if name not in self.words:
            self.words.append(name)
        return name

    def bytes(self, size: str) -> str:
        """Bytes of a padded column."""
        self.word(f"padded_{size}")
        return f"bytes_{size}"

    def stride(self, place: Place) -> str:
        """Bytes between rows of a place's buffer."""
        buffer = self.layout.all[place.buffer]
        size = self.bytes(buffer.size)
        return size if buffer.columns == 1 else f"{buffer.columns} * {size}"

    def size(self, place: Place) -> str:
        """The size class of a place."""
        return self.layout.all[place.buffer].size

    def at(self, place: Place) -> str:
        """The address of a place's first row."""
        base = self.word(f"at_{place.buffer}")
        if place.column == 0:
            return base
        return f"{base} + {place.column} * {self.bytes(self.size(place))}"

    def _product(self, term: Term) -> list[str]:
        product = term.product
        start, stop, _ = RANGE.get(term.domain, ("first", "last", "row"))
        left, right = self.size(product.operand), self.size(product.target)
        left_row, right_row = self.stride(product.operand), self.stride(product.target)
        name = packed_name(product)
        given = (
            f"{self.at(product.operand)} + {start} * {left_row}", left_row,
            self.word(f"packed_{name}"),
            f"{self.at(product.target)} + {start} * {right_row}", right_row, f"{stop} - {start}",
            self.word(f"units_{left}"), self.word(f"padded_{right}"),
        )  # fmt: skip
        self.bytes(right)
        if product.parts > 1:
            deep, wide = self.word(f"deep_{name}"), self.word(f"wide_{name}")
            lines = diagonal(*given, deep, wide, product.add)
        else:
            lines = _multiplied(given, product.add)
        inner = term.rows == "inner" and not self.graph.at_leaves
        return ["if level > 0:", *(f"    {line}" for line in lines)] if inner else lines

    def _hand_on(self) -> list[str]:
        """New states go to the parents' slots."""
        lines = []
        for state in self.graph.states:
            if f"slots_{state.name}" in self.layout.buffers:
                size = self.bytes(state.size)
                to = f"{self.word(f'at_slots_{state.name}')} + slot * {size} + unit"
                own = f"{self.word(f'at_state_{state.name}')} + row * {size} + unit"
                lines += [
                    f"for unit in range(0, {size}, VECTOR):",
                    f"    store({to}, load({own}))",
                ]
        return self._of_slots(lines)

    def _arrive(self) -> list[str]:
        """Gradients come from the parents' slots."""
        lines = []
        for state in self.graph.states:
            own = f"gradient_{state.name}"
            if f"d_slots_{state.name}" in self.layout.buffers and own in self.layout.buffers:
                size = self.bytes(state.size)
                source = f"{self.word(f'at_d_slots_{state.name}')} + slot * {size} + unit"
                at = f"{self.word(f'at_{own}')} + row * {size} + unit"
                lines += [
                    f"for unit in range(0, {size}, VECTOR):",
                    f"    store({at}, load({at}) + load({source}))",
                ]
        return self._of_slots(lines)

    @staticmethod
    def _of_slots(lines: list[str]) -> list[str]:
        if not lines:
            return []
        return [
            "for row in range(first, last):",
            "    slot = word(slot_of, row)",
            "    if slot >= 0:",
            *(f"        {line}" for line in lines),
        ]


def _multiplied(given: tuple[str, ...], add: bool) -> list[str]:
    operand, left_row, packed, result, right_row, rows, units, padded = given
    return [
        "multiply(",
        f"    product, {operand}, {left_row}, ITEM, {packed},",
        f"    {result}, {right_row}, {rows}, {units}, {padded}, {int(add)},",
        ")",
    ]


class _Rows:
    """Prints an elementwise loop."""

    def __init__(self, function: _Function, loop: Loop) -> None:
        self.function, self.loop = function, loop
        self.start, self.stop, self.index = RANGE.get(loop.domain, ("first", "last", "row"))
        self.pointers: dict[str, str] = {}
        self.known: dict[Value, str] = {}
        self.before: list[str] = []  # what is the same for all units of a row
        self.body: list[str] = []
        self.after: list[str] = []  # what is made of all units
        self.taken = 0

    def lines(self) -> list[str]:
        layout = self.function.layout
        for value in self.loop.values:
            self._define(value)
        # every load comes before the first store
        for value in self.loop.values:
            if value in layout.written:
                lines = self.after if value.op in REDUCTIONS else self.body
                lines.append(f"store({self._place(layout.written[value])}, {self._of(value)})")
        return [
            f"for {self.index} in range({self.start}, {self.stop}):",
            *(f"    {name} = {value}" for name, value in self.pointers.items()),
            *(f"    {line}" for line in self.before),
            f"    for unit in range(0, {self.function.bytes(self.loop.size)}, VECTOR):",
            *(f"        {line}" for line in self.body),
            *(f"    {line}" for line in self.after),
        ]

    def _place(self, place: Place, index: str = "") -> str:
        """The address of a vector of a row: this one, or of a node's edge its node's."""
        name = f"{'node_' if index else 'here_'}{place.buffer}"
        own = index or self.index
        base = self.function.word(f"at_{place.buffer}")
        self.pointers[name] = f"{base} + {own} * {self.function.stride(place)}"
        size = self.function.size(place)
        column = f" + {place.column} * {self.function.bytes(size)}" if place.column else ""
        return f"{name}{column}{'' if size == ONE else ' + unit'}"

    def _define(self, value: Value) -> None:
        read = self.function.layout.read
        if value.op == "each":
            self._name(value, f"load({self._place(read[value.args[0]], 'word(row_of, edge)')})")
        elif value.op == "total":
            self._total(value, read[value.args[0]])
        elif value.op in REDUCTIONS:
            self._reduce(value)
        elif value.op in ("delta", "copy"):
            self.known[value] = self._of(value.args[0])
        else:
            self._name(value, TOKENS[value.op][0].format(*(self._of(a) for a in value.args)))

    def _reduce(self, value: Value) -> None:
        """A sum over the units of a row, padding left out, spread over a vector."""
        units = self.function.word(f"units_{self.loop.size}")
        text, name = self._of(value.args[0]), self._name(value, "spread(0.0)", self.before)
        self.body.append(f"{name} = {name} + within({text}, {units} * ITEM - unit)")
        whole = f"spread(total({name}))"
        if value.op == "mean":
            whole = TOKENS["mean"][0].format(whole, self._inverse(self.loop.size))
        self.after.append(f"{name} = {whole}")

    def _inverse(self, size: str) -> str:
        """1 / the number of units of a size class."""
        return f"spread(1.0 / {self.function.word(f'units_{size}')})"

    def _total(self, value: Value, place: Place) -> None:
        name = self._name(value, "spread(0.0)")
        self.pointers["children"] = "word(first_slot, row)"
        self.pointers["beyond"] = "word(first_slot, row + 1)"
        stride = self.function.stride(place)
        self.body += [
            "for child in range(children, beyond):",
            f"    {name} = {name} + load({self.function.at(place)} + child * {stride} + unit)",
        ]

    def _of(self, value: Value) -> str:
        if value in self.known:
            return self.known[value]
        if value.op == "constant":
            return f"spread({value.number!r})"
        if value.op == "inverse":
            text = self._inverse(value.name)
        elif value.op == "param":
            word = self.function.word(f"param_{value.name.replace('.', '_')}")
            text = f"spread_at({word})" if value.size == "1" else f"load({word} + unit)"
        else:
            text = f"load({self._place(self.function.layout.read[value])})"
        return self._name(value, text)

    def _name(self, value: Value, text: str, lines: list[str] | None = None) -> str:
        self.taken += 1
        base = value.name.replace(".", "_") if value.op != "param" else ""
        name = f"{base if base.isidentifier() else 'a'}_{self.taken}"
        (self.body if lines is None else lines).append(f"{name} = {text}")
        self.known[value] = name
        return name
