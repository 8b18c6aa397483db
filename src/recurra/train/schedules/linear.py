"""A straight line to nothing: η_t = η (1 - t / T) for update t of T, counted from 0."""

from recurra.train.schedules import Schedule
from recurra.train.settings import FitSettings
from recurra.train.state import Progress


def rate(settings: FitSettings, progress: Progress) -> float:
    """That of the next update; a rung that is stopped early is on the way of a full training."""
    return settings.learning_rate * (1 - progress.update / settings.total_updates)


SCHEDULE = Schedule(rate, needs_end=True)
