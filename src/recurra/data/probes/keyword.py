"""One keyword among noise: find it, keep its class to the end, or carry it up to the root.

Tokens are numbers from 0 to 10000. One of them is a keyword, below 1000; the others are 1000 or
more. The class is the keyword divided by 100, rounded down: ten classes, chance 10 %. On trees the
words are the leaves of a random binary tree, and the class belongs to its root.

Le and Zuidema 2016, Quantifying the vanishing gradient and long distance dependency problem in
recursive neural networks and recursive LSTMs (arXiv 1603.00423), as far as it is known: how they
drew their trees is not, so both usual ways can be chosen.
"""

import numpy as np

from recurra.data.probes.binary_trees import catalan, leaf_depth, parents, split, split_path
from recurra.data.probes.probe import Order, Probe
from recurra.data.sequences import Sequences
from recurra.data.trees import NONE, UNKNOWN, Trees
from recurra.errors import SettingError
from recurra.words import say

TOKENS, KEYWORDS, PER_CLASS = 10_001, 1000, 100
CLASSES = tuple(str(k) for k in range(KEYWORDS // PER_CLASS))
ATTEMPTS = 100  # trees drawn for each that is kept, at most


def make(order: Order) -> Sequences | Trees:
    """Sequences, or trees where they are asked for; depth is counted from the end or the root."""
    return _trees(order) if order.trees else _sequences(order)


def _sequences(order: Order) -> Sequences:
    lengths, rng = order.lengths(), order.rng
    low, high = order.depth or (0, order.length[1] - 1)
    if high >= order.length[0] and order.depth:
        raise SettingError(say("data.probes.too_deep", low=low, high=high, tokens=order.length[0]))
    distance = rng.integers(low, np.minimum(high, lengths - 1) + 1)
    keyword = rng.integers(0, KEYWORDS, order.examples)
    x = [_noise(rng, n) for n in lengths]
    for one, far, token in zip(x, distance, keyword, strict=True):
        one[-1 - far] = token
    said = say(
        "data.probes.keyword",
        below=KEYWORDS,
        low=order.length[0],
        high=order.length[1],
        nearest=low,
        farthest=min(high, order.length[1] - 1),
    )
    return Sequences(
        name="keyword",
        x=[one[:, None] for one in x],
        y=keyword // PER_CLASS,
        classes=CLASSES,
        channels=("token",),
        part=order.parts(),
        inferred=(said,),
        tokens=TOKENS,
    )


def _trees(order: Order) -> Trees:
    rng, raw = order.rng, _shapes(order)
    keyword = rng.integers(0, KEYWORDS, order.examples)
    token, label, position = [], [], []
    for (shape, where), word in zip(raw, keyword, strict=True):
        leaves = np.flatnonzero(shape)
        token.append(_at(shape, leaves, _noise(rng, len(leaves)) + 1))  # 0 is the unknown word
        token[-1][where] = word + 1
        position.append(_at(shape, leaves, np.arange(len(leaves))))
        label.append(np.full(len(shape), NONE))
        label[-1][-1] = word // PER_CLASS
    said = say(
        "data.probes.keyword_in_trees",
        below=KEYWORDS,
        catalan=order.trees == "catalan",
        low=order.length[0],
        high=order.length[1],
        depth=order.depth,
    )
    return Trees(
        name="keyword",
        start=np.cumsum([0, *(len(shape) for shape, _ in raw)]),
        parent=np.concatenate([parents(shape) for shape, _ in raw]).astype(np.int32),
        token=np.concatenate(token).astype(np.int32),
        label=np.concatenate(label).astype(np.int32),
        position=np.concatenate(position).astype(np.int32),
        words=(UNKNOWN, *(str(k) for k in range(TOKENS))),
        classes=CLASSES,
        part=order.parts(),
        inferred=(said,),
    )


def _noise(rng: np.random.Generator, count: int) -> np.ndarray:
    return rng.integers(KEYWORDS, TOKENS, count)


def _at(shape: np.ndarray, where: np.ndarray, values: np.ndarray) -> np.ndarray:
    found = np.full(len(shape), NONE)
    found[where] = values
    return found


def _shapes(order: Order) -> list[tuple[np.ndarray, int]]:
    """Trees, and which node of each has the keyword.

    With a range of depths, lengths, trees and leaves are drawn together until the leaf fits, as if
    the others were thrown away from a large pool.
    """
    rng, low, high = order.rng, *order.length
    found: list[tuple[np.ndarray, int]] = []
    for _ in range(ATTEMPTS * order.examples):
        leaves = int(rng.integers(low, high + 1))
        leaf = int(rng.integers(leaves))
        shape = _shape(order, leaves, leaf)
        if shape is not None:
            found.append((shape, np.flatnonzero(shape)[leaf]))
        if len(found) == order.examples:
            return found
    low, high = order.depth or (0, 0)
    raise SettingError(
        say(
            "data.probes.rare_depth",
            low=low,
            high=high,
            found=len(found),
            attempts=ATTEMPTS * order.examples,
            least=order.length[0],
            most=order.length[1],
            trees=order.trees,
        )
    )


def _shape(order: Order, leaves: int, leaf: int) -> np.ndarray | None:
    """A tree, if the leaf's depth is within the range."""
    low, high = order.depth or (0, leaves)
    if order.trees == "split":
        path = split_path(order.rng, leaves, leaf)  # the rest of the tree is drawn if it fits
        return split(order.rng, leaves, path, leaf) if low <= len(path) <= high else None
    shape = catalan(order.rng, leaves)
    return shape if low <= leaf_depth(shape, leaf) <= high else None


PROBE = Probe(
    "keyword",
    ("Le", "Zuidema"),
    "2016, arXiv 1603.00423",
    length="21-30",
    make=make,
    least=1,
    takes=("depth", "trees"),
)
