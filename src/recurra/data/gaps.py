"""Where values are missing, as channels: whether each was seen, and how long ago it last was.

As Che et al. 2018 (Recurrent neural networks for multivariate time series with missing values,
arXiv 1606.01865) have them, for each column by itself, with s the time of a step:

    seen     m_t = 1 where there is a value, else 0
    gap      δ_1 = 0,  δ_t = s_t - s_(t-1) + (0 if m_(t-1) else δ_(t-1))

The gap is the time since the last value before this step, in steps where steps are even.
"""

import numpy as np

from recurra.errors import unknown
from recurra.words import Text, say

SEEN, GAP = " seen", " gap"  # what is added to a column's name
SINCE = "time since last row"  # name of a column
WISHES = ("auto", "none", "mask", "gap", "mask+gap")


def check(wish: str) -> None:
    """Raise SettingError for channels that there are not."""
    if wish not in WISHES:
        raise unknown("--missing", wish, WISHES)


def wanted(wish: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns with a channel that says whether a value was seen, and those with a gap.

    >>> wanted("mask", ("a", "b"))
    (('a', 'b'), ())
    """
    parts = wish.split("+")
    return names if "mask" in parts else (), names if "gap" in parts else ()


def seen(values: np.ndarray) -> np.ndarray:
    """[T, C]: 1 where there is a value, 0 where it is missing (NaN)."""
    return (~np.isnan(values)).astype(np.float64)


def since(values: np.ndarray, times: np.ndarray | None = None) -> np.ndarray:
    """[T, C]: the time since the last value before each step, counted from the first step where
    there was none; `times` [T] of the steps, by default 0, 1, 2 ...

    >>> x = np.array([[1.0], [np.nan], [np.nan], [4.0], [5.0]])
    >>> since(x).ravel().tolist()
    [0.0, 1.0, 2.0, 3.0, 1.0]
    """
    steps = np.arange(len(values))
    own = steps if times is None else times
    last = np.maximum.accumulate(np.where(np.isnan(values), 0, steps[:, None]), axis=0)
    before = np.concatenate([np.zeros((1, values.shape[1]), np.int64), last[:-1]])[: len(values)]
    return np.asarray(own[:, None] - own[before], np.float64)


def sentence(seen_of: tuple[str, ...], gap_of: tuple[str, ...]) -> tuple[Text, ...]:
    """What is said of these channels."""
    said = [say("data.gaps.seen", names=seen_of)] if seen_of else []
    said += [say("data.gaps.since", names=gap_of)] if gap_of else []
    return tuple(said)
