"""Prints a loop nest as Python text for numba: one function for each loop over time.

The text reads like the cell's equations. A function takes the address of a table of integers
(sizes, strides, addresses; `Printed.words` names them in order) and the sequences that it works on.
"""

import keyword
from dataclasses import dataclass, field

from recurra.compiler.backends.numba.machine.processor import BYTES, Machine, this_machine
from recurra.compiler.backends.numba.program.panels import packed_name
from recurra.compiler.layout import Place
from recurra.compiler.loops import Nest, Product, Stage, TimeLoop, UnitLoop
from recurra.compiler.step import REDUCTIONS, Value
from recurra.ir import ONE

# one row for each operation: how it is written, and how tightly it binds
TOKENS: dict[str, tuple[str, int]] = {
    "add": ("{} + {}", 1),
    "sub": ("{} - {}", 1),
    "mul": ("{} * {}", 2),
    "div": ("{} / {}", 2),
    "neg": ("-{}", 2),
    "maximum": ("maximum({}, {})", 3),
    "minimum": ("minimum({}, {})", 3),
    "abs": ("absolute({})", 3),
    "relu": ("relu({})", 3),
    "sigmoid": ("sigmoid({})", 3),
    "tanh": ("tanh({})", 3),
    "exp": ("exp({})", 3),
    "log": ("log({})", 3),
    "softplus": ("softplus({})", 3),
    "sqrt": ("sqrt({})", 3),
    "cos": ("cos({})", 3),
    "sin": ("sin({})", 3),
    "above": ("above({}, {})", 3),
    "share": ("share({}, {})", 3),
    "sign": ("sign({})", 3),
    "delta": ("{}", 0),
    "copy": ("{}", 0),
    "mean": ("{} * {}", 2),  # of a sum over units with the inverse of their number
    "sum": ("{}", 0),
}
FUNCTIONS = tuple(sorted(t.partition("(")[0] for t, _ in TOKENS.values() if "(" in t))
RESERVED = frozenset(
    {*keyword.kwlist, *FUNCTIONS, "load", "store", "spread", "spread_at", "total", "word", "cfunc",
     "memory", "multiply", "kernel", "table", "first", "last", "time", "row", "unit", "rest",
     "start", "rows", "earlier", "steps", "offsets", "product", "min", "range", "ITEM", "VECTOR",
     "put_number", "number", "part", "within"}
)  # fmt: skip

HEAD = '''"""{title}

Printed from the equations; {dtype}, {lanes} lanes. Addresses and strides are in bytes.
"""

from numba import cfunc

from recurra.compiler.backends.numba.machine.vector import (
    {functions},
)

load, store, spread, spread_at, total = memory("{dtype}", {lanes})
_, put_number, number, _, _ = memory("{dtype}", 1)
ITEM = {item}  # bytes of a number
VECTOR = {vector}  # bytes of a vector
kernel = cfunc("void(int64, int64, int64)", cache=True, error_model="numpy")
'''


@dataclass(frozen=True)
class Printed:
    """Text with a function for each loop over time that has work to do."""

    text: str
    functions: dict[int, str]  # number of the loop -> name of its function
    words: dict[int, tuple[str, ...]]  # what its table holds, in order


def printed(nest: Nest, title: str, dtype: str, machine: Machine | None = None) -> Printed:
    """The text of a nest, for this machine or another."""
    machine = machine or this_machine()
    direction = "backward" if nest.layout.backward else "forward"
    head = HEAD.format(
        title=title,
        dtype=dtype,
        lanes=machine.lanes(dtype),
        item=BYTES[dtype],
        vector=machine.vector_bytes,
        functions=",\n    ".join((*FUNCTIONS, "memory", "multiply", "within", "word")),
    )
    parts, functions, words = [head], {}, {}
    for loop in nest.loops:
        if loop.stages:
            functions[loop.number] = f"{direction}_{loop.number}"
            function = _Function(nest, loop, functions[loop.number])
            parts.append(function.text())
            words[loop.number] = tuple(function.words)
    return Printed("\n\n".join(parts), functions, words)


