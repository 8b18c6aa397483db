"""The simplified gates, against `call` of atrakriv/Slim-LSTMs, slim22.py, a class each."""

import numpy as np
import pytest
from tests.cells.transcription import held, logistic


def hard_sigmoid(a):
    return np.clip(0.2 * a + 0.5, 0.0, 1.0)


def keras(pre, candidate, gate, constants):
    """`pre[k]` is a gate's pre-activation, `constants[k]` its value where it has none."""

    def step(P, x, h, c):
        def value(k):
            return gate(pre[k](P, h)) if k in pre else constants[k]

        c = value("f") * c + value("i") * np.tanh(P("W.g", x) + P["b.g"] + candidate(P, h))
        return value("o") * np.tanh(c), c

    return step


def dense(P, h):
    return P("U.g", h)


def diagonal(P, h):
    return h * P["u.g"]


def gates(keys, term):
    return {k: (lambda P, h, k=k: term(P, h, k)) for k in keys}


SLIM = {
    "lstm1": (gates("ifo", lambda P, h, k: P[f"b.{k}"] + P(f"U.{k}", h)), dense, {}),
    "lstm2": (gates("ifo", lambda P, h, k: P(f"U.{k}", h)), dense, {}),
    "lstm3": (gates("ifo", lambda P, h, k: P[f"b.{k}"]), dense, {}),
    "lstm4": (gates("ifo", lambda P, h, k: h * P[f"u.{k}"]), dense, {}),
    "lstm5": (gates("ifo", lambda P, h, k: P[f"b.{k}"] + h * P[f"u.{k}"]), dense, {}),
    "lstm4a": (gates("i", lambda P, h, k: h * P["u.i"]), dense, {"f": 0.96, "o": 1.0}),
    "lstm5a": (gates("i", lambda P, h, k: P["b.i"] + h * P["u.i"]), dense, {"f": 0.96, "o": 1.0}),
    "lstm6": ({}, dense, {"i": 1.0, "f": 0.4, "o": 1.0}),
    "lstm10": (gates("ifo", lambda P, h, k: h * P[f"u.{k}"]), diagonal, {}),
    "lstm11": (gates("ifo", lambda P, h, k: P[f"b.{k}"] + h * P[f"u.{k}"]), diagonal, {}),
    "lstm_c6": ({}, diagonal, {"i": 1.0, "f": 0.4, "o": 1.0}),
}


@pytest.mark.parametrize("name", SLIM)
def test_logistic_gates(name):
    pre, candidate, constants = SLIM[name]
    held(name, keras(pre, candidate, logistic, constants))


@pytest.mark.parametrize("name", [n for n in SLIM if SLIM[n][0]])
def test_gates_of_the_published_code(name):
    pre, candidate, constants = SLIM[name]
    held(f"{name}(gate='hard_sigmoid')", keras(pre, candidate, hard_sigmoid, constants))


def test_constants_are_options():
    held("lstm6(f=0.59)", keras({}, dense, logistic, {"i": 1.0, "f": 0.59, "o": 1.0}))
    given = {"i": 0.3, "f": 0.2, "o": 0.1}
    held("lstm_c6(i=0.3, f=0.2, o=0.1)", keras({}, diagonal, logistic, given))
    pre, candidate, _ = SLIM["lstm4a"]
    held("lstm4a(f=0.5, o=0.9)", keras(pre, candidate, logistic, {"f": 0.5, "o": 0.9}))
