"""Low-pass filter."""

from dataclasses import dataclass
from functools import cache
from typing import Any, final

import numpy as np

from recurra.data.prepare.step import Filter
from recurra.words import Text, say

HIGHEST = 8  # order


@final
@dataclass(frozen=True)
class LowPass(Filter):
    """A Butterworth filter, forward in time alone: what repeats within 1 / cutoff steps goes.

    cutoff: in cycles a step, where half of the power passes; order: how steep it is. Values come
    late by it, by about order / (6 cutoff) steps: that is what looking at no future costs.

    >>> LowPass(0.1).run(np.full(5, 7.0))[0].tolist()
    [7.0, 7.0, 7.0, 7.0, 7.0]
    """

    name = "lowpass"
    cutoff: float
    order: int = 2

    def wrong(self) -> Text:
        """Half a cycle a step is the fastest that there is."""
        if not 0 < self.cutoff < 0.5:
            return say("data.prepare.cutoff", value=self.cutoff)
        if not 1 <= self.order <= HIGHEST:
            return say("data.prepare.order_of_filter", value=self.order, most=HIGHEST)
        return ""

    def run(self, x: np.ndarray, state: Any = None) -> tuple[np.ndarray, Any]:
        """As if the first value had always been; what is filtered is the distance from it."""
        if not len(x):
            return x, state
        from scipy.signal import sosfilt  # loaded where it computes

        sections = _sections(self.cutoff, self.order)
        first, held = (x[0], np.zeros((len(sections), 2))) if state is None else state
        y, held = sosfilt(sections, x - first, zi=held)
        return first + y, (first, held)


@cache
def _sections(cutoff: float, order: int) -> np.ndarray:
    from scipy.signal import butter

    return np.asarray(butter(order, cutoff, fs=1.0, output="sos"))
