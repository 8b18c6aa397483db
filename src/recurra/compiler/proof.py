"""The proof of compiled kernels at the first use of a cell that is not of the gallery.

The gallery's cells are held to the reference by the conformance suite, on every change. A
user's own cell is not among them. So before compiled kernels run such a cell, the very kernels
that will run (type, variant, sizes and with them vector width) are compared over a few steps, in
values and all gradients, with the reference in double precision. The result is kept
(`proof_record.py`). Where they differ the reference runs in their place: speed is never bought with
a wrong number.
"""

import functools
import linecache
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from recurra.compiler import tree_conformance
from recurra.compiler.backend import Backend
from recurra.compiler.backends.reference import Reference
from recurra.compiler.conformance import gradients, tolerance
from recurra.compiler.problem import Case, Problem, drawn_for
from recurra.compiler.proof_record import Difference, Proof, kept
from recurra.compiler.tree_backend import TreeBackend
from recurra.compiler.tree_conformance import TreeProblem, by_recursion
from recurra.errors import RecurraError
from recurra.ir import Graph
from recurra.words import Text, say

STEPS, SEQUENCES, TREES, LEAVES = 4, 3, 3, 5
# how the numbers are drawn, tried in this order until the reference has a number everywhere: some
# equations are defined near zero or for positive numbers alone
DRAWS: tuple[Callable[[Tensor], Tensor], ...] = (
    lambda x: x,
    lambda x: 0.1 * x,
    torch.abs,
)
AMPLIFIED = 8  # what the reference's own rounding, measured once, may be off by in the tail
Results = list[tuple[Text, Tensor]]
HOME = f"{Path(__file__).parent.parent}{os.sep}"  # recurra's own files


def proof_of(backend: Backend, graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype) -> Proof:
    """Whether a backend computes what a chain's equations say, of this type and these sizes.

    Made once for a graph, type, vector width, machine and versions; kept in the cache's folder.
    """
    make = functools.partial(_of_chain, backend, graph, sizes, dtype)
    if torch.compiler.is_compiling():  # the proof cannot run inside a trace: it runs beside it
        return torch.compiler.disable(kept)(graph, sizes, dtype, backend.name, make)
    return kept(graph, sizes, dtype, backend.name, make)


def proof_of_trees(
    backend: TreeBackend,
    graph: Graph,
    sizes: Mapping[str, int],
    dtype: torch.dtype,
) -> Proof:
    """The same of a cell for trees, against the recursion node by node."""
    return kept(graph, sizes, dtype, backend.name, lambda: _of_tree(backend, graph, sizes, dtype))


def of_the_gallery(graph: Graph) -> bool:
    """Whether a cell is one of the gallery, which the conformance suite holds."""
    return graph.file.startswith(HOME)


@dataclass(frozen=True)
class _Trial:
    """One comparison of a backend with the reference, on numbers drawn once."""

    name: str  # of the difference's place: "equal_lengths"
    single: Callable[[], Results]  # the reference in single precision
    double: Callable[[], Results]  # the reference in double precision on the numbers of `own`
    exact: Callable[[], Results]  # the reference in double precision on the numbers of `single`
    own: Callable[[], Results]
    bound: float  # of the type's rounding alone, as in the conformance suite
    bound_single: float


def _of_chain(
    backend: Backend, graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype
) -> Proof:
    def trial(ragged: bool, drawn: Callable[[Tensor], Tensor]) -> _Trial:
        case = Case(STEPS, SEQUENCES, 1, sizes[graph.sizes[0].name], ragged, torch.float32)
        plain = len(graph.inputs) - len(graph.masks)
        single = _moved(drawn_for(graph, plain, sizes, case), torch.float32, drawn)
        given = _moved(drawn_for(graph, plain, sizes, replace(case, dtype=dtype)), dtype, drawn)
        width = STEPS * SEQUENCES * sum(sizes.values())
        return _Trial(
            "different_lengths" if ragged else "equal_lengths",
            lambda: _results(single, Reference()),
            lambda: _results(_moved(given, torch.float64), Reference()),
            lambda: _results(_moved(single, torch.float64), Reference()),
            lambda: _results(given, backend),
            tolerance(dtype, STEPS, width),
            tolerance(torch.float32, STEPS, width),
        )

    return _decided([functools.partial(trial, ragged) for ragged in (False, True)])


def _moved(
    drawn: Problem, dtype: torch.dtype, change: Callable[[Tensor], Tensor] = lambda x: x
) -> Problem:
    """The same numbers in another type, or changed."""
    leaves = [change(x.detach()).to(dtype).requires_grad_() for x in drawn.leaves()]
    changed = drawn.with_leaves(leaves)
    return replace(changed, inputs=[x if x.requires_grad else x.to(dtype) for x in changed.inputs])


def _results(drawn: Problem, backend: Backend) -> Results:
    """Values without a gradient and with one, and all gradients, by name."""
    graph = drawn.graph
    names = [
        say("compiler.proof.output"),
        *(say("compiler.proof.final", state=s.name) for s in graph.states),
    ]
    with torch.no_grad():
        output, final = drawn.run(backend)
    results: Results = list(zip(names, [output, *final], strict=True))
    output, final = drawn.run(backend)
    results += _in_training(names, [output, *final])
    leaves: list[Text] = [n.name for n in graph.inputs if n.name not in graph.masks]
    leaves += [say("compiler.proof.starting", state=s.name) for s in graph.states]
    return results + _of_gradients([*leaves, *drawn.weights], gradients(drawn, backend))


