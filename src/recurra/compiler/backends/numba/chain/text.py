"""Prints the loops over time of a pass, one function each."""

from dataclasses import dataclass, field

from recurra.compiler.backends.numba.machine.processor import Machine, this_machine
from recurra.compiler.backends.numba.text import (
    OF_A_ROW,
    Kernel,
    Word,
    diagonal,
    head,
    multiplied,
)
from recurra.compiler.statements import (
    CARRY,
    OF_ROWS,
    Across,
    Multiply,
    Pass,
    Place,
    RowLoop,
    TimeLoop,
)


@dataclass(frozen=True)
class Printed:
    """Text with a function for each loop over time."""

    text: str
    functions: dict[int, str]  # number of the loop -> name of its function
    words: dict[int, tuple[Word, ...]]  # what its table holds, in order


def printed(own: Pass, title: str, dtype: str, machine: Machine | None = None) -> Printed:
    """The text of a pass, for this machine or another."""
    machine = machine or this_machine()
    direction = "backward" if own.backward else "forward"
    across = any(
        isinstance(s, Across)
        for loop in own.loops for rows in loop.body if isinstance(rows, RowLoop) for s in rows.body
    )  # fmt: skip
    parts, functions, words = [head(title, dtype, machine, across)], {}, {}
    for loop in own.loops:
        functions[loop.number] = f"{direction}_{loop.number}"
        function = _Function(own.buffers)
        parts.append(function.text(functions[loop.number], loop))
        words[loop.number] = tuple(function.words)
    return Printed("\n\n".join(parts), functions, words)


@dataclass
class _Function(Kernel):
    pointers: dict[str, str] = field(default_factory=dict)  # at a step: name -> expression

    def text(self, name: str, loop: TimeLoop) -> str:
        body = [line for s in loop.body for line in self.lines(s)]
        return "\n".join([
            "@kernel",
            f"def {name}(table, first, last):",
            "    steps, offsets, product = word(table, 0), word(table, 1), word(table, 2)",
            *(f"    {line}" for line in self.table(3)),
            *_time(loop.backward),
            *(f"        {name} = {value}" for name, value in self.pointers.items()),
            *(f"        {line}" for line in body),
            "",
        ])  # fmt: skip

    def pointer(self, place: Place) -> str:
        """The address of a buffer's first row at this step or the one before."""
        name, lifetime = place.buffer, self.buffers[place.buffer].lifetime
        when = "before" if place.before else "now"
        known = self.name(("pointer", name, place.before), f"{when}_{name}")
        rows = self.word("rows", name)
        if lifetime == CARRY:
            half = self.word("half", name)
            value = f"{rows} + ({'time + 1' if place.before else 'time'} & 1) * {half}"
        elif lifetime not in OF_ROWS:
            value = rows
        elif place.before:
            stride, begin = self.word("stride", name), self.word("begin", name)
            value = f"{rows} + earlier * {stride} if time > 0 else {begin}"
        else:
            value = f"{rows} + start * {self.word('stride', name)}"
        self.pointers[known] = value
        return known

    def inverse(self, size: str) -> str:
        name = self.name(("inverse", size), f"inverse_{size}")
        self.pointers[name] = f"spread(1.0 / {self.word('units', size)})"
        return name

    def row_address(self, place: Place, rows: dict[str, str]) -> str:
        when = "before" if place.before else "at"
        name = self.name(("row", place.buffer, place.before), f"{when}_row_{place.buffer}")
        rows[name] = f"{self.pointer(place)}|{place.buffer}"
        return name

    def rows(self, loop: RowLoop) -> list[str]:
        rows: dict[str, str] = {}
        inner = [line for s in loop.body for line in OF_A_ROW[type(s)](self, s, rows)]
        lines = ["for row in range(first, rows):"]
        for name, (pointer, buffer) in sorted((k, v.split("|")) for k, v in rows.items()):
            lines.append(f"    {name} = {pointer} + row * {self.word('stride', buffer)}")
        return lines + [f"    {line}" for line in inner]

    def product(self, product: Multiply) -> list[str]:
        left, target = self.size(product.operand), self.size(product.target)
        left_row = self.word("stride", product.operand.buffer)
        target_row = self.word("stride", product.target.buffer)
        packed = self.word("packed", product.packed, product.name)
        operand = f"{self.pointer(product.operand)} + first * {left_row}"
        operand += self.column(product.operand)
        result = f"{self.pointer(product.target)} + first * {target_row}"
        result += self.column(product.target)
        given = (operand, left_row, packed, result, target_row, "rows - first")
        if product.packed.parts > 1:
            deep, wide = (self.word(k, product.packed, product.name) for k in ("deep", "wide"))
            units, padded = self.word("units", left), self.word("padded", target)
            return diagonal(*given, units, padded, deep, wide, product.add)
        if product.packed.operands == 1:
            steps = self.word("units", left)
        else:
            steps = f"{product.packed.operands} * {self.word('padded', left)}"
        times = "" if product.packed.targets == 1 else f"{product.packed.targets} * "
        return multiplied(*given, steps, times + self.word("padded", target), product.add)


def _time(backward: bool) -> list[str]:
    order = "range(steps - 1, -1, -1)" if backward else "range(steps)"
    leave = "continue  # no sequence of this slice runs yet" if backward else "break"
    return [
        f"    for time in {order}:",
        "        start = word(offsets, time)",
        "        rows = min(last, word(offsets, time + 1) - start)",
        "        if rows <= first:",
        f"            {leave}",
        "        earlier = word(offsets, time - 1) if time > 0 else 0",
    ]
