"""Every table has a rule for every primitive."""

import odd_cells

from recurra.compiler.backends.numba.machine.formulas import FUNCTIONS
from recurra.compiler.backends.numba.text import ACROSS, TOKENS
from recurra.compiler.differentiate import RULES
from recurra.ir import PRIMITIVES


def test_derivatives():
    assert set(RULES) >= set(PRIMITIVES) | {"copy"}


def test_tokens():
    helpers = {"above", "share", "sign", "sum"}
    assert set(TOKENS) | set(ACROSS) >= set(PRIMITIVES) | helpers


def test_functions():
    operators = {"add", "sub", "mul", "div", "neg", "mean", "sum"}
    assert set(FUNCTIONS) == set(TOKENS) - operators


def test_odd_cells_use_every_primitive():
    used = {n.op for c in odd_cells.ALL for n in c.graph().nodes}
    assert set(PRIMITIVES) <= used
