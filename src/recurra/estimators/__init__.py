"""Networks with scikit-learn's conventions: fit, predict, score, get_params, clone."""

from recurra.estimators.forecaster import Forecaster
from recurra.estimators.sequence_classifier import SequenceClassifier
from recurra.estimators.tree_classifier import TreeClassifier

__all__ = ["Forecaster", "SequenceClassifier", "TreeClassifier"]
