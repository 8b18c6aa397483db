"""The classes of the tasks in `recurra.settings.tasks`, and what they bring to a bundle.

A task is found by its line there: nothing here or above names one.
"""

import importlib
from typing import Any

from recurra.nn.heads.likelihoods.gaussian import Gaussian
from recurra.settings.tasks import TASKS
from recurra.tasks import baselines
from recurra.tasks.baselines.fitted import FittedBaseline


def _found(place: str) -> Any:
    module, _, name = place.rpartition(".")
    return getattr(importlib.import_module(f"recurra.tasks.{module}"), name)


KINDS: tuple[Any, ...] = tuple(_found(place) for place in TASKS.values() if place)

# By the name in the facts of a bundle; of trees it is not that of the task, which sequences have.
SAVED: dict[str, Any] = {getattr(kind, "saved", kind.name): kind for kind in KINDS}

# What baselines become by their fit: the classes by which a bundle names its model.
FITTED: dict[str, type[FittedBaseline]] = {
    **baselines.FITTED,
    **{fit.__name__: fit for kind in KINDS for fit in getattr(kind, "fits", ())},
}

# The loss and the decoding of a head of values, by the name that a bundle has for them.
LIKELIHOODS: dict[str, Any] = {
    **{own.name: own for kind in KINDS if (own := getattr(kind, "likelihood", None)) is not None},
    Gaussian.name: Gaussian,
}
