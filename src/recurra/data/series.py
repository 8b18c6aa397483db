"""One or several series of a table, and the two moments that cut them into parts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recurra.data.facts import Facts
from recurra.data.steps import Step
from recurra.words import Text, say

PARTS = ("train", "validation", "test")
SHARES = (0.70, 0.85)  # of the time axis: where validation and where test begin


@dataclass(frozen=True, eq=False)
class Group:
    """One series on its grid of time.

    time: [T] datetime64[s], or None where the table has no time; values: [T, columns] float64, no
    missing ones left; observed: [T, targets] bool, False where a target's value was filled in;
    levels: [T, targets] the targets before the transform.
    """

    key: str
    time: np.ndarray | None
    values: np.ndarray
    observed: np.ndarray
    levels: np.ndarray

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, eq=False)
class Series:
    """One or several series of one table, ready for the split.

    columns: names of the values' columns: all of them are inputs of a window's history; targets
    and known are among them. season: seasonal period in steps, None where none was found.
    facts: everything that was learned from the training part and is needed to read new data.
    """

    name: str
    groups: tuple[Group, ...]
    columns: tuple[str, ...]
    targets: tuple[str, ...]
    known: tuple[str, ...]
    step: Step
    season: int | None
    transform: str
    facts: Facts
    inferred: tuple[Text, ...] = ()
    cleaned: tuple[Text, ...] = ()
    files: tuple[str, ...] = ()

    def where(self, names: tuple[str, ...]) -> np.ndarray:
        """Numbers of these columns."""
        return np.array([self.columns.index(name) for name in names], np.int64)

    @property
    def starts(self) -> np.ndarray:
        """[groups + 1] int64: where each group begins if all are laid one after another."""
        return np.cumsum([0, *(len(g) for g in self.groups)])


@dataclass(frozen=True, eq=False)
class Boundaries:
    """For each group the rows at which validation and test begin.

    rows: [(validation, test), ...]; moments: the same as words; sentences: how it was done.
    """

    rows: tuple[tuple[int, int], ...]
    moments: tuple[Text, Text]
    sentences: tuple[Text, ...] = ()

    def span(self, group: int, part: str, length: int) -> tuple[int, int]:
        """First row of a part of a group and the row after its last."""
        edges = (0, *self.rows[group], length)
        k = PARTS.index(part)
        return edges[k], edges[k + 1]


def together(parts: Sequence[np.ndarray]) -> np.ndarray:
    """The rows of all parts, one after another; of one part itself, which may be large.

    >>> one = np.zeros((2, 1))
    >>> together([one]) is one, together([one, one]).shape
    (True, (4, 1))
    """
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def cut(groups: tuple[Group, ...]) -> Boundaries:
    """70/15/15 of the moments at which any group has a row; the same moments for all groups.

    >>> one = Group("", None, np.zeros((20, 1)), np.ones((20, 1), bool), np.zeros((20, 1)))
    >>> cut((one,)).rows
    ((14, 17),)
    """
    return cut_times([g.time if g.time is not None else np.arange(len(g)) for g in groups])


def cut_times(times: list[np.ndarray]) -> Boundaries:
    """As `cut`, from the groups' times (or row numbers) alone."""
    axis = times[0] if len(times) == 1 else np.unique(np.concatenate(times))
    starts = [axis[min(int(share * len(axis) + 1e-9), len(axis) - 1)] for share in SHARES]
    rows = tuple(
        (int(np.searchsorted(t, starts[0])), int(np.searchsorted(t, starts[1]))) for t in times
    )
    moments = (_moment(starts[0]), _moment(starts[1]))
    sentence = say("data.series.split", validation=moments[0], test=moments[1], groups=len(times))
    return Boundaries(rows, moments, (sentence,))


def _moment(value: np.generic) -> Text:
    """A time stamp without the parts that are zero; a row's number from one.

    >>> print(_moment(np.datetime64("2020-01-05T00:00:00")), _moment(np.int64(3)))
    2020-01-05 row 4
    """
    if not isinstance(value, np.datetime64):
        return say("data.series.row", number=int(value) + 1)
    return str(value).replace("T", " ").removesuffix(".000").removesuffix(" 00:00:00")
