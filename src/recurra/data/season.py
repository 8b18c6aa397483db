"""The seasonal period: usual for the step, and confirmed on the training part."""

import numpy as np

from recurra.data.steps import Step

CLEAR = 0.1  # autocorrelation at the period, and its excess over that at half the period
CYCLES = 3  # full periods that the training part must hold


def find_season(step: Step, training: np.ndarray) -> int | None:
    """The shortest usual period that the training values [T] show, or None.

    Shown: the autocorrelation at the period is above `CLEAR` and more than that above the one at
    half the period, where a cycle would be at its opposite. Slow waves fail the second test.

    >>> hours = np.sin(2 * np.pi * np.arange(240) / 24)
    >>> find_season(Step("milliseconds", 3_600_000), hours)
    24
    """
    for period in step.season_candidates():
        if period >= 2 and len(training) >= CYCLES * period:
            at, opposite = (_correlation(training, lag) for lag in (period, period // 2))
            if at > CLEAR and at - opposite > CLEAR:
                return period
    return None


def _correlation(values: np.ndarray, lag: int) -> float:
    centred = values - values.mean()
    power = float(centred @ centred)
    if lag == 0 or power == 0.0:
        return 0.0
    return float(centred[:-lag] @ centred[lag:]) / power
