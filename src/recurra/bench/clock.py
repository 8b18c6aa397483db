"""Timing of several candidates under the same conditions.

The candidates take turns in every round, so that whatever else the machine does meets all of them
alike. Each round gives a median; `noise` is how far the medians of the rounds lie apart.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Timing:
    """Seconds of one call: median, 99th percentile, relative spread of the rounds' medians."""

    p50: float
    p99: float
    noise: float
    rounds: int
    calls: int  # a round


def interleaved(
    candidates: Mapping[str, Callable[[], object]],
    *,
    rounds: int = 5,
    calls: int = 40,
    limit: float | None = None,
) -> dict[str, Timing]:
    """Time each candidate `rounds` times `calls` calls, in turns, after one round to warm up.

    `limit` is the number of seconds all of it may take; the calls a round are reduced to fit.

    >>> timings = interleaved({"sum": lambda: sum(range(1000))}, rounds=2, calls=3)
    >>> timings["sum"].rounds, timings["sum"].calls, timings["sum"].p50 > 0
    (2, 3, True)
    """
    once = {name: min(_laps(call, 2)) for name, call in candidates.items()}
    each = calls if limit is None else _affordable(sum(once.values()), rounds, calls, limit)
    laps: dict[str, list[list[float]]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, call in candidates.items():
            laps[name].append(_laps(call, each))
    return {name: _timing(found) for name, found in laps.items()}


def _affordable(turn: float, rounds: int, calls: int, limit: float) -> int:
    return max(1, min(calls, int(limit / max(turn * rounds, 1e-9))))


def _laps(call: Callable[[], object], calls: int) -> list[float]:
    found = []
    for _ in range(calls):
        start = time.perf_counter()
        call()
        found.append(time.perf_counter() - start)
    return found


def _timing(rounds: list[list[float]]) -> Timing:
    medians = [float(np.median(laps)) for laps in rounds]
    middle = float(np.median(medians))
    every = np.concatenate(rounds)
    return Timing(
        p50=middle,
        p99=float(np.quantile(every, 0.99)),
        noise=(max(medians) - min(medians)) / middle if middle > 0 else 0.0,
        rounds=len(rounds),
        calls=len(rounds[0]),
    )
