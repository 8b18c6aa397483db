"""Moving average."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.data.prepare.step import Filter
from recurra.words import Text, say


@final
@dataclass(frozen=True)
class Average(Filter):
    """y_t = mean(x_(t-k+1) .. x_t): of the last k values, of fewer at the beginning.

    >>> Average(2).run(np.array([1.0, 3.0, 5.0]))[0].tolist()
    [1.0, 2.0, 4.0]
    """

    name = "average"
    steps: int

    def wrong(self) -> Text:
        """Of one value it would be nothing."""
        return "" if self.steps >= 2 else say("data.prepare.at_least", argument="steps", least=2)

    def run(self, x: np.ndarray, state: Any = None) -> tuple[np.ndarray, Any]:
        """Sums are of distances from the first value, so that none far from zero loses digits."""
        if not len(x):
            return x, state
        from scipy.signal import lfilter  # loaded where it computes

        first, count, sums = (x[0], 0, np.zeros(self.steps - 1)) if state is None else state
        total, sums = lfilter(np.ones(self.steps), 1.0, x - first, zi=sums)
        taken = np.minimum(count + 1 + np.arange(len(x)), self.steps)
        return first + total / taken, (first, count + len(x), sums)
