"""No change."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.task import Fitted


@final
class Zero:
    """Zero, for differences and returns: the level stays."""

    name = "zero"
    naive = True
    needs: tuple[str, ...] = ()

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """There is nothing to fit."""
        return Fitted(0, NoChange(), task.given)


@final
@dataclass(frozen=True, eq=False)
class NoChange(FittedBaseline):
    """It has no parts."""

    def predict(self, given: Any) -> np.ndarray:
        """Zeros."""
        return np.zeros((len(given), *given.shape))
