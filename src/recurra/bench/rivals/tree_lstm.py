"""Tree-LSTMs as people run them elsewhere: node by node, and with the package pytorch-tree-lstm.

Both get the weights of a network of ours, so that their numbers can be compared with its. The
package (unbounce, child-sum) computes a level at a time in torch; the order of its nodes and edges
is found before the clock starts, as the package advises.
"""

import importlib.util
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from recurra.compiler.backends.tree_reference import parameters
from recurra.compiler.forest import Forest
from recurra.nn.recursive import Recursive
from recurra.words import Text, say

Run = Callable[[Tensor], Tensor]  # input of the nodes that have one -> h of the roots


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


def by_node(network: Recursive, forest: Forest) -> Run:
    """The network `nary`, node by node."""
    numbers = _numbers(network)
    rival = BinaryByNode(network.input_size, network.output_size)
    ways = ("U.i.{}", "U.o.{}", "U.u.{}", "U.f.l{}", "U.f.r{}")
    _set(rival.own.weight, [numbers[f"W.{k}"] for k in "iouf"])
    _set(rival.own.bias, [numbers[f"b.{k}"] for k in "iouf"])
    _set(rival.left.weight, [numbers[way.format("l")] for way in ways])
    _set(rival.right.weight, [numbers[way.format("r")] for way in ways])
    return lambda x: rival(forest, x)


def package_missing() -> Text:
    """Why the package cannot take part; empty: it can."""
    installed = importlib.util.find_spec("treelstm") is not None
    return "" if installed else say("bench.rivals.not_installed", package="pytorch-tree-lstm")


def by_package(network: Recursive, forest: Forest) -> Run:
    """The network `childsum` in the package's module."""
    import treelstm

    numbers, count = _numbers(network), len(forest.parent)
    rival = treelstm.TreeLSTM(network.input_size, network.output_size)
    _set(rival.W_iou.weight, [numbers[f"W.{k}"] for k in "iou"])
    _set(rival.W_iou.bias, [numbers[f"b.{k}"] for k in "iou"])
    _set(rival.U_iou.weight, [numbers[f"U.{k}"] for k in "iou"])
    _set(rival.W_f.weight, [numbers["W.f"]])
    _set(rival.W_f.bias, [numbers["b.f"]])
    _set(rival.U_f.weight, [numbers["U.f"]])
    edges = _edges(forest)
    orders = treelstm.calculate_evaluation_orders(edges, count)
    node_order, edge_order = map(torch.from_numpy, orders)
    given = torch.from_numpy(np.flatnonzero(forest.token >= 0))
    roots, pairs = torch.from_numpy(forest.roots), torch.from_numpy(edges)

    def run(x: Tensor) -> Tensor:
        features = x.new_zeros(count, x.shape[1]).index_copy(0, given, x)
        h, _ = rival(features, node_order, pairs, edge_order)
        return h[roots]

    return run


def _edges(forest: Forest) -> np.ndarray:
    """[E, 2]: parent and child, those of a parent next to each other, as the package wants them."""
    children = np.flatnonzero(forest.parent >= 0)
    children = children[np.argsort(forest.parent[children], kind="stable")]
    return np.stack([forest.parent[children], children], 1)


def _numbers(network: Recursive) -> dict[str, Tensor]:
    """The parameters of the equations by name."""
    layer = network._layer
    return parameters(layer.graph, layer.sizes, dict(network.named_parameters()))


def _set(target: Tensor, parts: list[Tensor]) -> None:
    with torch.no_grad():
        target.copy_(torch.cat(parts))
