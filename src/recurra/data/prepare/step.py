"""What a step of a preparation is: one contract for each of five stages, done in this order.

    resample   rows become fewer                            (of a whole table or sequence)
    missing    what stands where a value is missing
    filter     a value and those before it become one       y_t of x_1 .. x_t
    change     a value becomes its distance from another    z_t of x_t and x_(t-k)
    scale      (x - centre) / spread                        fitted on the training part

The first three change the data themselves, in the user's units; the last two are how a network sees
them, and are undone in what it forecasts. No step looks ahead, but for what fills a gap inside of a
sequence that is there as a whole.
"""

import dataclasses
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from recurra.data import scratch
from recurra.words import Text

STAGES = ("resample", "missing", "filter", "change", "scale")


@dataclass(frozen=True)
class Step(ABC):
    """One step; its fields are the arguments in parentheses."""

    name: ClassVar[str]
    stage: ClassVar[str]

    def wrong(self) -> Text:
        """What is wrong with its arguments, "" where nothing is."""
        return ""

    def __str__(self) -> str:
        """As it is written, without arguments at their defaults."""
        given = [(getattr(self, f.name), f.default) for f in dataclasses.fields(self)]
        while given and given[-1][0] == given[-1][1]:
            given.pop()
        return self.name + (f"({', '.join(str(value) for value, _ in given)})" if given else "")


class Missing(Step):
    """What stands for a missing value. marks: whether a channel says where there was none; ahead:
    whether it needs values after a gap."""

    stage = "missing"
    marks: ClassVar[bool] = False
    ahead: ClassVar[bool] = False

    def fill(self, x: np.ndarray) -> np.ndarray:
        """[T] with gaps (NaN) filled, as far as this step does it."""
        return x


class Filter(Step):
    """A causal filter of one column."""

    stage = "filter"

    @abstractmethod
    def run(self, x: np.ndarray, state: Any = None) -> tuple[np.ndarray, Any]:
        """[T] filtered, and the state after them; `state`: that after what came before, None at
        the beginning. In pieces or whole, the values are the same."""


class Change(Step):
    """The distance of a value from one before; the first `reach` values have none, and get 0."""

    stage = "change"

    @property
    @abstractmethod
    def reach(self) -> int:
        """How many values before it a change needs."""

    @abstractmethod
    def apply(self, x: np.ndarray) -> np.ndarray:
        """[T] changes."""

    @abstractmethod
    def undo(self, changes: np.ndarray, before: np.ndarray) -> np.ndarray:
        """Values [N, H] of changes [N, H] and the values before them [N, reach]."""

    def misfit(self, x: np.ndarray) -> np.ndarray:
        """[T] bool: values that it cannot take."""
        return np.zeros(x.shape, bool)


class Scaling(Step):
    """Centre and spread of the training part."""

    stage = "scale"

    @abstractmethod
    def measure(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of [T, columns]: centre and spread [columns], spread above zero."""


def nonzero(spread: np.ndarray, x: np.ndarray, rounding: float = 1e-12) -> np.ndarray:
    """The spread of [T, columns], 1 where it is nothing but rounding."""
    low, high = scratch.ends(x)
    low, high = np.fmin(low, 0.0), np.fmax(high, 0.0)
    tiny = rounding * np.maximum(-low, high)
    return np.where(spread > tiny, spread, 1.0)
