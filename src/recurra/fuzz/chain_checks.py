"""What a random cell of a chain is held to, on a backend; the reference to finite differences."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import torch
from torch import Tensor

from recurra.compiler import conformance
from recurra.compiler.backend import Backend
from recurra.compiler.backends.reference import Reference
from recurra.compiler.conformance import Case, Problem, problem, same, tolerance
from recurra.compiler.sizes import known_sizes, multiple, smallest
from recurra.errors import SettingError
from recurra.fuzz.differences import directional
from recurra.ir import Cell
from recurra.ir.expressions import names
from recurra.nn import Recurrent

Check = Callable[[Backend, Cell, Case], float]
# a cell that amplifies rounding more than this, or whose results are no numbers, tests nothing
TOO_WILD = 1e6
DRAWS = 3  # from which it is measured how much rounding grows
HIDDEN = (5, 3, 1, 13, 17)  # no multiples of anything


def case_of(cell: Cell, seed: str) -> Case:
    """Sizes for a cell, and how much its equations amplify rounding."""
    draw = random.Random(f"case {seed}")
    case = Case(
        steps=draw.randint(3, 7),
        batch=draw.randint(1, 5),
        width=draw.choice(widths(cell)),
        hidden=draw.choice(HIDDEN),
        seed=draw.randrange(1000),
    )
    return replace(case, growth=conformance.growth(cell, case))


def growth_of(cell: Cell, case: Case) -> float:
    """How much the equations amplify rounding; infinite where results are no numbers.

    Measured on several draws: rounding is a matter of luck on one.
    """
    draws = [replace(case, seed=case.seed + k) for k in range(DRAWS)]
    try:
        return max(conformance.growth(cell, drawn) for drawn in draws)
    except AssertionError:
        return float("inf")


def widths(cell: Cell) -> tuple[int, ...]:
    """Widths of the input; a slice of it needs some."""
    sliced = any(n.op == "slice" for n in cell.graph().nodes)
    return (5, 7) if sliced else (1, 2, 3, 5, 7)


def checks(cell: Cell, seed: str, variants: int | None = None) -> dict[str, tuple[Check, Case]]:
    """The checks by name, each with its case.

    variants: how many of the cell's variants (dropout, zoneout ...); None: all. Each is one more
    graph, which a compiled backend compiles.
    """
    draw, case = random.Random(f"checks {seed}"), case_of(cell, seed)
    ragged = replace(case, ragged=True, batch=case.batch + 1)
    ragged = replace(ragged, growth=max(case.growth, growth_of(cell, ragged)))
    found: dict[str, tuple[Check, Case]] = {
        "values": (conformance.check_values, case),
        "gradients": (conformance.check_gradients, case),
        "values/different_lengths": (conformance.check_values, ragged),
        "gradients/different_lengths": (conformance.check_gradients, ragged),
        "one_step": (conformance.check_gradients, replace(case, steps=1)),
        "step_by_step": (conformance.check_steps, case),
        "alone": (conformance.check_alone, ragged),
        "some_gradients": (check_some_gradients, case),
        "stacked_both_directions": (check_network, ragged),
        "with_checkpoints": (partial(check_network, checkpoint=2), case),
        "with_checkpoints/different_lengths": (partial(check_network, checkpoint=2), ragged),
    }
    if draw.random() < 0.3:
        single = replace(ragged, dtype=torch.float32)
        found["values/float32"] = (conformance.check_values, single)
        found["gradients/float32"] = (conformance.check_gradients, single)
    named = list(conformance.variants(cell).items())
    for name, variant in named if variants is None else draw.sample(named, variants):
        changed = replace(ragged if draw.random() < 0.5 else case, variant=variant)
        changed = replace(changed, growth=growth_of(cell, changed))
        if not changed.growth < TOO_WILD:  # what is drawn for a variant may make states grow
            continue
        found[f"values/{name}"] = (conformance.check_values, changed)
        found[f"gradients/{name}"] = (conformance.check_gradients, changed)
    return found


def check_finite_differences(backend: Backend, cell: Cell, case: Case) -> float:
    """Gradients agree with differences along a direction of each leaf, kinks or not."""
    drawn = problem(cell, replace(case, dtype=torch.float64))
    if drawn.graph.limit:
        return 0.0  # a limited gradient is no derivative
    gradients = conformance.gradients(drawn, backend)

    def loss(leaves: Sequence[Tensor]) -> float:
        with torch.no_grad():
            output, final = drawn.with_leaves(leaves).run(backend)
            return float(conformance.weighted([output, *final]))

    return directional(loss, drawn.leaves(), gradients)


def check_some_gradients(backend: Backend, cell: Cell, case: Case) -> float:
    """Gradients where the loss has a part of the results, or a part of the leaves wants one."""
    bound = tolerance(case.dtype, case.steps, case.batch * case.steps * (case.hidden + case.width))
    largest = 0.0
    count = len(cell.graph().states)
    in_loss: dict[str, list[int]] = {
        "output": [0],
        "final_states": [*range(1, count + 1)],
        "last_final_state": [count],
    }
    for what, parts in in_loss.items():
        found = [_of_parts(problem(cell, case), own, parts) for own in (backend, Reference())]
        largest = max(largest, same(found[0], found[1], bound * case.growth, f"gradient_of_{what}"))
    for what in ("inputs", "states", "weights"):
        pair = []
        for own in (backend, Reference()):
            drawn = problem(cell, case)
            for leaf in _others(drawn, what):
                leaf.requires_grad_(False)
            pair.append(_of_parts(drawn, own, [*range(count + 1)]))
        largest = max(
            largest, same(pair[0], pair[1], bound * case.growth, f"gradient_of_{what}_alone")
        )
    return largest


def _others(drawn: Problem, what: str) -> list[Tensor]:
    kinds = {"inputs": drawn.inputs, "states": drawn.states, "weights": drawn.weights.values()}
    return [t for kind, tensors in kinds.items() if kind != what for t in tensors]


def _of_parts(drawn: Problem, backend: Backend, parts: Sequence[int]) -> list[Tensor]:
    """Gradients of the leaves that want one, of a loss of some results."""
    output, final = drawn.run(backend)
    loss = conformance.weighted([(output, *final)[p] for p in parts])
    leaves = [x for x in drawn.leaves() if x.requires_grad]
    return conformance.derivatives(loss, leaves)


def check_network(backend: Backend, cell: Cell, case: Case, checkpoint: int | None = None) -> float:
    """Layers over each other in both directions; with checkpoints, one layer in one direction."""
    blocks = multiple(cell)
    given = {n: -(-(case.width + k) // blocks) * blocks for k, n in enumerate(cell.inputs)}
    several = checkpoint is None
    hidden = max(smallest(cell, given, 100 * blocks), -(-case.hidden // blocks) * blocks)
    if several:  # the second layer gets the units of both directions
        while not _fits(cell, given | {cell.inputs[0]: 2 * hidden}, hidden):
            hidden += blocks
    # a state as wide as an input is of another size in every layer, which is refused
    wide = any(names(c.default) & {*cell.inputs} for c in cell.graph().sizes if c.default)
    network = Recurrent(
        cell, given if len(given) > 1 else given[cell.inputs[0]], hidden,
        num_layers=2 if several and not wide else 1, bidirectional=several, checkpoint=checkpoint,
        backend="reference", dtype=case.dtype, generator=torch.Generator().manual_seed(case.seed),
    )  # fmt: skip
    generator = torch.Generator().manual_seed(case.seed + 1)
    inputs = [
        torch.randn(case.steps, case.batch, w, generator=generator, dtype=case.dtype)
        for w in given.values()
    ]
    lengths = torch.randint(1, case.steps + 1, (case.batch,), generator=generator)
    found = [_of_network(network, b, inputs, lengths if case.ragged else None)
             for b in (backend, Reference())]  # fmt: skip
    layers = 4 if several else 1  # rounding of one layer enters the next
    width = case.batch * case.steps * (2 * case.hidden + case.width)
    bound = tolerance(case.dtype, case.steps * layers, width) * case.growth**2
    return same(found[0], found[1], bound, "network")


def _fits(cell: Cell, given: dict[str, int], hidden: int) -> bool:
    """Whether a cell's slices allow these widths of inputs."""
    try:
        known_sizes(cell, given, hidden)
    except SettingError:
        return False
    return True


def _of_network(
    network: Recurrent, backend: Backend, inputs: list[Tensor], lengths: Tensor | None
) -> list[Tensor]:
    """Outputs, final states and all gradients."""
    leaves = [x.clone().requires_grad_() for x in inputs]
    with network.run_by(backend):
        output, final = network(leaves if len(leaves) > 1 else leaves[0], lengths=lengths)
        results = [output, *(final if isinstance(final, tuple) else (final,))]
        wanted = [*leaves, *network.parameters()]
        return [*results, *conformance.derivatives(conformance.weighted(results), wanted)]
