"""Collects the programs of a tree cell: what is copied, packed, multiplied and run in a pass."""

from collections.abc import Sequence

from recurra.compiler.backends.numba.machine.jobs import Job
from recurra.compiler.backends.numba.program.assembly import Assembly
from recurra.compiler.backends.numba.program.panels import Binding, Word
from recurra.compiler.backends.numba.program.program import WORTH
from recurra.compiler.backends.numba.text import Word as Named
from recurra.compiler.backends.numba.tree.batch import COUNTS, LISTS, VIEWS, extent
from recurra.compiler.backends.numba.tree.plan import TreeSized
from recurra.compiler.backends.numba.tree.text import Printed
from recurra.compiler.statements import (
    ColumnGradient,
    MatrixGradient,
    MultiplyAll,
    Pass,
    Place,
)
from recurra.compiler.tree_layout import TreeLayout
from recurra.compiler.tree_rows import SPANS, cleared
from recurra.compiler.tree_step import EDGE
from recurra.ir import Node


class TreeCollector(Assembly):
    """One pass: its layout, its kernel, and the bases that a call brings after those of a batch."""

    sized: TreeSized

    def __init__(
        self, sized: TreeSized, layout: TreeLayout, own: Pass, made: tuple[int, Printed],
        bases: Sequence[str],
    ) -> None:  # fmt: skip
        passes = [b for b in (layout.before, layout.buffers) if b]
        views = [view + name for names in passes for view in VIEWS for name in names]
        super().__init__(sized, ("scratch", *views, *COUNTS, *LISTS, *bases))
        self.layout, self.plan, self.strides = layout, sized.plan, sized.strides(layout)
        self.own, (self.kernel, self.printed) = own, made

    def cutting(self, rows: int, numbers: int) -> tuple[int, int]:
        """As `Assembly.cutting`: slices with enough numbers to be worth a thread."""
        if rows >= 0:
            return super().cutting(rows, numbers)
        return -(-WORTH // max(1, 2 * numbers)), WORTH

    def given(self, name: str) -> Word:
        """A count or the address of a list."""
        return (self.base[name], 0)

    def at(self, place: Place, view: str = "") -> Binding:
        """A column of a buffer."""
        column = place.column * self.sized.padded(self.layout.all[place.buffer].size)
        base = self.base[view + place.buffer]
        return Binding(base, column * self.sized.item, self.strides[place.buffer])

    def prepare(self) -> None:
        """Parameters and packed matrices."""
        for name, size in self.own.parameters:
            self.enter_parameter(name, size)
        sizes = self.own.buffers
        self.pack_all([
            (p.packed, sizes[p.operand.buffer].size, sizes[p.target.buffer].size)
            for p in self.own.products
        ])  # fmt: skip

    def clear(self) -> None:
        """Clear the rows that are read although nothing is written to them."""
        for name, buffer in self.layout.buffers.items():
            if buffer.clear:
                view, count = cleared(buffer, self.plan.graph.at_leaves)
                width = self.strides[name] // self.sized.item
                self.copy(None, self.at(Place(name), view), 0, width, extent(count))

    def enter(self) -> None:
        """Inputs go to their rows, or to the slots of leaves in their parents."""
        name, size, binding = self._input("")
        if name:
            width = self.sized.padded(size)
            target = Binding(self.base[name], 0, width * self.sized.item)
            sources = self.given("sources") if self.plan.graph.at_leaves else 0
            self.copy(binding, target, self.sized.sizes[size], width, extent("entered"), sources,
                      self.given("targets"))  # fmt: skip

    def _input(self, prefix: str) -> tuple[str, str, Binding]:
        """The buffer of the input or its gradient ("" for none), its size, and the tensor."""
        node = self.plan.graph.inputs[0]
        units = self.sized.sizes[node.size]
        binding = Binding(self.base[f"{prefix}x"], 0, units * self.sized.item)
        if self.plan.graph.at_leaves:
            return self.layout.find("slot_gradient" if prefix else "slot", "x"), node.size, binding
        return self.layout.find("gradient" if prefix else "input", node.name), node.size, binding

    def apart(self) -> None:
        """Products outside of the levels."""
        sizes = self.own.buffers
        for product in [s.product for s in self.own.statements if isinstance(s, MultiplyAll)]:
            view, count = self._span(product.domain, product.rows)
            units = self.sized.sizes[sizes[product.operand.buffer].size]
            columns = self.sized.padded(sizes[product.target.buffer].size)
            least = self.cutting(-1, columns * (1 + units // 16))[0]
            self.product(
                product, self.at(product.operand, view), self.at(product.target, view), units,
                columns, extent(count), -(-least // 6) * 6, WORTH,
            )  # fmt: skip

    def _span(self, domain: str, rows: str) -> tuple[str, str]:
        return SPANS["slots" if domain == EDGE else rows]

    def levels(self) -> None:
        """The kernel over all levels, for each part of the trees."""
        words = [self.word(word) for word in self.printed.words]
        self.program.add(self.kernel, words, extent("parts"), 1, WORTH)

    def word(self, word: Named) -> Word:
        """As `Assembly.word`, also for a batch or a buffer."""
        if word.kind in COUNTS or word.kind in LISTS:
            return self.given(word.kind)
        if word.kind == "product":
            return self.library.product
        return self.at(Place(str(word.of))).word if word.kind == "at" else super().word(word)

    def leave(self) -> None:
        """The states in the order of the forest's nodes."""
        for state in self.plan.graph.states:
            units = self.sized.sizes[state.size]
            target = Binding(self.base[f"new {state.name}"], 0, units * self.sized.item)
            source = self.at(Place(self.layout.find("state", state.name)))
            self.copy(source, target, units, units, extent("nodes"), self.given("row"))

    def arrive(self, state: Node, received: bool) -> None:
        """The gradient of a state, zero where there is none."""
        name = self.layout.find("seed", state.name)
        if not name:
            return
        units, width = self.sized.sizes[state.size], self.sized.padded(state.size)
        source = None
        if received:
            source = Binding(self.base[f"d_new {state.name}"], 0, units * self.sized.item)
        self.copy(source, self.at(Place(name)), units, width, extent("nodes"), self.given("order"))

    def matrices(self) -> None:
        """Gradients of matrices: sums of products over all rows."""
        jobs = list[Job]()
        for own in [s for s in self.own.statements if isinstance(s, MatrixGradient)]:
            view, count = self._span(own.domain, own.span)
            jobs += self.gradient_jobs(
                own.matrix, self.at(own.delta, view), self.at(own.operand, view), self.given(count)
            )
        self.add_jobs(jobs, WORTH)

    def totals(self) -> None:
        """Gradients of vectors and numbers: sums over all rows."""
        for own in [s for s in self.own.statements if isinstance(s, ColumnGradient)]:
            view, count = self._span(own.domain, own.span)
            column, size = self.at(own.column, view), self.own.buffers[own.column.buffer].size
            self.sum(own.parameter, column, size, self.given(count), 0)

    def leave_input(self) -> None:
        """The gradient of the input."""
        name, size, binding = self._input("d_")
        units, width, at_leaves = self.sized.sizes[size], self.sized.padded(size), (
            self.plan.graph.at_leaves)  # fmt: skip
        if at_leaves or not name:
            self.copy(None, binding, 0, units, extent("given"))
        if name:
            source = Binding(self.base[name], 0, width * self.sized.item)
            self.copy(source, binding, units, units, extent("entered"), self.given("targets"),
                      self.given("sources") if at_leaves else 0)  # fmt: skip
