"""Running a model over many batches without learning."""

from __future__ import annotations  # torch is loaded where it computes

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from torch import nn

    from recurra.nn.batch import Batch


def decoded(model: nn.Module, batches: Iterable[Batch], count: int) -> np.ndarray:
    """The head's decoded outputs in float64, in the order of `Batch.index`: [count,...].

    The model is put into evaluation mode and back into the mode it was in.
    """
    import torch

    was_training, table = model.training, np.empty(0)
    model.eval()
    try:
        with torch.inference_mode():
            for number, batch in enumerate(batches):
                answer = model.head.decode(model(batch))  # type: ignore[union-attr, operator]
                if number == 0:
                    table = np.empty((count, *answer.shape[1:]), dtype=np.float64)
                assert batch.index is not None
                # at once: an answer may hold on to the memory of all that it was computed from
                table[batch.index.numpy()] = answer.numpy()
    finally:
        model.train(was_training)
    return table
