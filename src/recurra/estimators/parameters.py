"""Parameters that several estimators have, once: each is a field, with its default.

The classes build on these as dataclasses do, so that their `__init__` names every parameter, as
scikit-learn wants it; those of training and recurrence stand in `recurra.settings`. What a
parameter means stands in the docstring of `SequenceClassifier`.
"""

from dataclasses import dataclass
from typing import Any

from recurra.nn.initialise import FORGET_BIAS
from recurra.settings import Fitting, Recurrence, with_settings
from recurra.settings.pooling import LAST


@dataclass(eq=False, repr=False, kw_only=True)
@with_settings(Fitting, patience=0)
class Learning:
    """How any network is started and trained."""

    init: str = "uniform"
    forget_bias: float | None = FORGET_BIAS
    learning_rate: float = 1e-2
    batch_size: int = 32
    updates: int = 500
    validation_fraction: float = 0.2
    scoring: str | None = None
    backend: str = "auto"
    random_state: Any = None


@dataclass(eq=False, repr=False, kw_only=True)
@with_settings(Recurrence)
class OnSequences(Learning):
    """What networks on sequences have beside: the parameters of `recurra.nn.Recurrent`."""

    num_layers: int = 1
    bidirectional: bool = False
    dropout: float = 0.0
    inputs: Any = None
    pooling: str = LAST
    prepare: str = ""
