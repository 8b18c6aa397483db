"""--limit for labelled sequences and trees: fewer training examples, classes in proportion."""

import numpy as np

from recurra.data.sequences import TEST, TRAIN, VALIDATION
from recurra.words import Text, say


def first_of_each_class(
    y: np.ndarray, part: np.ndarray | None, limit: int | None
) -> tuple[np.ndarray, tuple[Text, ...]]:
    """Indices kept, in order, and the sentence that says so; a fixed test part stays whole.

    The share of a class stays (largest remainders), and that of a validation part where it is
    fixed; of each class of a part the first examples are kept.

    >>> first_of_each_class(np.array([0, 0, 0, 0, 1, 1]), None, 3)[0].tolist()
    [0, 1, 4]
    >>> first_of_each_class(np.zeros(9, int), np.array([0] * 6 + [1] * 3), 3)[0].tolist()
    [0, 1, 6]
    """
    own = np.full(len(y), TRAIN) if part is None else part
    train = np.flatnonzero(own != TEST)
    if limit is None or limit >= len(train):
        return np.arange(len(y)), ()
    pairs = np.stack([own[train], y[train]], axis=1)
    group, counts = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)[1:]
    quota = _proportional(counts, limit)
    kept = [train[group.ravel() == c][:n] for c, n in enumerate(quota)]
    rest = np.flatnonzero(own == TEST)
    sentence = say(
        "data.limit.used",
        limit=limit,
        of=len(train),
        parts=bool((own == VALIDATION).any()),
        test=len(rest) > 0,
    )
    return np.sort(np.concatenate([*kept, rest])), (sentence,)


def _proportional(counts: np.ndarray, limit: int) -> np.ndarray:
    exact = counts * limit / counts.sum()
    quota = exact.astype(np.int64)
    order = np.argsort(-(exact - quota), kind="stable")
    quota[order[: limit - quota.sum()]] += 1
    return quota
