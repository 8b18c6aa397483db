"""What is done to the recurrence in training: recurrent dropout, zoneout, limited gradients."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from recurra.compiler.clipping import LIMIT
from recurra.compiler.masks import EXPECTED
from recurra.compiler.variant import PLAIN, Variant
from recurra.errors import SettingError, unknown
from recurra.ir import Graph, Node
from recurra.words import say


@dataclass(frozen=True)
class Noise:
    """The settings, and what they say about the graph."""

    recurrent_dropout: float = 0.0
    tied: bool = True  # one mask of a state for all gates
    zoneout: tuple[tuple[tuple[str, ...], float], ...] = ()  # states kept together, probability
    hidden_gradient_clip: float = 0.0

    def variant(self, training: bool) -> Variant:
        """What is wanted of the equations; `PLAIN` itself where nothing is."""
        return self._variants[training]

    @cached_property
    def _variants(self) -> tuple[Variant, Variant]:
        """Outside of training, and in it."""
        zoned = tuple(names for names, _ in self.zoneout)
        tied = "tied" if self.tied else "untied"
        training = Variant(
            dropped=tied if self.recurrent_dropout else "",
            zoned=zoned,
            clipped=self.hidden_gradient_clip > 0,
        )
        outside = Variant(zoned=zoned, expected=bool(zoned))
        return (PLAIN if outside == PLAIN else outside, PLAIN if training == PLAIN else training)

    def sequence_masks(
        self, graph: Graph, sizes: Mapping[str, int], x: Tensor, generator: torch.Generator | None
    ) -> list[Tensor]:
        """Recurrent dropout of one layer, each [B, units]: 0 or 1 / (1 - p)."""
        keep = 1 - self.recurrent_dropout
        shapes = [(x.shape[1], sizes[n.size]) for n in _masked(graph, "sequence")]
        return [x.new_empty(s).bernoulli_(keep, generator=generator) / keep for s in shapes]

    def step_masks(
        self, graph: Graph, sizes: Mapping[str, int], x: Tensor, generator: torch.Generator | None
    ) -> list[Tensor]:
        """Zoneout of one layer, each [T, B, units]: 1 where a unit keeps its state."""
        found = []
        nodes = _masked(graph, "step")
        for node, (_, probability) in zip(nodes, self.zoneout if nodes else (), strict=True):
            empty = x.new_empty(*x.shape[:2], sizes[node.size])
            found.append(empty.bernoulli_(probability, generator=generator))
        return found

    def weights(self, x: Tensor) -> dict[str, Tensor]:
        """The stored tensors that hold probabilities and limits."""
        return {
            EXPECTED: x.new_tensor([p for _, p in self.zoneout]),
            LIMIT: x.new_tensor([self.hidden_gradient_clip]),
        }


def noise(
    graph: Graph,
    recurrent_dropout: float,
    tied: bool,
    zoneout: float | Mapping[str, float],
    hidden_gradient_clip: float,
) -> Noise:
    """The settings of a network, checked.

    Raises SettingError where a probability or limit is none, a state does not exist, or there is
    nothing to drop.
    """
    given = {"recurrent_dropout": recurrent_dropout}
    given |= zoneout if isinstance(zoneout, Mapping) else {"zoneout": zoneout}
    for name, probability in given.items():
        if not 0 <= probability < 1:
            raise SettingError(say("nn.no_probability", setting=name, value=probability))
    if not 0 <= hidden_gradient_clip < math.inf:
        raise SettingError(say("nn.no_limit", value=hidden_gradient_clip))
    together = (
        _by_name(graph, zoneout) if isinstance(zoneout, Mapping) else _by_size(graph, zoneout)
    )
    kept = tuple((names, p) for names, p in together.items() if p)
    found = Noise(recurrent_dropout, tied, kept, hidden_gradient_clip)
    for training in (True, False):
        found.variant(training).of(graph)  # an impossible one is said now
    return found


def _by_size(graph: Graph, probability: float) -> dict[tuple[str, ...], float]:
    """All states of a unit are kept together, so that none of them fits the others no more."""
    sizes = dict.fromkeys(s.size for s in graph.states)
    return {tuple(s.name for s in graph.states if s.size == z): probability for z in sizes}


def _by_name(graph: Graph, zoneout: Mapping[str, float]) -> dict[tuple[str, ...], float]:
    known = [s.name for s in graph.states]
    found = {tuple(names.split()): probability for names, probability in zoneout.items()}
    seen: set[str] = set()
    for name in (n for names in found for n in names):
        if name not in known:
            raise unknown(say("nn.state_of_cell", cell=graph.cell), name, known)
        if name in seen:
            raise SettingError(say("nn.zoneout_twice", state=name))
        seen.add(name)
    return found


def _masked(graph: Graph, kind: str) -> list[Node]:
    return [n for n in graph.inputs if graph.masks.get(n.name) == kind]