@dataclass
class _Function:
    nest: Nest
    loop: TimeLoop
    name: str
    words: list[str] = field(default_factory=list)
    pointers: dict[str, str] = field(default_factory=dict)  # at a step: name -> expression

    def text(self) -> str:
        body = [line for stage in self.loop.stages for line in self._stage(stage)]
        return "\n".join([
            "@kernel",
            f"def {self.name}(table, first, last):",
            "    steps, offsets, product = word(table, 0), word(table, 1), word(table, 2)",
            *self._table(),
            *self._time(),
            *(f"        {name} = {value}" for name, value in self.pointers.items()),
            *(f"        {line}" for line in body),
            "",
        ])  # fmt: skip

    def _time(self) -> list[str]:
        backward = self.nest.layout.backward
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

    def _table(self) -> list[str]:
        lines = []
        for position, name in enumerate(self.words, 3):
            lines.append(f"    {name} = word(table, {position})")
            kind, _, size = name.partition("_")
            if kind == "units":
                lines.append(f"    used_{size} = {name} * ITEM")
            if kind == "padded":
                lines.append(f"    bytes_{size} = {name} * ITEM")
        return lines

    def _word(self, name: str) -> str:
        if name not in self.words:
            self.words.append(name)
        return name

    def _bytes(self, size: str) -> str:
        self._word(f"padded_{size}")
        return f"bytes_{size}"

    def _pointer(self, place: Place) -> str:
        """The address of a buffer's first row at this step or the one before."""
        name, buffer = place.buffer, self.nest.layout.buffers.get(place.buffer)
        kind = "batch" if buffer is None else buffer.kind
        known = f"{'before' if place.before else 'now'}_{name}"
        rows = self._word(f"rows_{name}")
        if kind == "batch":
            value = rows
        elif kind == "carry":
            half = self._word(f"half_{name}")
            value = f"{rows} + ({'time + 1' if place.before else 'time'} & 1) * {half}"
        elif place.before:
            stride, begin = self._word(f"stride_{name}"), self._word(f"begin_{name}")
            value = f"{rows} + earlier * {stride} if time > 0 else {begin}"
        else:
            value = f"{rows} + start * {self._word(f'stride_{name}')}"
        self.pointers[known] = value
        return known

    def inverse(self, size: str) -> str:
        """1 / the number of units of a size class."""
        name = f"inverse_{size}"
        self.pointers[name] = f"spread(1.0 / {self._word(f'units_{size}')})"
        return name

    def _column(self, place: Place, size: str) -> str:
        if place.column == 0:
            return ""
        times = "" if place.column == 1 else f"{place.column} * "
        return f" + {times}{self._bytes(size)}"

    def _stage(self, stage: Stage) -> list[str]:
        lines = [line for p in stage.products for line in self._product(p)]
        if not stage.loops:
            return lines
        rows: dict[str, str] = {}
        inner = [line for u in stage.loops for line in _Units(self, u, rows).lines()]
        lines.append("for row in range(first, rows):")
        for name, (pointer, buffer) in sorted((k, v.split("|")) for k, v in rows.items()):
            lines.append(f"    {name} = {pointer} + row * {self._word(f'stride_{buffer}')}")
        return lines + [f"    {line}" for line in inner]

    def _product(self, product: Product) -> list[str]:
        buffers = self.nest.layout.buffers
        left, target = buffers[product.operand.buffer].size, buffers[product.target.buffer].size
        left_row = self._word(f"stride_{product.operand.buffer}")
        target_row = self._word(f"stride_{product.target.buffer}")
        packed = self._word(f"packed_{packed_name(product)}")
        operand = (
            f"{self._pointer(product.operand)} + first * {left_row}"
            f"{self._column(product.operand, left)}"
        )
        result = (
            f"{self._pointer(product.target)} + first * {target_row}"
            f"{self._column(product.target, target)}"
        )
        if product.parts > 1:
            deep, wide = (self._word(f"{k}_{packed_name(product)}") for k in ("deep", "wide"))
            units, padded = self._word(f"units_{left}"), self._word(f"padded_{target}")
            return diagonal(
                operand, left_row, packed, result, target_row, "rows - first", units, padded, deep,
                wide, product.add,
            )  # fmt: skip
        if product.operands == 1:
            steps = self._word(f"units_{left}")
        else:
            steps = f"{product.operands} * {self._word(f'padded_{left}')}"
        times = "" if product.targets == 1 else f"{product.targets} * "
        return [
            "multiply(",
            f"    product, {operand}, {left_row}, ITEM, {packed},",
            f"    {result}, {target_row},",
            f"    rows - first, {steps}, {times}{self._word(f'padded_{target}')}, "
            f"{int(product.add)},",
            ")",
        ]


