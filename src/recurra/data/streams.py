"""Series as long streams side by side, cut into batches that go on from one to the next."""

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

ROWS = 1000  # of a batch: what is made of the streams at once


class Span(NamedTuple):
    """Rows of one group, counted through all groups."""

    first: int
    end: int

    def __len__(self) -> int:
        return self.end - self.first


class Rows(NamedTuple):
    """What a batch takes: rows [T,B] (the first one where a stream has ended), lengths, place."""

    rows: np.ndarray
    lengths: np.ndarray  # [B], 0 where a stream has ended before
    continues: bool


def streams(groups: Sequence[Span], number: int, rng: np.random.Generator) -> list[Span]:
    """Groups cut into about so many streams of equal length; the cuts lie elsewhere at each draw.

    >>> rng = np.random.default_rng(0)
    >>> [(s.first, s.end) for s in streams([Span(0, 100), Span(100, 110)], 4, rng)]
    [(0, 24), (24, 52), (52, 80), (80, 100), (100, 110)]
    """
    length = -(-sum(map(len, groups)) // number)
    found = []
    for group in groups:
        if len(group) <= length:
            found.append(group)
            continue
        cuts = np.arange(group.first + int(rng.integers(1, length + 1)), group.end, length)
        edges = [group.first, *cuts.tolist(), group.end]
        found += [Span(a, b) for a, b in itertools.pairwise(edges)]
    return found


def batches(spans: Sequence[Span], number: int) -> Iterator[Rows]:
    """So many streams at once, in batches of at most `ROWS` rows, one after another.

    >>> [(r.rows.shape, r.lengths.tolist()) for r in batches([Span(0, 1500), Span(1500, 2400)], 2)]
    [((1000, 2), [1000, 900]), ((500, 2), [500, 0])]
    """
    for k in range(0, len(spans), number):
        some = spans[k : k + number]
        first, whole = np.array([s.first for s in some]), np.array([len(s) for s in some])
        for start in range(0, int(whole.max()), ROWS):
            lengths = np.clip(whole - start, 0, ROWS)
            steps = np.arange(int(lengths.max()))[:, None]
            rows = np.where(steps < lengths, first + start + steps, first)
            yield Rows(rows, lengths, start > 0)
