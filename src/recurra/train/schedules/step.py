"""A cut after each so many updates: η_t = η f^⌊t / n⌋ for update t, counted from 0."""

from recurra.train.schedules import Schedule
from recurra.train.settings import FitSettings
from recurra.train.state import Progress


def rate(settings: FitSettings, progress: Progress) -> float:
    """f is `plateau_factor`, n is `step_updates`."""
    cuts = progress.update // settings.step_updates
    return settings.learning_rate * settings.plateau_factor**cuts


SCHEDULE = Schedule(rate)
