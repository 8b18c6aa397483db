"""Which networks of a plan run on the reference because their compiled kernels do not hold.

Found out once, before anything is trained: it is part of a trial's key, and workers find the proofs
in the cache, so that results are the same whatever their number.
"""

from dataclasses import replace

from recurra.cells.find import source_file
from recurra.records import Architecture, Plan
from recurra.tasks import Task
from recurra.words import say

NOTE = say("comparison.notes.reference_runs")


def proven(plan: Plan, task: Task) -> tuple[Architecture, ...]:
    """The competitors of a plan; those whose kernels do not hold are to run on the reference."""
    return tuple(
        replace(a, runs_on="reference", notes=(*a.notes, NOTE))
        if a.network and not a.runs_on and _falls_back(a, task, plan)
        else a
        for a in plan.architectures
    )


def _falls_back(architecture: Architecture, task: Task, plan: Plan) -> bool:
    if source_file(architecture.spec) is None:
        return False  # of the gallery, which the conformance suite holds
    import torch

    from recurra.comparison.architectures import build
    from recurra.compiler.choose import choose, choose_for_trees
    from recurra.nn import Recurrent, Recursive
    from recurra.nn.bodies.find import find
    from recurra.tasks.network import DTYPES

    cell = find(architecture.spec).cell
    if cell is None:
        return False  # it has no kernels
    model = build(architecture, task, 0, plan.backend, plan.dtype, recurrence=plan.recurrence)
    body, graph = model.body, cell.graph()
    assert isinstance(body, Recurrent | Recursive)
    cpu, dtype = torch.device("cpu"), DTYPES[plan.dtype]
    if isinstance(body, Recursive):
        able = choose_for_trees(plan.backend, graph, cpu, dtype)[0].name
    else:
        able = choose(plan.backend, graph, cpu, dtype).backend.name
    return any(body.runs_on(training) != able for training in (True, False))
