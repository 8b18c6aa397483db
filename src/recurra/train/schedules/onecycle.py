"""Smith & Topin 2018, Super-convergence, arXiv 1708.07120, as torch has it, momentum left alone.

Along half a cosine from η / 25 up to η over the first 0.3 of a training, and down to η / 250,000
over the rest. Of T updates, counted from 0, the top is at 0.3 T - 1 and the end at T - 1.
"""

import math

from recurra.train.schedules import Schedule
from recurra.train.settings import FitSettings
from recurra.train.state import Progress

RISING, FIRST, LAST = 0.3, 25.0, 1e4  # torch's: share of a training, divisors


def rate(settings: FitSettings, progress: Progress) -> float:
    """That of the next update; a rung that is stopped early is on the way of a full training."""
    most, end = settings.learning_rate, settings.total_updates - 1
    top = RISING * settings.total_updates - 1
    first = most / FIRST
    if progress.update <= top:
        return _between(first, most, progress.update / top if top > 0 else 1.0)
    return _between(most, first / LAST, (progress.update - top) / (end - top))


def _between(start: float, end: float, share: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2


SCHEDULE = Schedule(rate, needs_end=True)
