"""Labels of a classifier: as numbers, and how examples are kept aside."""

import warnings

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold, train_test_split

from recurra.data import Parts


def numbered(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The classes, and the number of each label's class [N] int64.

    Raises ValueError where all labels are of one class.

    >>> numbered(np.array(["b", "a", "b"]))[1].tolist()
    [1, 0, 1]
    """
    classes, numbers = np.unique(labels, return_inverse=True)
    if len(classes) < 2:
        raise ValueError(f"a classifier needs two classes, y has 1 class: {classes[0]!r}")
    return classes, numbers.astype(np.int64)


def split(numbers: np.ndarray, share: float, seed: int, groups: np.ndarray | None = None) -> Parts:
    """About a share of the examples for validation, stratified; none where a class has too few.

    groups: [N] of which person, engine or recording each is; all of one are kept aside or none.

    >>> parts = split(np.array([0, 1] * 10), 0.2, seed=0)
    >>> len(parts.train), len(parts.validation), len(parts.test)
    (16, 4, 0)
    """
    every, none = np.arange(len(numbers)), np.zeros(0, np.int64)
    if groups is not None:
        return _of_groups(numbers, share, seed, groups)
    aside = round(share * len(numbers))
    counts = np.bincount(numbers)
    if aside < len(counts) or len(numbers) - aside < len(counts) or counts.min() < 2:
        return Parts(every, none, none)
    train, validation = train_test_split(
        every, test_size=aside, stratify=numbers, random_state=seed
    )
    return Parts(np.sort(train), np.sort(validation), none)


def _of_groups(numbers: np.ndarray, share: float, seed: int, groups: np.ndarray) -> Parts:
    """The fold of whole groups after which every class is still trained on."""
    every, none = np.arange(len(numbers)), np.zeros(0, np.int64)
    folds = min(round(1 / share) if share > 0 else 0, len(np.unique(groups)))
    if folds < 2:
        return Parts(every, none, none)
    fold = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a class with fewer members than folds
        found = list(fold.split(every, numbers, groups))
    for train, validation in found:
        if len(np.unique(numbers[train])) == len(np.unique(numbers)):
            return Parts(np.sort(train), np.sort(validation), none)
    return Parts(every, none, none)
