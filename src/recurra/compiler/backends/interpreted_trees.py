"""The programs of tree kernels, interpreted: nothing is compiled."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backends.derived import derived_values
from recurra.compiler.backends.reference import parameters
from recurra.compiler.backends.tree_reference import by_reference
from recurra.compiler.execute_trees import Trees
from recurra.compiler.forest import Forest
from recurra.compiler.interpret import Numbers, Sums, dense
from recurra.compiler.listing import listing
from recurra.compiler.tree_chain import TreeChain, tree_chain_of
from recurra.ir import Graph
from recurra.words import Text, say


class TreeInterpreted:
    """Runs the statements of tree cells in turn with NumPy; CPU, float32 and float64."""

    name = "statements"

    def reason_against(self, graph: Graph, device: torch.device, dtype: torch.dtype) -> Text:
        """Why it cannot run a graph: the device or the type."""
        if device.type != "cpu" or dtype not in (torch.float32, torch.float64):
            return say("compiler.backends.statements_of_other_type")
        return ""

    def source(self, graph: Graph) -> str:
        """The statements of both passes."""
        own = tree_chain_of(graph)
        return "\n\n".join(listing(p, graph.cell, trees=True) for p in (own.upwards, own.downwards))

    def run(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        weights: Mapping[str, Tensor],
        x: Tensor,
        forest: Forest,
    ) -> tuple[Tensor, ...]:
        """See `TreeBackend.run`."""
        own = tree_chain_of(graph)
        named = {g.name: weights[g.name] for g in graph.groups}
        derived = derived_values(graph, own.forward.derived, sizes, named)
        return tuple(_Node.apply((own, sizes, forest), x, *named.values(), *derived))


class _Node(torch.autograd.Function):
    """A forest as a node of autograd."""

    @staticmethod
    def forward(ctx: Any, given: Any, *tensors: Tensor) -> tuple[Tensor, ...]:
        """The states of every node."""
        ctx.set_materialize_grads(False)
        own, sizes, forest = given
        ctx.run, ctx.given = _Run(own, sizes, forest, tensors), given
        ctx.save_for_backward(*tensors)
        states: tuple[Tensor, ...] = ctx.run.forward()
        return states

    @staticmethod
    def backward(ctx: Any, *arriving: Tensor | None) -> tuple[Any, ...]:
        """Gradients of the input, weights and derived values."""
        if torch.is_grad_enabled():
            own, sizes, forest = ctx.given
            return None, *by_reference(own.graph, sizes, forest, ctx.saved_tensors, arriving)
        return None, *ctx.run.backward(arriving)


class _Run:
    """One call."""

    def __init__(
        self, own: TreeChain, sizes: Mapping[str, int], forest: Forest, tensors: Sequence[Tensor]
    ) -> None:
        self.own, self.sizes, self.forest, graph = own, sizes, forest, own.graph
        arrays = [t.detach().numpy() for t in tensors]
        self.x, count = arrays[0], len(graph.groups)
        named = dict(zip([g.name for g in graph.groups], tensors[1 : 1 + count], strict=True))
        params = {
            name: dense(p.detach().numpy(), graph.param[name].blocks)
            for name, p in parameters(graph, sizes, named).items()
        }
        params |= dict(zip(own.forward.derived, arrays[1 + count :], strict=True))
        self.numbers = Numbers(self.x.dtype, sizes, params, 1)
        self.at = Trees(own.upwards, self.numbers, graph, forest)

    def forward(self) -> tuple[Tensor, ...]:
        """The states of every node."""
        run, graph = self.at, self.own.graph
        run.clear(list(run.own.buffers))
        for cell, row in zip(run.given(), self.x, strict=True):
            if cell[0]:
                run.memory[cell] = self.numbers.filled(row[None], graph.inputs[0].size)
        run.run()
        return tuple(
            torch.from_numpy(
                np.concatenate([
                    run.memory[run.own.find("state", s.name), 0, int(row)][:, : self.sizes[s.size]]
                    for row in run.order.row
                ])
            )
            for s in graph.states
        )  # fmt: skip

    def backward(self, arriving: Sequence[Tensor | None]) -> list[Tensor]:
        """Gradients of the input, the weights and derived values."""
        graph, numbers, own = self.own.graph, self.numbers, self.own
        run = Trees(own.downwards, numbers, graph, self.forest)
        run.memory = dict(self.at.memory)
        run.clear([n for n in run.own.buffers if n not in own.up.buffers])
        for state, given in zip(graph.states, arriving, strict=True):
            name = own.down.find("seed", state.name)
            for node, row in enumerate(run.order.row if name else ()):
                run.memory[name, 0, int(row)] = (
                    numbers.zero(state.size)
                    if given is None
                    else numbers.filled(given[node : node + 1].detach().numpy(), state.size)
                )
        sums = run.gradients = Sums(numbers)
        run.run()
        parts = sums.stored(graph, own.forward.derived)
        return [self._input(run), *map(torch.from_numpy, parts)]

    def _input(self, run: Trees) -> Tensor:
        gradient = np.zeros_like(self.x)
        for number, cell in enumerate(run.given_gradients()):
            if cell[0]:
                gradient[number] = run.memory[cell][0, : self.x.shape[1]]
        return torch.from_numpy(gradient)
