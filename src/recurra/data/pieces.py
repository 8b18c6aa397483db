"""Groups of rows cut into examples: whole groups, each step with its past, windows."""

from dataclasses import dataclass

import numpy as np

from recurra.data.question import PAST, Question


@dataclass(frozen=True, eq=False)
class Pieces:
    """Examples as rows of groups: group [N] int64, first and last [N] within it (last is the row
    after its end), y [N, answers] float64, NaN where no answer is known."""

    group: np.ndarray
    first: np.ndarray
    last: np.ndarray
    y: np.ndarray

    def take(self, kept: np.ndarray) -> "Pieces":
        """Some of them, by number or by a mask."""
        return Pieces(self.group[kept], self.first[kept], self.last[kept], self.y[kept])


def settled(ask: Question, answers: list[np.ndarray]) -> tuple[str, int, str]:
    """What an example is, its rows at most (0: all) and which label counts.

    answers: of each group [T, answers]. Numbers that never change within a group are those of the
    group, others of each step.
    """
    each = ask.each
    if each == "auto":
        each = "group" if all(_constant(own) for own in answers) else "step"
    window = ask.window or (PAST if each == "step" else 0)
    by = ask.by
    if by == "auto":
        by = ("majority" if each == "window" else "only") if ask.classes else "last"
    return each, window, by


def _constant(own: np.ndarray) -> bool:
    """Whether no column has two different values."""
    with np.errstate(all="ignore"):
        low = np.min(own, axis=0, where=~np.isnan(own), initial=np.inf)
        high = np.max(own, axis=0, where=~np.isnan(own), initial=-np.inf)
    return bool((low >= high).all())


def cut(
    answers: list[np.ndarray], each: str, window: int, stride: int, by: str, rank: np.ndarray
) -> Pieces:
    """All examples of groups of rows.

    answers: of each group [T, answers]: numbers, or one column with the number of a class; rank:
    [classes] the place of each among all, from the rarest on, empty for values.

    >>> labels = [np.array([[0.0], [0.0], [1.0], [0.0], [1.0]])]
    >>> found = cut(labels, "window", 3, 2, "majority", np.array([1, 0]))
    >>> found.first.tolist(), found.last.tolist(), found.y.ravel().tolist()
    ([0, 2], [3, 5], [0.0, 1.0])
    """
    spans = [_spans(len(own), each, window, stride) for own in answers]
    y = [
        _of_values(own, first, last, each)
        if not len(rank)
        else _of_classes(own[:, 0], first, last, by if each != "step" else "last_row", rank)
        for own, (first, last) in zip(answers, spans, strict=True)
    ]
    counts = [len(first) for first, _ in spans]
    return Pieces(
        np.repeat(np.arange(len(answers)), counts),
        np.concatenate([first for first, _ in spans]),
        np.concatenate([last for _, last in spans]),
        np.concatenate(y),
    )


def _spans(rows: int, each: str, window: int, stride: int) -> tuple[np.ndarray, np.ndarray]:
    if each == "group":
        return np.array([max(0, rows - (window or rows))]), np.array([rows])
    if each == "step":
        last = np.arange(0, rows, stride) + 1
        return np.maximum(0, last - window), last
    first = np.arange(0, max(rows - window, 0) + 1, stride)
    return first, np.minimum(first + window, rows)


def _of_values(own: np.ndarray, first: np.ndarray, last: np.ndarray, each: str) -> np.ndarray:
    """The numbers of the last row of each example that has them."""
    if each == "step":
        return own[last - 1]
    whole = ~np.isnan(own).any(axis=1)
    before = np.maximum.accumulate(np.where(whole, np.arange(len(own)), -1))[last - 1]
    return np.where((before >= first)[:, None], own[np.maximum(before, 0)], np.nan)


def _of_classes(
    own: np.ndarray, first: np.ndarray, last: np.ndarray, by: str, rank: np.ndarray
) -> np.ndarray:
    """[N, 1]: the class of each example; of majorities that are equal the rarer one, -2 where one
    alone may be and several are."""
    if by == "last_row":
        return own[last - 1][:, None]
    if by == "last":
        return _of_values(own[:, None], first, last, "group")
    among = (own[:, None] == np.arange(len(rank))).astype(np.int64)
    before = np.concatenate([np.zeros((1, len(rank)), np.int64), np.cumsum(among, axis=0)])
    counts = before[last] - before[first]
    order = np.argsort(rank)  # from the rarest on
    if by == "any":
        found = order[np.argmax(counts[:, order] > 0, axis=1)]
    else:
        found = order[np.argmax(counts[:, order], axis=1)]
    y = np.where(counts.any(axis=1), found, np.nan)
    several = (counts > 0).sum(axis=1) > 1
    return np.where((by == "only") & several, -2.0, y)[:, None]
