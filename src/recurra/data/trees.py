"""Labelled trees: what every treebank is read into."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from recurra.words import Text

UNKNOWN = "<unknown>"  # the word of every token that the training part has not, number 0
NONE = -1


class Tree(NamedTuple):
    """One tree of n nodes, children before parents, the root last.

    parent [n] int32: number of the parent, -1 at the root; the children of a node, in ascending
    order, are its children from left to right. token [n] int32: index into `words`, -1 where the
    node has no word of its own. label [n] int32: index into `classes`, -1: no label. position [n]
    int32: place of the node's word in the sentence, -1: none.
    """

    parent: np.ndarray
    token: np.ndarray
    label: np.ndarray
    position: np.ndarray


@dataclass(frozen=True, eq=False)
class Trees:
    """N labelled trees, their nodes one after the other in flat arrays of M nodes.

    start [N + 1] int64: tree i has the nodes start[i] to start[i + 1]; parent, token, label,
    position [M] int32 as in `Tree`, numbers counted within a tree.
    words: the vocabulary, `UNKNOWN` first; classes: names of the labels.
    part: [N] int8, 0 train, 1 validation, 2 test, where the files fix it, else None.

    >>> from recurra.data.bracketed import parse
    >>> data = pack("one", [parse(iter(["(1 (0 not) (1 bad))"]))[0]])
    >>> len(data), data.words, data.classes, data.y.tolist()
    (1, ('<unknown>', 'not', 'bad'), ('0', '1'), [1])
    >>> data[0].parent.tolist(), data[0].token.tolist(), data[0].label.tolist()
    ([2, 2, -1], [1, 2, -1], [0, 1, 1])
    """

    name: str
    start: np.ndarray
    parent: np.ndarray
    token: np.ndarray
    label: np.ndarray
    position: np.ndarray
    words: tuple[str, ...]
    classes: tuple[str, ...]
    part: np.ndarray | None = None
    inferred: tuple[Text, ...] = ()
    cleaned: tuple[Text, ...] = ()
    files: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.start) - 1

    def __getitem__(self, i: int) -> Tree:
        own = slice(self.start[i], self.start[i + 1])
        return Tree(self.parent[own], self.token[own], self.label[own], self.position[own])

    @property
    def y(self) -> np.ndarray:
        """[N] int64: the label of each root."""
        return self.label[self.start[1:] - 1].astype(np.int64)

    def sizes(self) -> np.ndarray:
        """[N] int64: the number of nodes of each tree."""
        return np.diff(self.start)

    def children(self) -> np.ndarray:
        """[M] int64: how many children each node has."""
        inner = self.parent >= 0
        owner = self.parent + np.repeat(self.start[:-1], self.sizes())
        return np.bincount(owner[inner], minlength=len(self.parent))

    def sentence(self, i: int) -> np.ndarray:
        """The tokens of tree i in the order of its sentence."""
        tree = self[i]
        own = np.flatnonzero(tree.position >= 0)
        return tree.token[own[np.argsort(tree.position[own], kind="stable")]]

    def take(self, index: np.ndarray) -> "Trees":
        """The trees of these numbers, in this order."""
        sizes = self.sizes()[index]
        start = np.concatenate([[0], np.cumsum(sizes)])
        nodes = np.repeat(self.start[index] - start[:-1], sizes) + np.arange(start[-1])
        return replace(
            self,
            start=start,
            parent=self.parent[nodes],
            token=self.token[nodes],
            label=self.label[nodes],
            position=self.position[nodes],
            part=None if self.part is None else self.part[index],
        )


class Raw(NamedTuple):
    """A tree as a reader has it: parents and positions by number, words and labels as text."""

    parent: list[int]
    token: list[str | None]
    label: list[str | None]
    position: list[int]


def pack(name: str, raw: list[Raw]) -> Trees:
    """Words in the order in which they occur, classes sorted: as numbers where all are numbers."""
    words = {UNKNOWN: 0}
    token = [NONE if w is None else words.setdefault(w, len(words)) for t in raw for w in t.token]
    classes = ordered({c for t in raw for c in t.label if c is not None})
    number = {c: k for k, c in enumerate(classes)}
    label = [NONE if c is None else number[c] for t in raw for c in t.label]
    return Trees(
        name=name,
        start=np.cumsum([0, *(len(t.parent) for t in raw)]),
        parent=np.array([p for t in raw for p in t.parent], np.int32),
        token=np.array(token, np.int32),
        label=np.array(label, np.int32),
        position=np.array([p for t in raw for p in t.position], np.int32),
        words=tuple(words),
        classes=classes,
    )


def ordered(labels: set[str]) -> tuple[str, ...]:
    """Sorted, as numbers where all are.

    >>> ordered({"10", "9"}), ordered({"b", "a"})
    (('9', '10'), ('a', 'b'))
    """
    try:
        return tuple(sorted(labels, key=int))
    except ValueError:
        return tuple(sorted(labels))


def fit_words(data: Trees, train: np.ndarray, least: int = 1) -> Trees:
    """The same trees with the vocabulary of the training part alone.

    A word that occurs less than `least` times in the trees `train` becomes `UNKNOWN`; with
    `least=2` the unknown word itself is trained, on the words that occur once.

    >>> from recurra.data.bracketed import parse
    >>> data = pack("two", [parse(iter([s]))[0] for s in ("(1 (1 a) (1 b))", "(0 (0 b) (0 c))")])
    >>> fit_words(data, np.array([1])).words
    ('<unknown>', 'b', 'c')
    """
    seen = data.take(train).token
    counts = np.bincount(seen[seen > 0], minlength=len(data.words))
    kept = np.flatnonzero(counts >= max(1, least))
    number = np.zeros(len(data.words) + 1, np.int32)  # the last for "no word"
    number[kept] = np.arange(1, len(kept) + 1)
    number[-1] = NONE
    words = (UNKNOWN, *(data.words[k] for k in kept))
    return replace(data, token=number[data.token], words=words)


def depths(parent: np.ndarray) -> np.ndarray:
    """[n] int64: edges from each node to the root of one tree.

    >>> depths(np.array([1, 4, 4, 4, -1])).tolist()
    [2, 1, 1, 1, 0]
    """
    found = np.zeros(len(parent), np.int64)
    above = parent.tolist()
    for node in range(len(above) - 2, -1, -1):
        found[node] = found[above[node]] + 1
    return found
