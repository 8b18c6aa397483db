"""What runs a tree cell over a forest."""

from collections.abc import Mapping
from typing import Protocol

import torch
from torch import Tensor

from recurra.compiler.backends.interpreted_trees import TreeInterpreted
from recurra.compiler.backends.numba.tree.backend import TreeNumba
from recurra.compiler.backends.tree_reference import TreeReference
from recurra.compiler.forest import Forest
from recurra.ir import Graph
from recurra.words import Text


class TreeBackend(Protocol):
    """Runs a cell over all nodes of a forest."""

    name: str

    def reason_against(self, graph: Graph, device: torch.device, dtype: torch.dtype) -> Text:
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
# and the interpreter of the kernels' programs, only for tests
EVERY_TREE: tuple[TreeBackend, ...] = (*TREE_BACKENDS, TreeInterpreted())
