"""Preparation of columns: what `--prepare` names, one step a file.

`parse` reads what is written, `plan` says what that is for some columns, `tables` and `sequences`
do it, `running` does it row by row in a stream. What a step is stands in `step`; which there are,
in `recurra.settings.steps`.
"""

import importlib
from typing import Any

from recurra.settings.steps import STEPS


def find(name: str) -> Any:
    """The class of the step of this name, one of `STEPS`.

    >>> find("diff").stage
    'change'
    """
    module, _, kind = STEPS[name].partition(".")
    return getattr(importlib.import_module(f"{__name__}.{module}"), kind)
