"""Missing values: forward from the past; between two values only for what is known ahead."""

import numpy as np


def forward(values: np.ndarray, start: np.ndarray) -> np.ndarray:
    """[T, C]: each gap gets the last value before it; a gap at the very start gets `start` [C].

    >>> forward(np.array([[np.nan], [1.0], [np.nan]]), np.array([7.0])).ravel().tolist()
    [7.0, 1.0, 1.0]
    """
    present = ~np.isnan(values)
    if present.all():
        return values
    last = np.maximum.accumulate(np.where(present, np.arange(len(values))[:, None], -1), axis=0)
    taken = np.take_along_axis(values, np.maximum(last, 0), axis=0)
    return np.where(last >= 0, taken, start)


def between(values: np.ndarray, spans: list[tuple[int, int]]) -> np.ndarray:
    """[T, C] with gaps on the straight line between the values around them.

    For columns that are known ahead only: elsewhere the line would show the future. Lines do not
    cross the borders of `spans` (the parts), so that no part learns from a later one.

    >>> x = np.array([[0.0], [np.nan], [2.0], [np.nan], [9.0]])
    >>> between(x, [(0, 3), (3, 5)]).ravel().tolist()
    [0.0, 1.0, 2.0, nan, 9.0]
    """
    out = values.copy()
    for first, last in spans:
        for c in range(values.shape[1]):
            part = values[first:last, c]
            good = np.flatnonzero(~np.isnan(part))
            if 1 < len(good) < len(part):
                inner = np.arange(good[0], good[-1] + 1)
                out[first + inner, c] = np.interp(inner, good, part[good])
    return out
