"""The learning rate falls where the validation score stays behind its best."""

from recurra.train.schedules import Schedule
from recurra.train.settings import FitSettings
from recurra.train.state import Progress


def rate(settings: FitSettings, progress: Progress) -> float:
    """That of now, or a smaller one after looks without a better score since the last cut."""
    if progress.plateau < settings.plateau_patience:
        return progress.rate
    progress.plateau = 0
    return progress.rate * settings.plateau_factor


SCHEDULE = Schedule(rate, watches_validation=True)
