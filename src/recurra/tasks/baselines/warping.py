"""The distance of dynamic time warping, compiled when this module is loaded."""

import numba
import numpy as np

FLOATS = "Array(float32, 2, 'C', readonly=True)"
WHOLE = "Array(int64, 1, 'C', readonly=True)"


@numba.njit(
    f"float64({FLOATS}, int64, int64, int64, int64, int64, float64, float64[:, ::1])",
    cache=False,
)
def _distance(steps, a, n, b, m, band, limit, rows):  # type: ignore[no-untyped-def]
    """Of the n steps from row a on and the m from row b on; infinite where it exceeds `limit`."""
    wide = max(band, abs(n - m))
    before, now = 0, 1
    rows[before, : m + 1] = np.inf
    rows[before, 0] = 0.0
    for i in range(1, n + 1):
        rows[now, : m + 1] = np.inf
        least = np.inf
        for j in range(max(1, i - wide), min(m, i + wide) + 1):
            cost = 0.0
            for k in range(steps.shape[1]):
                off = steps[a + i - 1, k] - steps[b + j - 1, k]
                cost += off * off
            best = min(rows[before, j], rows[now, j - 1], rows[before, j - 1])
            rows[now, j] = cost + best
            least = min(least, cost + best)
        if least > limit:
            return np.inf
        before, now = now, before
    return rows[before, m]


@numba.njit(
    f"float64[:, ::1]({FLOATS}, {WHOLE}, {WHOLE}, {WHOLE}, {WHOLE}, int64, int64)", cache=False
)
def _nearest(steps, lengths, asked, known, labels, classes, band):  # type: ignore[no-untyped-def]
    starts = np.zeros(len(lengths) + 1, np.int64)
    starts[1:] = np.cumsum(lengths)
    found = np.full((len(asked), classes), np.inf)
    rows = np.empty((2, lengths.max() + 1))
    for q in range(len(asked)):
        for k in range(len(known)):
            one, other, own = asked[q], known[k], labels[k]
            distance = _distance(
                steps, starts[one], lengths[one], starts[other], lengths[other], band,
                found[q, own], rows,
            )  # fmt: skip
            found[q, own] = min(found[q, own], distance)
    return found


def nearest(
    asked: list[np.ndarray], known: list[np.ndarray], labels: np.ndarray, classes: int, band: int
) -> np.ndarray:
    """Distance [Q,classes] of each sequence [T,C] to the nearest known one of each class.

        D_ij = |x_i - y_j|^2 + min(D_(i-1)j, D_i(j-1), D_(i-1)(j-1)),   |i - j| <= band

    where the band is as wide as two lengths differ, at least; infinite of a class without one.

    >>> near = np.array([[0.0], [1.0], [1.0]], np.float32)
    >>> nearest([near[:2]], [near, near + 2], np.array([0, 1]), 3, 1).tolist()
    [[0.0, 5.0, inf]]
    """
    every = [*asked, *known]
    steps = np.ascontiguousarray(np.concatenate(every), np.float32)
    lengths = np.array([len(one) for one in every], np.int64)
    numbers = np.arange(len(every))
    found: np.ndarray = _nearest(
        steps, lengths, numbers[: len(asked)], numbers[len(asked) :],
        np.ascontiguousarray(labels, np.int64), classes, band,
    )  # fmt: skip
    return found
