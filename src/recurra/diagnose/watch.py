"""Looking into a network: a backend that writes down what passes through it.

It runs in the place of a network's own backend, so that layers, directions, projections and all
else stay as they are; what it computes is what the reference backend computes.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from recurra.compiler.backends import reference
from recurra.diagnose.derivatives import derivatives, differentiable, paths
from recurra.diagnose.factors import stabiliser
from recurra.diagnose.tree_watch import TreePassage, TreeWatcher
from recurra.errors import SettingError
from recurra.ir import Graph, Node
from recurra.nn.batch import Batch
from recurra.nn.model import Model
from recurra.nn.recurrent import Recurrent
from recurra.nn.recursive import Recursive
from recurra.words import Text, say

Seen = TypeVar("Seen", bound="Passage | TreePassage")
Instead = Mapping[tuple[int, int], Tensor]  # (passage, index of the node) -> what stands there


@dataclass
class Passage:
    """One layer in one direction over one batch, in the order in which it runs.

    A state is written down as it is handed to the next step: what the output reads of it in the
    same step depends on what is handed over, so that its gradient is that of all that follows.
    """

    graph: Graph
    params: dict[str, Tensor]  # of the equations, by name
    lengths: Tensor | None
    inputs: list[tuple[Tensor, ...]] = field(default_factory=list)  # T times
    states: list[tuple[Tensor, ...]] = field(default_factory=list)  # T + 1 times, start first

    @property
    def steps(self) -> int:
        """T"""
        return len(self.inputs)

    def alive(self) -> Tensor:
        """[T, B]: whether a sequence still runs."""
        batch = self.states[0][0].shape[0]
        if self.lengths is None:
            return torch.ones(self.steps, batch, dtype=torch.bool)
        return torch.arange(self.steps)[:, None] < self.lengths.cpu()

    def ends(self) -> Tensor:
        """[B]: steps of each sequence."""
        return self.alive().sum(0)

    def counted(self) -> tuple[int, ...]:
        """Positions of the states that hold something: stabilisers are left out."""
        return tuple(k for k in range(len(self.graph.states)) if not stabiliser(self.graph, k))

    def rows(self) -> tuple[list[Tensor], list[Tensor]]:
        """Inputs and states before the step, [N, width], of all steps that are no padding."""
        alive = self.alive()
        inputs = [torch.stack(x)[alive] for x in zip(*self.inputs, strict=True)]
        states = [torch.stack(s)[alive] for s in zip(*self.states[:-1], strict=True)]
        return inputs, states

    def values(self, instead: Mapping[int, Tensor] | None = None) -> dict[Node, Tensor]:
        """The value of every node of a step, for all rows of `rows` at once."""
        inputs, states = self.rows()
        found = reference.values(self.graph, self.params, inputs, states, instead or {})
        return dict(zip(self.graph.nodes, found, strict=True))

    def rows_of(self, node: Node, value: Tensor) -> Tensor:
        """[rows, units]: a value at all steps that are no padding."""
        return value.expand(int(self.alive().sum()), -1)

    def held(self, position: int) -> np.ndarray:
        """[rows, units] of a state after all steps that are no padding."""
        found: np.ndarray = self.state(position).detach().double().numpy()[self.alive().numpy()]
        return found

    def direct(self, position: int, across: tuple[int, ...]) -> dict[Text, Tensor]:
        """∂s'_j/∂s_j along the direct path in every row, [rows, units], by the state's name; none
        where there is no such path. `across`: nodes that mix units, which are held fixed."""
        inputs, states = self.rows()
        params = {name: p.detach() for name, p in self.params.items()}
        whole = reference.values(self.graph, params, inputs, states)
        fixed = {index: whole[index].detach() for index in across}
        states[position] = own = states[position].detach().clone().requires_grad_()
        with torch.enable_grad():
            done = reference.values(self.graph, params, inputs, states, fixed)
            new = done[self.graph.results[position].index]
            (share,) = paths([new], [own])
        return {} if share is None else {self.graph.states[position].name: share}

    def state(self, position: int) -> Tensor:
        """[T, B, units] of a state after each step."""
        return torch.stack([states[position] for states in self.states[1:]])


class Watcher:
    """A backend: see the module's text."""

    name = "watching"

    def __init__(self, instead: Instead | None = None) -> None:
        self.passages: list[Passage] = []
        self._instead = instead or {}

    def reason_against(self, graph: Graph, device: torch.device, dtype: torch.dtype) -> str:
        """It runs everything."""
        return ""

    def about(self, dtype: torch.dtype) -> str:
        """As `Backend.about` says."""
        return self.name

    def in_segments(self, *_: object) -> None:
        """It has no faster way than `run`."""
        return

    def prepared(self, *_: object) -> None:
        """It has no faster way than `run`."""
        return

    def steps(self, layers: Sequence[object], batch: int) -> None:
        """It has no faster way than `run`."""
        return

    def source(self, graph: Graph) -> str:
        """As of the reference backend."""
        return reference.Reference().source(graph)

    def run(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        weights: Mapping[str, Tensor],
        inputs: Sequence[Tensor],
        states: Sequence[Tensor],
        lengths: Tensor | None,
    ) -> tuple[Tensor, tuple[Tensor, ...]]:
        """As `Backend.run` says."""
        params = reference.parameters(graph, sizes, weights)
        number = len(self.passages)
        instead = {node: v for (where, node), v in self._instead.items() if where == number}
        passage = Passage(graph, params, lengths)
        self.passages.append(passage)
        alive = reference.running(lengths, inputs[0].shape[0], inputs[0].device)
        passage.states.append(tuple(states))
        outputs = []
        for t, x in enumerate(zip(*(i.unbind(0) for i in inputs), strict=True)):
            outputs.append(self._step(passage, x, instead, None if alive is None else alive[t]))
        return torch.stack(outputs), passage.states[-1]

    def _step(
        self,
        passage: Passage,
        x: tuple[Tensor, ...],
        instead: Mapping[int, Tensor],
        alive: Tensor | None,
    ) -> Tensor:
        graph, before = passage.graph, passage.states[-1]
        done = reference.values(graph, passage.params, x, before, instead)
        new = [done[r.index].expand_as(s) for r, s in zip(graph.results, before, strict=True)]
        if alive is not None:
            new = [torch.where(alive, n, o) for n, o in zip(new, before, strict=True)]
        handed = tuple(differentiable(n) for n in new)
        passage.inputs.append(x)
        passage.states.append(handed)
        output = torch.cat([handed[k] for k in graph.output], -1)
        return output if alive is None else torch.where(alive, output, 0.0)


