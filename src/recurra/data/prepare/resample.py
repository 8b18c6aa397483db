"""Fewer rows: several become one."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import final

import numpy as np

from recurra.data.prepare.step import Step
from recurra.data.steps import DAY
from recurra.data.steps import Step as CalendarStep
from recurra.words import Text, say

UNITS = {"ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": DAY, "w": 7 * DAY}
MONTHS = {"mo": 1, "q": 3, "y": 12}
BY: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "mean": lambda rows: np.nanmean(rows, axis=0),
    "sum": lambda rows: np.nanmean(rows, axis=0) * len(rows),
    "least": lambda rows: np.nanmin(rows, axis=0),
    "most": lambda rows: np.nanmax(rows, axis=0),
    "median": lambda rows: np.nanmedian(rows, axis=0),
    "first": lambda rows: rows[_present(rows).argmax(axis=0), np.arange(rows.shape[1])],
    "last": lambda rows: rows[::-1][_present(rows)[::-1].argmax(axis=0), np.arange(rows.shape[1])],
}


def _present(rows: np.ndarray) -> np.ndarray:
    return ~np.isnan(rows)


@final
@dataclass(frozen=True)
class Resample(Step):
    """The rows of each span (of time, or so many) as one: mean, sum, least, most, median, first or
    last of its values; missing where fewer than half of them are there.

    >>> Resample("15min").span, Resample("q").span, Resample("4").rows
    (Step(kind='milliseconds', size=900000, place=''), Step(kind='months', size=3, place=''), 4)
    """

    name = "resample"
    stage = "resample"
    every: str
    by: str = "mean"

    def wrong(self) -> Text:
        """A span or a count, and a known way."""
        if self.by not in BY:
            return say("data.prepare.no_way", name=self.by, known=tuple(BY))
        if self.rows is not None and self.rows < 2:
            return say("data.prepare.at_least", argument="every", least=2)
        if self.rows is None and self.span is None:
            return say("data.prepare.no_span", span=self.every, units=(*UNITS, *MONTHS))
        return ""

    @property
    def rows(self) -> int | None:
        """How many rows become one; None where a span of time says it."""
        return int(self.every) if self.every.isascii() and self.every.isdigit() else None

    @property
    def span(self) -> CalendarStep | None:
        """The step of the new rows; None where it is none of time."""
        found = re.fullmatch(r"(\d*)([a-z]+)", self.every)
        size = int(found[1] or 1) if found else 0
        if not found or not size:
            return None
        if found[2] in UNITS:
            return CalendarStep("milliseconds", size * UNITS[found[2]])
        return CalendarStep("months", size * MONTHS[found[2]]) if found[2] in MONTHS else None

    def joined(self, values: np.ndarray) -> np.ndarray:
        """[columns] of the rows [T, columns] of one span."""
        few = np.isnan(values).mean(axis=0) > 0.5
        known = np.where(few, 0.0, values)
        return np.where(few, np.nan, BY[self.by](known))
