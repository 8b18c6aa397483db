"""Everything that can be set, once: a tree of frozen records, standard library only."""

from recurra.settings.arguments import spelled_out
from recurra.settings.comparison import Comparison, Decision, Effort, Networks, Run
from recurra.settings.option import (
    Option,
    Setting,
    changed,
    check,
    departures,
    made,
    option,
    settings,
    taken,
    values,
    with_default,
    with_settings,
)
from recurra.settings.reading import Source, placed
from recurra.settings.training import Fitting, Objective, Recurrence, Training

__all__ = [
    "Comparison",
    "Decision",
    "Effort",
    "Fitting",
    "Networks",
    "Objective",
    "Option",
    "Recurrence",
    "Run",
    "Setting",
    "Source",
    "Training",
    "changed",
    "check",
    "departures",
    "made",
    "option",
    "placed",
    "settings",
    "spelled_out",
    "taken",
    "values",
    "with_default",
    "with_settings",
]
