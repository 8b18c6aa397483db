"""recurra: which recurrent network, trained how, at what cost, and does it remember far enough?

The public names; each is loaded when it is first used.
"""

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from recurra.comparison import compare, examine, load
    from recurra.estimators import Forecaster, SequenceClassifier, TreeClassifier
    from recurra.ir import Cell, cell
    from recurra.nn import GRU, LSTM, RNN, Forest, Recurrent, Recursive

_HOME = {
    "Cell": "recurra.ir",
    "Forecaster": "recurra.estimators",
    "GRU": "recurra.nn",
    "LSTM": "recurra.nn",
    "RNN": "recurra.nn",
    "Forest": "recurra.nn",
    "Recurrent": "recurra.nn",
    "Recursive": "recurra.nn",
    "SequenceClassifier": "recurra.estimators",
    "TreeClassifier": "recurra.estimators",
    "cell": "recurra.ir",
    "compare": "recurra.comparison",
    "examine": "recurra.comparison",
    "load": "recurra.comparison",
}

__all__ = [
    "GRU",
    "LSTM",
    "RNN",
    "Cell",
    "Forecaster",
    "Forest",
    "Recurrent",
    "Recursive",
    "SequenceClassifier",
    "TreeClassifier",
    "cell",
    "compare",
    "examine",
    "load",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'recurra' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
