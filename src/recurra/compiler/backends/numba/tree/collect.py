"""Collects the programs of a tree cell: what is copied, packed, multiplied and run in a pass."""

from collections.abc import Sequence

from recurra.compiler.backends.numba.program.assembly import OF_SIZES, Assembly
from recurra.compiler.backends.numba.program.jobs import Job
from recurra.compiler.backends.numba.program.panels import Where, Word
from recurra.compiler.backends.numba.program.program import WORTH
from recurra.compiler.backends.numba.tree.batch import COUNTS, LISTS, VIEWS, told
from recurra.compiler.backends.numba.tree.plan import TreeSized
from recurra.compiler.backends.numba.tree.text import Printed
from recurra.compiler.layout import Place
from recurra.compiler.tree_layout import Term, TreeLayout, absent
from recurra.compiler.tree_step import EDGE
from recurra.ir import Node

SPANS = {"all": ("", "nodes"), "inner": ("inner ", "inner"), "inputs": ("", "inputs")}


class TreeCollector(Assembly):
    """One pass: its layout, its kernel, and the bases that a call brings after those of a batch."""

    sized: TreeSized

    def __init__(
        self, sized: TreeSized, layout: TreeLayout, made: tuple[int, Printed], bases: Sequence[str]
    ) -> None:
        passes = [b for b in (layout.before, layout.buffers) if b]
        views = [view + name for names in passes for view in VIEWS for name in names]
        super().__init__(sized, ("scratch", *views, *COUNTS, *LISTS, *bases))
        self.layout, self.plan, self.strides = layout, sized.plan, sized.strides(layout)
        self.kernel, self.printed = made

    def cutting(self, rows: int, numbers: int) -> tuple[int, int]:
        """As `Assembly.cutting`: slices of about as many numbers as a thread is worth."""
        if rows >= 0:
            return super().cutting(rows, numbers)
        return -(-WORTH // max(1, 2 * numbers)), WORTH

    def word(self, name: str) -> Word:
        """A count or the address of a list."""
        return (self.base[name], 0)

    def at(self, place: Place, view: str = "") -> Where:
        """A column of a buffer."""
        column = place.column * self.sized.padded(self.layout.all[place.buffer].size)
        base = self.base[view + place.buffer]
        return Where(base, column * self.sized.item, self.strides[place.buffer])

    def prepare(self) -> None:
        """Parameters and packed matrices."""
        for value in self.layout.params:
            self.enter_parameter(value.name, value.size)
        sizes = self.layout.all
        self.pack_all([
            (p, sizes[p.operand.buffer].size, sizes[p.target.buffer].size)
            for p in self.layout.products
        ])  # fmt: skip

    def clear(self) -> None:
        """Rows that nothing is written to and that are read all the same."""
        for name, buffer in self.layout.buffers.items():
            if buffer.clear:
                view, count = self._cleared(name, buffer.clear)
                width = self.strides[name] // self.sized.item
                self.copy(None, self.at(Place(name), view), 0, width, told(count))

    def _cleared(self, name: str, kind: str) -> tuple[str, str]:
        if kind == "beyond":
            return "beyond ", "beyond"
        if name == "input":
            return "", "gaps" if kind == "inputs" else "blank"
        if kind == "absent" and self.layout.buffers[name].domain == EDGE:
            return "", "slots"
        if kind == "absent" and self.plan.graph.at_leaves:
            return "inner ", "inner"
        return "", kind

    def enter(self) -> None:
        """Inputs go to their rows, or to the slots of leaves in their parents."""
        [(name, size, where)] = self._input("")
        if name in self.layout.buffers:
            width = self.sized.padded(size)
            target = Where(self.base[name], 0, width * self.sized.item)
            sources = self.word("sources") if self.plan.graph.at_leaves else 0
            self.copy(where, target, self.sized.sizes[size], width, told("entered"), sources,
                      self.word("targets"))  # fmt: skip

    def _input(self, prefix: str) -> list[tuple[str, str, Where]]:
        """The buffer of the input or its gradient, its size, and the tensor."""
        at_leaves, size = self.plan.graph.at_leaves, self.plan.graph.inputs[0].size
        units = self.sized.sizes[size]
        where = Where(self.base[f"{prefix}x"], 0, units * self.sized.item)
        return [(f"{prefix}slots_x" if at_leaves else f"{prefix}input", size, where)]

    def apart(self) -> None:
        """Products outside of the levels."""
        for term in self.layout.apart:
            view, count = self._span(term)
            product, sizes = term.product, self.layout.all
            units = self.sized.sizes[sizes[product.operand.buffer].size]
            columns = self.sized.padded(sizes[product.target.buffer].size)
            least = self.cutting(-1, columns * (1 + units // 16))[0]
            self.product(
                product, self.at(product.operand, view), self.at(product.target, view), units,
                columns, told(count), -(-least // 6) * 6, WORTH,
            )  # fmt: skip

    def _span(self, term: Term) -> tuple[str, str]:
        return ("", "slots") if term.domain == EDGE else SPANS[term.rows]

    def levels(self) -> None:
        """The kernel over all levels, for each part of the trees."""
        words = [self._word(name) for name in self.printed.words]
        self.program.add(self.kernel, words, told("parts"), 1, WORTH)

    def _word(self, name: str) -> Word:
        kind, _, rest = name.partition("_")
        if name in COUNTS or name in LISTS:
            return self.word(name)
        if name == "product":
            return self.library.product
        if kind in OF_SIZES:
            return self.of_sizes(kind, rest)
        return self.where[name].at if kind == "param" else self.at(Place(rest)).at

    def leave(self) -> None:
        """The states in the order of the forest's nodes."""
        for state in self.plan.graph.states:
            units = self.sized.sizes[state.size]
            target = Where(self.base[f"new {state.name}"], 0, units * self.sized.item)
            source = self.at(Place(f"state_{state.name}"))
            self.copy(source, target, units, units, told("nodes"), self.word("row"))

    def arrive(self, state: Node, received: bool) -> None:
        """The gradient of a state, zero where there is none."""
        name = f"gradient_{state.name}"
        if name not in self.layout.buffers:
            return
        units, width = self.sized.sizes[state.size], self.sized.padded(state.size)
        source = None
        if received:
            source = Where(self.base[f"d_new {state.name}"], 0, units * self.sized.item)
        self.copy(source, self.at(Place(name)), units, width, told("nodes"), self.word("order"))

    def matrices(self) -> None:
        """Gradients of matrices: sums of products over all rows."""
        read, jobs = self.plan.up.read, list[Job]()
        for source, delta in self.plan.reverse.deltas.items():
            place = self.layout.read[delta]
            edge = self.layout.all[place.buffer].domain == EDGE
            for arg, matrix in zip(source.args, source.weights, strict=True):
                right = read[arg]
                inner = absent(arg) or self.plan.graph.at_leaves
                rows = "inputs" if right.buffer == "input" else "inner" if inner else "all"
                view, count = ("", "slots") if edge else SPANS[rows]
                jobs += self.gradient_jobs(
                    matrix.name, matrix.blocks, self.at(place, view), self.at(right, view),
                    self.word(count),
                )  # fmt: skip
        self.add_jobs(jobs, WORTH)

    def totals(self) -> None:
        """Gradients of vectors and numbers: sums over all rows."""
        for name, place in self.layout.totals:
            buffer = self.layout.all[place.buffer]
            at_leaves = self.plan.graph.at_leaves
            view, count = SPANS["inner" if at_leaves else "all"]
            if buffer.domain == EDGE:
                view, count = "", "slots"
            self.sum(name, self.at(place, view), buffer.size, self.word(count), 0)

    def leave_input(self) -> None:
        """The gradient of the input."""
        [(name, size, where)] = self._input("d_")
        units, width, at_leaves = self.sized.sizes[size], self.sized.padded(size), (
            self.plan.graph.at_leaves)  # fmt: skip
        if at_leaves or name not in self.layout.buffers:
            self.copy(None, where, 0, units, told("given"))
        if name in self.layout.buffers:
            source = Where(self.base[name], 0, width * self.sized.item)
            self.copy(source, where, units, units, told("entered"), self.word("targets"),
                      self.word("sources") if at_leaves else 0)  # fmt: skip
