"""What stands between body and head: the contract of a pooling, and what any of them gets.

A pooling makes one vector [B,F] of the features [T,B,F] of a sequence's own steps; what pads it
never counts. Letters as in `recurra.nn.bodies.body`: T steps, B sequences, F features.
"""

import importlib
from typing import Any, ClassVar, cast

import torch
from torch import Tensor, nn

from recurra.nn.bodies.count import counted, numbers
from recurra.nn.bodies.design import Measures
from recurra.settings.pooling import POOLING

Carried = tuple[Tensor, ...]


class Pooling(nn.Module):
    """A pooling of features; a member has `forward`, and `first` and `more`, which carry it on.

    Where it weighs steps by numbers that sum to 1, `weights` gives these.
    """

    name: ClassVar[str]  # by which an option and a bundle name it
    formula: ClassVar[str] = ""  # its parameters in F

    def __init__(self, features: int, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.features = features

    def read(self, body: nn.Module, x: Tensor, lengths: Tensor | None) -> Tensor:
        """What a body gives for x [T,B,I], as one [B,F]."""
        found, _ = body(x, lengths=lengths)
        return cast(Tensor, self(found, lengths))

    def forward(self, features: Tensor, lengths: Tensor | None = None) -> Tensor:
        """One vector [B,F] of features [T,B,F]; steps beyond the lengths [B] may be anything."""
        raise NotImplementedError

    def joined(self, early: Tensor, late: Tensor, before: Tensor) -> Tensor:
        """One vector [B,F] of features in two parts: of each sequence its first `before` [B] steps
        of `early` [E,B,F], then all of `late` [L,B,F]."""
        lengths = before + len(late)
        steps = torch.arange(int(lengths.max()))[:, None]
        rows = torch.where(steps < before, steps, len(early) + steps - before)
        both = torch.cat([early, late])
        columns = torch.arange(both.shape[1])
        found = both[rows.clamp(max=len(both) - 1), columns]
        return cast(Tensor, self(found, lengths))

    def weights(self, features: Tensor, lengths: Tensor | None = None) -> Tensor | None:
        """The weight [T,B] of each step, 0 beyond the lengths; None: it has no such weights."""
        return None

    def first(self, features: Tensor) -> Carried:
        """What a stream carries after its first step [B,F]."""
        raise NotImplementedError

    def more(self, carried: Carried, features: Tensor) -> Carried:
        """The same after one more step [B,F]."""
        raise NotImplementedError

    def pooled(self, carried: Carried) -> Tensor:
        """The vector [B,F] of all steps so far."""
        raise NotImplementedError

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw all parameters anew."""

    def settings(self) -> dict[str, Any]:
        """What a bundle keeps: its kind, and the argument that builds it again."""
        return {"kind": self.name, "features": self.features}


class Attention(Pooling):
    """Weights by a softmax over scores s_t of a sequence's own steps: y = Σ_t softmax_t(s) h_t.

    A member has `scores`. A stream carries the largest score, the sum of exp(s - largest) and that
    of exp(s - largest) h, so that no exp overflows (Milakov & Gimelshein 2018, arXiv 1805.02867).
    """

    def scores(self, features: Tensor) -> Tensor:
        """Of each step [...]: of features [...,F]."""
        raise NotImplementedError

    def forward(self, features: Tensor, lengths: Tensor | None = None) -> Tensor:
        """The weighted mean of a sequence's own steps."""
        weights = self.weights(features, lengths)
        return torch.einsum("tb,tbf->bf", weights, own_steps(features, lengths, 0.0))

    def weights(self, features: Tensor, lengths: Tensor | None = None) -> Tensor:
        """softmax over the sequence's own steps [T,B]."""
        scores = self.scores(own_steps(features, lengths, 0.0))
        return own_steps(scores[..., None], lengths, -torch.inf)[..., 0].softmax(0)

    def first(self, features: Tensor) -> Carried:
        """Largest score [B,1], sum of exponentials [B,1], sum of weighted features [B,F]."""
        score = self.scores(features)[:, None]
        return score, torch.ones_like(score), features

    def more(self, carried: Carried, features: Tensor) -> Carried:
        """The sums in the unit of the largest score so far."""
        largest, total, weighted = carried
        score = self.scores(features)[:, None]
        now = torch.maximum(largest, score)
        before, own = (largest - now).exp(), (score - now).exp()
        return now, total * before + own, weighted * before + own * features

    def pooled(self, carried: Carried) -> Tensor:
        """The weighted mean so far."""
        _, total, weighted = carried
        return weighted / total


def own_steps(features: Tensor, lengths: Tensor | None, fill: float) -> Tensor:
    """Features [T,B,F] with another number in all steps beyond the lengths [B].

    >>> own_steps(torch.ones(2, 2, 1), torch.tensor([2, 1]), 0.0)[..., 0].tolist()
    [[1.0, 1.0], [1.0, 0.0]]
    """
    if lengths is None:
        return features
    steps = torch.arange(len(features), device=features.device)[:, None]
    return torch.where((steps < lengths.to(steps.device))[..., None], features, fill)


def built(name: str, features: int, generator: torch.Generator | None = None) -> Pooling:
    """The pooling of a line of `settings.pooling`.

    >>> built("mean", 3)(torch.tensor([[[1.0, 2.0, 3.0]], [[3.0, 2.0, 1.0]]])).tolist()
    [[2.0, 2.0, 2.0]]
    """
    module, _, kind = POOLING[name].rpartition(".")
    found = getattr(importlib.import_module(f"recurra.nn.pooling.{module}"), kind)
    return cast(Pooling, found(features, generator))


def measures(name: str, features: int, reread: int = 0) -> Measures:
    """What it costs beside the body at one more step of a stream, counted while it runs.

    `reread`: steps that are read again at each step, by a body without a state.
    """
    pooling = built(name, features)
    step = torch.zeros(1, features)
    with torch.no_grad():
        before = pooling.first(step)
    if reread:
        window = step.expand(reread, 1, features)
        found = counted(lambda: pooling(window))
    else:
        found = counted(lambda: pooling.pooled(pooling.more(before, step)))
    done = found.operations
    values = found.values + (0 if reread else sum(t.numel() for t in before))
    return Measures(features, numbers(pooling), done.flops, done.transcendental, values)
