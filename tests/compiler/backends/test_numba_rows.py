"""Rows of sequences of different lengths; one program for all lengths."""

import numpy as np
import pytest
import torch

from recurra.compiler.backends.numba.chain.rows import rows_of
from recurra.nn import Recurrent


def test_rows_step_by_step():
    """Against the definition: sorted sequences that still run, step after step."""
    lengths = torch.tensor([2, 5, 1, 5, 3])
    rows = rows_of(6, 5, lengths)
    order = [1, 3, 4, 0, 2]
    listed = [(t, j) for t in range(5) for j in range(5) if lengths[order[j]] > t]
    assert rows.count == len(listed) == int(lengths.sum())
    assert rows.index.tolist() == [t * 5 + order[j] for t, j in listed]
    before = [listed.index((t - 1, j)) if t else n for n, (t, j) in enumerate(listed)]
    assert rows.before.tolist() == before
    assert rows.last.tolist() == [listed.index((int(lengths[o]) - 1, j)) for j, o in
                                  enumerate(order)]  # fmt: skip


@pytest.mark.parametrize("cell", ["lstm", "scrn"])
def test_lengths_in_flight_at_the_same_time(cell):
    """Two forward passes of other lengths, then both backward passes, by the same program."""
    own = Recurrent(cell, 3, 9, backend="numba", dtype=torch.float64)
    reference = Recurrent(cell, 3, 9, backend="reference", dtype=torch.float64)
    reference.load_state_dict(own.state_dict())
    drawn = np.random.default_rng(0)
    x = torch.tensor(drawn.standard_normal((6, 4, 3)))
    given = [torch.tensor(n) for n in ([6, 2, 5, 1], [1, 3, 3, 6], [2, 2, 1, 2])]
    found = []
    for network in (own, reference):
        inputs = [x.clone().requires_grad_() for _ in given]
        outputs = [network(x, lengths=n)[0] for x, n in zip(inputs, given, strict=True)]
        for output in outputs:
            (output * output).sum().backward()
        gradients = [p.grad for p in network.parameters()]
        found.append([*(o.detach() for o in outputs), *(x.grad for x in inputs), *gradients])
    for a, b in zip(*found, strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-13 * float(b.abs().max()))
