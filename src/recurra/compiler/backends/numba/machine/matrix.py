"""The matrix kernel: C = beta C + A B with B packed in panels, as LLVM code.

B [steps, columns] lies in panels of `tile_vectors` vectors (the last one narrower), each panel
[steps, width] without gaps. A and C have strides in bytes, so that transposed products use the same
kernel. One tile keeps rows x vectors accumulators in registers while it runs over the steps.
Every element of C is summed in the order of the steps whatever the number of rows, so results do
not depend on how rows are divided among threads. The kernel does not depend on any cell: it is
compiled once, kept on disk, and called by address.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir

from recurra.compiler.backends.numba.machine.processor import BYTES, Machine

WORD = ir.IntType(64)
BYTE = ir.IntType(8)
# left, bytes between its rows, bytes between its steps, packed right, result, bytes between the
# result's rows, number of rows, of steps, of columns (whole vectors), whether to add to the result
ARGUMENTS = (
    "left", "left_row", "left_step", "right", "result", "result_row",
    "rows", "steps", "columns", "add",
)  # fmt: skip
Pieces = list[tuple[int, int]]
SIGNATURE = ir.FunctionType(ir.VoidType(), [WORD] * len(ARGUMENTS))


def element(dtype: str) -> ir.Type:
    """The LLVM type of one number."""
    return ir.FloatType() if dtype == "float32" else ir.DoubleType()


def kernel_name(dtype: str) -> str:
    """The symbol of the product for a dtype."""
    return f"recurra_product_{dtype}"


def module_text(machine: Machine, dtypes: tuple[str, ...] = ("float32", "float64")) -> str:
    """The kernels as LLVM assembly."""
    module = ir.Module("recurra_matrix")
    module.triple = machine.triple
    for dtype in dtypes:
        _Kernels(module, machine, dtype).product()
    return str(module)


class _Kernels:
    """Builds the tiles of one dtype and the product that walks over them."""

    def __init__(self, module: ir.Module, machine: Machine, dtype: str) -> None:
        self.module, self.machine, self.dtype = module, machine, dtype
        self.lanes = machine.lanes(dtype)
        self.element = element(dtype)
        self.bytes = machine.vector_bytes
        self.together = machine.register_bytes // machine.vector_bytes

    def product(self) -> None:
        """For each panel and each block of rows: a tile."""
        tiles = {
            (rows, vectors): self._tile(rows, vectors)
            for vectors in range(1, self.machine.tile_vectors + 1)
            for rows in range(1, self.machine.tile_rows + 1)
        }
        f = ir.Function(self.module, SIGNATURE, kernel_name(self.dtype))
        args = dict(zip(ARGUMENTS, f.args, strict=True))
        b = ir.IRBuilder(f.append_basic_block("entry"))
        begin = self._single_row(b, args)
        width = self.machine.tile_vectors * self.lanes
        with _loop(b, args["columns"], width, begin) as column:
            left_over = b.sub(args["columns"], column)
            vectors = b.sdiv(_min(b, left_over, WORD(width)), WORD(self.lanes))
            shifted = {**args, **self._at_column(b, args, column)}
            with _loop(b, args["rows"], lambda row: self._rows(b, args, row)) as row:
                self._choose(b, tiles, self._rows(b, args, row), vectors, shifted, row)
        b.ret_void()

    def _at_column(
        self, b: ir.IRBuilder, args: dict[str, ir.Value], column: ir.Value
    ) -> dict[str, ir.Value]:
        """Where the panel and the result of a column begin."""
        panel = b.mul(b.mul(column, args["steps"]), WORD(BYTES[self.dtype]))
        return {
            "right": b.add(args["right"], panel),
            "result": b.add(args["result"], b.mul(column, WORD(BYTES[self.dtype]))),
        }

    def _rows(self, b: ir.IRBuilder, args: dict[str, ir.Value], row: ir.Value) -> ir.Value:
        """How many rows the tile at a row has: few rows left over are shared by the last two,
        since a tile of few accumulators waits for its additions."""
        most = self.machine.tile_rows
        left = b.sub(args["rows"], row)
        halves = b.and_(
            b.icmp_signed(">", left, WORD(most)), b.icmp_signed("<", left, WORD(most + 4))
        )
        half = b.lshr(b.add(left, WORD(1)), WORD(1))
        return b.select(halves, half, _min(b, left, WORD(most)))

    def _single_row(self, b: ir.IRBuilder, args: dict[str, ir.Value]) -> ir.Value:
        """With one row, several panels at a time; gives the first column that is left to do."""
        panels = 8 * self.together // self.machine.tile_vectors
        width = self.machine.tile_vectors * self.lanes
        tile = self._wide_tile(panels)
        before, one, end = b.block, b.append_basic_block("single"), b.append_basic_block("many")
        b.cbranch(b.icmp_signed("==", args["rows"], WORD(1)), one, end)
        b.position_at_end(one)
        whole = b.mul(b.sdiv(args["columns"], WORD(panels * width)), WORD(panels * width))
        with _loop(b, whole, panels * width) as column:
            shifted = self._at_column(b, args, column)
            between = b.mul(args["steps"], WORD(self.machine.tile_vectors * self.bytes))
            b.call(
                tile,
                [args["left"], args["left_step"], shifted["right"], between, shifted["result"],
                 args["steps"], args["add"]],
            )  # fmt: skip
        after = b.block
        b.branch(end)
        b.position_at_end(end)
        begin = b.phi(WORD)
        begin.add_incoming(WORD(0), before)
        begin.add_incoming(whole, after)
        return begin

    def _wide_tile(self, panels: int) -> ir.Function:
        """One row of several panels; one pass over the steps."""
        kind = ir.FunctionType(ir.VoidType(), [WORD] * 7)
        f = ir.Function(self.module, kind, f"{self.dtype}_row_of_{panels}_panels")
        f.linkage = "internal"
        f.attributes.add("noinline")
        left, left_step, right, between, result, steps, add = f.args
        vectors = self.machine.tile_vectors
        own = self._pieces(vectors)
        pieces = self._pieces(panels * vectors)
        b = ir.IRBuilder(f.append_basic_block("entry"))
        entry = b.block
        places = [[self._at(b, result, piece) for piece in pieces]]
        old, start = f.append_basic_block("old"), f.append_basic_block("start")
        b.cbranch(b.icmp_signed("!=", add, WORD(0)), old, start)
        b.position_at_end(old)
        loaded = [[self._load(b, p) for p in places[0]]]
        b.branch(start)
        b.position_at_end(start)
        sums = self._phis(b, 1, pieces)
        _incoming(sums, self._zeros(1, pieces), entry)
        _incoming(sums, loaded, old)
        with _loop(b, steps, 1) as k:
            running = self._carried(k.parent, sums, start, pieces)
            place = b.inttoptr(b.add(left, b.mul(k, left_step)), self.element.as_pointer())
            value = self._splats(b, b.load(place), pieces)
            weights = b.add(right, b.mul(k, WORD(vectors * self.bytes)))
            each = [b.add(weights, b.mul(between, WORD(p))) for p in range(panels)]
            loads = [self._load(b, self._at(b, e, piece)) for e in each for piece in own]
            new = [
                self._multiply_add(b, value, x, s) for x, s in zip(loads, running[0], strict=True)
            ]
            _incoming(running, [new], b.block)
        for place, last in zip(places[0], running[0], strict=True):
            b.store(last, place, align=BYTES[self.dtype])
        b.ret_void()
        return f

    def _carried(self, head: ir.Block, sums: Any, before: ir.Block, pieces: Pieces) -> Any:
        """Values that a loop carries, beginning with those of before."""
        builder = ir.IRBuilder(head)
        builder.position_at_start(head)
        phis = self._phis(builder, len(sums), pieces)
        _incoming(phis, sums, before)
        return phis

    def _choose(
        self,
        b: ir.IRBuilder,
        tiles: dict[tuple[int, int], ir.Function],
        count: ir.Value,
        vectors: ir.Value,
        args: dict[str, ir.Value],
        row: ir.Value,
    ) -> None:
        """Call the tile of the right shape."""
        passed = [
            b.add(args["left"], b.mul(row, args["left_row"])),
            args["left_row"],
            args["left_step"],
            args["right"],
            b.add(args["result"], b.mul(row, args["result_row"])),
            args["result_row"],
            args["steps"],
            args["add"],
        ]
        end = b.append_basic_block("chosen")
        switch = b.switch(b.add(b.mul(vectors, WORD(16)), count), end)
        for (rows, wide), tile in tiles.items():
            block = b.append_basic_block(f"tile{rows}x{wide}")
            switch.add_case(WORD(wide * 16 + rows), block)
            with b.goto_block(block):
                b.call(tile, passed)
                b.branch(end)
        b.position_at_end(end)

    def _tile(self, rows: int, vectors: int) -> ir.Function:
        """rows x vectors accumulators; one pass over the steps."""
        kind = ir.FunctionType(ir.VoidType(), [WORD] * 8)
        f = ir.Function(self.module, kind, f"{self.dtype}_tile{rows}x{vectors}")
        f.linkage = "internal"
        f.attributes.add("noinline")
        left, left_row, left_step, right, result, result_row, steps, add = f.args
        entry = f.append_basic_block("entry")
        old, start, loop, end = (f.append_basic_block(n) for n in ("old", "start", "loop", "end"))
        b = ir.IRBuilder(entry)
        pieces = self._pieces(vectors)
        places = [
            [self._at(b, b.add(result, b.mul(result_row, WORD(r))), piece) for piece in pieces]
            for r in range(rows)
        ]
        b.cbranch(b.icmp_signed("!=", add, WORD(0)), old, start)
        b.position_at_end(old)
        loaded = [[self._load(b, p) for p in line] for line in places]
        b.branch(start)
        b.position_at_end(start)
        first = self._phis(b, rows, pieces)
        _incoming(first, self._zeros(rows, pieces), entry)
        _incoming(first, loaded, old)
        b.cbranch(b.icmp_signed(">", steps, WORD(0)), loop, end)

        b.position_at_end(loop)
        k, a, w = b.phi(WORD), b.phi(WORD), b.phi(WORD)
        sums = self._phis(b, rows, pieces)
        new = self._step(b, a, left_row, w, sums, pieces)
        for phi, begin, by in ((k, WORD(0), WORD(1)), (a, left, left_step)):
            phi.add_incoming(begin, start)
            phi.add_incoming(b.add(phi, by), loop)
        w.add_incoming(right, start)
        w.add_incoming(b.add(w, WORD(vectors * self.bytes)), loop)
        _incoming(sums, first, start)
        _incoming(sums, new, loop)
        b.cbranch(b.icmp_signed("<", b.add(k, WORD(1)), steps), loop, end)

        b.position_at_end(end)
        last = self._phis(b, rows, pieces)
        _incoming(last, first, start)
        _incoming(last, new, loop)
        for line, values in zip(places, last, strict=True):
            for place, value in zip(line, values, strict=True):
                b.store(value, place, align=BYTES[self.dtype])
        b.ret_void()
        return f

    def _step(
        self, b: ir.IRBuilder, a: ir.Value, left_row: ir.Value, w: ir.Value, sums: Any,
        pieces: Pieces,
    ) -> list[list[ir.Value]]:  # fmt: skip
        """One step of a tile: sums[r][v] + left[r] * right[v]."""
        weights = [self._load(b, self._at(b, w, piece)) for piece in pieces]
        lines = []
        for r, line in enumerate(sums):
            place = b.inttoptr(b.add(a, b.mul(left_row, WORD(r))), self.element.as_pointer())
            value = self._splats(b, b.load(place), pieces)
            lines.append(
                [self._multiply_add(b, value, x, s) for x, s in zip(weights, line, strict=True)]
            )
        return lines

    def _pieces(self, vectors: int) -> Pieces:
        """Adjacent vectors as registers hold them: first byte and lanes of each register."""
        return [
            (n * self.bytes, min(self.together, vectors - n) * self.lanes)
            for n in range(0, vectors, self.together)
        ]

    def _kind(self, lanes: int) -> ir.Type:
        return ir.VectorType(self.element, lanes)

    def _splats(self, b: ir.IRBuilder, value: ir.Value, pieces: Pieces) -> dict[int, ir.Value]:
        """A number in all lanes, for each width of register in use."""
        return {lanes: _splat(b, value, lanes) for lanes in dict.fromkeys(n for _, n in pieces)}

    def _multiply_add(
        self, b: ir.IRBuilder, left: dict[int, ir.Value], right: ir.Value, total: ir.Value
    ) -> ir.Value:
        lanes = right.type.count
        letter = "f32" if self.dtype == "float32" else "f64"
        name = f"llvm.fmuladd.v{lanes}{letter}"
        if name not in self.module.globals:
            kind = self._kind(lanes)
            ir.Function(self.module, ir.FunctionType(kind, [kind] * 3), name)
        return b.call(self.module.globals[name], [left[lanes], right, total])

    def _at(self, b: ir.IRBuilder, address: ir.Value, piece: tuple[int, int]) -> ir.Value:
        return b.inttoptr(b.add(address, WORD(piece[0])), self._kind(piece[1]).as_pointer())

    def _load(self, b: ir.IRBuilder, place: ir.Value) -> ir.Value:
        return b.load(place, align=BYTES[self.dtype])

    def _phis(self, b: ir.IRBuilder, rows: int, pieces: Pieces) -> list[list[Any]]:
        return [[b.phi(self._kind(lanes)) for _, lanes in pieces] for _ in range(rows)]

    def _zeros(self, rows: int, pieces: Pieces) -> list[list[ir.Value]]:
        zero = ir.Constant(self.element, 0.0)
        return [[ir.Constant(self._kind(n), [zero] * n) for _, n in pieces] for _ in range(rows)]


def _incoming(phis: list[list[Any]], values: list[list[ir.Value]], block: ir.Block) -> None:
    for line, others in zip(phis, values, strict=True):
        for phi, value in zip(line, others, strict=True):
            phi.add_incoming(value, block)


def _splat(b: ir.IRBuilder, value: ir.Value, lanes: int) -> ir.Value:
    kind = ir.VectorType(value.type, lanes)
    one = b.insert_element(ir.Constant(kind, ir.Undefined), value, ir.IntType(32)(0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), lanes), [0] * lanes)
    return b.shuffle_vector(one, ir.Constant(kind, ir.Undefined), zeros)


def _min(b: ir.IRBuilder, x: ir.Value, y: ir.Value) -> ir.Value:
    return b.select(b.icmp_signed("<", x, y), x, y)


@contextmanager
def _loop(
    b: ir.IRBuilder,
    stop: ir.Value,
    step: int | Callable[[ir.Value], ir.Value],
    begin: ir.Value | None = None,
) -> Iterator[ir.Value]:
    """for index in range(begin, stop, step); the step may depend on the index."""
    before = b.block
    head, body, end = (b.append_basic_block(n) for n in ("head", "body", "done"))
    b.branch(head)
    b.position_at_end(head)
    index = b.phi(WORD)
    index.add_incoming(WORD(0) if begin is None else begin, before)
    b.cbranch(b.icmp_signed("<", index, stop), body, end)
    b.position_at_end(body)
    yield index
    by = WORD(step) if isinstance(step, int) else step(index)
    following = b.add(index, by)
    index.add_incoming(following, b.block)
    b.branch(head)
    b.position_at_end(end)


def target_machine(machine: Machine) -> Any:
    """LLVM's code generator for a machine, whether or not it is this one."""
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    target = llvm.Target.from_triple(machine.triple)
    return target.create_target_machine(cpu=machine.cpu, features=machine.features, opt=3, jit=True)


def assembly(machine: Machine) -> str:
    """The kernels as the machine's assembly, for looking at code that cannot run here."""
    module = llvm.parse_assembly(module_text(machine))
    return target_machine(machine).emit_assembly(_optimised(module, target_machine(machine)))


def object_code(machine: Machine) -> bytes:
    """The kernels as an object file."""
    generator = target_machine(machine)
    return generator.emit_object(_optimised(llvm.parse_assembly(module_text(machine)), generator))


def _optimised(module: Any, generator: Any) -> Any:
    tuning = llvm.create_pipeline_tuning_options(speed_level=2)
    tuning.loop_vectorization = tuning.slp_vectorization = tuning.loop_unrolling = False
    builder = llvm.create_pass_builder(generator, tuning)
    builder.getModulePassManager().run(module, builder)
    return module


@functools.cache
def linked(machine: Machine, code: bytes) -> Any:
    """The engine that holds the object file in memory."""
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target_machine(machine))
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return engine
