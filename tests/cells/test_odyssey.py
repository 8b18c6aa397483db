"""The eight variants. All but FGR and NP against the public TensorFlow port of the paper (class
SimplifiedLSTMCell, with peepholes); FGR against the equations of the paper's appendix as recalled:
no public code of it was found."""

import numpy as np
import pytest
from tests.cells.transcription import held, logistic


def port(architecture):
    """`_linear` of input and state for each equation; j is the block input."""

    def step(P, x, m, c_prev):
        def pre(k):
            return P(f"W.{k}", x) + P(f"U.{k}", m) + P[f"b.{k}"]

        j = pre("g") if architecture in ("NIAF", "NOAF") else pre("z")
        if architecture == "NIG":
            c = logistic(pre("f") + P["p.f"] * c_prev) * c_prev + np.tanh(j)
        elif architecture == "NFG":
            c = c_prev + logistic(pre("i") + P["p.i"] * c_prev) * np.tanh(j)
        elif architecture == "CIFG":
            i = logistic(pre("i") + P["p.i"] * c_prev)
            c = (1 - i) * c_prev + i * np.tanh(j)
        else:
            j = j if architecture == "NIAF" else np.tanh(j)
            c = logistic(pre("f") + P["p.f"] * c_prev) * c_prev
            c = c + logistic(pre("i") + P["p.i"] * c_prev) * j
        if architecture == "NOG":
            m = np.tanh(c)
        elif architecture == "NOAF":
            m = logistic(pre("o") + P["p.o"] * c) * c
        else:
            m = logistic(pre("o") + P["p.o"] * c) * np.tanh(c)
        return m, c

    return step


@pytest.mark.parametrize("name", ["nig", "nfg", "nog", "niaf", "noaf", "cifg"])
def test_variant(name):
    held(name, port(name.upper()))


def test_no_peepholes():
    def step(P, x, y, c):
        def bar(k):
            return P(f"W.{k}", x) + P(f"U.{k}", y) + P[f"b.{k}"]

        c = np.tanh(bar("g")) * logistic(bar("i")) + c * logistic(bar("f"))
        return np.tanh(c) * logistic(bar("o")), c

    held("np", step)


def test_full_gate_recurrence():
    def step(P, x, y, c, i, f, o):
        def bar(k, cell):
            own = P(f"W.{k}", x) + P(f"U.{k}", y) + P[f"p.{k}"] * cell + P[f"b.{k}"]
            return own + P(f"R.i{k}", i) + P(f"R.f{k}", f) + P(f"R.o{k}", o)

        z = np.tanh(P("W.z", x) + P("U.z", y) + P["b.z"])
        new_i, new_f = logistic(bar("i", c)), logistic(bar("f", c))
        new_c = z * new_i + c * new_f
        new_o = logistic(bar("o", new_c))
        return np.tanh(new_c) * new_o, new_c, new_i, new_f, new_o

    held("fgr", step)
    held("fgr", step, [None, None, 0.0, 0.0, 0.0])
