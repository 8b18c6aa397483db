"""Random binary trees with n leaves, as words: True a leaf, False a node, children first.

split: the number of leaves on the left is uniform at each node; mean depth of a leaf 2 (H_n - 1).
catalan: every one of the C_(n-1) trees is equally likely; mean depth (4^(n-1) / C_(n-1) - n) / n.
"""

from collections.abc import Iterable
from itertools import accumulate

import numpy as np

Word = np.ndarray


def split(rng: np.random.Generator, leaves: int, path: Iterable[int] = (), leaf: int = 0) -> Word:
    """[2n - 1] bool: cut at a uniform place, again and again.

    `path`: cuts that are settled already, those above `leaf` from the root on (see `split_path`).

    >>> split(np.random.default_rng(0), 2).tolist()
    [True, True, False]
    """
    word, settled = [], list(path)[::-1]
    waiting = [(leaves, leaf if settled else -1)]
    while waiting:
        size, own = waiting.pop()
        word.append(size == 1)
        if size == 1:
            continue
        left = settled.pop() if own >= 0 else int(rng.integers(1, size))
        to_left, to_right = (own, -1) if own < left else (-1, own - left)
        waiting += [(left, to_left), (size - left, to_right)]  # right first, as it is turned round
    return np.array(word[::-1])


def split_path(rng: np.random.Generator, leaves: int, leaf: int) -> list[int]:
    """The cuts above one leaf: how many leaves go left at each node; as many as its depth.

    >>> len(split_path(np.random.default_rng(0), 2, 1))
    1
    """
    cuts = []
    while leaves > 1:
        cuts.append(int(rng.integers(1, leaves)))
        right = leaf >= cuts[-1]
        leaf -= cuts[-1] * right
        leaves = leaves - cuts[-1] if right else cuts[-1]
    return cuts


def catalan(rng: np.random.Generator, leaves: int) -> Word:
    """[2n - 1] bool: by the cycle lemma (Dvoretzky and Motzkin 1947).

    Of the 2n - 1 rotations of a random order of n leaves (+1) and n - 1 nodes (-1) just one is a
    word, the one after the last minimum of the running sum, and all words are reached equally.

    >>> catalan(np.random.default_rng(0), 2).tolist()
    [True, True, False]
    """
    word = np.arange(2 * leaves - 1) < leaves
    rng.shuffle(word)
    running = np.cumsum(np.where(word, 1, -1))
    last = len(word) - 1 - int(np.argmin(running[::-1]))
    return np.roll(word, -(last + 1))


def parents(word: np.ndarray) -> np.ndarray:
    """[2n - 1] int64: the parent of each node, -1 at the root, which is the last.

    >>> parents(np.array([True, True, False])).tolist()
    [2, 2, -1]
    """
    found = np.full(len(word), -1)
    waiting: list[int] = []
    for node, leaf in enumerate(word.tolist()):
        if not leaf:
            found[waiting.pop()] = node
            found[waiting.pop()] = node
        waiting.append(node)
    return found


def leaf_depth(word: np.ndarray, leaf: int) -> int:
    """Edges from one leaf, counted from the left, to the root.

    >>> word = np.array([True, True, False, True, False])
    >>> [leaf_depth(word, k) for k in range(3)]
    [2, 2, 1]
    """
    at = int(np.flatnonzero(word)[leaf])
    place = height = int(2 * np.count_nonzero(word[: at + 1]) - at - 1)  # of a stack of subtrees
    depth = 0
    for one in word[at + 1 :].tolist():
        height += 1 if one else -1
        if not one and place >= height:  # it was one of the two on top
            place, depth = height, depth + 1
    return depth


def mean_depth_split(leaves: int) -> float:
    """2 (H_n - 1).

    >>> round(mean_depth_split(25), 2)
    5.63
    """
    return 2 * (sum(1 / k for k in range(1, leaves + 1)) - 1)


def mean_depth_catalan(leaves: int) -> float:
    """(4^(n-1) / C_(n-1) - n) / n with the Catalan numbers C.

    >>> round(mean_depth_catalan(25), 2)
    7.73
    """
    steps = range(leaves - 1)
    *_, number = accumulate(steps, lambda c, k: c * 2 * (2 * k + 1) / (k + 2), initial=1.0)
    return (4.0 ** (leaves - 1) / number - leaves) / leaves
