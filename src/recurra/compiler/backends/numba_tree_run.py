"""Runs the kernels of a tree cell over a forest: memory, packed weights, large products."""

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backends import numba_cache
from recurra.compiler.backends.numba_library import Library, library
from recurra.compiler.backends.numba_machine import BYTES
from recurra.compiler.backends.numba_memory import Arena, Piece
from recurra.compiler.backends.numba_program import moves
from recurra.compiler.backends.numba_threads import launch
from recurra.compiler.backends.numba_tree_text import Printed, packed_name, printed
from recurra.compiler.forest import Levels, arity_of, levels
from recurra.compiler.slices import slices
from recurra.compiler.step import Matrix, Value
from recurra.compiler.tree_layout import (
    Place,
    Product,
    TreeLayout,
    backward_layout,
    forward_layout,
)
from recurra.compiler.tree_step import EDGE, TreeBackward, TreeForward, tree_backward, tree_forward
from recurra.ir import ONE, Graph

NAMES = {torch.float32: "float32", torch.float64: "float64"}


class TreePlan:
    """All that depends on a graph and a dtype, each part made when it is first asked for."""

    def __init__(self, graph: Graph, dtype: str) -> None:
        self.graph, self.dtype = graph, dtype
        self.forward: TreeForward = tree_forward(graph)
        self.reverse: TreeBackward = tree_backward(self.forward)
        self.up = forward_layout(graph, self.forward, self.reverse.saved)
        self._shapes: dict[tuple[bool, tuple[tuple[str, int], ...]], Shape] = {}

    def shape(self, sizes: dict[str, int], backward: bool) -> "Shape":
        """A pass with numbers of units, kept."""
        key = (backward, tuple(sizes.items()))
        if key not in self._shapes:
            self._shapes[key] = Shape(self, sizes, self.down if backward else self.up)
        return self._shapes[key]

    @functools.cached_property
    def down(self) -> TreeLayout:
        """The backward pass."""
        return backward_layout(self.graph, self.up, self.reverse)

    @functools.cached_property
    def upwards(self) -> tuple[int, Printed]:
        """The forward kernel and what its table holds."""
        return self._compiled(self.up, "upwards")

    @functools.cached_property
    def downwards(self) -> tuple[int, Printed]:
        """The backward kernel and what its table holds."""
        return self._compiled(self.down, "downwards")

    @functools.cached_property
    def library(self) -> Library:
        """The kernels that depend on no cell."""
        return library(self.dtype)

    def _compiled(self, layout: TreeLayout, kind: str) -> tuple[int, Printed]:
        text = printed(self.graph, layout, kind == "downwards", self.dtype)
        made = numba_cache.module(f"{self.graph.cell}_{kind}_{self.dtype}", text.text)
        return int(made.levels.address), text


_plans: dict[tuple[str, str], TreePlan] = {}


def plan(graph: Graph, dtype: str) -> TreePlan:
    """The plan of a graph, the same one for graphs that compute the same."""
    key = (graph.fingerprint, dtype)
    return _plans.setdefault(key, _plans.get(key) or TreePlan(graph, dtype))


class Shape:
    """A layout with numbers of units: what does not depend on the forest."""

    def __init__(self, made: TreePlan, sizes: dict[str, int], layout: TreeLayout) -> None:
        self.sizes, self.layout, self.item = sizes, layout, BYTES[made.dtype]
        self.padded = {s: made.library.padded(u) for s, u in sizes.items()}
        self.padded[ONE] = made.library.padded(1)
        self.stride = {
            n: b.columns * self.padded[b.size] * self.item for n, b in layout.all.items()
        }
        self.edge = {n: b.domain == EDGE for n, b in layout.all.items()}
        self.cleared = [n for n, b in layout.buffers.items() if b.zero]
        self.others = [n for n, b in layout.buffers.items() if not b.zero]
        self.units = {m: _units(made.graph, sizes, m) for m in layout.matrices}
        self.packed = {
            m: (f"packed_{packed_name(m)}", made.library.padded(self.units[m][1]))
            for m in layout.matrices
        }

    def column(self, place: Place) -> int:
        """Bytes from the beginning of a row to a place."""
        return place.column * self.padded[self.layout.all[place.buffer].size] * self.item


