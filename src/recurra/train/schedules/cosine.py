"""Loshchilov & Hutter 2017, SGDR, arXiv 1608.03983, without restarts.

η_t = η (1 + cos(π t / T)) / 2 for update t of T, counted from 0: from all of η to nearly none.
"""

import math

from recurra.train.schedules import Schedule
from recurra.train.settings import FitSettings
from recurra.train.state import Progress


def rate(settings: FitSettings, progress: Progress) -> float:
    """That of the next update; a rung that is stopped early is on the way of a full training."""
    done = progress.update / settings.total_updates
    return settings.learning_rate * (1 + math.cos(math.pi * done)) / 2


SCHEDULE = Schedule(rate, needs_end=True)
