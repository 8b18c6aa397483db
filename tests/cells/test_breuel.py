"""The five choices of functions, against `forward` of tmbdev/clstm, clstm.cc at a73e3ea (2015)."""

import numpy as np
import pytest
from tests.cells.transcription import held, linear, logistic, rectified

from recurra import cells
from recurra.errors import SettingError

NAMES = {
    "nplstm": (logistic, np.tanh, np.tanh),
    "linnplstm": (logistic, np.tanh, linear),
    "relutanhnplstm": (logistic, rectified, np.tanh),
    "relunplstm": (logistic, rectified, linear),
    "relu2nplstm": (logistic, rectified, rectified),
}


def clstm(functions):
    F, G, H = functions

    def step(P, x, h, state):
        def source(k):
            return P(f"W.{k}", x) + P(f"U.{k}", h) + P[f"b.{k}"]

        gi, gf, go, ci = F(source("i")), F(source("f")), F(source("o")), G(source("g"))
        state = ci * gi + gf * state
        return H(state) * go, state

    return step


@pytest.mark.parametrize("name", NAMES)
def test_named(name):
    held(name, clstm(NAMES[name]))


def test_functions_are_options():
    spec = "lstm(gate='hard_sigmoid', cell_input='linear', cell_output='relu')"
    held(spec, clstm((lambda a: np.clip(0.2 * a + 0.5, 0, 1), linear, rectified)))
    assert "i = hard_sigmoid(W.i @ x" in cells.find(spec).equations
    with pytest.raises(SettingError, match="cell_input of cell 'lstm'"):
        cells.find("lstm(cell_input='rleu')")


def test_a_name_is_a_cell_of_its_own():
    assert cells.find("nplstm").fingerprint == cells.find("lstm").fingerprint
    assert cells.find("relunplstm").name == "relunplstm" == cells.find("relunplstm").graph().cell
    assert cells.find("linnplstm(cell_output='tanh')").fingerprint == cells.find("lstm").fingerprint


def test_peepholes_of_ocropy():
    """`forward_py` of tmbdev/ocropy, ocrolib/lstm.py: the output gate sees the new state."""

    def step(P, x, h, state):
        def source(k):
            return P(f"W.{k}", x) + P(f"U.{k}", h) + P[f"b.{k}"]

        gi = logistic(source("i") + P["p.i"] * state)
        gf = logistic(source("f") + P["p.f"] * state)
        state = np.tanh(source("g")) * gi + gf * state
        go = logistic(source("o") + P["p.o"] * state)
        return np.tanh(state) * go, state

    held("peephole", step)