def _in_training(names: Sequence[Text], results: Sequence[Tensor]) -> Results:
    pairs = zip(names, results, strict=True)
    return [(say("compiler.proof.in_training", result=n), r.detach()) for n, r in pairs]


def _of_gradients(leaves: Sequence[Text], found: Sequence[Tensor]) -> Results:
    pairs = zip(leaves, found, strict=True)
    return [(say("compiler.proof.gradient", of=n), g) for n, g in pairs]


def _of_tree(
    backend: TreeBackend,
    graph: Graph,
    sizes: Mapping[str, int],
    dtype: torch.dtype,
) -> Proof:
    forest = tree_conformance.forest_for(graph, TREES, LEAVES, seed=1)

    def trial(drawn: Callable[[Tensor], Tensor]) -> _Trial:
        single, given = (
            _moved_tree(tree_conformance.drawn_for(graph, sizes, forest, t), t, drawn)
            for t in (torch.float32, dtype)
        )
        recursion = lambda d: _results_of_tree(d, by_recursion)  # noqa: E731
        return _Trial(
            "trees",
            lambda: recursion(single),
            lambda: recursion(_moved_tree(given, torch.float64)),
            lambda: recursion(_moved_tree(single, torch.float64)),
            lambda: _results_of_tree(given, lambda d: d.run(backend)),
            tree_conformance.bound(given),
            tree_conformance.bound(single),
        )

    return _decided([trial])


def _moved_tree(
    drawn: TreeProblem, dtype: torch.dtype, change: Callable[[Tensor], Tensor] = lambda x: x
) -> TreeProblem:
    x, *weights = [change(t.detach()).to(dtype).requires_grad_() for t in drawn.leaves()]
    return replace(drawn, x=x, weights=dict(zip(drawn.weights, weights, strict=True)))


def _results_of_tree(
    drawn: TreeProblem, run: Callable[[TreeProblem], tuple[Tensor, ...]]
) -> Results:
    names = [say("compiler.proof.of_all_nodes", state=s.name) for s in drawn.graph.states]
    with torch.no_grad():
        results: Results = list(zip(names, run(drawn), strict=True))
    results += _in_training(names, run(drawn))
    leaves = [drawn.graph.inputs[0].name, *drawn.weights]
    return results + _of_gradients(leaves, tree_conformance.gradients(drawn, run))


def _decided(trials: Sequence[Callable[[Callable[[Tensor], Tensor]], _Trial]]) -> Proof:
    """The proof from all trials, with the first draw at which the reference has numbers."""
    differences: list[Difference] = []
    worst = 0.0
    for make in trials:
        trial = next((t for t in map(make, DRAWS) if _finite(t)), None)
        if trial is None:
            return Proof(False, unknown=say("compiler.proof.no_numbers"))
        try:
            compared = _compared(trial)
        except Exception as error:  # a user would meet it in the middle of training
            said = error.message if isinstance(error, RecurraError) else str(error)
            what = say("compiler.proof.raised", kind=type(error).__name__, error=said)
            ended = Difference(say("compiler.proof.a_run"), float("inf"), 0.0)
            return Proof(False, (ended,), error=what)
        worst = max([worst, *(d.found for d in compared)])
        differences += [d for d in compared if not d.found <= d.allowed]
    return Proof(not differences, tuple(differences), worst)


def _finite(trial: _Trial) -> bool:
    results = (*trial.double(), *trial.exact(), *trial.single())
    return all(bool(torch.isfinite(t).all()) for _, t in results)


def _compared(trial: _Trial) -> list[Difference]:
    """Of every result its largest difference, and what is allowed.

    Equations may amplify rounding: by as much as the reference in single precision is off.
    """
    pairs = zip(trial.single(), trial.exact(), strict=True)
    off = max(_difference(a, b) for (_, a), (_, b) in pairs)
    growth = max(1.0, AMPLIFIED * off / trial.bound_single)
    return [
        Difference(
            say("compiler.proof.in_trial", result=name, trial=trial.name),
            _difference(a, b),
            trial.bound * growth,
        )
        for (name, a), (_, b) in zip(trial.own(), trial.double(), strict=True)
    ]


def _difference(computed: Tensor, wanted: Tensor) -> float:
    """Relative to the largest element, or to one."""
    if computed.shape != wanted.shape:
        return float("inf")
    if not wanted.numel():
        return 0.0
    worst = float((computed.detach().double() - wanted.detach().double()).abs().max())
    scaled = worst / max(1.0, float(wanted.detach().abs().max()))
    return scaled if scaled == scaled else float("inf")  # not a number is a difference


def source_of(graph: Graph) -> str:
    """The text of the cell's function with its decorator, where it can be read; else its graph."""
    import ast

    lines = linecache.getlines(graph.file) if graph.file else []
    text = "".join(lines)
    try:
        tree = ast.parse(text)
    except SyntaxError:
        tree = ast.Module([], [])
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == graph.cell:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            return "".join(lines[first - 1 : node.end_lineno])
    return "\n".join(map(repr, graph.nodes)) + "\n"
