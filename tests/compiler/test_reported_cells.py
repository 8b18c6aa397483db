"""Cells whose gradients the kernels once got wrong, on the kernels and on their statements."""

from dataclasses import replace

import pytest
import reported_cells
import torch

from recurra import cell
from recurra.compiler import conformance
from recurra.compiler.backends import EVERY
from recurra.compiler.conformance import Case
from recurra.fuzz.chain_checks import check_some_gradients
from recurra.ir import floor, tanh, vector


@cell(states="h")
def same_operand(x, h, W, U):
    return tanh(W @ x + U @ h + U @ x)


@cell(states="c s")
def one_matrix_for_both(x, c, s, W):
    return tanh(W.j @ c + W.j @ s), tanh(W.k @ x)


@cell(states="h c")
def bare_parameter(x, h, c, W, U, p):
    return tanh(W @ x + U @ x), vector(p)


@cell(states="h c s")
def bias_and_old_state(x, h, c, s, W, U, b):
    return tanh(W @ s + U @ x), b, c


@cell(states="h c s")
def product_less_itself(x, h, c, s, A, B, U, V, W):
    new_c = tanh(U @ s + V @ x - U @ s)
    return tanh(A @ h + B @ new_c), new_c, tanh(W @ x + U @ s)


@cell(states="h c", output="c h")
def output_without_gradient(x, h, c, W, U, b):
    new_c = tanh(0.1 * floor(3 * tanh(W @ x + U @ c)))
    return tanh(b * new_c), new_c


CELLS = (
    *reported_cells.ALL, same_operand, one_matrix_for_both, bare_parameter, bias_and_old_state,
    product_less_itself, output_without_gradient,
)  # fmt: skip
CHECKS = ("values", "gradients", "step by step", "alone")


QUICK = ("lowrank", "second_order", "stacked", "k", "twice")  # each kernel takes seconds to compile
CASES = [
    pytest.param(
        own, name, id=f"{own.name}-{name}",
        marks=pytest.mark.slow if name == "numba" and own.name not in QUICK else (),
    )
    for own in CELLS for name in ("numba", "statements")
]  # fmt: skip


@pytest.mark.parametrize(("own", "name"), CASES)
def test_a_reported_cell(own, name):
    backend = next(b for b in EVERY if b.name == name)
    case = Case(steps=6, batch=3, width=3, hidden=5)
    for given in (case, replace(case, ragged=True), replace(case, steps=1)):
        for check in CHECKS:
            conformance.CHECKS[check](backend, own, given)
        check_some_gradients(backend, own, given)


def test_float32_over_twenty_steps_points_where_the_gradient_does():
    """Where the cosine with the true gradient was 0.65."""
    numba = next(b for b in EVERY if b.name == "numba")
    for own in (reported_cells.second_order, reported_cells.stacked):
        drawn = conformance.problem(own, Case(steps=20, hidden=16, dtype=torch.float32))
        ours = conformance.gradients(drawn, numba)
        exact = drawn.with_leaves([x.detach().double().requires_grad_() for x in drawn.leaves()])
        true = conformance.gradients(exact, EVERY[1])
        a = torch.cat([g.double().flatten() for g in ours])
        b = torch.cat([g.flatten() for g in true])
        assert EVERY[1].name == "reference"
        assert float(a @ b / a.norm() / b.norm()) > 0.999999
        assert abs(float(a.norm() / b.norm()) - 1) < 1e-5
