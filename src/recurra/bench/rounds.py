"""Turns: in every round each contender makes its calls, one after the other, so that whatever else
the machine does meets all of them alike. Ratios are formed within a round; their median counts."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from recurra.words import Text

REST = 0.01  # seconds: until the threads of the one before have stopped spinning
LONG = 0.1  # seconds: so long a call fills the caches itself; a quicker one is warmed up
MOST_CALLS = 2000


class Timed(Protocol):
    """What can be asked for laps: a `crew.Contender`."""

    def ask(self, **request: Any) -> dict[str, Any]:
        """`do="laps", calls=n` -> {"laps": [...], "cores": c} or {"reason": "..."}."""


@dataclass(frozen=True)
class Laps:
    """What one contender did in all rounds."""

    rounds: tuple[tuple[float, ...], ...]  # seconds of each call, for each round
    cores: float
    failed: Text = ""

    @property
    def medians(self) -> np.ndarray:
        """The median of each round."""
        return np.array([np.median(r) for r in self.rounds])


def calls(once: float, turn: float) -> int:
    """How many calls fill a turn of so many seconds.

    >>> calls(0.003, 0.01), calls(5.0, 0.1), calls(1e-9, 1.0)
    (4, 1, 2000)
    """
    return max(1, min(MOST_CALLS, math.ceil(turn / max(once, 1e-9))))


def turns(
    contenders: Mapping[str, Timed], each: Mapping[str, int], rounds: int, rest: float = REST
) -> dict[str, Laps]:
    """Let contenders take turns; the first of a round changes from round to round.

    One that fails drops out; the others go on.
    """
    names = list(contenders)
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    failed: dict[str, Text] = {}
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            if name in failed:
                continue
            time.sleep(rest)
            answer = contenders[name].ask(do="laps", calls=each[name])
            if "reason" in answer:
                failed[name] = answer["reason"]
            found[name].append(answer)
    return {
        name: Laps((), 0.0, failed[name]) if name in failed else _laps(found[name])
        for name in names
    }


def _laps(answers: Sequence[dict[str, Any]]) -> Laps:
    return Laps(
        tuple(tuple(a["laps"]) for a in answers),
        float(np.median([a["cores"] for a in answers])),
    )


def quartiles(values: np.ndarray) -> tuple[float, float, float]:
    """Lower quartile, median, upper quartile."""
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    return float(low), float(middle), float(high)
