"""Every cell of docs/language.md is a cell: it runs, it learns, and its derivatives are right."""

import ast
import re
from pathlib import Path

import pytest

from recurra import cells
from recurra.compiler import conformance
from recurra.compiler.backends.reference import Reference
from recurra.compiler.measure import parameters
from recurra.ir import PRIMITIVES
from recurra.ir.explain import FUNCTIONS, instead
from recurra.nn import Recurrent

PAGE = (Path(__file__).parents[2] / "docs" / "language.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(params=BLOCKS, ids=lambda b: re.search(r"def (\w+)", b)[1])
def shown(request, tmp_path):
    """A cell of the page, from a file of its own."""
    path = tmp_path / "shown.py"
    path.write_text(request.param)
    name = re.search(r"def (\w+)", request.param)[1]
    return cells.find(f"{path}:{name}")


def test_it_runs_and_its_derivatives_are_right(shown):
    case = conformance.Case(steps=3, batch=2, hidden=6)
    conformance.check_finite_differences(Reference(), shown, case)
    conformance.check_alone(Reference(), shown, case)
    size = 4 if len(shown.inputs) == 1 else dict.fromkeys(shown.inputs, 4)
    network = Recurrent(shown, size, 6, backend="reference", forget_bias=1.0)
    assert sum(p.numel() for p in network.parameters()) == parameters(shown, size, 6)


def test_every_function_stands_there():
    words = set(re.findall(r"\w+", PAGE))
    assert set(FUNCTIONS) - words <= {"absolute", "total"}  # abs; of trees


def test_every_operation_is_used_by_a_cell(tmp_path):
    text = "\n".join(BLOCKS)
    functions = {n.func.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)
                 if isinstance(n.func, ast.Name)}  # fmt: skip
    assert {"softmax", "sum", "vector", "scalar", "block", "abs"} <= functions
    path = tmp_path / "all.py"
    path.write_text(text)
    names = re.findall(r"^def (\w+)", text, re.MULTILINE)
    used = {n.op for name in names for n in cells.find(f"{path}:{name}").graph().nodes}
    new = {op for op, row in PRIMITIVES.items() if row.across} - {"mean"} | {"floor"}
    assert new <= used


def test_what_the_page_says_to_write_instead_is_what_errors_say():
    for name in ("leaky_relu", "silu", "swish", "elu", "clip", "where", "concat", "round"):
        formula = re.search(r"`([^`]+)`", str(instead(name)))[1]
        assert f"`{formula}`" in PAGE
