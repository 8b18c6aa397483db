"""The fast backend for trees on CPUs: one compiled call for all levels, forward or backward.

Large products (inputs, gradients of weights and inputs) are kernels of `machine/library.py`.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch import Tensor

from recurra.compiler.backends.derived import derived_values
from recurra.compiler.backends.numba.unfit import unfit
from recurra.compiler.backends.tree_reference import TreeReference, by_reference
from recurra.compiler.forest import Forest
from recurra.errors import SettingError
from recurra.ir import Graph
from recurra.words import Text, say

if TYPE_CHECKING:
    from recurra.compiler.backends.numba.tree.run import Passes

PLAIN = (Tensor, torch.nn.Parameter)


class TreeNumba:
    """Kernels printed from the equations and compiled by numba; CPU, float32 and float64."""

    name = "numba"

    def reason_against(self, graph: Graph, device: torch.device, dtype: torch.dtype) -> Text:
        """Why it cannot run a graph: the device, the type, no numba."""
        return unfit(device, dtype)

    def source(self, graph: Graph) -> str:
        """The kernels of all levels, upwards and downwards, in float32.

        Raises SettingError where the backend cannot run the graph.
        """
        from recurra.compiler.backends.numba.tree.plan import TreePlan

        reason = self.reason_against(graph, torch.device("cpu"), torch.float32)
        if reason:
            raise SettingError(
                say("compiler.backends.cannot_run", backend="numba", cell=graph.cell, reason=reason)
            )
        return TreePlan(graph, "float32").text()

    def run(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        weights: Mapping[str, Tensor],
        x: Tensor,
        forest: Forest,
    ) -> tuple[Tensor, ...]:
        """See `TreeBackend.run`."""
        # others, such as those of a projection, have been used before
        tensors = [x, *(weights[group.name] for group in graph.groups)]
        if torch.compiler.is_compiling() or any(type(t) not in PLAIN for t in tensors):
            return TreeReference().run(graph, sizes, weights, x, forest)
        if any(t.dtype is not x.dtype or not t.is_cpu for t in tensors):
            kinds = [
                say("compiler.backends.type_on_device", dtype=dtype, device=device)
                for dtype, device in sorted({(str(t.dtype), str(t.device)) for t in tensors})
            ]
            raise SettingError(say("compiler.backends.mixed_trees", kinds=kinds))
        from recurra.compiler.backends.numba.tree.plan import known
        from recurra.compiler.backends.numba.tree.run import passes

        sized = known(graph, sizes, x.dtype)
        own = _Given(graph, sizes, forest, passes(sized))
        tensors += derived_values(graph, sized.plan.forward.derived, sizes, weights)
        if torch.is_grad_enabled() and any(t.requires_grad for t in tensors):
            return tuple(Levelled.apply(own, *tensors))
        return own.passes.forward(forest, *_plain(tensors))[0]


class _Given(NamedTuple):
    """The arguments of a call beside its tensors."""

    graph: Graph
    sizes: Mapping[str, int]
    forest: Forest
    passes: "Passes"


def _plain(tensors: Sequence[Tensor]) -> tuple[Tensor, list[Tensor]]:
    x, *weights = (t.detach().contiguous() for t in tensors)
    return x, weights


class Levelled(torch.autograd.Function):
    """A forest as a node of autograd."""

    @staticmethod
    def forward(ctx: Any, own: _Given, *tensors: Tensor) -> tuple[Tensor, ...]:
        """The states of every node."""
        ctx.set_materialize_grads(False)
        states, ctx.kept = own.passes.forward(own.forest, *_plain(tensors))
        ctx.own = own
        ctx.save_for_backward(*tensors)
        return states

    @staticmethod
    def backward(ctx: Any, *arriving: Tensor | None) -> tuple[Any, ...]:
        """Gradients of the input and the weights."""
        tensors = ctx.saved_tensors
        if torch.is_grad_enabled():
            own = ctx.own
            return None, *by_reference(own.graph, own.sizes, own.forest, tensors, arriving)
        x, weights = _plain(tensors)
        wanted = ctx.needs_input_grad[1]
        dx, of_weights = ctx.own.passes.backward(x, weights, ctx.kept, arriving, wanted)
        return None, dx, *of_weights
