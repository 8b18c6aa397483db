"""--limit for labelled sequences: fewer training examples with the classes in proportion."""

import numpy as np

from recurra.data.sequences import TEST


def first_of_each_class(
    y: np.ndarray, part: np.ndarray | None, limit: int | None
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Indices kept, in order, and the sentence that says so; a fixed test part stays whole.

    The share of a class stays (largest remainders); of a class its first examples are kept.

    >>> first_of_each_class(np.array([0, 0, 0, 0, 1, 1]), None, 3)[0].tolist()
    [0, 1, 4]
    """
    everything = np.arange(len(y))
    train = everything if part is None else np.flatnonzero(part != TEST)
    if limit is None or limit >= len(train):
        return everything, ()
    counts = np.bincount(y[train])
    quota = _proportional(counts, limit)
    kept = [train[y[train] == c][:n] for c, n in enumerate(quota)]
    rest = everything[:0] if part is None else np.flatnonzero(part == TEST)
    sentence = (
        f"Of {len(train)} examples {limit} are used (--limit): of each class the first, "
        "in proportion to its size"
    )
    tail = "; the test part stays whole." if len(rest) else "."
    return np.sort(np.concatenate([*kept, rest])), (sentence + tail,)


def _proportional(counts: np.ndarray, limit: int) -> np.ndarray:
    exact = counts * limit / counts.sum()
    quota = exact.astype(np.int64)
    order = np.argsort(-(exact - quota), kind="stable")
    quota[order[: limit - quota.sum()]] += 1
    return quota
