"""Every table has a rule for every primitive."""

from typing import get_args

import odd_cells
import pytest
from tests.japanese import english_in

from recurra import cells, words
from recurra.compiler import execute, execute_trees, interpret, listing, statements
from recurra.compiler.backends.numba.machine.formulas import FUNCTIONS
from recurra.compiler.backends.numba.text import (
    ACROSS,
    INNER,
    OF_A_ROW,
    STATEMENTS,
    TOKENS,
)
from recurra.compiler.choose import source
from recurra.compiler.differentiate import RULES
from recurra.compiler.statements import Across, HandOver, Multiply, RowLoop, UnitLoop
from recurra.ir import PRIMITIVES

OfARow = UnitLoop | Across | HandOver
OfALoop = Multiply | RowLoop


def test_derivatives():
    assert set(RULES) == set(PRIMITIVES) | {"copy"}


def test_tokens():
    helpers = {"above", "share", "sign", "sum"}
    assert set(TOKENS) | set(ACROSS) - {"unslice"} == set(PRIMITIVES) | helpers


def test_functions():
    operators = {"add", "sub", "mul", "div", "neg", "mean", "sum"}
    assert set(FUNCTIONS) == set(TOKENS) - operators


def test_odd_cells_use_every_primitive():
    used = {n.op for c in odd_cells.ALL for n in c.graph().nodes}
    assert set(PRIMITIVES) <= used


def test_every_statement_has_its_rows():
    """In the text for numba, in what it means, and in the listing for a reader."""
    inner, row, loop = map(set, map(get_args, (statements.Inner, OfARow, OfALoop)))
    top = set(get_args(statements.Top))
    assert set(INNER) == inner and set(OF_A_ROW) == row and set(STATEMENTS) == loop
    assert set(execute.TOP) | set(execute_trees.TOP) == top
    assert set(listing.TABLE) == inner | row | loop | top


def test_every_primitive_is_interpreted():
    helpers = {"above", "share", "sign"}
    across = {n for n, p in PRIMITIVES.items() if p.across}
    assert set(interpret.PRIMITIVES) == set(PRIMITIVES) - across | helpers
    assert set(interpret.ACROSS) == set(ACROSS)


def test_a_listing_for_a_reader():
    """What `recurra cells show elman --backend statements` prints."""
    text = source("statements", cells.find("elman").graph())
    assert "        gates_h[0] += U @ h[0] before\n" in text
    assert "gradient of U += sum over rows of gates_h[0] times h[0] before" in text
    assert source("statements", cells.find("childsum").graph()).count("for each level") == 2


@pytest.mark.parametrize("name", ["elman", "lstm", "childsum", "nary", "rlstm"])
def test_statements_in_japanese(name):
    with words.speaking("ja"):
        shown = source("statements", cells.find(name).graph())
    assert "の勾配 +=" in shown and not english_in(shown)
