"""What a program for trees is launched with: how many rows of each kind a batch has, and which.

A program is made once for a cell and its sizes. Where buffers begin depends only on the batch's
numbers of nodes and of slots, so one small matrix product gives all addresses.
"""

from collections.abc import Sequence

import numpy as np

from recurra.compiler.backends.numba.machine import memory
from recurra.compiler.backends.numba.machine.memory import STAGGER, Piece
from recurra.compiler.backends.numba.machine.threads import threads
from recurra.compiler.backends.numba.program.program import ROWS, Extents
from recurra.compiler.forest import Forest, Levels, arity_of, levels
from recurra.compiler.tree_layout import TreeLayout
from recurra.compiler.tree_rows import counts
from recurra.compiler.tree_step import EDGE
from recurra.ir import Graph

COUNTS = (
    "nodes", "slots", "levels",
    "inner",  # nodes with children
    "leaves",
    "inputs",  # rows up to the last one that has an input
    "beyond",  # rows after it
    "absent",  # rows to clear, as some of their children may be absent
    "blank", "gaps",  # all rows, or those up to the last input, where some of them have none
    "given",  # rows of the input
    "entered",  # those of them that go to a row or slot
    "parts",
)  # fmt: skip
LISTS = ("order", "row", "sources", "targets", "row_bounds", "slot_of", "row_of", "first_slot")
VIEWS = ("", "inner ", "beyond ")  # a buffer from its first row, or from a later one
SMALL = 1 << 17  # numbers in the largest buffer's rows below which one thread does everything


def extent(count: str) -> int:
    """The range of a stage that covers one of the counts."""
    return ROWS - COUNTS.index(count)


class Batch:
    """A forest as programs see it."""

    def __init__(self, graph: Graph, forest: Forest, units: int) -> None:
        self.order = levels(forest, arity_of(graph))
        self.nodes, self.slots = len(self.order.order), self.order.slots
        wide = self.nodes * units >= SMALL
        bounds = _parts(forest, self.order, threads() if wide else 1)
        numbers = counts(graph, forest, self.order)
        numbers["parts"] = len(bounds) - 1
        sources, targets = _inputs(graph, self.order)
        numbers["entered"] = len(targets)
        self.first = (0, numbers["leaves"], numbers["inputs"])  # of each of VIEWS
        self.counts = [int(numbers[name]) for name in COUNTS]
        own = self.order
        row_of = own.row_of if graph.children == ("each",) else None
        lists = (own.order, own.row, sources, targets, bounds, own.slot, row_of, own.first_slot)
        self.held = lists  # their addresses are in tables
        self.words = [*self.counts, *(0 if a is None else a.ctypes.data for a in lists)]
        self.varying: Extents = (self.counts, None)
        self.wide = wide


def _inputs(graph: Graph, order: Levels) -> tuple[np.ndarray | None, np.ndarray]:
    """Which row of the input (None: as they come) goes to which row or slot; a tree's only node
    has no parent."""
    if not graph.at_leaves:
        return None, order.given
    slot = order.slot[order.given]
    sources = np.flatnonzero(slot >= 0)
    return sources, slot[sources]


def _parts(forest: Forest, order: Levels, most: int) -> np.ndarray:
    """[P + 1, L]: the rows of part p at level l begin at [p, l] and end at [p + 1, l].

    A part is trees next to each other, with about the same number of nodes in each part.
    """
    starts, ends = order.bounds[:-1], order.bounds[1:]
    if most == 1 or len(forest) == 1:
        return np.stack([starts, ends])
    roots = forest.roots + 1
    wanted = np.arange(1, most) * (len(order.order) / most)
    cuts = np.unique(roots[np.searchsorted(roots, wanted)])
    between = [starts + np.bincount(forest.height[:c], minlength=len(starts)) for c in cuts]
    return np.stack([starts, *between] if cuts[-1] == roots[-1] else [starts, *between, ends])


class Allocation:
    """Where the buffers of a pass begin in its memory."""

    def __init__(self, layout: TreeLayout, strides: Sequence[int]) -> None:
        self.names = tuple(layout.buffers)
        self.strides = np.array(strides, dtype=np.int64)
        edge = np.array([b.domain == EDGE for b in layout.buffers.values()])
        apart = np.full(len(edge), STAGGER + memory.GAP)
        each = np.stack([np.where(edge, 0, strides), np.where(edge, strides, 0), apart], 1)
        self.first = np.zeros((len(edge) + 1, 3), dtype=np.int64)
        np.cumsum(each, axis=0, out=self.first[1:])

    def taken(self, batch: Batch) -> tuple[Piece, np.ndarray]:
        """Memory, and the addresses [views, buffers]."""
        # four rows of whole vectors are a multiple of any alignment
        rows = np.array([-(-batch.nodes // 4) * 4, -(-batch.slots // 4) * 4, 1])
        offsets = self.first @ rows
        piece = Piece(int(offsets[-1]))
        later = np.multiply.outer(np.array(batch.first), self.strides)
        return piece, later + (offsets[:-1] + piece.address)
