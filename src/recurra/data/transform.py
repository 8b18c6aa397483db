"""Differences and log returns, and the way back to levels.

diff: y_t - y_(t-1); logreturn: log(y_t / y_(t-1)); back: level + cumsum(d), level * exp(cumsum(r)).
"""

import numpy as np

from recurra.errors import unknown
from recurra.words import say

TRANSFORMS = ("none", "diff", "logreturn")


def check_transform(kind: str) -> str:
    """The name, or the error with the nearest names."""
    if kind not in TRANSFORMS:
        raise unknown(say("nouns.transform"), kind, TRANSFORMS)
    return kind


def apply(kind: str, levels: np.ndarray) -> np.ndarray:
    """[T, C] levels -> [T - 1, C] differences or log returns; levels unchanged for "none".

    >>> apply("diff", np.array([[1.0], [4.0], [2.0]])).tolist()
    [[3.0], [-2.0]]
    """
    if kind == "none":
        return levels
    return np.diff(np.log(levels) if kind == "logreturn" else levels, axis=0)


def undo(kind: str, last: np.ndarray, forecast: np.ndarray) -> np.ndarray:
    """Levels from forecasts [..., horizon, targets] and the last level seen [..., targets].

    >>> undo("diff", np.array([10.0]), np.array([[1.0], [2.0]])).tolist()
    [[11.0], [13.0]]
    """
    if kind == "none":
        return forecast
    total = np.cumsum(forecast, axis=-2)
    base = last[..., None, :]
    return base * np.exp(total) if kind == "logreturn" else base + total
