"""The kernels that docs/kernels.md shows are those that are printed today.

Where this fails because the printer has changed: RECURRA_WRITE_GOLDEN=1 writes them anew; then read
whether the words around them are still true.
"""

import os
import re
from pathlib import Path

import pytest

from recurra import cell, cells
from recurra.compiler.backends.numba.chain.backend import Numba
from recurra.compiler.choose import source
from recurra.ir import tanh

PAGE = Path(__file__).parents[2] / "docs" / "kernels.md"
CUT = "    ...  # addresses, strides and sizes, from the table"


def loop(function):
    """A kernel of `recurra cells show elman --backend numba` from its loop over time on."""
    source = Numba().source(cells.find("elman").graph())
    head, rest = re.search(rf"^(def {function}\(.*\):)\n((?:    .*\n)+)", source, re.M).groups()
    return f"{head}\n{CUT}\n" + rest[rest.index("    for time in") :].rstrip()


def block(function):
    """Where the page shows it."""
    pattern = rf"(<!-- {function} of elman -->\n```text\n)(.*?)\n?(```)"
    return re.compile(pattern, re.S)


@pytest.mark.parametrize("function", ["forward_1", "backward_1"])
def test_kernels_shown_are_those_printed(function):
    page = PAGE.read_text(encoding="utf-8")
    found = loop(function)
    if os.environ.get("RECURRA_WRITE_GOLDEN"):
        page = block(function).sub(lambda m: f"{m[1]}{found}\n{m[3]}", page)
        PAGE.write_text(page, encoding="utf-8")
    shown = block(function).search(page)
    assert shown is not None and shown[2] == found


def test_statements_shown_are_those_of_the_cell():
    shown = re.search(
        r"<!-- statements of elman -->\n```text\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.S
    )
    assert shown is not None
    assert shown[1] == source("statements", cells.find("elman").graph()).strip()


def test_the_equation_shown_is_that_of_the_cell():
    text = re.search(
        r'```python\n(@cell\(states="h".*?)```', PAGE.read_text(encoding="utf-8"), re.S
    )
    assert text is not None
    names = {"cell": cell, "tanh": tanh}
    exec(text[1], names)
    shown, own = names["simple"].graph(), cells.find("elman").graph()
    assert [repr(n) for n in shown.nodes] == [repr(n) for n in own.nodes]
