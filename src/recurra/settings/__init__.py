"""Everything that can be set, once: a tree of frozen records, standard library only."""

from recurra.settings import older
from recurra.settings.arguments import spelled_out
from recurra.settings.comparison import Comparison, Decision, Draws, Effort, Networks, Run
from recurra.settings.option import (
    Option,
    Setting,
    changed,
    check,
    departures,
    made,
    option,
    same,
    settings,
    taken,
    values,
    with_default,
    with_settings,
)
from recurra.settings.reading import Reading, Source, placed
from recurra.settings.training import Fitting, Objective, Recurrence, Training

__all__ = [
    "Comparison",
    "Decision",
    "Draws",
    "Effort",
    "Fitting",
    "Networks",
    "Objective",
    "Option",
    "Reading",
    "Recurrence",
    "Run",
    "Setting",
    "Source",
    "Training",
    "changed",
    "check",
    "departures",
    "made",
    "older",
    "option",
    "placed",
    "same",
    "settings",
    "spelled_out",
    "taken",
    "values",
    "with_default",
    "with_settings",
]
