"""Fewer examples for baselines whose time grows with them."""

import numpy as np

from recurra.words import Text, say


def thin(count: int, limit: int, seed: int, what: str) -> tuple[np.ndarray, tuple[Text, ...]]:
    """Numbers of at most `limit` of `count` examples, ascending, and the sentence that says so.

    `what` they are: "examples" or "windows".

    >>> thin(5, 10, 0, "examples")
    (array([0, 1, 2, 3, 4]), ())
    >>> len(thin(50, 10, 0, "examples")[0])
    10
    """
    if count <= limit:
        return np.arange(count), ()
    chosen = np.sort(np.random.default_rng(seed).choice(count, limit, replace=False))
    return chosen, (say("tasks.baselines.thinned", used=limit, of=count, what=what),)
