"""What must hold for every cell on every backend, as checks that raise AssertionError.

A check gives the largest relative difference that it saw, 0 where it compares no numbers.

The reference backend is the definition. Its own derivatives are held to finite differences.
An installed user's own cell and the benchmark run these; tests/conformance only parametrises them.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from recurra.compiler.backend import Backend
from recurra.compiler.backends.reference import Reference
from recurra.compiler.problem import Case, Problem, problem
from recurra.compiler.variant import Variant
from recurra.errors import SettingError
from recurra.ir import Cell
from recurra.words import Text, Words, say

KINKED = frozenset({"relu", "abs", "maximum", "minimum", "floor"})


def tolerance(dtype: torch.dtype, steps: int, width: int = 64) -> float:
    """Largest relative difference of two correct results, to the largest element.

    A step rounds each sum of `width` terms once a term in the worst order, and the steps add up:
    steps * sqrt(width) roundings in the mean; 8 covers the tail.
    """
    return 8 * torch.finfo(dtype).eps * steps * width**0.5


def growth(cell: Cell, case: Case) -> float:
    """How much more a cell's equations amplify rounding than `tolerance` says, at least 1.

    Measured on the reference alone: the error of its results in single precision. New equations
    may grow from step to step, or subtract numbers that are nearly equal.
    """
    single = problem(cell, replace(case, dtype=torch.float32))
    double = problem(cell, replace(case, dtype=torch.float64))
    double = double.with_leaves([x.detach().double().requires_grad_() for x in single.leaves()])
    double = replace(double, inputs=[x.double() for x in double.inputs])
    results = []
    for drawn in (single, double):
        output, final = drawn.run(Reference())
        results.append([output, *final, *gradients(drawn, Reference())])
    off = same(results[0], results[1], float("inf"), "growth")
    width = case.batch * case.steps * (case.hidden + case.width)
    return max(1.0, 8 * off / tolerance(torch.float32, case.steps, width))


def weighted(results: Sequence[Tensor]) -> Tensor:
    """A fixed random weighting of all elements of results, as a loss."""
    generator = torch.Generator().manual_seed(1)
    sums = [
        (r * torch.randn(r.shape, generator=generator, dtype=torch.float64).to(r.dtype)).sum()
        for r in results
    ]
    return torch.stack(sums).sum()


def gradients(drawn: Problem, backend: Backend, create_graph: bool = False) -> list[Tensor]:
    """Gradients of a fixed random weighting of all outputs, of every leaf."""
    output, final = drawn.run(backend)
    loss = weighted((output, *final))
    of_leaves = torch.autograd.grad(
        loss, drawn.leaves(), create_graph=create_graph, allow_unused=True
    )
    return [
        torch.zeros_like(x) if g is None else g
        for g, x in zip(of_leaves, drawn.leaves(), strict=True)
    ]


class Differs(AssertionError):
    """Results that are not the same; `worst` is their largest relative difference."""

    def __init__(self, text: Words, worst: float) -> None:
        super().__init__(text)
        self.text, self.worst = text, worst


def same(
    computed: Sequence[Tensor],
    wanted: Sequence[Tensor],
    bound: float,
    what: str,
    least: float = 1.0,
    names: Sequence[Text] = (),
) -> float:
    """The largest difference of tensors, relative to the largest element of each or to `least`.

    what: of `PARTS` in words/*/compiler/conformance.py. names: what the tensors are called after
    it; numbers where there are none.

    Raises Differs where it is larger than the bound; NaN is.
    """
    largest = 0.0
    for position, (a, b) in enumerate(zip(computed, wanted, strict=True)):
        which = names[position] if names else position
        if a.shape != b.shape:
            raise Differs(
                say(
                    "compiler.conformance.other_shape",
                    what=what,
                    which=which,
                    shape=tuple(a.shape),
                    wanted=tuple(b.shape),
                ),
                float("inf"),
            )
        if not b.numel():  # the inputs of trees that have none
            continue
        scale = max(least, float(b.detach().abs().max()))
        worst = float((a.detach() - b.detach()).abs().max())
        if not worst <= bound * scale:
            raise Differs(
                say(
                    "compiler.conformance.differs",
                    what=what,
                    which=which,
                    off=worst,
                    scale=scale,
                    bound=bound,
                ),
                worst / scale if scale else float("inf"),
            )
        largest = max(largest, worst / scale if scale else 0.0)
    return largest


def check_values(backend: Backend, cell: Cell, case: Case) -> float:
    """Outputs and final states are those of the reference, with a gradient wanted and without."""
    drawn = problem(cell, case)
    bound = case.growth * tolerance(case.dtype, case.steps, case.hidden + case.width)
    with torch.no_grad():
        expected, expected_final = drawn.run(Reference())
    largest = 0.0
    for training in (True, False):
        with torch.set_grad_enabled(training):
            output, final = drawn.run(backend)
        parts = [output, *final], [expected, *expected_final]
        largest = max(largest, same(parts[0], parts[1], bound, "output_or_final_state"))
        if drawn.lengths is not None:
            for b, length in enumerate(drawn.lengths.tolist()):
                ended = (output[length:, b] == 0).all()
                assert ended, say("compiler.conformance.beyond_the_end")
    return largest


def check_gradients(backend: Backend, cell: Cell, case: Case, share: float | None = None) -> float:
    """Gradients of inputs, starting states and weights are those of the reference.

    `share`: largest difference relative to a gradient's own largest element, however small that
    is; too strict for a gradient that is zero but for rounding.
    """
    drawn = problem(cell, case)
    width = case.batch * case.steps * (case.hidden + case.width)
    bound = case.growth * tolerance(case.dtype, case.steps, width)
    computed, wanted = gradients(drawn, backend), gradients(drawn, Reference())
    largest = same(computed, wanted, bound, "gradient_of", names=drawn.leaf_names())
    if share is not None:
        same(computed, wanted, share, "gradient", least=0.0)
    return largest


def check_finite_differences(backend: Backend, cell: Cell, case: Case) -> float:
    """Derivatives agree with differences, in double precision; cells with kinks are left out."""
    drawn = problem(cell, replace(case, dtype=torch.float64))
    if drawn.graph.limit or any(n.op in KINKED for n in drawn.graph.nodes):
        return 0.0  # a limited gradient is no derivative

    def run(*leaves: Tensor) -> tuple[Tensor, ...]:
        output, final = drawn.with_leaves(leaves).run(backend)
        return (output, *final)

    assert torch.autograd.gradcheck(run, drawn.leaves(), eps=1e-6, atol=1e-5, rtol=1e-3)
    return 0.0


def check_steps(backend: Backend, cell: Cell, case: Case) -> float:
    """Step by step, and in two chunks, equals the whole sequence."""
    drawn = problem(cell, replace(case, ragged=False))
    bound = case.growth * tolerance(case.dtype, case.steps, case.hidden + case.width)
    largest = 0.0
    with torch.no_grad():
        whole, final = drawn.run(backend)
        half = case.steps // 2
        for cuts in (list(range(case.steps + 1)), sorted({0, half, case.steps})):
            states, outputs = list(drawn.states), []
            for first, last in itertools.pairwise(cuts):
                inputs = drawn.part(slice(first, last), slice(None))
                output, carried = replace(drawn, inputs=inputs, states=states).run(backend)
                states = list(carried)
                outputs.append(output)
            joined = [torch.cat(outputs), *states]
            largest = max(largest, same(joined, [whole, *final], bound, "step_by_step"))
    return largest


def check_alone(backend: Backend, cell: Cell, case: Case) -> float:
    """A sequence in a ragged batch gives what it gives alone."""
    drawn = problem(cell, replace(case, ragged=True))
    assert drawn.lengths is not None
    bound = case.growth * tolerance(case.dtype, case.steps, case.hidden + case.width)
    largest = 0.0
    with torch.no_grad():
        output, final = drawn.run(backend)
        for b, length in enumerate(drawn.lengths.tolist()):
            alone = replace(
                drawn,
                inputs=drawn.part(slice(length), slice(b, b + 1)),
                states=[s[b : b + 1] for s in drawn.states],
                lengths=None,
            )
            expected, ends = alone.run(backend)
            own = [output[:length, b : b + 1], *(s[b : b + 1] for s in final)]
            difference = same(own, [expected, *ends], bound, "end_of_batch")
            largest = max(largest, difference)
    return largest


def check_not_a_number(backend: Backend, cell: Cell, case: Case) -> float:
    """NaN in one sequence's input: NaN in its output, and nothing in the others'.

    It reaches the same elements as with the reference, also of gradients.
    """
    drawn = problem(cell, replace(case, ragged=False))
    with torch.no_grad():
        for node, x in drawn.named_inputs():
            if node.name not in drawn.graph.masks:
                x[0, 0] = float("nan")
        output, final = drawn.run(backend)
        expected, expected_final = drawn.run(Reference())
    reaches = expected[0, 0].isnan().any()  # an output may have nothing of this step's inputs
    assert output[0, 0].isnan().any() or not reaches, say("compiler.conformance.nan_lost")
    apart = not output[:, 1:].isnan().any()
    assert apart, say("compiler.conformance.nan_in_other_sequence")
    computed = [output, *final, *gradients(drawn, backend)]
    wanted = [expected, *expected_final, *gradients(drawn, Reference())]
    for position, (a, b) in enumerate(zip(computed, wanted, strict=True)):
        alike = a.isnan().equal(b.isnan())
        assert alike, say("compiler.conformance.nan_elsewhere", position=position)
    return 0.0


def check_second_derivative(backend: Backend, cell: Cell, case: Case) -> float:
    """A gradient penalty's gradient is that of the reference."""
    drawn = problem(cell, case)
    results = []
    for own in (backend, Reference()):
        squares = [(g**2).sum() for g in gradients(drawn, own, create_graph=True)]
        penalty = torch.stack(squares).sum()
        results.append(derivatives(penalty, drawn.leaves()))
    width = (case.steps * case.batch * case.hidden) ** 2
    bound = case.growth**2 * tolerance(case.dtype, case.steps, width)
    return same(results[0], results[1], bound, "second_derivative")


def derivatives(loss: Tensor, leaves: Sequence[Tensor]) -> list[Tensor]:
    """Derivatives; zero for leaves that the loss does not depend on."""
    if not loss.requires_grad:  # the gradients of equations without a product
        return [torch.zeros_like(x) for x in leaves]
    of_leaves = torch.autograd.grad(loss, leaves, allow_unused=True)
    return [torch.zeros_like(x) if g is None else g for g, x in zip(of_leaves, leaves, strict=True)]


def variants(cell: Cell) -> dict[str, Variant]:
    """The variants of a cell that a network may use, by name."""
    graph = cell.graph()
    each = tuple((s.name,) for s in graph.states)
    sizes = dict.fromkeys(s.size for s in graph.states)
    together = tuple(tuple(s.name for s in graph.states if s.size == z) for z in sizes)
    others = {
        "zoneout": Variant(zoned=together, watched=True),
        "zoneout_of_each_state": Variant(zoned=each),
        "expectation_of_zoneout": Variant(zoned=each, expected=True, watched=True),
        "total_gradients": Variant(watched=True),
        "limited_gradients": Variant(watched=True, clipped=True),
    }
    dropout = {
        "recurrent_dropout": Variant(dropped="tied", watched=True),
        "untied_recurrent_dropout": Variant(dropped="untied"),
        "recurrent_dropout_and_zoneout": Variant(dropped="tied", zoned=together),
    }
    try:
        dropout["recurrent_dropout"].of(graph)
    except SettingError:  # no state meets a parameter
        return others
    return {**dropout, **others}


CHECKS: dict[str, Callable[[Backend, Cell, Case], float]] = {
    "values": check_values,
    "gradients": check_gradients,
    "finite_differences": check_finite_differences,
    "step_by_step": check_steps,
    "alone": check_alone,
    "not_a_number": check_not_a_number,
    "second_derivative": check_second_derivative,
}
