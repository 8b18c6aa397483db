"""Single steps of cells with unusual graphs, against the reference."""

import odd_cells
import pytest
import torch

from recurra.compiler.backends.numba.chain.step import OneLayer, Steps
from recurra.compiler.backends.reference import Reference
from recurra.compiler.conformance import Case, problem, same, tolerance

ODD = {c.name: c for c in odd_cells.ALL if len(c.inputs) == 1}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("hidden", [3, 16])
def test_steps_of_an_odd_cell(name, hidden):
    case = Case(steps=4, hidden=hidden)
    drawn = problem(ODD[name], case)
    steps = Steps([OneLayer(drawn.graph, drawn.sizes, drawn.weights)], case.batch)
    with torch.no_grad():
        wanted, ends = drawn.run(Reference())
        for memory, start in zip(steps.states[0], drawn.states, strict=True):
            memory.copy_(start)
        found = torch.empty_like(wanted)
        for x, output in zip(drawn.inputs[0].unbind(0), found.unbind(0), strict=True):
            steps(x.data_ptr(), output.data_ptr())
    bound = tolerance(case.dtype, case.steps, case.width + hidden)
    same([found, *steps.states[0]], [wanted, *ends], bound, "step")
