"""Training in blocks of steps: in one thread block after block, in several all steps at once; the
same bits, and but for the order of sums the results of a pass that knows no blocks."""

import numba
import odd_cells
import pytest
import torch

from recurra.bench.shapes import SHAPES
from recurra.compiler.backends.numba.chain import blocks, run
from recurra.compiler.backends.numba.chain.rows import Rows, rows_of
from recurra.compiler.backends.numba.chain.tensors import known
from recurra.ir import cell, scalar, tanh, vector
from recurra.nn import Recurrent


@cell(states="h")
def summed(x, h, W, U, b, c, k):
    """Vectors and a number whose gradients are sums of one column."""
    return tanh(W @ x + U @ h + b + vector(c) + scalar(k))


SMALL = ((23, 3, 5, 7), (40, 2, 16, 16))  # T, B, I, H; rows as they are in memory, and padded
CELLS = ("lstm", "gru", "layernorm_lstm", "peephole", odd_cells.mean_alone, summed)
several = pytest.mark.skipif(numba.config.NUMBA_NUM_THREADS < 2, reason="one thread")


def trained(spec, shape, dtype, threads=1):
    """Output and all gradients, final states in the loss."""
    run._bindings.clear()
    steps, batch, width, hidden = shape
    torch.manual_seed(0)
    network = Recurrent(spec, width, hidden).to(dtype)
    x = torch.randn(steps, batch, width, dtype=dtype, requires_grad=True)
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(threads)
        output, finals = network(x)
        finals = torch.cat([f.flatten() for f in torch.utils._pytree.tree_leaves(finals)])
        ((output * torch.randn_like(output)).sum() + (finals**2).sum()).backward()
    finally:
        torch.set_num_threads(before)
    return [output.detach(), x.grad, *(p.grad for p in network.parameters())]


def made(shape):
    """The forward pass that was made; a user's cell is proven on another shape before."""
    [own] = [f for f in run._bindings.values() if (f.rows.steps, f.rows.batch) == shape[:2]]
    return own


@pytest.fixture
def cut(monkeypatch):
    """Blocks of so many steps from now on, as one cell has them."""

    def to(shape, steps):
        each = shape[1] * sum(made(shape).sized.kept_rows(False).values())
        monkeypatch.setattr(blocks, "BLOCK", each * steps)
        monkeypatch.setattr(blocks, "SEVERAL", 0)
        monkeypatch.setattr(blocks, "LARGE", 0)

    yield to
    run._bindings.clear()


@pytest.mark.parametrize("steps", [2, 6])
@pytest.mark.parametrize("shape", SMALL)
@pytest.mark.parametrize("spec", CELLS)
def test_blocks_change_nothing(cut, spec, shape, steps):
    whole = trained(spec, shape, torch.float64)
    assert len(made(shape).blocks) == 1
    cut(shape, steps)
    parts = trained(spec, shape, torch.float64)
    assert len(made(shape).blocks) == -(-shape[0] // steps)
    assert "divided" in vars(made(shape))
    assert torch.equal(whole[0], parts[0])  # forward adds nothing up over steps
    # a gradient is a sum over rows and steps in another order
    close = 4 * shape[0] * shape[1] * torch.finfo(torch.float64).eps
    for a, b in zip(whole, parts, strict=True):
        assert (a - b).abs().max() <= close * a.abs().max()


@several
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("spec", CELLS)
def test_threads_change_no_bit_of_blocks(monkeypatch, cut, spec, dtype):
    shape = (150, 8, 5, 21)  # the products of a block go over more rows than they take at a time
    monkeypatch.setattr("recurra.compiler.backends.numba.program.program.WORTH", 1)
    undivided = trained(spec, shape, dtype, 2)
    cut(shape, 40)
    alone = trained(spec, shape, dtype)
    assert "divided" in vars(made(shape))
    together = trained(spec, shape, dtype, 2)
    assert "divided" not in vars(made(shape))
    assert len(made(shape).blocks) == 4
    assert all(torch.equal(a, b) for a, b in zip(alone, together, strict=True))
    assert not all(torch.equal(a, b) for a, b in zip(undivided, together, strict=True))


@several
def test_the_number_of_threads_may_change_between_the_passes(cut):
    shape = (24, 3, 5, 7)
    trained("lstm", shape, torch.float32)
    cut(shape, 4)
    network, results = Recurrent("lstm", 5, 7), []
    x, before = torch.randn(24, 3, 5), torch.get_num_threads()
    try:
        for forward, backward in ((1, 1), (2, 1), (1, 2)):
            network.zero_grad()
            torch.set_num_threads(forward)
            loss = network(x)[0].square().sum()
            torch.set_num_threads(backward)
            loss.backward()
            results.append([p.grad.clone() for p in network.parameters()])
    finally:
        torch.set_num_threads(before)
    for other in results[1:]:
        assert all(torch.equal(a, b) for a, b in zip(results[0], other, strict=True))


def test_other_work_is_not_divided(cut):
    """Sequences of different lengths, and inference."""
    shape = (24, 3, 5, 7)
    trained("lstm", shape, torch.float32)
    cut(shape, 4)
    sized = made(shape).sized
    assert len(blocks.blocks(sized, Rows(*shape[:2]))) == 6
    assert blocks.blocks(sized, rows_of(*shape[:2], torch.tensor([24, 20, 3]))) == [(0, 24)]
    assert run.Forward(sized, Rows(*shape[:2]), False).blocks == [(0, 24)]


def test_sizes_alone_say_what_is_divided():
    """Of the benchmark's shapes, digits pixel by pixel: many steps, few weights."""
    networks = {s: Recurrent("lstm", s[2], s[3]) for s in SHAPES}
    found = {s: blocks.blocks(_sized(n), Rows(*s[:2])) for s, n in networks.items()}
    assert [s for s, own in found.items() if len(own) > 1] == [(784, 32, 1, 100)]
    own = found[784, 32, 1, 100]
    assert sum(steps for _, steps in own) == 784
    assert all(steps % 2 == 0 for _, steps in own[:-1])


def _sized(network):
    graph = network.cell.graph()
    return known(graph, {"x": network.input_size, "h": network.hidden_size}, torch.float32)
