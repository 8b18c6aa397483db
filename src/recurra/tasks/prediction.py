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

    was_training = model.training
    model.eval()
    try:
        with torch.inference_mode():
            answers = [
                (batch.index, model.head.decode(model(batch)))  # type: ignore[union-attr, operator]
                for batch in batches
            ]
    finally:
        model.train(was_training)
    first = answers[0][1]
    table = np.empty((count, *first.shape[1:]), dtype=np.float64)
    for index, answer in answers:
        assert index is not None
        table[index.numpy()] = answer.numpy()
    return table
