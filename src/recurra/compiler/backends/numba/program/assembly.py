"""What programs of sequences and of trees share: sizes, memory, weights, copies."""

from collections.abc import Mapping, Sequence

from recurra.compiler.backends.numba.machine.jobs import Job, grouped
from recurra.compiler.backends.numba.machine.library import Library
from recurra.compiler.backends.numba.machine.memory import Arena
from recurra.compiler.backends.numba.program.panels import WORDS, Binding, Word, panels
from recurra.compiler.backends.numba.program.program import Program, moves
from recurra.compiler.backends.numba.text import Word as Named
from recurra.compiler.slices import slices
from recurra.compiler.statements import Multiply, Packed
from recurra.compiler.step import Matrix
from recurra.ir import ONE, Graph, Node

SHARES = 64  # parts that a weight gradient may be cut into


class Sizes:
    """A graph with the sizes of a layer filled in, and where its parameters lie."""

    def __init__(
        self,
        graph: Graph,
        library: Library,
        sizes: Mapping[str, int],
        derived: Mapping[str, Node],
        lanes: int | None = None,
    ) -> None:
        self.library, self.sizes = library, {**sizes, ONE: 1}
        self.names = [g.name for g in graph.groups]
        self.columns = {
            g.name: sizes[g.columns] // g.blocks for g in graph.groups if g.role == "matrix"
        }
        self.rows_of = {
            name: (group.name, *ends)
            for group in graph.groups
            for name, ends in slices(graph, group, sizes).items()
        }
        self.lasts = {group: last for group, _, last in self.rows_of.values()}  # rows of a tensor
        # the number of elements of each value of parameters only
        self.derived = {name: self.sizes.get(node.size, 1) for name, node in derived.items()}
        self.item, self.lanes = library.item, lanes or library.lanes

    def padded_to(self, units: int) -> int:
        """Units rounded up to whole vectors."""
        return -(-units // self.lanes) * self.lanes

    def padded(self, size: str) -> int:
        """Numbers in a column of a size class; one number is spread over a vector."""
        return self.padded_to(1 if size == ONE else self.sizes[size])


class Assembly:
    """The program of one pass, and where things lie; `bases` are what a call brings."""

    def __init__(self, sized: Sizes, bases: Sequence[str]) -> None:
        self.sized, self.library = sized, sized.library
        self.base = {name: n for n, name in enumerate(("", *bases))}
        self.program, self.scratch = Program(), Arena()
        self.bindings: dict[str, Binding] = {}
        self.params: dict[str, Binding] = {}  # what loops read element by element
        self.packed: dict[Packed, tuple[Binding, int, int]] = {}  # with rows, columns (of a part)
        self.copier, self.grower = moves(sized.library.dtype)

    def finished(self) -> tuple[Arena, Program]:
        """The memory that a run takes, and the program."""
        self.program.finish(self.scratch)
        return self.scratch, self.program

    def new(self, rows: int, width: int, half: bool = False) -> Binding:
        """A buffer of the scratch memory; with half, twice the rows."""
        stride = width * self.sized.item
        offset = self.scratch.add(rows * stride * (2 if half else 1))
        return Binding(self.base["scratch"], offset, stride, rows * stride if half else 0)

    def cutting(self, rows: int, numbers: int) -> tuple[int, int]:
        """The smallest slice of a stage over `rows` (ROWS and below: given at launch), each of
        which touches some numbers, and how many numbers it touches in all."""
        return 1, rows * numbers

    def copy(
        self, source: Binding | None, target: Binding, units: int, width: int, rows: int,
        sources: Word = 0, targets: Word = 0,
    ) -> None:  # fmt: skip
        """Rows with zeros up to a width; without a source nothing but zeros."""
        start, between = ((0, 0), 0) if source is None else (source.word, source.stride)
        valid = 0 if source is None else units
        table = [start, between, target.word, target.stride, valid, width, sources, targets]
        self.program.add(self.copier, table, rows, *self.cutting(rows, width))

    def parameter(self, name: str, prefix: str = "") -> Binding:
        """A part of a stored tensor, or a derived value; with the prefix, its gradient."""
        if name in self.sized.derived:
            return Binding(self.base[f"{prefix}derived {name}"], 0)
        group, first, _ = self.sized.rows_of[name]
        stride = self.sized.columns.get(group, 1) * self.sized.item
        return Binding(self.base[f"{prefix}weight {group}"], first * stride, stride)

    def enter_parameter(self, name: str, size: str) -> None:
        """What loops read element by element, in whole vectors; a number as it is."""
        given = self.params[name] = self.parameter(name)
        if size != ONE and self.sized.sizes[size] != self.sized.padded(size):
            own = self.params[name] = self.new(1, self.sized.padded(size))
            self.copy(given, own, self.sized.sizes[size], self.sized.padded(size), 1)

    def pack_all(self, products: Sequence[tuple[Packed, str, str]]) -> None:
        """Pack weights into panels; each product with the sizes of its operand and its target."""
        table: list[Word] = []
        for packed, operand, target in products:
            if packed not in self.packed:
                layout = panels(packed, operand, target, self.sized, self.parameter)
                place = Binding(self.base["scratch"], self.scratch.add(layout.bytes))
                self.packed[packed] = (place, layout.deep, layout.wide)
                table += layout.words(place)
        if table:
            numbers = sum(rows * columns for _, rows, columns in self.packed.values())
            self.program.add(self.library.pack_kernel, table, len(table) // len(WORDS), 1,
                             4 * numbers)  # fmt: skip

    def word(self, word: Named) -> Word:
        """A word of a kernel's table: of a size class, a parameter or a packed matrix."""
        if isinstance(word.of, Packed):
            place, deep, wide = self.packed[word.of]
            return place.word if word.kind == "packed" else deep if word.kind == "deep" else wide
        if word.kind == "param":
            return self.params[word.of].word
        return self.sized.sizes[word.of] if word.kind == "units" else self.sized.padded(word.of)

    def product(
        self, product: Multiply, operand: Binding, target: Binding, units: int, columns: int,
        total: int, least: int, work: int,
    ) -> None:  # fmt: skip
        """A product of many rows; `units` of the operand in all, `columns` (padded) of the target.

        A block-diagonal matrix is multiplied a part at a time.
        """
        packed, deep, wide = self.packed[product.packed]
        item, whole = self.sized.item, product.packed.parts == 1
        for part in range(1 if whole else -(-units // deep)):
            steps = deep if whole else min(deep, units - part * deep)
            across = wide if whole else min(wide, columns - part * wide)
            table = [
                self.library.product, operand.shifted(extra=part * deep * item), operand.stride,
                packed.shifted(extra=part * deep * wide * item),
                target.shifted(extra=part * wide * item), target.stride, steps, across,
                int(product.add),
            ]  # fmt: skip
            self.program.add(self.library.rows_kernel, table, total, least, work)

    def gradient_jobs(
        self, matrix: Matrix, delta: Binding, operand: Binding, rows: Word,
        sums: Binding | None = None,
    ) -> list[Job]:  # fmt: skip
        """What `transposed_products` does for a matrix, a job for each of its blocks; `sums`: of a
        parameter whose gradient is the sum of delta over the rows."""
        result, item, blocks = self.parameter(matrix.name, "d_"), self.sized.item, matrix.blocks
        group, first, last = self.sized.rows_of[matrix.name]
        units, columns = (last - first) // blocks, self.sized.columns[group]
        if matrix.transposed:
            delta, operand = operand, delta
        return [
            Job(
                delta.shifted(extra=block * units * item),
                delta.stride,
                operand.shifted(extra=block * columns * item),
                operand.stride,
                result.shifted(block * units),
                result.stride,
                rows,
                units,
                columns,
                0 if sums is None else sums.shifted(extra=block * units * item),
            )
            for block in range(blocks)
        ]

    def add_jobs(self, jobs: Sequence[Job], work: int) -> None:
        """Gradients of matrices."""
        if jobs:
            table = [self.library.product, SHARES, *grouped(self.library.dtype, jobs)]
            self.program.add(self.library.transposed_kernel, table, SHARES, 1, work)

    def clear_gradients(self) -> None:
        """Gradients of parameters start at zero."""
        for group, last in self.sized.lasts.items():
            wide = self.sized.columns.get(group, 0)
            rows, columns = (last, wide) if wide else (1, last)
            target = Binding(self.base[f"d_weight {group}"], 0, columns * self.sized.item)
            self.copy(None, target, 0, columns, rows)
        for name, count in self.sized.derived.items():
            self.copy(None, Binding(self.base[f"d_derived {name}"], 0), 0, count, 1)

    def sum(self, name: str, column: Binding, size: str, rows: Word, work: int) -> None:
        """Adds the sum over the rows of a column to the gradient of a parameter."""
        sums = self.new(1, self.sized.padded(size))
        self.sum_columns([(column, rows, sums)], size, work)
        self.grow(name, sums, size)

    def sum_columns(
        self, columns: Sequence[tuple[Binding, Word, Binding]], size: str, work: int
    ) -> None:
        """Sums over the rows of columns: each with its number of rows and where its sum goes."""
        table: list[Word] = [len(columns)]
        for column, rows, sums in columns:
            table += [column.word, column.stride, rows, sums.word]
        vectors = self.sized.padded(size) // self.library.lanes
        self.program.add(self.library.sums_kernel, table, vectors, 1, work)

    def grow(self, name: str, sums: Binding, size: str) -> None:
        """Adds a sum to the gradient of a parameter, which may be one number for all units."""
        target, single = self.parameter(name, "d_"), self.numbers(name) == 1
        units = 1 if size == ONE else self.sized.sizes[size]
        self.program.add(self.grower, [sums.word, target.word, int(single)], units)

    def numbers(self, name: str) -> int:
        """How many numbers a parameter, or a value of parameters alone, has."""
        if name in self.sized.derived:
            return self.sized.derived[name]
        _, first, last = self.sized.rows_of[name]
        return int(last - first)
