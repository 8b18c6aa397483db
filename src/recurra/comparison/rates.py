"""Learning rates: how they are drawn, which of them are good, when the range is too narrow."""

import math
from collections.abc import Sequence
from itertools import pairwise

from recurra.comparison import sobol
from recurra.records import Point

TOLERANCE = 0.05  # a rate is good if its score is at most 5 % (relative) behind the best
DECADES_WIDER = 1.0


def draw(number: int, low: float, high: float, seed: int) -> tuple[float, ...]:
    """`number` learning rates, quasi-random and log-uniform on [low, high].

    A scrambled Sobol sequence, turned (modulo 1) so that its first point is the geometric middle
    of the range: with few trials that is the best guess. Drawing more keeps the first ones.

    >>> [round(rate, 4) for rate in draw(3, 1e-4, 1e-2, seed=0)]
    [0.001, 0.0049, 0.002]
    """
    points = sobol.points(number, seed)
    turned = (points - points[0] + 0.5) % 1.0
    start, span = math.log10(low), math.log10(high / low)
    return tuple(_short(10 ** (start + span * float(point))) for point in turned)


def at_edge(rates: Sequence[float], best: float) -> int:
    """-1 or 1 if the best rate is the lowest or highest of several, else 0."""
    if len(rates) < 3:
        return 0
    return int(best == max(rates)) - int(best == min(rates))


def wider(
    low: float, high: float, edges: set[int], number: int, seed: int
) -> tuple[tuple[float, float], tuple[float, ...]]:
    """The range one decade wider at the given edges (-1, 1), with as dense draws in the new part.

    >>> (low, high), rates = wider(1e-4, 1e-1, {1}, number=6, seed=0)
    >>> low, round(high, 3), len(rates), all(0.1 < rate < 1 for rate in rates)
    (0.0001, 1.0, 2, True)
    """
    each = max(2, round(number / math.log10(high / low) * DECADES_WIDER))
    new: list[float] = []
    factor = 10**DECADES_WIDER
    if -1 in edges:
        new += draw(each, low / factor, low, seed + 1)
        low /= factor
    if 1 in edges:
        new += draw(each, high, high * factor, seed + 2)
        high *= factor
    return (low, high), tuple(new)


def good(
    points: Sequence[Point], higher_is_better: bool, tolerance: float = TOLERANCE
) -> tuple[float, float] | None:
    """The contiguous range of learning rates around the best with a score within `tolerance`.

    The best of the (rate, score) points fixes what is good: |score - best| <= tolerance * |best|.
    Between a good point and its bad neighbour the limit is interpolated on the logarithm of the
    rate; it cannot lie beyond the outermost points.

    >>> good([(0.001, 0.5), (0.01, 1.0), (0.1, 0.5)], True, tolerance=0.25)
    (0.00316, 0.0316)
    """
    known = sorted(point for point in points if math.isfinite(point[1]))
    if not known:
        return None
    sign = 1.0 if higher_is_better else -1.0
    best = max(range(len(known)), key=lambda i: sign * known[i][1])
    floor = sign * known[best][1] - tolerance * abs(known[best][1])
    return (
        _limit(known[best::-1], sign, floor),
        _limit(known[best:], sign, floor),
    )


def decades(limits: tuple[float, float] | None) -> float:
    """Width of a range in powers of ten.

    >>> decades((0.001, 0.1))
    2.0
    """
    return math.log10(limits[1] / limits[0]) if limits else 0.0


def _limit(points: Sequence[Point], sign: float, floor: float) -> float:
    """The rate at which the score, from the first point outwards, falls below the floor."""
    for (rate, score), (further, worse) in pairwise(points):
        if sign * worse < floor:
            share = (sign * score - floor) / (sign * (score - worse))
            return _short(rate * (further / rate) ** share)
    return points[-1][0]


def _short(rate: float) -> float:
    """Three significant digits: what is shown is what is used."""
    return float(f"{rate:.3g}")
