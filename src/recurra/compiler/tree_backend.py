"""What runs a tree cell over a forest, and which of it is chosen."""

from collections.abc import Mapping
from typing import Protocol

import torch
from torch import Tensor

from recurra.compiler.backends.numba.tree.backend import TreeNumba
from recurra.compiler.forest import Forest
from recurra.compiler.tree_reference import TreeReference
from recurra.errors import SettingError, unknown
from recurra.ir import Graph


class TreeBackend(Protocol):
    """Runs a cell over all nodes of a forest."""

    name: str

    def reason_against(self, graph: Graph, device: torch.device, dtype: torch.dtype) -> str:
        """Why this backend cannot run the graph there; empty where it can."""

    def source(self, graph: Graph) -> str:
        """The text that is run for a graph; SettingError where this backend cannot run it."""

    def run(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        weights: Mapping[str, Tensor],
        x: Tensor,
        forest: Forest,
    ) -> tuple[Tensor, ...]:
        """The states of every node.

        Args:
            graph: a node of a tree cell.
            sizes: units of every class of sizes, and the width of the input.
            weights: the stored tensors by name; matrices [rows, columns], others [rows].
            x: [R, width], a row for each node that has an input, in the order of the nodes.
            forest: the trees, which the cell takes (`misfit` is empty).

        Returns:
            For each state [N, units], in the order of the forest's nodes; zero at leaves where
            these are inputs alone. Differentiable.
        """


TREE_BACKENDS: tuple[TreeBackend, ...] = (TreeNumba(), TreeReference())


def choose_for_trees(
    name: str, graph: Graph, device: torch.device, dtype: torch.dtype
) -> tuple[TreeBackend, str]:
    """The backend of that name, or with "auto" the first that can run the graph; and why.

    Raises SettingError where the named backend does not exist or cannot run it.
    """
    against = {b.name: b.reason_against(graph, device, dtype) for b in TREE_BACKENDS}
    if name != "auto":
        if name not in against:
            raise unknown("backend for trees", name, [*against, "auto"])
        if against[name]:
            raise SettingError(f"backend {name!r} cannot run {graph.cell!r}: {against[name]}")
        return next(b for b in TREE_BACKENDS if b.name == name), f"{name}: as asked for"
    chosen = next(b for b in TREE_BACKENDS if not against[b.name])
    passed = [f"not {n}: {reason}" for n, reason in against.items() if reason]
    return chosen, "; ".join([f"{chosen.name}: the first that can", *passed])
