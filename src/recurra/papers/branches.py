"""One training on trees: skill at the root, and the gradient ratio between keyword and root."""

import time
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from recurra.claims import Training
from recurra.data import Trees, gather
from recurra.data.trees import depths
from recurra.errors import SettingError
from recurra.nn import Forest, Recursive
from recurra.nn.embedding import Embedding
from recurra.nn.heads import ClassificationHead
from recurra.papers.paper import Job
from recurra.tasks.examples import cut
from recurra.train import FitSettings, fit

EVALUATIONS = 10
EMBEDDING = 50
KEYWORDS = 1000  # tokens below are keywords; number 0 of the vocabulary is the unknown word
RATIO_TREES = 500
GROUPS = ((2, 4), (5, 7), (8, 10))  # depths that are taken together over the updates
FEWEST = 8  # trees of a depth, so that a median says something
_made: dict[object, "Data"] = {}  # of this worker: the trees made last


class Bunch(NamedTuple):
    """Some trees at once: their nodes, the class of each root."""

    forest: Forest
    target: Tensor


class Data:
    """Trees of a probe by part, ready to be joined to batches."""

    def __init__(self, trees: Trees) -> None:
        if trees.part is None:
            raise SettingError("these trees have no parts")
        self.tokens, self.classes = len(trees.words), len(trees.classes)
        self.y = torch.from_numpy(trees.y)
        self.forests = [
            Forest.of([(t.parent, t.token)]) for t in map(trees.__getitem__, _all(trees))
        ]
        self.index = {name: np.flatnonzero(trees.part == k) for k, name in enumerate(_PARTS)}
        self.depth = np.array([_depth(trees, i) for i in _all(trees)])

    def bunch(self, numbers: np.ndarray) -> Bunch:
        """The trees of these numbers."""
        return Bunch(Forest.join([self.forests[k] for k in numbers]), self.y[numbers])

    def batches(self, batch_size: int, seed: int, epoch: int) -> Iterator[Bunch]:
        """The training part once, in an order of (seed, epoch) alone."""
        order = np.random.default_rng([seed, epoch]).permutation(self.index["train"])
        return (self.bunch(numbers) for numbers in cut(order, batch_size))


class TreeNet(nn.Module):
    """Vectors for words, a recursive network over them, and a head at the root."""

    def __init__(self, job: Job, data: Data) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(job.seed)
        self.body = Recursive(job.spec, EMBEDDING, job.hidden, forget_bias=0.0, generator=generator)
        self.head = ClassificationHead(self.body.output_size, data.classes, generator=generator)
        self.front = Embedding(data.tokens, EMBEDDING, generator=generator)

    def forward(self, bunch: Bunch) -> Tensor:
        """Scores [B,C] at the roots."""
        tokens = torch.from_numpy(bunch.forest.tokens)
        return self.head(self.body(bunch.forest, self.front(tokens)).roots)

    def loss(self, bunch: Bunch) -> Tensor:
        """Mean over the trees."""
        return self.head.loss(self(bunch), bunch.target)


def train(job: Job) -> Training:
    """Train with the best look at the validation part kept; ratios are taken at every look."""
    began = time.perf_counter()
    data = _data(job)
    model = TreeNet(job, data)
    settings = FitSettings(
        job.learning_rate,
        updates=job.updates,
        total_updates=job.updates,
        optimizer=job.optimizer,
        clip_norm=1.0,
        evaluations=EVALUATIONS,
        patience=EVALUATIONS,
        seed=job.seed,
    )
    before, looks = _by_depth(*ratios(model, data)), [ratios(model, data)]

    def look(now: nn.Module) -> float:
        looks.append(ratios(now, data))
        return float(skills(now, data, "validation").mean())

    result = fit(
        model,
        lambda epoch: data.batches(job.batch_size, job.seed, epoch),  # type: ignore[arg-type, return-value]
        settings,
        look,
        higher_is_better=True,
    )
    test, after = skills(model, data, "test"), ratios(model, data)
    moments = (0, *settings.looks())
    return Training(
        key=job.key,
        condition=job.condition,
        architecture=job.architecture,
        stage=job.stage,
        learning_rate=job.learning_rate,
        seed=job.seed,
        status=result.status,
        updates=result.state.progress.update,
        validation=float(skills(model, data, "validation").mean()),
        test=float(test.mean()),
        spread=float(test.std()),
        examples=len(test),
        parameters=sum(p.numel() for p in model.body.parameters()),
        ratio=_median(after[1]),
        curves={
            "ratio before": before,
            "ratio after": _by_depth(*after),
            "skill": tuple(result.curve),
            **{_group(g): _over_updates(g, moments, looks) for g in GROUPS},
        },
        seconds=time.perf_counter() - began,
    )


