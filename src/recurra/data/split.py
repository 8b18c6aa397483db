"""Train, validation and test: stratified for classes, ordered by time for series."""

from dataclasses import dataclass

import numpy as np

from recurra.data.sequences import TEST, TRAIN, VALIDATION, Sequences
from recurra.data.series import Boundaries, Series, cut
from recurra.data.split_groups import SHARE, by_group
from recurra.data.trees import Trees
from recurra.errors import DataError
from recurra.words import Text, say


@dataclass(frozen=True, eq=False)
class Parts:
    """Indices of the examples of each part, ascending, and the sentences that say how."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray
    sentences: tuple[Text, ...] = ()

    def __getitem__(self, part: str) -> np.ndarray:
        return {"train": self.train, "validation": self.validation, "test": self.test}[part]


def split_classes(data: Sequences, seed: int) -> Parts:
    """Stratified 60/20/20; where the data have a test part: 80/20 of the others.

    A part that the source fixes stays what it is; where too few examples are left for a validation
    part, half of a test part becomes one. Examples of a class too rare for every part stay in the
    training part, which is said. Examples of one group stay together where the data have groups.
    Raises DataError where a part would be empty, or where the training part lacks a class.

    >>> x = [np.zeros((1, 1), "f4")] * 10
    >>> data = Sequences("n", x, np.array([0, 1] * 5), ("a", "b"), ("c",))
    >>> parts = split_classes(data, seed=0)
    >>> len(parts.train), len(parts.validation), len(parts.test)
    (6, 2, 2)
    """
    part = np.full(len(data), TRAIN, np.int8) if data.part is None else data.part.copy()
    wanted = [p for p in (TEST, VALIDATION) if p not in part]
    rng = np.random.default_rng(seed)
    said = by_group(data, part, wanted, rng)
    for c, name in enumerate(data.classes if data.groups is None else ()):
        own = rng.permutation(np.flatnonzero((data.y == c) & (part == TRAIN)))
        if len(own) == 0:
            raise _missing_class(data, say("data.split.no_example", name=name))
        if len(own) < len(wanted) + 1:
            if wanted:
                said.append(say("data.split.rare_class", name=name, count=len(own)))
            continue
        share = max(1, round(SHARE * len(own)))
        for k, p in enumerate(wanted):
            part[own[k * share : (k + 1) * share]] = p
    if VALIDATION in wanted and TEST not in wanted and not (part == VALIDATION).any():
        said += _halved(data, part, rng)
    for c, name in enumerate(data.classes if data.groups is not None else ()):
        if not ((data.y == c) & (part == TRAIN)).any():
            raise _missing_class(data, say("data.split.no_example", name=name))
    found = _parts(data, part, wanted, seed)
    said += _lacking(data, part)
    if all(len(np.unique(data.y[part == p])) < 2 for p in (VALIDATION, TEST)):
        rare = int(np.argmin(np.bincount(data.y[part == TRAIN], minlength=len(data.classes))))
        raise _missing_class(data, say("data.split.too_rare", name=data.classes[rare]))
    return Parts(found.train, found.validation, found.test, (*found.sentences, *said))


def _halved(data: Sequences, part: np.ndarray, rng: np.random.Generator) -> list[Text]:
    """Half of the test part becomes the validation part; nothing where that has one example."""
    test = np.flatnonzero(part == TEST)
    if len(test) < 2:
        return []
    if data.groups is not None:
        names = rng.permutation(np.unique(data.groups[test]))
        taken = test[np.isin(data.groups[test], names[: len(names) // 2])]
    else:
        order = rng.permutation(test)
        order = order[np.argsort(data.y[order], kind="stable")]  # of each class every other one
        taken = order[::2]
    part[taken] = VALIDATION
    return [say("data.split.halved", validation=len(taken), test=len(test) - len(taken))]


def split_values(data: Sequences, seed: int) -> Parts:
    """As `split_classes`, at random: what the source does not fix is 60/20/20 or 80/20.

    Raises DataError where a part would be empty.
    """
    part = np.full(len(data), TRAIN, np.int8) if data.part is None else data.part.copy()
    wanted = [p for p in (TEST, VALIDATION) if p not in part]
    rng = np.random.default_rng(seed)
    said = by_group(data, part, wanted, rng)
    if VALIDATION in wanted and data.groups is not None and not (part == VALIDATION).any():
        said += _halved(data, part, rng)
    if data.groups is None:
        own = rng.permutation(np.flatnonzero(part == TRAIN))
        share = round(SHARE * len(own))
        for k, p in enumerate(wanted):
            part[own[k * share : (k + 1) * share]] = p
    found = _parts(data, part, wanted, seed)
    return Parts(found.train, found.validation, found.test, (*found.sentences, *said))


def split_trees(data: Trees, seed: int) -> Parts:
    """Parts of the files where they fix them; the others as `split_classes`, by the root's label.

    Root labels that are too rare for every part stay in the training part. Raises DataError where
    a part would be empty.
    """
    part = np.full(len(data), TRAIN, np.int8) if data.part is None else data.part.copy()
    wanted = [p for p in (TEST, VALIDATION) if p not in part]
    rng = np.random.default_rng(seed)
    for c in np.unique(data.y):
        own = rng.permutation(np.flatnonzero((data.y == c) & (part == TRAIN)))
        share = round(SHARE * len(own))
        for k, p in enumerate(wanted):
            part[own[k * share : (k + 1) * share]] = p
    return _parts(data, part, wanted, seed)


def split_time(series: Series) -> Boundaries:
    """Time-ordered 70/15/15: the same two moments cut all groups.

    Targets of a window lie within one part; its inputs may look back into an earlier part, as they
    would in use. Nothing of a later part enters an earlier window.
    """
    return cut(series.groups)


def _parts(data: Sequences | Trees, part: np.ndarray, wanted: list[int], seed: int) -> Parts:
    """The parts of a numbering; DataError where one is empty."""
    train, validation, test = (np.flatnonzero(part == p) for p in (TRAIN, VALIDATION, TEST))
    counts = len(train), len(validation), len(test)
    if min(counts) == 0:
        file = data.files[0] if data.files else data.name
        what = say(
            "data.split.too_few",
            count=len(data),
            train=counts[0],
            validation=counts[1],
            test=counts[2],
        )
        raise DataError(what, file=file, remedy=say("data.split.add_examples"))
    if isinstance(data, Sequences) and data.groups is not None and wanted:
        said = _of_groups(data, (train, validation, test), TEST in wanted, seed)
        return Parts(train, validation, test, said)
    own = data.split if isinstance(data, Sequences) else ()
    return Parts(train, validation, test, own or _said(counts, wanted, seed))


def _missing_class(data: Sequences, what: Text) -> DataError:
    return DataError(
        what,
        file=data.files[0] if data.files else data.name,
        remedy=say("data.split.raise_limit"),
    )


def _lacking(data: Sequences, part: np.ndarray) -> list[Text]:
    """What is said of parts without an example of a class."""
    said: list[Text] = []
    for p, word in ((TEST, "test"), (VALIDATION, "validation")):
        absent = set(range(len(data.classes))) - set(data.y[part == p].tolist())
        if absent:
            names = [data.classes[c] for c in sorted(absent)]
            said.append(say("data.split.lacks_class", part=word, names=names))
    return said


def _of_groups(
    data: Sequences, parts: tuple[np.ndarray, ...], three: bool, seed: int
) -> tuple[Text, ...]:
    """What is said of parts of whole groups."""
    assert data.groups is not None
    return (
        say(
            "data.split.made_by_group",
            by=data.grouped_by,
            three=three,
            seed=seed,
            groups=tuple(len(np.unique(data.groups[p])) for p in parts),
            examples=tuple(len(p) for p in parts),
        ),
    )


def _said(counts: tuple[int, int, int], wanted: list[int], seed: int) -> tuple[Text, ...]:
    train, validation, test = counts
    how = "random" if TEST in wanted else "own_test" if VALIDATION in wanted else "fixed"
    return (
        say("data.split.made", how=how, seed=seed, train=train, validation=validation, test=test),
    )
