"""What is examined: a model, and examples that it did not learn from.

Examples are sequences, or trees where the model's cell is for trees. A batch of trees has the
vectors of its words, x [R,I], a row for each node that has one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.forest import Forest
from recurra.errors import SettingError
from recurra.nn.batch import Batch
from recurra.nn.model import Model
from recurra.nn.tree_model import TreeModel
from recurra.tasks import scores
from recurra.tasks.scores import Score
from recurra.words import Text, Words, say

MOST = 256  # examples that a diagnosis looks at
BATCH = 64


@dataclass(frozen=True, eq=False)
class Subject:
    """A model, some batches with targets, and the score that counts for them.

    `origin` says where the examples come from; `words` are the texts of tokens, where
    they are known.
    """

    model: Model
    batches: tuple[Batch, ...]
    score: Score
    name: str = "model"
    origin: Text = ""
    words: tuple[str, ...] = ()

    @property
    def trees(self) -> bool:
        """Whether the examples are trees."""
        return self.batches[0].trees is not None

    @property
    def examples(self) -> int:
        """How many there are."""
        return sum(count(b) for b in self.batches)

    @property
    def lengths(self) -> np.ndarray:
        """Steps of each example, of a tree edges from the root to the deepest leaf [N]."""
        return np.concatenate([lengths(b) for b in self.batches])

    @property
    def typical(self) -> int:
        """The median length."""
        return int(np.median(self.lengths))

    @property
    def measure(self) -> Words:
        """What the score is called."""
        return say("diagnose.subject.score", name=self.score.info.name, label=self.score.info.label)

    @property
    def truth(self) -> np.ndarray:
        """Targets of all examples, as the score takes them."""
        return np.concatenate([_target(b).numpy() for b in self.batches])

    def conditions(self, more: Text = "") -> Words:
        """What a finding was measured on."""
        return say(
            "diagnose.subject.conditions",
            model=self.name,
            examples=self.examples,
            trees=self.trees,
            origin=self.origin,
            least=int(self.lengths.min()),
            most=int(self.lengths.max()),
            more=more,
        )

    def value(self, answers: np.ndarray) -> float:
        """The score of decoded answers to all examples, in the order of the batches."""
        return self.score.value(self.truth, answers)


def subject(
    model: Model,
    batches: Iterable[Batch],
    *,
    score: str = "",
    name: str = "",
    origin: Text = "",
    words: Sequence[str] = (),
    most: int = MOST,
) -> Subject:
    """The subject of at most `most` examples of these batches.

    `score`: of classes, as given to `compare --score`, by default accuracy; forecasts are scored
    by their RMSE in units of the scaled targets. Raises SettingError where there is no example or
    one without a target, and where a cell for trees is given sequences.
    """
    chosen, left = [], most
    for batch in batches:
        if left <= 0:
            break
        chosen.append(taken(model, batch, left))
        left -= count(chosen[-1])
    if not chosen or not sum(count(b) for b in chosen):
        raise SettingError(say("diagnose.subject.no_example"))
    kind = "forecasting" if _target(chosen[0]).is_floating_point() else "classification"
    # Other scores of forecasts need the user's units.
    wanted = "rmse" if kind == "forecasting" else score or "accuracy"
    cell = getattr(getattr(model, "body", None), "cell", None)
    return Subject(
        model, tuple(chosen), scores.find(wanted, kind), name or getattr(cell, "name", ""), origin,
        tuple(words),
    )  # fmt: skip


def taken(model: Model, batch: Batch, most: int) -> Batch:
    """The first examples of a batch as they are looked at: vectors in place of tokens.

    A cell for chains reads a tree's sentence; what counts is the loss at the root.
    """
    own = batch.trees if isinstance(model, TreeModel) else None
    with torch.no_grad():  # tokens have no gradient
        return first(model.embedded(batch._replace(trees=own, nodes=None)), most)


def count(batch: Batch) -> int:
    """How many examples a batch has."""
    return batch.x.shape[1] if batch.trees is None else len(batch.trees)


def first(batch: Batch, most: int) -> Batch:
    """The first examples of a batch."""
    return pick(batch, torch.arange(min(most, count(batch))))


def pick(batch: Batch, rows: Tensor) -> Batch:
    """Some examples of a batch."""
    chosen = (batch.lengths, batch.target, batch.future, batch.index)
    own, target, future, index = (None if t is None else t[rows] for t in chosen)
    if batch.trees is not None and batch.x.is_floating_point():
        x = batch.x[torch.from_numpy(inputs_of(batch.trees, rows.numpy()))]
        return Batch(x, own, target, future, index, batch.trees.take(rows.numpy()))
    trees = None if batch.trees is None else batch.trees.take(rows.numpy())
    longest = batch.x.shape[0] if own is None else int(own.max())
    return Batch(batch.x[:longest, rows], own, target, future, index, trees)


def inputs_of(forest: Forest, trees: np.ndarray) -> np.ndarray:
    """Rows of x [R,I] that belong to these trees, tree after tree.

    >>> inputs_of(Forest.of([([2, 2, -1], [5, 7, -1]), ([-1], [9])]), np.array([1, 0])).tolist()
    [2, 0, 1]
    """
    owner = forest.tree[forest.token >= 0]
    counts = np.bincount(owner, minlength=len(forest))
    starts, own = np.cumsum(counts) - counts, counts[trees]
    return np.asarray(np.repeat(starts[trees] - (np.cumsum(own) - own), own) + np.arange(own.sum()))


def lengths(batch: Batch) -> np.ndarray:
    """Steps of each example [B]; of trees the height of each."""
    if batch.trees is not None:
        return np.asarray(batch.trees.height[batch.trees.roots])
    steps, count = batch.x.shape[:2]
    return np.full(count, steps) if batch.lengths is None else batch.lengths.cpu().numpy()


def by_distance(values: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """[T,B,...] over steps as [B,T,...] over the distance from each example's own end.

    NaN beyond its start.

    >>> by_distance(np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 0.0]]), np.array([3, 2])).tolist()
    [[3.0, 2.0, 1.0], [2.0, 1.0, nan]]
    """
    steps = values.shape[0]
    source = ends[:, None] - 1 - np.arange(steps)
    rows = np.arange(len(ends))[:, None]
    picked = np.asarray(values, dtype=np.float64).swapaxes(0, 1)[rows, np.maximum(source, 0)]
    inside = (source >= 0).reshape(source.shape + (1,) * (picked.ndim - 2))
    return np.where(inside, picked, np.nan)


def stacked(blocks: Iterable[np.ndarray]) -> np.ndarray:
    """Blocks [B,T] of several lengths as one [N,T], NaN where a block is shorter."""
    blocks = list(blocks)
    width = max(block.shape[1] for block in blocks)
    return np.concatenate([
        np.pad(block, ((0, 0), (0, width - block.shape[1])), constant_values=np.nan)
        for block in blocks
    ])  # fmt: skip


def _target(batch: Batch) -> Tensor:
    if batch.target is None:
        raise SettingError(say("diagnose.subject.no_targets"))
    return batch.target


def answers(model: Model, batches: Iterable[Batch]) -> np.ndarray:
    """Decoded answers to all examples, in the order of the batches: [N,...] float64."""
    training = model.training
    model.eval()
    try:
        with torch.no_grad():
            decode = model.head.decode
            found = [decode(model(b)).double().numpy() for b in batches]  # type: ignore[operator]
    finally:
        model.train(training)
    return np.concatenate(found)


def distances(longest: int, most: int) -> tuple[int, ...]:
    """At most so many distances from 0 to the longest, denser near the end of a sequence.

    >>> distances(5, 10), distances(100, 6)
    ((0, 1, 2, 3, 4, 5), (0, 4, 16, 36, 64, 100))
    """
    if longest < most:
        return tuple(range(longest + 1))
    spread = np.linspace(0, 1, most) ** 2 * longest
    return tuple(sorted({round(float(d)) for d in spread}))
