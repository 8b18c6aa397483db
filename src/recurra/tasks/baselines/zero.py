"""No change."""

from typing import Any, final

import numpy as np

from recurra.tasks.task import Fitted


@final
class Zero:
    """Zero, for differences and returns: the level stays."""

    name = "zero"
    naive = True

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """There is nothing to fit."""
        return Fitted(0, lambda part: np.zeros((len(task.origins(part)), *task.output_shape)))
