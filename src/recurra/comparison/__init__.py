"""The main job: a fair comparison of recurrent networks on a user's own data.

The names are loaded when they are first used: a worker takes the modules that train and measure,
and nothing of statistics and report.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recurra.comparison.driver import compare
    from recurra.comparison.examined import examine, load
    from recurra.comparison.progress import Progress

_HOME = {"Progress": "progress", "compare": "driver", "examine": "examined", "load": "examined"}

__all__ = ["Progress", "compare", "examine", "load"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'recurra.comparison' has no attribute {name!r}")
    return getattr(importlib.import_module(f"recurra.comparison.{_HOME[name]}"), name)
