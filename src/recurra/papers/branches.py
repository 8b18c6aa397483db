"""One training on trees: skill at the root, and the gradient ratio between keyword and root."""

import time
from collections.abc import Iterator
from functools import lru_cache
from typing import cast

import numpy as np
import torch

from recurra.claims import Training
from recurra.data import Trees, gather
from recurra.data.trees import depths
from recurra.diagnose.derivatives import derivatives
from recurra.errors import SettingError
from recurra.nn import Forest, Recursive
from recurra.nn.batch import Batch
from recurra.nn.embedding import Embedding
from recurra.nn.heads import ClassificationHead
from recurra.nn.tree_model import TreeModel
from recurra.papers import training
from recurra.papers.paper import Job
from recurra.records import Point, Source
from recurra.tasks.examples import cut
from recurra.words import say

EMBEDDING = 50
SCALE = 1e-4  # vectors start uniformly within ± this, as Socher et al. 2013 have it
KEYWORDS = 1000  # tokens below are keywords; number 0 of the vocabulary is the unknown word
RATIO_TREES = 500
GROUPS = ((2, 4), (5, 7), (8, 10))  # depths that are taken together over the updates
FEWEST = 8  # trees of a depth, so that a median says something
PARTS = ("train", "validation", "test")


class Data:
    """Trees of a probe by part, ready to be joined to batches."""

    def __init__(self, trees: Trees) -> None:
        if trees.part is None:
            raise SettingError(say("papers.branches.no_parts"))
        self.tokens, self.classes = len(trees.words), len(trees.classes)
        self.y = torch.from_numpy(trees.y)
        every = [trees[k] for k in range(len(trees))]
        self.forests = [Forest.of([(tree.parent, tree.token)]) for tree in every]
        self.index = {name: np.flatnonzero(trees.part == k) for k, name in enumerate(PARTS)}
        self.depth = np.array([_depth(tree.parent, tree.token) for tree in every])

    def batch(self, numbers: np.ndarray) -> Batch:
        """The trees of these numbers."""
        forest = Forest.join([self.forests[k] for k in numbers])
        tokens = torch.from_numpy(forest.tokens)
        return Batch(tokens, target=self.y[numbers], trees=forest)

    def batches(self, batch_size: int, seed: int, epoch: int) -> Iterator[Batch]:
        """The training part once, in an order of (seed, epoch) alone."""
        order = np.random.default_rng([seed, epoch]).permutation(self.index["train"])
        return (self.batch(numbers) for numbers in cut(order, batch_size))


def build(job: Job, data: Data) -> TreeModel:
    """The network with starting weights drawn from the job's seed alone."""
    generator = torch.Generator().manual_seed(job.seed)
    body = Recursive(job.spec, EMBEDDING, job.hidden, forget_bias=0.0, generator=generator)
    head = ClassificationHead(body.output_size, data.classes, generator=generator)
    front = Embedding(data.tokens, EMBEDDING, scale=SCALE, generator=generator)
    return TreeModel(body, head, front, None)


def train(job: Job) -> Training:
    """Train with the best look at the validation part kept; ratios are taken at every look."""
    began = time.perf_counter()
    data = _data(job.source)
    model = build(job, data)
    looks = [ratios(model, data)]

    def look() -> float:
        looks.append(ratios(model, data))
        return float(skills(model, data, "validation").mean())

    result = training.learn(
        job, model, lambda epoch: data.batches(job.batch_size, job.seed, epoch), look
    )
    after = ratios(model, data)
    moments = (0, *training.settings(job).looks())
    return training.record(
        job,
        result,
        validation=skills(model, data, "validation"),
        test=skills(model, data, "test"),
        parameters=sum(p.numel() for p in model.body.parameters()),
        ratio=_median(after[1]),
        curves={
            training.BEFORE: _by_depth(*looks[0]),
            training.AFTER: _by_depth(*after),
            **{_group(g): _over_updates(g, moments, looks) for g in GROUPS},
        },
        began=began,
    )


def skills(model: TreeModel, data: Data, part: str) -> np.ndarray:
    """(right - 1/C) / (1 - 1/C) of each tree of a part: 0 by chance, 1 right."""
    chance = 1 / data.classes
    with torch.no_grad():
        right = [
            model(batch).argmax(1) == batch.target
            for batch in map(data.batch, cut(data.index[part], 256))
        ]
    return (torch.cat(right).numpy() - chance) / (1 - chance)


def ratios(model: TreeModel, data: Data) -> tuple[np.ndarray, np.ndarray]:
    """Depth of the keyword and ||dJ/dx at the keyword|| / ||dJ/dh at the root||, of each tree.

    J is the loss of one tree, x the vector of the keyword, h the output at the root, as the head
    gets it; from trees of the validation part.
    """
    numbers = data.index["validation"][:RATIO_TREES]
    head = cast(ClassificationHead, model.head)
    with torch.inference_mode(False), torch.enable_grad():  # a look is taken without gradients
        batch = data.batch(numbers)
        x = model.embedded(batch).x.detach().requires_grad_()
        roots = model.body(batch.trees, x).roots
        loss = head.loss(head(roots), data.y[numbers]) * len(numbers)
        at_leaves, at_roots = derivatives([loss], [x, roots])
    keyword = np.flatnonzero(_is_keyword(batch.x.numpy()))  # one in each tree, in order
    with np.errstate(all="ignore"):
        found = at_leaves[keyword].norm(dim=1).numpy() / at_roots.norm(dim=1).numpy()
    return data.depth[numbers], found.astype(float)


@lru_cache(maxsize=1)  # of a worker: the trees made last
def _data(source: Source) -> Data:
    trees = gather(source)
    if not isinstance(trees, Trees):
        raise SettingError(say("papers.branches.no_trees", data=source.data))
    return Data(trees)


def _is_keyword(tokens: np.ndarray) -> np.ndarray:
    return (tokens > 0) & (tokens <= KEYWORDS)


def _depth(parent: np.ndarray, token: np.ndarray) -> int:
    return int(depths(parent)[np.flatnonzero(_is_keyword(token))[0]])


def _by_depth(depth: np.ndarray, ratio: np.ndarray) -> tuple[Point, ...]:
    """(depth, median ratio) where there are enough trees."""
    table = {int(d): ratio[(depth == d) & np.isfinite(ratio)] for d in np.unique(depth)}
    return tuple((float(d), float(np.median(r))) for d, r in table.items() if len(r) >= FEWEST)


def _over_updates(
    group: tuple[int, int], moments: tuple[int, ...], looks: list[tuple[np.ndarray, np.ndarray]]
) -> tuple[Point, ...]:
    low, high = group
    points = []
    for moment, (depth, ratio) in zip(moments, looks, strict=False):  # a diverged run looks less
        own = ratio[(depth >= low) & (depth <= high) & np.isfinite(ratio)]
        if len(own) >= FEWEST:
            points.append((float(moment), float(np.median(own))))
    return tuple(points)


def _group(group: tuple[int, int]) -> str:
    """The name of its curve.

    >>> _group((2, 4))
    'ratio, depth 2 to 4'
    """
    return f"ratio, depth {group[0]} to {group[1]}"


def _median(ratio: np.ndarray) -> float | None:
    known = ratio[np.isfinite(ratio)]
    return float(np.median(known)) if len(known) else None


EARLY, MIDDLE, DEEP = map(_group, GROUPS)
