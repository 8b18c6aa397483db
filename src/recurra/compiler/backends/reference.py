"""The reference backend: plain torch, any device, twice differentiable. It is the definition;
every other backend is held to it, so it is kept simple rather than fast."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from recurra.compiler.slices import slices
from recurra.ir import Graph, Node
from recurra.words import Text, say

RULES: dict[str, Callable[..., Tensor]] = {
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "div": torch.div,
    "neg": torch.neg,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "abs": torch.abs,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "exp": torch.exp,
    "log": torch.log,
    "softplus": functional.softplus,
    "sqrt": torch.sqrt,
    "cos": torch.cos,
    "sin": torch.sin,
    "floor": torch.floor,
    "mean": lambda a: a.mean(-1, keepdim=True),
    "sum": lambda a: a.sum(-1, keepdim=True),
    "block_sum": lambda a, blocks: _over_blocks(a, blocks, torch.sum),
    "block_largest": lambda a, blocks: _over_blocks(a.detach(), blocks, torch.amax),
    "slice": lambda a, first, last: a[..., first : None if last < 0 else last],
}
# what a rule is given beside the arguments: fields of the node
SETTINGS = {"block_sum": ("blocks",), "block_largest": ("blocks",), "slice": ("first", "last")}


def applied(node: Node, *arguments: Tensor) -> Tensor:
    """A primitive applied to the values of a node's arguments."""
    settings = {name: getattr(node, name) for name in SETTINGS.get(node.op, ())}
    return RULES[node.op](*arguments, **settings)


def _over_blocks(a: Tensor, blocks: int, reduce: Callable[..., Tensor]) -> Tensor:
    """Something of each of `blocks` equal parts of the units, for all units of the part."""
    parts = a.unflatten(-1, (blocks, -1))
    return reduce(parts, -1, keepdim=True).expand_as(parts).flatten(-2)


class Reference:
    """See the module's docstring."""

    name = "reference"

    def about(self, dtype: torch.dtype) -> Text:
        """See `Backend.about`."""
        return say("compiler.backends.reference", threads=torch.get_num_threads())

    def reason_against(self, graph: Graph, device: torch.device, dtype: torch.dtype) -> str:
        """It runs everything."""
        return ""

    def run(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        weights: Mapping[str, Tensor],
        inputs: Sequence[Tensor],
        states: Sequence[Tensor],
        lengths: Tensor | None,
    ) -> tuple[Tensor, tuple[Tensor, ...]]:
        """See `Backend.run`."""
        params = parameters(graph, sizes, weights)
        total = inputs[0].shape[0]
        still = running(lengths, total, inputs[0].device)
        now, outputs = tuple(states), []
        # indexing inside the loop would cost O(T²) in the backward pass; unbind does not
        rows = [
            itertools.repeat(x, total)
            if graph.masks.get(node.name) == "sequence"
            else _without_padding(x, still)
            for node, x in zip(graph.inputs, inputs, strict=True)
        ]
        for t, x in enumerate(zip(*rows, strict=True)):
            new = step(graph, params, x, now)
            if graph.limit:
                new = tuple(Limited.apply(n, params[graph.limit]) for n in new)
            if still is None:
                now = new
                outputs.append(_joined(graph, new))
            else:
                alive = still[t]
                now = tuple(torch.where(alive, n, o) for n, o in zip(new, now, strict=True))
                outputs.append(torch.where(alive, _joined(graph, new), 0.0))
        return torch.stack(outputs), now

    def in_segments(self, *_: object) -> None:
        """None: nothing is faster than `run`."""
        return

    def prepared(self, *_: object) -> None:
        """None: nothing is faster than `run`."""
        return

    def steps(
        self,
        layers: Sequence[tuple[Graph, Mapping[str, int], Mapping[str, Tensor]]],
        batch: int,
    ) -> None:
        """None: nothing is faster than `run`."""
        return

    def source(self, graph: Graph) -> str:
        """The graph, one node a line: what `step` computes."""
        return "\n".join([*map(repr, graph.nodes), f"return {graph.results}"])


