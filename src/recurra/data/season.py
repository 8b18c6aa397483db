"""The seasonal period: usual for the step, and confirmed on the training part."""

import math

import numpy as np

from recurra.data.steps import Step

CLEAR = 0.1  # autocorrelation at the period, and its excess over that at half the period
CYCLES = 3  # full periods that the training part must hold
SURE = 3.0  # standard errors: noise passes in 0.13 % of the cases, for each period that is tried


def find_season(step: Step, training: np.ndarray) -> int | None:
    """The shortest usual period that the training values [T] show, or None.

    A straight line is taken out first: a trend would be correlated at every lag. Shown: the
    autocorrelation r at the period p is above a bound, and so is its excess over r at half the
    period, where a cycle would be at its opposite. Slow waves fail the second test.

    The bounds depend on T. Of white noise r has the standard error 1/√T at every lag, the lags
    being uncorrelated (Bartlett 1946, J. Royal Stat. Soc. Supplement 8), so the difference of two
    has √(2/T). Both must be `SURE` of these above 0, and above `CLEAR`, so that what is found in a
    long series is also worth something.

    >>> hours = np.sin(2 * np.pi * np.arange(240) / 24)
    >>> find_season(Step("milliseconds", 3_600_000), hours)
    24
    """
    residual = _without_line(training)
    error = 1 / math.sqrt(max(1, len(training)))
    least, least_excess = max(CLEAR, SURE * error), max(CLEAR, SURE * math.sqrt(2) * error)
    for period in step.season_candidates():
        if period >= 2 and len(training) >= CYCLES * period:
            at, opposite = (_correlation(residual, lag) for lag in (period, period // 2))
            if at > least and at - opposite > least_excess:
                return period
    return None


def _without_line(values: np.ndarray) -> np.ndarray:
    """What the least-squares line through the values leaves."""
    centred = values - values.mean() if len(values) else values
    time = np.arange(len(values)) - (len(values) - 1) / 2
    return centred - time * float(time @ centred) / max(float(time @ time), 1.0)


def _correlation(residual: np.ndarray, lag: int) -> float:
    power = float(residual @ residual)
    if lag == 0 or power == 0.0:
        return 0.0
    return float(residual[:-lag] @ residual[lag:]) / power