def skills(model: nn.Module, data: Data, part: str) -> np.ndarray:
    """(right - 1/C) / (1 - 1/C) of each tree of a part: 0 by chance, 1 right."""
    chance = 1 / data.classes
    with torch.no_grad():
        right = [
            model(bunch).argmax(1) == bunch.target
            for bunch in map(data.bunch, cut(data.index[part], 256))
        ]
    return (torch.cat(right).numpy() - chance) / (1 - chance)


def ratios(model: nn.Module, data: Data) -> tuple[np.ndarray, np.ndarray]:
    """Depth of the keyword and ||dJ/dx at the keyword|| / ||dJ/dh at the root||, of each tree.

    J is the loss of one tree, x the vector of the keyword, h the output at the root, as the head
    gets it; from trees of the validation part.
    """
    numbers = data.index["validation"][:RATIO_TREES]
    with torch.inference_mode(False), torch.enable_grad():  # a look is taken without gradients
        bunch = data.bunch(numbers)
        tokens = bunch.forest.tokens
        x = model.front(torch.from_numpy(tokens)).detach().requires_grad_()  # type: ignore[operator]
        roots = model.body(bunch.forest, x).roots  # type: ignore[operator]
        scores = model.head(roots)  # type: ignore[operator]
        loss = model.head.loss(scores, bunch.target) * len(numbers)  # type: ignore[operator, union-attr]
        at_leaves, at_roots = torch.autograd.grad(loss, [x, roots])
    keyword = np.flatnonzero((tokens > 0) & (tokens <= KEYWORDS))  # one in each tree, in order
    with np.errstate(all="ignore"):
        found = at_leaves[keyword].norm(dim=1).numpy() / at_roots.norm(dim=1).numpy()
    return data.depth[numbers], found.astype(float)


def _data(job: Job) -> Data:
    if job.source not in _made:
        _made.clear()
        trees = gather(job.source)
        if not isinstance(trees, Trees):
            raise SettingError(f"{job.source.data} holds no trees")
        _made[job.source] = Data(trees)
    return _made[job.source]


def _all(trees: Trees) -> range:
    return range(len(trees))


def _depth(trees: Trees, i: int) -> int:
    tree = trees[i]
    keyword = np.flatnonzero((tree.token > 0) & (tree.token <= KEYWORDS))
    return int(depths(tree.parent)[keyword[0]])


def _by_depth(depth: np.ndarray, ratio: np.ndarray) -> tuple[tuple[float, float], ...]:
    """(depth, median ratio) where there are enough trees."""
    table = {int(d): ratio[(depth == d) & np.isfinite(ratio)] for d in np.unique(depth)}
    return tuple((float(d), float(np.median(r))) for d, r in table.items() if len(r) >= FEWEST)


def _over_updates(
    group: tuple[int, int], moments: tuple[int, ...], looks: list[tuple[np.ndarray, np.ndarray]]
) -> tuple[tuple[float, float], ...]:
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


_PARTS = ("train", "validation", "test")
EARLY, MIDDLE, DEEP = map(_group, GROUPS)
