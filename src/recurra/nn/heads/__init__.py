"""Heads: a module from features [B,F] to an output, with its loss and its decoding.

Every head has `forward(features, future=None) -> output`, `loss(output, target) -> mean scalar`,
`decode(output) -> what a user reads` and `reset_parameters(generator)`.
"""

from recurra.nn.heads.classification import ClassificationHead
from recurra.nn.heads.counts import CountHead
from recurra.nn.heads.forecast import ForecastHead

__all__ = ["ClassificationHead", "CountHead", "ForecastHead"]
