"""Generated text: golden files, to be looked at when they change.

RECURRA_WRITE_GOLDEN=1 writes them anew.
"""

import ast
import os
from pathlib import Path

import odd_cells
import pytest

from recurra import cells
from recurra.compiler.backends.numba.chain.plan import Plan
from recurra.compiler.backends.numba.chain.text import printed
from recurra.compiler.backends.numba.machine.processor import MACHINES

GOLDEN = Path(__file__).parent / "golden"


def text(spec, machine="avx2"):
    cell = getattr(odd_cells, spec, None) or cells.find(spec)
    plan = Plan(cell.graph(), "float32")
    return "\n\n".join(
        printed(own, f"{plan.graph.cell}: {kind}", "float32", MACHINES[machine]).text
        for own, kind in ((plan.training_pass, "forward"), (plan.backward_pass, "backward"))
    )


@pytest.mark.parametrize("spec", ["lstm", "scrn", "gru_original", "means_across"])
def test_golden(spec):
    path = GOLDEN / f"{spec}.txt"
    if os.environ.get("RECURRA_WRITE_GOLDEN"):
        path.write_text(text(spec))
    assert text(spec) == path.read_text()


def test_text_is_the_same_each_time():
    assert text("peephole") == text("peephole")


def test_text_follows_the_machine():
    assert 'memory("float32", 8)' in text("gru", "avx512")
    assert 'memory("float32", 4)' in text("gru", "neon")


@pytest.mark.parametrize("own", odd_cells.ALL, ids=lambda c: c.name)
def test_loads_come_before_stores(own):
    """A store may overwrite what a later load would read."""
    for function in ast.walk(ast.parse(Plan(own.graph(), "float64").text())):
        if isinstance(function, ast.For) and ast.unparse(function.target) == "unit":
            lines = [ast.unparse(s) for s in function.body if not isinstance(s, ast.For)]
            stored: set[str] = set()
            for line in lines:
                if line.startswith("store("):
                    place, value = line.removeprefix("store(").split(", ", 1)
                    own_sum = value.startswith(f"load({place})")
                    assert own_sum or not any(f"load({p})" in value for p in stored)
                    stored.add(place)
                else:
                    assert not any(f"load({p})" in line for p in stored)
