"""Runs a tree cell's programs over forests: memory and addresses of a call."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backends.numba.machine.memory import Piece
from recurra.compiler.backends.numba.tree.batch import Allocation, Batch
from recurra.compiler.backends.numba.tree.collect import TreeCollector
from recurra.compiler.backends.numba.tree.plan import TreeSized
from recurra.compiler.forest import Forest


class Kept:
    """What the backward pass reads of the forward pass."""

    def __init__(self, batch: Batch, piece: Piece, places: np.ndarray) -> None:
        self.batch, self.piece, self.places = batch, piece, places.ravel().tolist()


class Passes:
    """The programs of a cell with its sizes, each made when it is first needed."""

    def __init__(self, sized: TreeSized) -> None:
        self.sized, self.graph = sized, sized.plan.graph
        self.weights = [
            *(f"weight {name}" for name in sized.names),
            *(f"derived {name}" for name in sized.derived),
        ]
        self.widths = [sized.sizes[s.size] for s in self.graph.states]
        self.backwards: dict[tuple[bool, ...], Backward] = {}
        up, strides = sized.plan.chain.up, sized.strides(sized.plan.chain.up)
        self.allocation = Allocation(up, list(strides.values()))
        self.row = sum(strides.values()) // sized.item
        bases = ("x", *self.weights, *(f"new {s.name}" for s in self.graph.states))
        collector = TreeCollector(sized, up, sized.plan.chain.upwards, sized.plan.upwards, bases)
        collector.prepare()
        collector.clear()
        collector.enter()
        collector.apart()
        collector.levels()
        collector.leave()
        self.scratch, self.program = collector.finished()

    def forward(
        self, forest: Forest, x: Tensor, weights: Sequence[Tensor]
    ) -> tuple[tuple[Tensor, ...], Kept]:
        """The states [N, units] in the order of the forest's nodes, and what was kept.

        `weights` are the stored tensors and values of parameters alone.
        """
        batch = Batch(self.graph, forest, self.row)
        kept = Kept(batch, *self.allocation.taken(batch))
        states = tuple(torch.empty(batch.nodes, units, dtype=x.dtype) for units in self.widths)
        scratch = self.scratch.taken()
        bases = [0, scratch.address, *kept.places, *batch.words]
        bases += [t.data_ptr() for t in (x, *weights, *states)]
        self.program.run(bases, scratch.address, varying=batch.varying, wide=batch.wide)
        return states, kept

    def backward(
        self, x: Tensor, weights: Sequence[Tensor], kept: Kept,
        arriving: Sequence[Tensor | None], wanted: bool,
    ) -> tuple[Tensor | None, list[Tensor]]:  # fmt: skip
        """Gradients of the input (None where it is not wanted) and of the weights."""
        key = (wanted, *(g is not None for g in arriving))
        if key not in self.backwards:
            self.backwards[key] = Backward(self, wanted, key[1:])
        return self.backwards[key].run(x, weights, kept, arriving)


class Backward:
    """The backward pass for the states whose gradients arrive, with that of the input or not."""

    def __init__(self, passes: Passes, wanted: bool, received: Sequence[bool]) -> None:
        sized, states = passes.sized, passes.graph.states
        down, self.wanted = sized.plan.chain.down, wanted
        strides = sized.strides(down)
        self.allocation = Allocation(down, [strides[name] for name in down.buffers])
        bases = ["d_x", *passes.weights, *(f"d_{w}" for w in passes.weights)]
        bases += [f"d_new {s.name}" for s in states]
        collector = TreeCollector(
            sized, down, sized.plan.chain.downwards, sized.plan.downwards, bases
        )
        collector.clear_gradients()
        collector.prepare()
        collector.clear()
        for state, arrives in zip(states, received, strict=True):
            collector.arrive(state, arrives)
        collector.levels()
        collector.matrices()
        collector.totals()
        if wanted:
            collector.apart()
            collector.leave_input()
        self.scratch, self.program = collector.finished()

    def run(
        self, x: Tensor, weights: Sequence[Tensor], kept: Kept, arriving: Sequence[Tensor | None]
    ) -> tuple[Tensor | None, list[Tensor]]:
        """As `Passes.backward`."""
        batch = kept.batch
        of_weights, dx = [torch.empty_like(w) for w in weights], None
        if self.wanted:
            dx = torch.empty_like(x)
        held = [None if g is None else g.contiguous() for g in arriving]
        piece, places = self.allocation.taken(batch)  # the piece is given back when this call ends
        scratch = self.scratch.taken()
        bases = [0, scratch.address, *kept.places, *places.ravel().tolist(), *batch.words]
        bases += [0 if t is None else t.data_ptr() for t in (dx, *weights, *of_weights, *held)]
        self.program.run(bases, scratch.address, varying=batch.varying, wide=batch.wide)
        del piece
        return dx, of_weights


_passes: dict[int, Passes] = {}


def passes(sized: TreeSized) -> Passes:
    """The programs of a cell with its sizes, made once."""
    return _passes.setdefault(id(sized), _passes.get(id(sized)) or Passes(sized))
