"""A time budget is turned into a plan: how many learning rates, how many updates.

A training of U updates with E looks at the validation part takes U u + E e seconds; u and e are
measured for each architecture by a short pilot. All architectures get the same number of updates,
so the slow ones take more of the time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from recurra.comparison import rungs
from recurra.errors import SettingError
from recurra.words import say

UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}
RATES = (8, 6, 4)  # learning rates: fewer where time is short
MORE_RATES = (16, 12)  # and more where there is time left
SAFE = 0.94  # share of the remaining time that is planned with
STEP = 20  # updates are a multiple of this: four rungs of five evaluations
WIDER = 3  # trials of the first rung kept in reserve for a wider range


@dataclass(frozen=True)
class Pace:
    """Measured seconds of one architecture, alone on a core as in the search."""

    update: float
    evaluation: float
    test: float = 0.0  # predicting the test part once

    def training(self, updates: int, evaluations: int) -> float:
        """Seconds of a full training."""
        return updates * self.update + evaluations * self.evaluation


def seconds(text: str) -> float:
    """A budget in words as seconds.

    >>> seconds("90s"), seconds("10m"), seconds("1h30m")
    (90.0, 600.0, 5400.0)
    """
    found = re.findall(r"(\d+(?:\.\d+)?)\s*([smh])", text.strip().lower())
    if not found or re.sub(r"(\d+(?:\.\d+)?)\s*([smh])\s*", "", text.strip().lower()):
        raise SettingError(say("comparison.errors.budget_unread", budget=text))
    total = sum(float(number) * UNITS[unit] for number, unit in found)
    if total <= 0:
        raise SettingError(say("comparison.errors.budget_nothing", budget=text))
    return total


def trainings(rates: int, seeds: int) -> float:
    """Full trainings of one architecture: search, reserve for a wider range, final seeds.

    >>> trainings(8, seeds=5)
    9.75
    """
    return rungs.trainings(rates) + WIDER * rungs.SHARES[0] + seeds


def fit(
    left: float,
    paces: Mapping[str, Pace],
    *,
    seeds: int,
    workers: int,
    evaluations: int,
    least: int,
    most: int,
) -> tuple[int, int]:
    """(learning rates, updates) that use up `left` seconds, between `least` and `most` updates.

    >>> fit(100.0, {"lstm": Pace(0.01, 0.0)}, seeds=5, workers=1, evaluations=20,
    ...     least=100, most=5000)
    (8, 960)
    """
    for rates in RATES:
        updates = _updates(left, paces, rates, seeds, workers, evaluations)
        if updates >= least:
            break
    if updates < STEP:
        needed = _needed(paces, rates, seeds, workers, evaluations, least)
        raise SettingError(
            say("comparison.errors.budget_short", left=left, updates=least, needed=needed)
        )
    for more in reversed(MORE_RATES):
        wider = _updates(left, paces, more, seeds, workers, evaluations)
        rates = more if wider >= most else rates
    updates = _updates(left, paces, rates, seeds, workers, evaluations)
    return rates, min(updates, most // STEP * STEP)


def _updates(
    left: float,
    paces: Mapping[str, Pace],
    rates: int,
    seeds: int,
    workers: int,
    evaluations: int,
) -> int:
    each = trainings(rates, seeds) / workers
    fixed = sum(
        each * evaluations * p.evaluation + seeds * p.test / workers for p in paces.values()
    )
    slope = sum(each * p.update for p in paces.values())
    return max(0, int((left * SAFE - fixed) / slope) // STEP * STEP)


def _needed(
    paces: Mapping[str, Pace],
    rates: int,
    seeds: int,
    workers: int,
    evaluations: int,
    updates: int,
) -> float:
    each = trainings(rates, seeds) / workers
    whole = sum(p.training(updates, evaluations) for p in paces.values()) * each
    return whole + sum(seeds * p.test / workers for p in paces.values())
