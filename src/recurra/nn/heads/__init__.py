"""Heads: a module from features [B,F] to an output, with its loss and its decoding.

Every head has `forward(features, future=None) -> output`, `loss(output, target) -> mean scalar`,
`decode(output) -> what a user reads`, `reset_parameters(generator)`, and `settings() -> dict`, by
which a bundle builds it again. What a head of values learns by is a `Likelihood`.
"""

from recurra.nn.heads.classification import ClassificationHead
from recurra.nn.heads.forecast import ForecastHead
from recurra.nn.heads.likelihood import Likelihood, SquaredError

__all__ = ["ClassificationHead", "ForecastHead", "Likelihood", "SquaredError"]
