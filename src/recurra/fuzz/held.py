"""The conformance suite over one cell: what holds, on which backend, in which type."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch

from recurra.compiler import conformance
from recurra.compiler.backends import BACKENDS
from recurra.compiler.conformance import CHECKS
from recurra.compiler.problem import Case
from recurra.compiler.sizes import multiple
from recurra.compiler.tree_backend import TREE_BACKENDS
from recurra.compiler.tree_conformance import TREE_CHECKS, TreeProblem, problem, random_forest
from recurra.compiler.variant import PLAIN, Variant
from recurra.fuzz.chain_checks import check_finite_differences, growth_of
from recurra.fuzz.measured import measured
from recurra.fuzz.record import Found
from recurra.ir import Cell
from recurra.words import Text, Words, say

DTYPES = {"float64": torch.float64, "float32": torch.float32}
SMALL = Case(steps=5, batch=3, width=4, hidden=5)
# what rounding of single precision leaves nothing of, or what has no type
DOUBLE = ("finite_differences", "second_derivative")


@dataclass(frozen=True)
class Row:
    """What is checked: as in `Found`, of the equations as they are or of a variant."""

    check: str
    variant: str = ""

    @property
    def said(self) -> Words:
        """What is checked, as a message."""
        return say("fuzz.check", name=self.check, variant=self.variant)


Rows = dict[Row, dict[str, Callable[[], Found]]]


def columns(cell: Cell) -> tuple[dict[str, tuple[str, torch.dtype]], dict[str, Text]]:
    """Backend and type of every column; and backends that cannot run the cell, with the reason."""
    able: dict[str, tuple[str, torch.dtype]] = {}
    unable: dict[str, Text] = {}
    for backend in TREE_BACKENDS if cell.for_trees else BACKENDS:
        for name, dtype in DTYPES.items():
            reason = backend.reason_against(cell.graph(), torch.device("cpu"), dtype)
            if reason:
                unable[f"{backend.name} {name}"] = reason
            else:
                able[f"{backend.name} {name}"] = (backend.name, dtype)
    return able, unable


def rows(cell: Cell) -> Rows:
    """Every row, its entries ready to be run, by column."""
    able, _ = columns(cell)
    return _of_tree(cell, able) if cell.for_trees else _of_chain(cell, able)


def _of_chain(cell: Cell, able: dict[str, tuple[str, torch.dtype]]) -> Rows:
    found: Rows = {}
    kinds: dict[str, Variant] = {"": PLAIN, **conformance.variants(cell)}
    for what, variant in kinds.items():
        own_growth = growth_of(cell, replace(SMALL, variant=variant))
        case = replace(SMALL, variant=variant, growth=own_growth)
        for name in CHECKS:
            for ragged in (False, True) if name in ("values", "gradients") else (False,):
                row = Row(f"{name}/different_lengths" if ragged else name, what)
                own = replace(case, ragged=ragged)
                found[row] = {
                    column: _entry(name, backend, cell, replace(own, dtype=dtype))
                    for column, (backend, dtype) in able.items()
                    if dtype is torch.float64 or name not in DOUBLE
                }
    return found


def _entry(name: str, backend: str, cell: Cell, case: Case) -> Callable[[], Found]:
    own = next(b for b in BACKENDS if b.name == backend)
    check = check_finite_differences if name == "finite_differences" else CHECKS[name]
    return lambda: measured(name, lambda: check(own, cell, case))


def _of_tree(cell: Cell, able: dict[str, tuple[str, torch.dtype]]) -> Rows:
    forest = random_forest(cell, trees=4, most=6, seed=1)
    blocks = multiple(cell)
    width, hidden = (-(-n // blocks) * blocks for n in (SMALL.width, SMALL.hidden))
    found: Rows = {}
    for name in TREE_CHECKS:
        found[Row(name)] = {}
        for column, (backend, dtype) in able.items():
            if dtype is torch.float64 or name not in DOUBLE:
                drawn = problem(cell, forest, width, hidden, dtype)
                found[Row(name)][column] = _tree_entry(name, backend, drawn)
    return found


def _tree_entry(name: str, backend: str, drawn: TreeProblem) -> Callable[[], Found]:
    own = next(b for b in TREE_BACKENDS if b.name == backend)
    return lambda: measured(name, lambda: TREE_CHECKS[name](own, drawn))