def _units(graph: Graph, sizes: dict[str, int], matrix: Matrix) -> tuple[int, int]:
    """Units of a packed matrix's operand and result."""
    param = graph.param[matrix.name]
    rows, columns = sizes[param.rows], sizes[param.columns]
    return (rows, columns) if matrix.transposed else (columns, rows)


class Pass:
    """One pass over a forest: where its buffers begin, what its kernel's table holds."""

    def __init__(self, shape: Shape, made: TreePlan, order: Levels, below: "Pass | None") -> None:
        self.shape, self.plan, self.order = shape, made, order
        self.below = below  # of the backward pass: the forward pass
        self.layout, self.item = shape.layout, shape.item
        arena = Arena()
        self.offset = {n: arena.add(self.rows(n) * shape.stride[n]) for n in shape.cleared}
        cleared = arena.size
        self.offset |= {n: arena.add(self.rows(n) * shape.stride[n]) for n in shape.others}
        for matrix, (name, columns) in shape.packed.items():
            self.offset[name] = arena.add(shape.units[matrix][0] * columns * self.item)
        for value in self.layout.params:
            self.offset[_param(value)] = arena.add(shape.padded[value.size] * self.item)
        self.piece: Piece = arena.taken()
        self._shift = self.piece.address - int(self.piece.memory.ctypes.data)
        self.piece.memory[self._shift : self._shift + cleared].fill(0)

    def rows(self, name: str) -> int:
        """Rows of a buffer."""
        return self.order.slots if self.shape.edge[name] else len(self.order.order)

    def address(self, place: Place, row: int = 0) -> int:
        """Where a row of a place begins, in this pass or the one before."""
        inside = row * self.shape.stride[place.buffer] + self.shape.column(place)
        return self.at(place.buffer) + inside

    def at(self, name: str) -> int:
        """The address of something in the memory of this pass or the one before."""
        if name in self.offset:
            return self.piece.address + self.offset[name]
        assert self.below is not None
        return self.below.at(name)

    def numbers(self, name: str, count: int) -> np.ndarray:
        """Memory as numbers."""
        first = self._shift + self.offset[name]
        return self.piece.memory[first : first + count * self.item].view(self.plan.dtype)

    def fill(self, weights: "Weights") -> None:
        """Packed matrices and padded parameters of now."""
        blocks, shape = [], self.shape
        for matrix, (name, columns) in shape.packed.items():
            at, row = weights.matrix(matrix.name)
            deep, wide = shape.units[matrix]
            steps = (row, self.item) if matrix.transposed else (self.item, row)
            target = self.at(name)
            blocks.append([at, *steps, deep, wide, target, 0, 0, deep, columns, deep, columns])
        self.plan.library.pack(blocks)
        for value in self.layout.params:
            held = self.numbers(_param(value), shape.padded[value.size])
            number = weights.values(value.name)
            held[: len(number)] = number
            held[len(number) :] = 0

    def run(self) -> None:
        """All levels."""
        kernel, text = self.plan.upwards if self.below is None else self.plan.downwards
        order, shape = self.order, self.shape
        held = {
            "row_bounds": order.bounds, "edge_bounds": order.slot_bounds, "slot_of": order.slot,
            "first_slot": order.first_slot,
        }  # fmt: skip
        words = {name: int(array.ctypes.data) for name, array in held.items()}
        words["product"] = self.plan.library.product
        words["row_of"] = int(order.row_of.ctypes.data) if any(shape.edge.values()) else 0
        words |= {f"units_{size}": units for size, units in shape.sizes.items()}
        words |= {f"padded_{size}": units for size, units in shape.padded.items()}
        found = [words[w] if w in words else self.at(w.removeprefix("at_")) for w in text.words]
        lowest = 1 if self.plan.graph.at_leaves else 0
        if len(order.bounds) - 1 > lowest:
            launch(kernel, np.array(found, dtype=np.int64), (lowest, len(order.bounds) - 1))

    def span(self, edge: bool, inner: bool, inputs: bool) -> tuple[int, int]:
        """First and last row of a large product: all, those with children, or with inputs."""
        if edge:
            return 0, self.order.slots
        if inputs:
            given = self.order.given
            return 0, int(given.max()) + 1 if len(given) else 0
        inner = inner or self.plan.graph.at_leaves
        return (int(self.order.bounds[1]) if inner else 0), len(self.order.order)

    def apart(self) -> None:
        """Products outside the levels."""
        for product in self.layout.apart:
            own = "input" in (product.operand.buffer, product.result.buffer.removeprefix("d_"))
            first, last = self.span(product.domain == EDGE, False, own)
            if last > first:
                self._rows_product(product, first, last)

    def _rows_product(self, product: Product, first: int, last: int) -> None:
        shape, (name, columns) = self.shape, self.shape.packed[product.matrix]
        self.plan.library.rows_product(
            self.address(product.operand, first), shape.stride[product.operand.buffer],
            self.at(name),
            self.address(product.result, first), shape.stride[product.result.buffer],
            last - first, shape.units[product.matrix][0], columns, True,
        )  # fmt: skip

    def copy(
        self, source: tuple[int, int], target: tuple[int, int], shape: tuple[int, int, int],
        sources: np.ndarray | None = None, targets: np.ndarray | None = None,
    ) -> None:  # fmt: skip
        """Rows from one address and stride to another; shape: rows, units, padded units."""
        rows, units, width = shape
        lists = [0 if a is None else int(a.ctypes.data) for a in (sources, targets)]
        table = np.array([*source, *target, units, width, *lists], dtype=np.int64)
        if rows:
            launch(moves(self.plan.dtype)[0], table, (0, rows))