def diagonal(
    operand: str, left_row: str, packed: str, result: str, target_row: str, rows: str,
    units: str, padded: str, deep: str, wide: str, add: bool,
) -> list[str]:  # fmt: skip
    """A product with the blocks on a diagonal, as many at a time as fill whole vectors."""
    return [
        f"for part in range(({units} + {deep} - 1) // {deep}):",
        "    multiply(",
        f"        product, {operand} + part * {deep} * ITEM, {left_row}, ITEM,",
        f"        {packed} + part * {deep} * {wide} * ITEM,",
        f"        {result} + part * {wide} * ITEM, {target_row}, {rows},",
        f"        min({deep}, {units} - part * {deep}), min({wide}, {padded} - part * {wide}), "
        f"{int(add)},",
        "    )",
    ]


class _Units:
    """Prints the elementwise loop of one size class."""

    def __init__(self, function: _Function, loop: UnitLoop, rows: dict[str, str]) -> None:
        self.function, self.loop, self.rows = function, loop, rows
        self.layout = function.nest.layout
        self.taken = set(RESERVED)
        self.known: dict[Value, tuple[str, int]] = {}
        self.before: list[str] = []  # what is the same for all units of a row
        self.body: list[str] = []
        self.after: list[str] = []  # what is made of all units
        self.uses: dict[Value, int] = {}
        for value in loop.values:
            for arg in value.args:
                self.uses[arg] = self.uses.get(arg, 0) + 1
        for value in [v for v, _ in loop.stores] + [v for _, v in loop.sums]:
            self.uses[value] = self.uses.get(value, 0) + 1

    def lines(self) -> list[str]:
        size = self.loop.size
        for value in self.loop.values:
            if value.op in REDUCTIONS:
                self._reduce(value)
            else:
                self._define(value)
        # every load comes before the first store, which may overwrite what was loaded
        stores: list[str] = []
        for value, place in self.loop.stores:
            later = self.after if value.op in REDUCTIONS else stores
            later.append(f"store({self._address(place, value.size)}, {self._text(value, 0)})")
        for buffer, value in self.loop.sums:
            at = self._address(Place(buffer), value.size)
            stores.append(f"store({at}, load({at}) + {self._text(value, 1)})")
        self.body += stores
        if size == ONE:
            return [*self.before, *self.body]
        lines = [*self.before, f"for unit in range(0, {self.function._bytes(size)}, VECTOR):"]
        lines += [f"    {line}" for line in self.body]
        if self.loop.blanks:
            lines.append(f"for rest in range({self._used()}, {self.function._bytes(size)}, ITEM):")
            lines += [
                f"    put_number({self._at(p, size)} + rest, number(0.0))" for p in self.loop.blanks
            ]
        return lines + self.after

    def _used(self) -> str:
        """Bytes of the units that are there, padding left out."""
        return self.function._word(f"units_{self.loop.size}").replace("units", "used")

    def _reduce(self, value: Value) -> None:
        """A sum over the units of a row, padding left out, spread over a vector."""
        name = self._unique(value.name or "sum")
        self.before.append(f"{name} = spread(0.0)")
        text = self._vector(value.args[0])
        self.body.append(f"{name} = {name} + within({text}, {self._used()} - unit)")
        whole = f"spread(total({name}))"
        if value.op == "mean":
            whole = TOKENS["mean"][0].format(whole, self.function.inverse(self.loop.size))
        self.after.append(f"{name} = {whole}")
        self.known[value] = (name, 3)

    def _at(self, place: Place, size: str) -> str:
        name = f"{'before' if place.before else 'at'}_row_{place.buffer}"
        self.rows[name] = f"{self.function._pointer(place)}|{place.buffer}"
        return name + self.function._column(place, size)

    def _address(self, place: Place, size: str) -> str:
        return self._at(place, size) + ("" if size == ONE else " + unit")

    def _define(self, value: Value) -> None:
        """A line of its own for a value that has a name or is used more than once."""
        text, binding = self._expression(value)
        trivial = value.op in ("delta", "copy") and value.args[0].op != "constant"
        if not trivial and (value.name or self.uses.get(value, 0) > 1):
            name = self._unique(value.name or "a")
            self.body.append(f"{name} = {text}")
            text, binding = name, 3
        self.known[value] = (text, binding)

    def _expression(self, value: Value) -> tuple[str, int]:
        pattern, binding = TOKENS[value.op]
        if value.op in ("delta", "copy"):
            arg = value.args[0]
            if arg.op == "constant":
                return f"spread({arg.number!r})", 3
            return self._operand(arg)
        if binding == 3:
            args = [self._vector(a) for a in value.args]
        elif value.op == "neg":
            args = [self._text(value.args[0], 2)]
        else:
            tighter = binding + (1 if value.op in ("sub", "div") else 0)
            args = [self._text(value.args[0], binding), self._text(value.args[1], tighter)]
        return pattern.format(*args), binding

    def _vector(self, value: Value) -> str:
        return f"spread({value.number!r})" if value.op == "constant" else self._text(value, 0)

    def _text(self, value: Value, binding: int) -> str:
        text, own = self._operand(value)
        return f"({text})" if own < binding else text

    def _operand(self, value: Value) -> tuple[str, int]:
        if value.op == "constant":
            return repr(value.number), 3 if value.number >= 0 else 1
        if value not in self.known:
            text = self._loaded(value)
            if value.size == ONE and value in self.layout.read:
                name = self._unique(_leaf_name(value))
                self.before.append(f"{name} = {text}")
                text = name
            elif self.uses.get(value, 0) > 1 or self._overwritten(value):
                name = self._unique(_leaf_name(value))
                self.body.append(f"{name} = {text}")
                text = name
            self.known[value] = (text, 3)
        return self.known[value]

    def _overwritten(self, value: Value) -> bool:
        place = self.layout.read.get(value)
        return any(place == stored for _, stored in self.loop.stores)

    def _loaded(self, value: Value) -> str:
        if value.op == "param":
            word = self.function._word(f"param_{value.name.replace('.', '_')}")
            return f"spread_at({word})" if value.size == "1" else f"load({word} + unit)"
        if value.op == "inverse":
            return self.function.inverse(value.name)
        return f"load({self._address(self.layout.read[value], value.size)})"

    def _unique(self, name: str) -> str:
        wanted, number = name if name.isidentifier() else "a", 1
        found = wanted
        while found in self.taken:
            number += 1
            found = f"{wanted}{number}"
        self.taken.add(found)
        return found


def _leaf_name(value: Value) -> str:
    if value.op == "past":
        return f"{value.name}_before"
    if value.op in ("later", "seed"):
        return f"d_{value.name}_{value.op}"
    return value.name.replace(".", "_") or "a"
