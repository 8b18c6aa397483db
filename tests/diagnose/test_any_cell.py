"""Any legal cell can be asked everything: gallery and odd ones, on chains and on trees."""

from pathlib import Path

import numpy as np
import pytest
import torch
from tests.diagnose import odd_cells
from tests.diagnose.any_cell import diagnose_all, of_chains
from tests.diagnose.known import batch, forecasting
from tests.diagnose.odd_cells import ALL
from tests.diagnose.odd_trees import ALL as TREES

import recurra
from recurra.diagnose import attribution, gradient_ratio
from recurra.diagnose.watch import gradients
from recurra.fuzz.cell import drawn
from recurra.fuzz.chains import chain
from recurra.fuzz.trees import tree
from recurra.ir import cell


@pytest.mark.parametrize("cell", ALL, ids=lambda c: c.name)
def test_an_odd_cell_is_asked_everything(cell):
    diagnose_all(cell)


@pytest.mark.parametrize("cell", TREES, ids=lambda c: c.name)
def test_an_odd_cell_for_trees_is_asked_everything(cell):
    diagnose_all(cell)


@pytest.mark.parametrize(
    "cell",
    (*ALL[:5], odd_cells.two_inputs, odd_cells.unread, odd_cells.elementwise),
    ids=lambda c: c.name,
)
def test_layers_of_an_odd_cell_are_asked_everything(cell):
    diagnose_all(cell, layers=2)


@pytest.mark.parametrize("number", range(12))
@pytest.mark.parametrize("kind", [chain, tree], ids=lambda k: k.__name__)
def test_a_random_cell_is_asked_everything(kind, number):
    found = drawn(kind, 7, number)
    try:
        diagnose_all(found.cell)
    except Exception as error:
        raise AssertionError(f"{error!r} of the cell\n{found.text}") from error


@pytest.mark.parametrize("folder", ["diagnose", "papers"])
def test_derivatives_are_taken_in_one_place_which_knows_that_paths_may_be_missing(folder):
    """`torch.autograd.grad` ends in a traceback where a cell does not use what is asked for."""
    files = Path(recurra.__file__).parent.joinpath(folder).glob("*.py")
    found = [f.name for f in files if "autograd.grad(" in f.read_text(encoding="utf-8")]
    assert found == (["derivatives.py"] if folder == "diagnose" else [])


@cell(states="h p")
def echo(x, h, p, W, V):
    """h_t = W x_t + V h_(t-2)."""
    return W @ x + V @ p, h


def test_a_state_that_is_an_old_one_has_the_gradient_of_what_reads_it():
    """dL/dp_t = V' dL/dh_(t+1), also at the first step, where p is the starting value of h."""
    model, given = forecasting(echo), batch(steps=4, count=4)
    at_inputs, (states,), _ = gradients(model, given)
    of_h, of_p = (torch.stack(s) for s in zip(*states, strict=True))
    W, V = (p for p in model.body.parameters())
    assert of_p[0].abs().min() > 0 and (of_p[3] == 0).all()
    assert torch.allclose(of_p[:3], of_h[1:] @ V)
    assert torch.allclose(of_h[:3], of_p[1:]) and torch.allclose(at_inputs, of_h @ W)


def test_a_state_that_nothing_reads_has_no_gradient_and_no_part_in_the_growth():
    model, given = forecasting(odd_cells.ghost), batch(steps=3, count=4)
    _, (states,), _ = gradients(model, given)
    assert all((g == 0).all() for _, g in states) and all((h != 0).any() for h, _ in states)


def test_an_input_that_nothing_depends_on_decides_nothing():
    given = of_chains(odd_cells.unheard)
    found, _, _ = attribution.integrated(given.model, given.batches[0])
    assert (found == 0).all()
    assert str(attribution.find(given).answer) == "No input moves the answer."
    assert np.isnan(gradient_ratio.ratios(given.model, given.batches).inputs).sum() < found.numel()
