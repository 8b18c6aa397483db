"""Training: `fit` and what decides it."""

from recurra.train.fit import FitResult, fit, one_thread
from recurra.train.settings import FitSettings
from recurra.train.state import FitState, Progress
from recurra.train.step import Moment, Probe

__all__ = [
    "FitResult",
    "FitSettings",
    "FitState",
    "Moment",
    "Probe",
    "Progress",
    "fit",
    "one_thread",
]