class Weights:
    """The stored tensors, or their gradients, by the equations' names."""

    def __init__(
        self, graph: Graph, sizes: dict[str, int], names: Sequence[str], tensors: Sequence[Tensor]
    ) -> None:
        self.tensors = dict(zip(names, tensors, strict=True))
        self.place = {
            p: (group.name, first, last)
            for group in graph.groups
            for p, (first, last) in slices(graph, group, sizes).items()
        }

    def matrix(self, name: str) -> tuple[int, int]:
        """Address and bytes between rows of a matrix."""
        group, first, _ = self.place[name]
        row = self.tensors[group].stride(0) * self.tensors[group].element_size()
        return self.tensors[group].data_ptr() + first * row, row

    def values(self, name: str) -> np.ndarray:
        """The numbers of a vector, bias or number."""
        group, first, last = self.place[name]
        return self.tensors[group].numpy()[first:last]


def _param(value: Value) -> str:
    return f"param_{value.name.replace('.', '_')}"


def forward(own: Any, x: Tensor, weights: list[Tensor]) -> tuple[tuple[Tensor, ...], Pass]:
    """The states [N, units] in the order of the forest's nodes, and what was kept."""
    graph = own.graph
    order = levels(own.forest, arity_of(graph))
    cell = plan(graph, NAMES[x.dtype])
    made = Pass(cell.shape(own.sizes, False), cell, order, None)
    made.fill(Weights(graph, own.sizes, own.names, weights))
    _enter(made, x)
    made.apart()
    made.run()
    states = []
    for state in graph.states:
        units = own.sizes[state.size]
        found = torch.empty(len(order.order), units, dtype=x.dtype)
        name = f"state_{state.name}"
        made.copy(
            (made.at(name), made.shape.stride[name]), (found.data_ptr(), units * made.item),
            (len(order.order), units, units), sources=order.row,
        )  # fmt: skip
        states.append(found)
    return tuple(states), made


def _enter(made: Pass, x: Tensor) -> None:
    """Inputs go to their rows, or to the slots of leaves in their parents."""
    name = "slots_x" if made.plan.graph.at_leaves else "input"
    if name not in made.offset:
        return
    size = made.layout.buffers[name].size
    source = (x.data_ptr(), x.shape[1] * made.item)
    sources, targets = _inputs(made)
    width = made.shape.padded[size]
    target = (made.at(name), width * made.item)
    shape = (len(targets), x.shape[1], width)
    made.copy(source, target, shape, sources, targets)


