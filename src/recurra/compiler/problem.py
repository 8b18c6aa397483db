"""Random numbers for a graph: what a check of conformance runs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from recurra.compiler.backend import Backend
from recurra.compiler.sizes import input_widths, multiple, sizes, smallest
from recurra.compiler.slices import shape
from recurra.compiler.variant import PLAIN, Variant
from recurra.ir import Cell, Graph, Node
from recurra.words import Text, say


@dataclass(frozen=True)
class Case:
    """Sizes and type of one check."""

    steps: int = 7
    batch: int = 3
    width: int = 5
    hidden: int = 6
    ragged: bool = False
    dtype: torch.dtype = torch.float64
    seed: int = 0
    variant: Variant = PLAIN
    growth: float = 1.0  # how much more the equations amplify rounding than a sum, see `growth`


@dataclass(frozen=True)
class Problem:
    """Random numbers for a graph."""

    graph: Graph
    sizes: Mapping[str, int]
    weights: dict[str, Tensor]
    inputs: list[Tensor]
    states: list[Tensor]
    lengths: Tensor | None

    def run(self, backend: Backend) -> tuple[Tensor, tuple[Tensor, ...]]:
        """The problem on a backend."""
        return backend.run(
            self.graph, self.sizes, self.weights, self.inputs, self.states, self.lengths
        )

    def leaves(self) -> list[Tensor]:
        """All tensors whose gradient is computed."""
        free = [x for node, x in self.named_inputs() if node.name not in self.graph.masks]
        return [*free, *self.states, *self.weights.values()]

    def leaf_names(self) -> list[Text]:
        """Their names."""
        free = [n.name for n in self.graph.inputs if n.name not in self.graph.masks]
        starts = [say("compiler.conformance.starting", state=s.name) for s in self.graph.states]
        return [*free, *starts, *self.weights]

    def named_inputs(self) -> list[tuple[Node, Tensor]]:
        """The inputs with their nodes."""
        return list(zip(self.graph.inputs, self.inputs, strict=True))

    def with_leaves(self, leaves: Sequence[Tensor]) -> "Problem":
        """The same with other numbers in place of `leaves()`."""
        given = iter(leaves)
        return replace(
            self,
            inputs=[x if n.name in self.graph.masks else next(given)
                    for n, x in self.named_inputs()],
            states=[next(given) for _ in self.states],
            weights={name: next(given) for name in self.weights},
        )  # fmt: skip

    def part(self, steps: slice, sequences: slice) -> list[Tensor]:
        """The inputs of some steps and sequences."""
        return [
            x[sequences] if self.graph.masks.get(n.name) == "sequence" else x[steps, sequences]
            for n, x in self.named_inputs()
        ]


def problem(cell: Cell, case: Case) -> Problem:
    """Inputs, states and weights drawn for a cell; weights small enough that nothing saturates.

    Sizes are rounded up to what the blocks of the cell divide, and to what its slices need.
    """
    blocks = multiple(cell)
    plain = cell.graph()
    widths = {n: -(-(case.width + k) // blocks) * blocks for k, n in enumerate(cell.inputs)}
    least = smallest(cell, widths, 100 * blocks)
    units = sizes(cell, max(least, -(-case.hidden // blocks) * blocks), widths)
    known = {**units, **input_widths(plain, widths, units)}
    return drawn_for(case.variant.of(plain), len(plain.inputs), known, case)


def drawn_for(graph: Graph, plain: int, known: Mapping[str, int], case: Case) -> Problem:
    """Random numbers for a graph of known sizes; plain: how many of its inputs are the cell's."""
    generator = torch.Generator().manual_seed(case.seed)
    draw = _drawer(generator, case.dtype)
    weights = {
        g.name: draw(*shape(graph, g, known)) * case.hidden**-0.5
        + (0.5 if g.role in ("scalar", "vector") else 0.0)
        for g in graph.groups
    }
    if graph.limit:
        weights[graph.limit] = torch.ones(1, dtype=case.dtype)
    lengths = None
    if case.ragged:
        lengths = torch.randint(1, case.steps + 1, (case.batch,), generator=generator)
        lengths[case.batch // 2] = case.steps
    drawn = Problem(
        graph,
        known,
        weights,
        [draw(case.steps, case.batch, known[i.name]) for i in graph.inputs[:plain]]
        + [_added(graph, node, draw, case, known) for node in graph.inputs[plain:]],
        [0.5 + 0.1 * draw(case.batch, known[s.size]) for s in graph.states],
        lengths,
    )
    for leaf in drawn.leaves():
        leaf.requires_grad_()
    return drawn


def _added(
    graph: Graph, node: Node, draw: Callable[..., Tensor], case: Case, known: Mapping[str, int]
) -> Tensor:
    """Numbers for an input that a variant adds: masks of zeros and ones, probes."""
    kind, units = graph.masks.get(node.name), known[node.size]
    drawn = draw(case.batch, units) if kind == "sequence" else draw(case.steps, case.batch, units)
    if kind is None:
        return 0.1 * drawn
    return (drawn > 0).to(case.dtype) * (2.0 if kind == "sequence" else 1.0)


def _drawer(generator: torch.Generator, dtype: torch.dtype) -> Callable[..., Tensor]:
    def draw(*size: int) -> Tensor:
        return torch.randn(*size, generator=generator, dtype=torch.float64).to(dtype).detach()

    return draw
