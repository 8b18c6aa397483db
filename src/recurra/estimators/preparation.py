"""The parameter `prepare` of estimators: a plan for the columns of arrays."""

from collections.abc import Sequence
from typing import Any

from recurra.data.prepare.parse import step
from recurra.data.prepare.plan import Plan, planned
from recurra.errors import SettingError
from recurra.words import say


def plan_of(estimator: Any, names: Sequence[str], refused: Sequence[str]) -> Plan:
    """The steps of each column, by the names that its data have here.

    A table with names is prepared by them. Raises SettingError for steps of stages that are
    `refused`: what arrays cannot lack is not filled, and rows that are given are those forecast.
    """
    if not estimator.prepare:
        return {}
    called = [str(name) for name in getattr(estimator, "feature_names_in_", names)]
    found = planned(estimator.prepare, called if len(called) == len(names) else tuple(names))
    for steps in found.values():
        for one in map(step, steps):
            if one.stage in refused:
                raise SettingError(say("estimators.no_step", step=str(one)))
    own = dict(zip(called, names, strict=False)) if len(called) == len(names) else {}
    return {own.get(name, name): steps for name, steps in found.items()}
