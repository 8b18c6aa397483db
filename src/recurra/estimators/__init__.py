"""Networks with scikit-learn's conventions: fit, predict, score, get_params, clone."""

from recurra.estimators.forecaster import Forecaster
from recurra.estimators.sequence_classifier import SequenceClassifier

__all__ = ["Forecaster", "SequenceClassifier"]
