"""Training: `fit` and what decides it."""

from recurra.train.fit import FitResult, Moment, Probe, fit, one_thread
from recurra.train.settings import FitSettings
from recurra.train.state import FitState, Progress

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