def body_of(model: nn.Module) -> Recurrent | Recursive:
    """The network of a model; SettingError where it has another body."""
    body = getattr(model, "body", model)
    if not isinstance(body, Recurrent | Recursive):
        raise SettingError(say("diagnose.watch.no_equations", body=type(body).__name__))
    return body


@contextmanager
def watched(model: nn.Module, instead: Instead | None = None) -> Iterator[Watcher | TreeWatcher]:
    """Inside, the network is run by a `Watcher`, in evaluation mode; afterwards all is as before.

    Passages are in the order of layers, forward direction before backward; a network on trees has
    one a call. A network with zoneout is watched as it predicts, with the expectation of its
    states. `instead` fixes values of a step, for instance a gate, by passage and index of the node.

    >>> from recurra.nn import Recurrent
    >>> network = Recurrent("lstm", 3, 5)
    >>> with watched(network) as found:
    ...     output, _ = network(torch.zeros(7, 2, 3))
    >>> found.passages[0].steps, tuple(found.passages[0].state(1).shape)
    (7, (7, 2, 5))
    """
    body, training = body_of(model), model.training
    model.eval()
    try:
        if isinstance(body, Recursive):
            trees = TreeWatcher({node: value for (_, node), value in (instead or {}).items()})
            with body.run_by(trees):
                yield trees
        else:
            chains = Watcher(instead)
            with body.run_by(chains):
                yield chains
    finally:
        model.train(training)


def gradients(
    model: Model, batch: Batch
) -> tuple[Tensor, list[list[tuple[Tensor, ...]]], list[Passage]]:
    """The loss of each example, derived by inputs and by states.

    Returns:
        dL/dx [T,B,I]; for each passage T times the gradients [B,units] of all its states; the
        passages themselves. L is the loss of one example, so that a batch's size plays no part.
    """
    x = model.embedded(batch).x.detach().clone().requires_grad_()
    with watched(model) as watcher, torch.enable_grad():
        assert isinstance(watcher, Watcher)
        loss = model.loss(batch._replace(x=x)) * x.shape[1]
        flat = [s for p in watcher.passages for states in p.states[1:] for s in states]
        found = derivatives([loss], [x, *flat])
    rest, by_passage = iter(found[1:]), []
    for passage in watcher.passages:
        each = len(passage.graph.states)
        by_passage.append([tuple(next(rest) for _ in range(each)) for _ in range(passage.steps)])
    return found[0], by_passage, watcher.passages


def each_state(found: Sequence[Seen]) -> Iterator[tuple[Text, Seen, int]]:
    """The states of passages that hold something: name, passage and position there."""
    for number, passage in enumerate(found):
        for position in passage.counted():
            yield place(found, number, passage.graph.states[position].name), passage, position


def passages(model: Model, batch: Batch) -> Sequence[Passage | TreePassage]:
    """What passes through a model on a batch, without gradients."""
    with watched(model) as watcher, torch.no_grad():
        model(batch)
    return watcher.passages


def chains(model: Model, batch: Batch) -> list[Passage]:
    """The same of a network on sequences."""
    return [p for p in passages(model, batch) if isinstance(p, Passage)]


def trees(model: Model, batch: Batch) -> list[TreePassage]:
    """The same of a network on trees."""
    return [p for p in passages(model, batch) if isinstance(p, TreePassage)]


def place(passages: Sequence[Passage | TreePassage], number: int, name: Text) -> Text:
    """What a gate or state is called, with its passage where it is not the only one."""
    if len(passages) == 1:
        return name
    return say("diagnose.watch.of_pass", number=number + 1, name=name)
