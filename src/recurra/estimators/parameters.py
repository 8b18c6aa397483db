"""Parameters that several estimators have, once: each is a field, with its default.

The classes build on these as dataclasses do, so that their `__init__` names every parameter, as
scikit-learn wants it. What a parameter means stands in the docstring of `SequenceClassifier`.
"""

from dataclasses import dataclass
from typing import Any

from recurra.nn.initialise import FORGET_BIAS


@dataclass(eq=False, repr=False, kw_only=True)
class Learning:
    """How any network is started and trained."""

    init: str = "uniform"
    forget_bias: float | None = FORGET_BIAS
    optimizer: str = "adam"
    learning_rate: float = 1e-2
    momentum: float = 0.9
    clip_norm: float = 1.0
    schedule: str = "none"
    batch_size: int = 32
    updates: int = 500
    evaluations: int = 20
    patience: int = 0
    validation_fraction: float = 0.2
    scoring: str | None = None
    backend: str = "auto"
    random_state: Any = None


@dataclass(eq=False, repr=False, kw_only=True)
class OnSequences(Learning):
    """What networks on sequences have beside: the parameters of `recurra.nn.Recurrent`."""

    num_layers: int = 1
    bidirectional: bool = False
    dropout: float = 0.0
    recurrent_dropout: float = 0.0
    zoneout: Any = 0.0
    hidden_gradient_clip: float = 0.0
    inputs: Any = None
