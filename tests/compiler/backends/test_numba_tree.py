"""Programs for trees: threads, parts of a batch, memory between buffers."""

import numpy as np
import pytest
import torch

from recurra import cells
from recurra.compiler.backends.numba.machine import memory
from recurra.compiler.backends.numba.machine.threads import threads
from recurra.compiler.backends.numba.tree import batch
from recurra.compiler.backends.numba.tree.batch import Allocation, Batch
from recurra.compiler.backends.numba.tree.plan import TreePlan, TreeSized
from recurra.compiler.backends.numba.tree.run import Passes
from recurra.compiler.forest import levels
from recurra.compiler.tree_backend import TREE_BACKENDS
from recurra.compiler.tree_conformance import gradients, problem, random_forest
from recurra.compiler.tree_step import EDGE

NUMBA = TREE_BACKENDS[0]


@pytest.fixture
def two_threads(monkeypatch):
    monkeypatch.setattr(batch, "SMALL", 0)
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    if threads() < 2:
        torch.set_num_threads(before)
        pytest.skip("numba has one thread here")
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize("name", ["nary", "childsum"])
def test_bits_do_not_depend_on_threads(two_threads, name):
    cell = cells.find(name)
    drawn = problem(cell, random_forest(cell, trees=9, most=30, seed=2))
    own = Batch(drawn.graph, drawn.forest, units=5)
    assert own.counts[batch.COUNTS.index("parts")] == 2
    found = []
    for count in (1, 2):
        torch.set_num_threads(count)
        found.append([*drawn.run(NUMBA), *gradients(drawn, lambda d: d.run(NUMBA))])
    assert all(torch.equal(a, b) for a, b in zip(*found, strict=True))


@pytest.mark.parametrize("most", [1, 2, 3, 7])
def test_parts_hold_whole_trees_and_each_row_once(most):
    forest = random_forest(cells.find("childsum"), trees=5, most=20, seed=4)
    order = levels(forest, -1)
    bounds = batch._parts(forest, order, most)
    parts = len(bounds) - 1
    assert 1 <= parts <= min(most, 5) and (most == 1 or parts > 1)
    np.testing.assert_array_equal(bounds[0], order.bounds[:-1])
    np.testing.assert_array_equal(bounds[-1], order.bounds[1:])
    part = np.empty(len(order.order), int)
    for p in range(parts):
        for first, last in zip(bounds[p], bounds[p + 1], strict=True):
            part[order.order[first:last]] = p
    tree = np.repeat(np.arange(len(forest)), forest.sizes)
    assert all(len(set(part[tree == t].tolist())) == 1 for t in range(len(forest)))


@pytest.mark.parametrize("name", ["rnn_tree", "childsum"])
def test_nothing_is_written_between_buffers(monkeypatch, name):
    monkeypatch.setattr(memory, "GAP", 1024)
    monkeypatch.setattr(memory, "POISON", True)
    fenced = []

    def taken(self, batch, inner=Allocation.taken):
        piece, places = inner(self, batch)
        fenced.append((self, batch, piece, places[0]))
        return piece, places

    monkeypatch.setattr(Allocation, "taken", taken)
    cell = cells.find(name)
    drawn = problem(cell, random_forest(cell, trees=3, most=9, seed=1))
    own = Passes(TreeSized(TreePlan(drawn.graph, "float64"), drawn.sizes))
    with torch.no_grad():
        weights = list(drawn.weights.values())
        states, kept = own.forward(drawn.forest, drawn.x, weights)
        own.backward(drawn.x, weights, kept, [torch.ones_like(s) for s in states], True)
    layouts = own.sized.plan.chain.up, own.sized.plan.chain.down
    assert len(fenced) == 2
    for (allocation, own, piece, places), layout in zip(fenced, layouts, strict=True):
        shift = piece.address - piece.memory.ctypes.data
        held = piece.memory[shift : shift + (piece.memory.size - shift) // 8 * 8].view(np.int64)
        free = np.ones(held.size, dtype=bool)
        for buffer, place, stride in zip(
            layout.buffers.values(), places, allocation.strides, strict=True
        ):
            first = (place - piece.address) // 8
            rows = own.slots if buffer.domain == EDGE else own.nodes
            free[first : first + rows * stride // 8] = False
        assert free.sum() >= 128 * len(places)
        assert (held[free] == memory.PATTERN).all()
