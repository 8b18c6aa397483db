"""Sequences as rows of one table, for models that know no time."""

from collections.abc import Sequence

import numpy as np

from recurra.words import Text, say

# More columns than this are averaged over neighbouring steps.
COLUMNS = 2048


def table(sequences: Sequence[np.ndarray], steps: int, fill: float = 0.0) -> np.ndarray:
    """[N, steps * channels] float32: cut after `steps`, shorter ones filled up at the end.

    >>> table([np.array([[1.0], [2.0], [3.0]]), np.array([[4.0]])], steps=2).tolist()
    [[1.0, 2.0], [4.0, 0.0]]
    """
    channels = sequences[0].shape[1]
    rows = np.full((len(sequences), steps, channels), fill, dtype=np.float32)
    for row, one in zip(rows, sequences, strict=True):
        row[: len(one)] = one[:steps]
    width = pool(steps, channels)
    if width > 1:
        rows = rows[:, : steps - steps % width].reshape(len(rows), -1, width, channels).mean(2)
    return rows.reshape(len(rows), -1)


def pool(steps: int, channels: int) -> int:
    """How many neighbouring steps are averaged so that the table stays small.

    >>> pool(28, 28), pool(10_000, 1)
    (1, 5)
    """
    return max(1, min(steps, -(-steps * channels // COLUMNS)))


def pooled_note(steps: int, channels: int) -> tuple[Text, ...]:
    """The sentence that says so."""
    width = pool(steps, channels)
    return (say("tasks.baselines.pooled", steps=width),) if width > 1 else ()