def _inputs(made: Pass) -> tuple[np.ndarray | None, np.ndarray]:
    """Which row of the input (None: as they come) goes to which row or slot; a tree's only node
    has no parent."""
    given = made.order.given
    if not made.plan.graph.at_leaves:
        return None, given
    slot = made.order.slot[given]
    sources = np.flatnonzero(slot >= 0)
    return sources, slot[sources]


def backward(
    own: Any, x: Tensor, weights: list[Tensor], kept: Pass, arriving: Sequence[Tensor | None],
    wanted: bool,
) -> tuple[Tensor | None, list[Tensor]]:  # fmt: skip
    """Gradients of the input (None where it is not wanted) and of the weights."""
    graph = own.graph
    made = Pass(kept.plan.shape(own.sizes, True), kept.plan, kept.order, kept)
    made.fill(Weights(graph, own.sizes, own.names, weights))
    for state, gradient in zip(graph.states, arriving, strict=True):
        name = f"gradient_{state.name}"
        if name in made.offset:
            _seed(made, name, gradient)
    made.run()
    found = [torch.zeros_like(w) for w in weights]
    _weights(made, Weights(graph, own.sizes, own.names, found))
    return (_input(made, x) if wanted else None), found


def _seed(made: Pass, name: str, gradient: Tensor | None) -> None:
    rows, stride = made.rows(name), made.shape.stride[name]
    if gradient is None:
        made.numbers(name, rows * stride // made.item).fill(0)
        return
    held = gradient.contiguous()
    units = held.shape[1]
    source = (held.data_ptr(), units * made.item)
    shape = (rows, units, stride // made.item)
    made.copy(source, (made.at(name), stride), shape, sources=made.order.order)


def _input(made: Pass, x: Tensor) -> Tensor:
    made.apart()
    found = torch.zeros_like(x)
    name = "d_slots_x" if made.plan.graph.at_leaves else "d_input"
    if name in made.offset:
        sources, rows = _inputs(made)
        size = made.layout.buffers[name].size
        source = (made.at(name), made.shape.padded[size] * made.item)
        width = x.shape[1]
        target = (found.data_ptr(), width * made.item)
        made.copy(source, target, (len(rows), width, width), rows, sources)
    return found


def _weights(made: Pass, gradients: Weights) -> None:
    """Sums over all rows: of products for matrices, of columns for the rest."""
    read, stride, jobs = made.plan.up.read, made.shape.stride, []
    for source, delta in made.plan.reverse.deltas.items():
        place = made.layout.read[delta]
        for arg, matrix in zip(source.args, source.weights, strict=True):
            right, inner = read[arg], arg.op in ("past", "total")
            edge = made.shape.edge[place.buffer]
            first, last = made.span(edge, inner, right.buffer == "input")
            columns, units = _units(made.plan.graph, made.shape.sizes, matrix)
            if last > first:
                jobs.append([
                    made.address(place, first), stride[place.buffer],
                    made.address(right, first), stride[right.buffer],
                    *gradients.matrix(matrix.name), last - first, units, columns,
                ])  # fmt: skip
    made.plan.library.transposed_products(jobs)
    for name, place in made.layout.totals:
        _total(made, gradients.values(name), place)


def _total(made: Pass, gradient: np.ndarray, place: Place) -> None:
    first, last = made.span(made.shape.edge[place.buffer], False, False)
    stride = made.shape.stride[place.buffer]
    sums = np.zeros(stride // made.item, dtype=made.plan.dtype)
    if last > first:
        source, target = made.address(place, first), int(sums.ctypes.data)
        made.plan.library.column_sums(source, stride, last - first, len(sums), target)
    units = made.shape.sizes[made.layout.buffers[place.buffer].size]
    gradient += sums[:units] if len(gradient) == units else sums[:units].sum()
