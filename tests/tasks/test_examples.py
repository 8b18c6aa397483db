"""Batches hold the sequences that they were asked for, however a part is kept."""

import numpy as np
import pytest
import torch

from recurra.data import gather, split_classes
from recurra.records import Source
from recurra.tasks import Classification
from recurra.tasks.examples import LINE, Examples


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.int64], ids=str)
@pytest.mark.parametrize("wide", [False, True])
def test_a_batch_is_its_sequences_side_by_side(dtype, wide):
    inputs = LINE // dtype.itemsize - (not wide)  # just enough for the one way, or for the other
    x = np.random.default_rng(0).integers(0, 99, (6, 4, inputs))
    examples = Examples(x.reshape(-1, inputs), np.full(6, 4), dtype)
    assert examples.by_step == wide and len(examples) == 6
    chosen = np.array([5, 0, 3])
    taken, lengths = examples.take(chosen)
    assert lengths is None and taken.dtype == dtype and taken.is_contiguous()
    assert torch.equal(taken, torch.from_numpy(x[chosen].transpose(1, 0, 2)).to(dtype))


def test_looks_at_parts_in_turns_answer_for_the_part_asked():
    data = gather(Source.of("digits", limit=200))
    task = Classification(data, split_classes(data, seed=0))

    class Sums(torch.nn.Module):  # answers with a fact of each example
        head = None

        def forward(self, batch):
            return batch.x.double().sum((0, 2))[:, None]

    model = Sums()
    model.head = type("", (), {"decode": staticmethod(lambda answer: answer)})
    for part, size in (("validation", 64), ("validation", 64), ("test", 64), ("validation", 7)):
        found = task.predictions(model, part, size)
        expected = [float(one.astype(np.float64).sum()) for one in task.sequences(part)]
        # pixels are not negative, so the order of a sum costs at most eps an addition
        rounding = data.x[0].size * np.finfo(np.float64).eps
        np.testing.assert_allclose(found[:, 0], expected, rtol=rounding)
