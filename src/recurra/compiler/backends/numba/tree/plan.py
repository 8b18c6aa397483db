"""A tree cell compiled for one dtype, and the same with its sizes filled in."""

import functools
from collections.abc import Mapping

import torch

from recurra.compiler.backends.numba.machine import cache
from recurra.compiler.backends.numba.machine.library import Library, library
from recurra.compiler.backends.numba.machine.processor import Machine, this_machine
from recurra.compiler.backends.numba.program.assembly import Sizes
from recurra.compiler.backends.numba.tree.text import Printed, printed
from recurra.compiler.statements import Pass
from recurra.compiler.tree_chain import tree_chain_of
from recurra.compiler.tree_layout import TreeLayout
from recurra.compiler.tree_step import TreeForward
from recurra.ir import Graph


class TreePlan:
    """All that depends on a graph, a dtype and a width of vectors, each part made when it is first
    asked for."""

    def __init__(self, graph: Graph, dtype: str, machine: Machine | None = None) -> None:
        self.graph, self.dtype = graph, dtype
        self.machine = machine or this_machine()
        self.chain = tree_chain_of(graph)

    @property
    def forward(self) -> TreeForward:
        """A node's step."""
        return self.chain.forward

    def text(self) -> str:
        """The text of both kernels, which need not be compiled for it."""
        both = (self.chain.upwards, self.chain.downwards)
        return "\n\n".join(printed(self.graph, own, self.dtype, self.machine).text for own in both)

    @functools.cached_property
    def upwards(self) -> tuple[int, Printed]:
        """The forward kernel and what its table holds."""
        return self._compiled(self.chain.upwards, "upwards")

    @functools.cached_property
    def downwards(self) -> tuple[int, Printed]:
        """The backward kernel and what its table holds."""
        return self._compiled(self.chain.downwards, "downwards")

    @functools.cached_property
    def library(self) -> Library:
        """The kernels that depend on no cell."""
        return library(self.dtype)

    def _compiled(self, own: Pass, kind: str) -> tuple[int, Printed]:
        text = printed(self.graph, own, self.dtype, self.machine)
        made = cache.module(f"{self.graph.cell}_{kind}_{self.dtype}", text.text)
        return int(made.levels.address), text


class TreeSized(Sizes):
    """A plan with the sizes of a layer filled in."""

    def __init__(self, plan: TreePlan, sizes: Mapping[str, int]) -> None:
        lanes = plan.machine.lanes(plan.dtype)
        super().__init__(plan.graph, plan.library, sizes, plan.forward.derived, lanes)
        self.plan = plan

    def strides(self, layout: TreeLayout) -> dict[str, int]:
        """Bytes between rows of the buffers of a pass and of the one before."""
        return {n: b.columns * self.padded(b.size) * self.item for n, b in layout.all.items()}


_plans: dict[tuple[str, str, int], TreePlan] = {}
_known: dict[tuple[object, ...], tuple[Graph, TreeSized]] = {}


def known(graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype) -> TreeSized:
    """The plan of a graph with its sizes; a graph is known again by being the same object, and
    graphs that compute the same share a plan. The sizes of states decide how wide its vectors are.
    """
    key = (id(graph), dtype, *sizes.values())
    if key not in _known:
        name = str(dtype).removeprefix("torch.")
        machine = this_machine().fitting({sizes[s.size] for s in graph.states}, name)
        own = (graph.fingerprint, name, machine.vector_bytes)
        plan = _plans.setdefault(own, _plans.get(own) or TreePlan(graph, name, machine))
        _known[key] = (graph, TreeSized(plan, sizes))
    return _known[key][1]
