"""Which cells the fast tier compiles: one of each structure that kernels treat in its own way.

Compiling a cell takes one to two seconds. The others run on the reference backend in the fast tier
and on every backend in the slow one.
"""

import pytest

CELLS = (
    "elman", "gru", "gru_original", "lstm", "lstm1997", "peephole", "lstm1", "lstm2", "lstm3",
    "scrn", "scrn(learned=True)", "scrn(form='code')", "elman(nonlinearity='relu')", "fgr", "slstm",
)  # fmt: skip


def parameters(*values, spec, compiled):
    """A parametrisation's row, in the slow tier where the fast one does not compile the cell."""
    marks = [pytest.mark.slow] if compiled and spec not in CELLS else []
    return pytest.param(*values, marks=marks, id="-".join(getattr(v, "name", v) for v in values))
