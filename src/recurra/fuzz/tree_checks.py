"""What a random cell for trees is held to, on a backend; the recursion to finite differences."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from recurra.compiler import tree_conformance
from recurra.compiler.conformance import derivatives, same, weighted
from recurra.compiler.forest import Forest
from recurra.compiler.sizes import multiple, smallest
from recurra.compiler.tree_backend import TreeBackend
from recurra.compiler.tree_conformance import TreeProblem, by_recursion, problem, random_forest
from recurra.fuzz.chain_checks import HIDDEN, widths
from recurra.fuzz.differences import directional
from recurra.ir import Cell
from recurra.nn import Recursive

Check = Callable[[TreeBackend, "TreeCase"], float]


@dataclass(frozen=True)
class TreeCase:
    """A cell, trees and sizes."""

    cell: Cell
    forest: Forest
    width: int
    hidden: int
    seed: int
    dtype: torch.dtype = torch.float64
    growth: float = 1.0

    def problem(self) -> TreeProblem:
        """Numbers for them."""
        return problem(self.cell, self.forest, self.width, self.hidden, self.dtype, self.seed)

    def bound(self) -> float:
        """The largest relative difference that is allowed."""
        return self.growth * tree_conformance.bound(self.problem())


def case_of(cell: Cell, seed: str) -> TreeCase:
    """Trees and sizes for a cell."""
    draw, blocks = random.Random(f"case {seed}"), multiple(cell)
    least = smallest(cell, 8 * blocks, 100 * blocks)
    forest = random_forest(cell, draw.randint(1, 4), draw.randint(1, 9), draw.randrange(1000))
    hidden, width = (
        -(-n // blocks) * blocks for n in (draw.choice(HIDDEN), draw.choice(widths(cell)))
    )
    case = TreeCase(cell, forest, width, max(least, hidden), draw.randrange(1000))
    return TreeCase(**{**vars(case), "growth": growth(case)})


def growth(case: TreeCase) -> float:
    """How much more the equations amplify rounding than the bound says, as `conformance.growth`."""
    single = TreeCase(**{**vars(case), "dtype": torch.float32}).problem()
    double = TreeProblem(
        single.graph, single.sizes,
        {name: w.detach().double().requires_grad_() for name, w in single.weights.items()},
        single.x.detach().double().requires_grad_(), single.forest,
    )  # fmt: skip
    found = [
        [*by_recursion(d), *tree_conformance.gradients(d, by_recursion)] for d in (single, double)
    ]
    off = same(found[0], found[1], float("inf"), "growth")
    return max(1.0, 8 * off / tree_conformance.bound(single))


def checks(cell: Cell, seed: str) -> dict[str, tuple[Check, TreeCase]]:
    """The checks by name, each with its case."""
    draw, case = random.Random(f"checks {seed}"), case_of(cell, seed)
    single = ([-1], [0])  # a tree of one node
    alone = TreeCase(**{**vars(case), "forest": Forest.of([single, single])})
    found: dict[str, tuple[Check, TreeCase]] = {
        "values": (check_values, case),
        "gradients": (check_gradients, case),
        "single_nodes": (check_gradients, alone),
        "alone": (lambda b, c: tree_conformance.check_alone(b, c.problem()), case),
        "some_gradients": (check_some_gradients, case),
        "network": (check_network, case),
    }
    if cell.graph().children == ("each",):
        wide = ([40] * 40 + [-1], np.arange(41))
        forest = Forest.of([single, wide, ([2, 2, -1], [0, -1 if not _leaves(cell) else 1, -1])])
        many = TreeCase(**{**vars(case), "forest": forest, "growth": 1.0})
        found["wide"] = (check_gradients, TreeCase(**{**vars(many), "growth": growth(many)}))
    if draw.random() < 0.3:
        float32 = TreeCase(**{**vars(case), "dtype": torch.float32})
        found["values/float32"] = (check_values, float32)
        found["gradients/float32"] = (check_gradients, float32)
    return found


def _leaves(cell: Cell) -> bool:
    return cell.graph().at_leaves


def check_values(backend: TreeBackend, case: TreeCase) -> float:
    """States are those of the recursion, with a gradient wanted and without."""
    drawn, largest = case.problem(), 0.0
    expected = by_recursion(drawn)
    for training in (True, False):
        with torch.set_grad_enabled(training):
            largest = max(largest, same(drawn.run(backend), expected, case.bound(), "state"))
    return largest


def check_gradients(backend: TreeBackend, case: TreeCase) -> float:
    """Gradients are those of the recursion."""
    drawn = case.problem()
    found = tree_conformance.gradients(drawn, lambda d: d.run(backend))
    wanted = tree_conformance.gradients(drawn, by_recursion)
    return same(found, wanted, case.bound(), "gradient")


def check_finite_differences(backend: TreeBackend, case: TreeCase) -> float:
    """Gradients agree with differences along a direction of each leaf, kinks or not."""
    drawn = case.problem()
    gradients = tree_conformance.gradients(drawn, lambda d: d.run(backend))

    def loss(leaves: Sequence[Tensor]) -> float:
        x, *weights = leaves
        own = dict(zip(drawn.weights, weights, strict=True))
        moved = TreeProblem(drawn.graph, drawn.sizes, own, x, drawn.forest)
        with torch.no_grad():
            return float(weighted(moved.run(backend)))

    return directional(loss, drawn.leaves(), gradients)


def check_some_gradients(backend: TreeBackend, case: TreeCase) -> float:
    """Gradients where the loss has the roots or one state alone, or not all leaves want one."""
    largest = 0.0
    for what in ("roots", "last_state", "inputs_alone", "weights_alone"):
        pair = []
        for run in (lambda d: d.run(backend), by_recursion):
            drawn = case.problem()
            drawn.x.requires_grad_(what != "weights_alone")
            for weight in drawn.weights.values():
                weight.requires_grad_(what != "inputs_alone")
            states = run(drawn)
            kept = [states[-1]] if what == "last_state" else list(states)
            if what == "roots":
                kept = [states[0][torch.from_numpy(drawn.forest.roots)]]
            leaves = [x for x in drawn.leaves() if x.requires_grad]
            pair.append(derivatives(weighted(kept), leaves))
        largest = max(largest, same(pair[0], pair[1], case.bound(), f"gradient_of_{what}"))
    return largest


def check_network(backend: TreeBackend, case: TreeCase) -> float:
    """`nn.Recursive` with its own weights and, where the input enters so, a projection."""
    from recurra.compiler.backends.tree_reference import TreeReference

    blocks = multiple(case.cell)
    network = Recursive(
        case.cell, case.width + blocks, case.hidden, backend="reference",
        generator=torch.Generator().manual_seed(case.seed), dtype=torch.float64,
    )  # fmt: skip
    generator, found = torch.Generator().manual_seed(case.seed + 1), []
    shape = (len(case.forest.tokens), case.width + blocks)
    given = torch.randn(shape, generator=generator, dtype=torch.float64)
    for own in (backend, TreeReference()):
        x = given.clone().requires_grad_()
        with network.run_by(own):
            nodes = network(case.forest, x)
            results = [nodes.output, *nodes.states, nodes.roots]
            leaves = [x, *network.parameters()]
            found.append([*results, *derivatives(weighted(results), leaves)])
    return same(found[0], found[1], case.bound() * case.growth, "network")
