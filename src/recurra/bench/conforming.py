"""No speed without a green gate: the conformance suite over what is about to be timed."""

import torch

from recurra.compiler.choose import choose
from recurra.compiler.conformance import CHECKS, Case, check_gradients, check_values
from recurra.ir import Cell

SMALL = Case(steps=5, batch=3, width=4, hidden=5)
FLOAT32 = Case(steps=63, batch=17, width=5, hidden=33, dtype=torch.float32)


def violation(cell: Cell, backend: str) -> str:
    """The first check that a cell on a backend does not hold, with what was found; else "".

    >>> from recurra import cells
    >>> violation(cells.find("elman"), "reference")
    ''
    """
    cpu, float32, float64 = torch.device("cpu"), torch.float32, torch.float64
    try:
        double = choose(backend, cell.graph(), cpu, float64).backend
        for name, check in CHECKS.items():
            for ragged in (False, True):
                what = name
                check(double, cell, Case(**{**vars(SMALL), "ragged": ragged}))
        single = choose(backend, cell.graph(), cpu, float32).backend
        for ragged in (False, True):
            what = "float32"
            case = Case(**{**vars(FLOAT32), "ragged": ragged})
            check_values(single, cell, case)
            check_gradients(single, cell, case)
    except AssertionError as error:
        return f"{what}: {error}"
    return ""
