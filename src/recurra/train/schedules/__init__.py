"""Learning-rate schedules, one file each; their names stand in `recurra.settings.training`."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from recurra.train.settings import FitSettings
    from recurra.train.state import Progress


@dataclass(frozen=True)
class Schedule:
    """The learning rate over a training.

    `rate` gives that of the next update. It is asked before each update and after each look, and
    what it needs to know is in the progress, so that a training goes on as if it had never stopped.
    It may count in the progress; asked twice at the same place it answers the same.
    """

    rate: Callable[["FitSettings", "Progress"], float]
    watches_validation: bool = False  # it needs a validation part
    # where the rate falls after a look, training goes on from the best weights so far
    rolls_back: bool = False
    needs_end: bool = False  # it depends on when the training ends: training on begins anew


def find(name: str) -> Schedule:
    """The schedule of this name, which is that of its file.

    >>> find("plateau").watches_validation
    True
    """
    return cast(Schedule, importlib.import_module(f"{__name__}.{name}").SCHEDULE)
