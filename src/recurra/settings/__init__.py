"""Everything that can be set, once: a tree of frozen records, standard library only."""

from recurra.settings.arguments import spelled_out
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
from recurra.settings.training import Fitting, Objective, Recurrence, Training

__all__ = [
    "Fitting",
    "Objective",
    "Option",
    "Recurrence",
    "Setting",
    "Training",
    "changed",
    "check",
    "departures",
    "made",
    "option",
    "settings",
    "spelled_out",
    "taken",
    "values",
    "with_default",
    "with_settings",
]
