"""Parts of whole groups: an engine or a person is in one part only."""

import numpy as np

from recurra.data.sequences import TRAIN, Sequences
from recurra.errors import DataError
from recurra.words import Text, say

SHARE = 0.2  # of validation, and of test where the source has no test part
DRAWS = 500  # of which the one with the most even classes and sizes is taken ...
WORK = 2_000_000  # ... or fewer, where there are many groups


def by_group(
    data: Sequences, part: np.ndarray, wanted: list[int], rng: np.random.Generator
) -> list[Text]:
    """Put whole groups of the training part into the parts that are `wanted`, and say what of it a
    reader should know; without groups nothing.

    Groups with one class each are drawn class by class, as examples are; of others the draw is
    taken in which every part has most nearly its share of each class. A class that one group alone
    has stays in the training part. Raises DataError where there are too few groups.
    """
    if data.groups is None or not wanted:
        return []
    own = np.flatnonzero(part == TRAIN)
    names, group = np.unique(data.groups[own], return_inverse=True)
    if len(names) < len(wanted) + 1:
        if len(wanted) == 1:
            return []  # half of the test part serves
        what = say("data.split.few_groups", by=data.grouped_by, names=[str(n) for n in names])
        file = data.files[0] if data.files else data.name
        raise DataError(what, file=file, remedy=say("data.split.more_groups"))
    counts = _counts(data, own, group)
    alone = np.flatnonzero((counts > 0).sum(axis=0) == 1) if data.classes else np.zeros(0, int)
    held = np.asarray((counts[:, alone] > 0).any(axis=1))
    pure = bool(((counts > 0).sum(axis=1) == 1).all()) and counts.shape[1] > 1
    if (~held).sum() < len(wanted) + 1:
        held = np.zeros(len(names), bool)
    chosen = (_by_class if pure else _most_even)(counts, held, wanted, rng)
    part[own] = chosen[group]
    return [
        say("data.split.class_of_one_group", name=data.classes[c], by=data.grouped_by)
        for c in alone
        if held.any() and (chosen[held] == TRAIN).all()
    ]


def _counts(data: Sequences, own: np.ndarray, group: np.ndarray) -> np.ndarray:
    """[groups, classes]: examples of each; of values [groups, 1]."""
    classes = max(1, len(data.classes))
    kind = data.y[own].astype(np.int64) if data.classes else np.zeros(len(own), np.int64)
    cells = np.bincount(group * classes + kind, minlength=(int(group.max()) + 1) * classes)
    return cells.reshape(-1, classes)


def _by_class(
    counts: np.ndarray, held: np.ndarray, wanted: list[int], rng: np.random.Generator
) -> np.ndarray:
    """[groups]: parts; of each class its share, none of one that has too few groups."""
    chosen = np.full(len(counts), TRAIN, np.int8)
    for c in range(counts.shape[1]):
        own = rng.permutation(np.flatnonzero(counts[:, c] > 0))
        if len(own) < len(wanted) + 1:
            continue
        share = max(1, round(SHARE * len(own)))
        for k, p in enumerate(wanted):
            chosen[own[k * share : (k + 1) * share]] = p
    return chosen


def _most_even(
    counts: np.ndarray, held: np.ndarray, wanted: list[int], rng: np.random.Generator
) -> np.ndarray:
    """[groups]: parts, of so many draws those in which each part is nearest to its share of every
    class; groups that are `held` stay in the training part."""
    free = np.flatnonzero(~held)
    share = max(1, min(round(SHARE * len(counts)), (len(free) - 1) // len(wanted)))
    draws = max(20, min(DRAWS, WORK // len(free)))
    total = counts.sum(axis=0)
    best, least = free, np.inf
    for _ in range(draws):
        order = rng.permutation(free)
        taken = counts[order[: share * len(wanted)]].reshape(len(wanted), share, -1).sum(axis=1)
        away = np.abs(taken - SHARE * total) / np.maximum(total, 1)
        lost = (taken.sum(axis=0) == total) & (total > 0)  # nothing of it would be trained on
        cost = float(away.mean()) + float(lost.sum())
        if cost < least:
            best, least = order, cost
    chosen = np.full(len(counts), TRAIN, np.int8)
    for k, p in enumerate(wanted):
        chosen[best[k * share : (k + 1) * share]] = p
    return chosen
