"""Columns made from time: places on the circles of day, week and year; known in the future."""

import numpy as np

from recurra.data.steps import DAY, Step

CIRCLES = ("hour of day", "day of week", "day of year")
_YEARS = 1.95  # of training data, before the place in the year can be told from the trend


def useful(step: Step, training: np.ndarray) -> tuple[str, ...]:
    """Names of the circles that make sense for this step and this stretch of training stamps.

    >>> hours = np.datetime64("2020-01-01T00", "s") + np.arange(24 * 30) * np.timedelta64(3600, "s")
    >>> useful(Step("milliseconds", 3_600_000), hours)
    ('hour of day', 'day of week')
    """
    if step.kind == "rows" or len(training) < 2:
        return ()
    size = step.milliseconds
    days = (training[-1] - training[0]) / np.timedelta64(1, "D")
    fits = {
        "hour of day": size < DAY and days >= 2 and _varies(_day_share(training)),
        "day of week": size <= DAY and days >= 14,
        "day of year": size <= 100 * DAY and days >= 365.25 * _YEARS,
    }
    return tuple(name for name, fit in fits.items() if fit)


def names(circles: tuple[str, ...]) -> tuple[str, ...]:
    """Column names: a sine and a cosine each."""
    return tuple(f"{circle} {wave}" for circle in circles for wave in ("sin", "cos"))


def columns(time: np.ndarray, circles: tuple[str, ...]) -> np.ndarray:
    """[T, 2 * circles] float64 in -1 to 1.

    >>> six = np.array(["2020-01-01T06:00:00"], "datetime64[s]")
    >>> columns(six, ("hour of day",)).round(6).tolist()
    [[1.0, 0.0]]
    """
    shares = {
        "hour of day": _day_share,
        "day of week": lambda t: (t.astype("datetime64[D]").astype(np.int64) + 3) % 7 / 7,
        "day of year": _year_share,
    }
    waves = [f(2 * np.pi * shares[c](time)) for c in circles for f in (np.sin, np.cos)]
    return np.stack(waves, axis=1) if waves else np.zeros((len(time), 0))


def _varies(values: np.ndarray) -> bool:
    return bool((values != values[0]).any())


def _day_share(time: np.ndarray) -> np.ndarray:
    return (time - time.astype("datetime64[D]")) / np.timedelta64(1, "D")


def _year_share(time: np.ndarray) -> np.ndarray:
    year = time.astype("datetime64[Y]")
    days = (time.astype("datetime64[D]") - year.astype("datetime64[D]")).astype(np.int64)
    return days / 365.25