class Limited(torch.autograd.Function):
    """The value itself; its gradient is scaled down to a largest norm of each row."""

    generate_vmap_rule = True

    @staticmethod
    def forward(value: Tensor, limit: Tensor) -> Tensor:
        """The value."""
        return value.view_as(value)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor, Tensor], output: Tensor) -> None:
        """Keep the limit."""
        ctx.save_for_backward(inputs[1])

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None]:
        """The limited gradient; NaN stays NaN."""
        (limit,) = ctx.saved_tensors
        norm = torch.linalg.vector_norm(gradient, dim=-1, keepdim=True)
        return gradient * (limit / torch.maximum(norm, limit)), None


def parameters(
    graph: Graph, sizes: Mapping[str, int], weights: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    """The parameters of the equations by name, as parts of the stored tensors."""
    return {
        p: weights[g.name][a:b]
        for g in graph.groups
        for p, (a, b) in slices(graph, g, sizes).items()
    }


def step(
    graph: Graph,
    params: Mapping[str, Tensor],
    inputs: Sequence[Tensor],
    states: Sequence[Tensor],
) -> tuple[Tensor, ...]:
    """The new states [B, units] after one step of inputs [B, width]; parameters by their names."""
    done = values(graph, params, inputs, states)
    new = [done[r.index] for r in graph.results]
    return tuple(n.expand_as(s) for n, s in zip(new, states, strict=True))


def values(
    graph: Graph,
    params: Mapping[str, Tensor],
    inputs: Sequence[Tensor],
    states: Sequence[Tensor],
    instead: Mapping[int, Tensor] = MappingProxyType({}),
) -> list[Tensor]:
    """The value of every node of a step, by its index; `instead` fixes some of them."""
    leaves = dict(zip((*graph.inputs, *graph.states), (*inputs, *states), strict=True))
    done: list[Tensor] = []
    for node in graph.nodes:
        if node.index in instead:
            done.append(instead[node.index])
        else:
            own = leaves.get(node)
            done.append(_value(graph, node, done, params, states[0]) if own is None else own)
    return done


def _value(
    graph: Graph, node: Node, done: list[Tensor], params: Mapping[str, Tensor], like: Tensor
) -> Tensor:
    if node.op == "constant":
        return torch.tensor(node.value, dtype=like.dtype, device=like.device)
    if node.op in ("bias", "vector", "scalar"):
        return params[node.param]
    arguments = [done[a.index] for a in node.args]
    if node.op == "matmul":
        return product_of(graph, node, arguments[0], params)
    return applied(node, *arguments)


def product_of(graph: Graph, node: Node, x: Tensor, params: Mapping[str, Tensor]) -> Tensor:
    """The value of a "matmul": its matrix, or the transpose of it, times x [..., units]."""
    weight = params[node.param]
    if node.transposed:
        return transposed_product(x, weight, graph.param[node.param].blocks)
    return product(x, weight)


def transposed_product(x: Tensor, weight: Tensor, blocks: int = 1) -> Tensor:
    """[..., rows] times the transpose of a matrix [rows, columns]; of one that is block-diagonal,
    stored as [rows, columns/blocks], each block's transpose times its own part of x."""
    if blocks == 1:
        return x @ weight
    parts = x.unflatten(-1, (blocks, -1)).unsqueeze(-2)
    return (parts @ weight.unflatten(0, (blocks, -1))).flatten(-3)


def product(x: Tensor, weight: Tensor) -> Tensor:
    """[..., columns] times a matrix [rows, columns]; one with fewer columns than x has units is
    block-diagonal: its blocks are stacked by rows, each for its own part of x."""
    heads = x.shape[-1] // weight.shape[-1]
    if heads == 1:
        return functional.linear(x, weight)
    parts = x.unflatten(-1, (heads, -1)).unsqueeze(-2)
    blocks = weight.unflatten(0, (heads, -1))
    return (parts @ blocks.mT).flatten(-3)


def running(lengths: Tensor | None, total: int, device: torch.device) -> Tensor | None:
    """[T, B, 1]: whether a sequence still runs at a step."""
    if lengths is None:
        return None
    steps = torch.arange(total, device=device)
    return (steps[:, None] < lengths.to(device)).unsqueeze(-1)


def _without_padding(x: Tensor, running: Tensor | None) -> tuple[Tensor, ...]:
    """The steps of an input; padding is zeroed, as a NaN in it would reach the gradients."""
    return (x if running is None else torch.where(running, x, 0.0)).unbind(0)


def _joined(graph: Graph, states: Sequence[Tensor]) -> Tensor:
    parts = [states[i] for i in graph.output]
    return parts[0] if len(parts) == 1 else torch.cat(parts, -1)
