"""Tree-LSTMs as people run them elsewhere: node by node, and the level algorithm of a package.

`by_node` is the plain way: a small module applied to one node after the other. `by_level` is the
algorithm of the package pytorch-tree-lstm (unbounce, child-sum), transcribed from what it does, as
the package is not a dependency: boolean masks of nodes and edges for each order, sums over children
by splitting into a list. Its orders are computed before the clock starts, as the package advises.
"""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from recurra.compiler.forest import Forest


class BinaryByNode(nn.Module):
    """The N-ary Tree-LSTM of two children (Tai et al. 2015), one node at a time."""

    def __init__(self, inputs: int, units: int) -> None:
        super().__init__()
        self.units = units
        self.own = nn.Linear(inputs, 4 * units)  # i, o, u and the forget gates' common part
        self.left = nn.Linear(units, 5 * units, bias=False)
        self.right = nn.Linear(units, 5 * units, bias=False)

    def forward(self, forest: Forest, x: Tensor) -> Tensor:
        """[B, units]: h of the roots."""
        rows, zero = iter(x.unbind(0)), x.new_zeros(self.units)
        below: list[list[tuple[Tensor, Tensor]]] = [[] for _ in forest.parent]
        roots = []
        pairs = zip(forest.parent.tolist(), forest.token.tolist(), strict=True)
        for node, (parent, token) in enumerate(pairs):
            given = next(rows) if token >= 0 else None
            state = self._node(given, [*below[node], (zero, zero), (zero, zero)][:2])
            if parent >= 0:
                below[parent].append(state)
            else:
                roots.append(state[0])
        return torch.stack(roots)

    def _node(self, x: Tensor | None, children: list[tuple[Tensor, Tensor]]) -> tuple[Tensor, ...]:
        own = self.own.bias if x is None else self.own(x)
        (h_left, c_left), (h_right, c_right) = children
        i, o, u, f = own.chunk(4)
        gates = self.left(h_left) + self.right(h_right)
        gi, go, gu, gl, gr = gates.chunk(5)
        c = torch.sigmoid(i + gi) * torch.tanh(u + gu)
        c = c + torch.sigmoid(f + gl) * c_left + torch.sigmoid(f + gr) * c_right
        return torch.sigmoid(o + go) * torch.tanh(c), c


class ByLevel(nn.Module):
    """The child-sum Tree-LSTM with the level algorithm of pytorch-tree-lstm."""

    def __init__(self, inputs: int, units: int) -> None:
        super().__init__()
        self.units = units
        self.w_iou, self.u_iou = nn.Linear(inputs, 3 * units), nn.Linear(units, 3 * units, False)
        self.w_f, self.u_f = nn.Linear(inputs, units), nn.Linear(units, units, False)

    def forward(
        self, features: Tensor, node_order: Tensor, edges: Tensor, edge_order: Tensor
    ) -> Tensor:
        """[N, units]: h of every node; edges [E, 2]: parent and child."""
        h = features.new_zeros(len(features), self.units)
        c = features.new_zeros(len(features), self.units)
        for order in range(int(node_order.max()) + 1):
            nodes = node_order == order
            x = features[nodes]
            if order == 0:
                i, o, u = self._gates(self.w_iou(x))
                c[nodes] = i * u
            else:
                own = edges[edge_order == order]
                parents, children = own[:, 0], own[:, 1]
                h_below, c_below = h[children], c[children]
                counts = torch.unique_consecutive(parents, return_counts=True)[1].tolist()
                h_sum = torch.stack([part.sum(0) for part in torch.split(h_below, counts)])
                i, o, u = self._gates(self.w_iou(x) + self.u_iou(h_sum))
                f = torch.sigmoid(self.w_f(features[parents]) + self.u_f(h_below))
                kept = torch.split(f * c_below, counts)
                c[nodes] = i * u + torch.stack([part.sum(0) for part in kept])
            h[nodes] = o * torch.tanh(c[nodes])
        return h

    def _gates(self, iou: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        i, o, u = iou.chunk(3, 1)
        return torch.sigmoid(i), torch.sigmoid(o), torch.tanh(u)


def by_node(forest: Forest, units: int) -> Callable[[Tensor], Tensor]:
    """Input of the nodes that have one -> h of the roots, node by node."""
    network = BinaryByNode(units, units)
    return lambda x: network(forest, x)


def by_level(forest: Forest, units: int) -> Callable[[Tensor], Tensor]:
    """Input of the nodes that have one -> h of the roots, by the package's algorithm."""
    network = ByLevel(units, units)
    children = np.flatnonzero(forest.parent >= 0)
    children = children[np.argsort(forest.parent[children], kind="stable")]
    parents = forest.parent[children]
    edges = torch.from_numpy(np.stack([parents, children], 1))
    node_order = torch.from_numpy(forest.height.copy())
    edge_order = node_order[edges[:, 0]]
    given = torch.from_numpy(np.flatnonzero(forest.token >= 0))
    roots = torch.from_numpy(forest.roots)

    def run(x: Tensor) -> Tensor:
        features = x.new_zeros(len(node_order), x.shape[1]).index_copy(0, given, x)
        return network(features, node_order, edges, edge_order)[roots]

    return run
