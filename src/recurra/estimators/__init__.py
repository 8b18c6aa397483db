"""Networks with scikit-learn's conventions: fit, predict, score, get_params, clone.

The names are loaded when they are first used: `training`, beside them, needs no scikit-learn.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recurra.estimators.forecaster import Forecaster
    from recurra.estimators.sequence_classifier import SequenceClassifier
    from recurra.estimators.tree_classifier import TreeClassifier

_HOME = {
    "Forecaster": "forecaster",
    "SequenceClassifier": "sequence_classifier",
    "TreeClassifier": "tree_classifier",
}

__all__ = ["Forecaster", "SequenceClassifier", "TreeClassifier"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'recurra.estimators' has no attribute {name!r}")
    return getattr(importlib.import_module(f"recurra.estimators.{_HOME[name]}"), name)
