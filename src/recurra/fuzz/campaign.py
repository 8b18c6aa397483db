"""Many random cells, each with its checks."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace

import torch

from recurra.compiler.backends import EVERY
from recurra.compiler.poison import poisoned
from recurra.compiler.tree_backend import EVERY_TREE
from recurra.errors import SettingError, unknown
from recurra.fuzz import chain_checks, tree_checks
from recurra.fuzz.cell import RandomCell, drawn
from recurra.fuzz.chain_checks import TOO_WILD
from recurra.fuzz.chains import chain
from recurra.fuzz.choices import Choices
from recurra.fuzz.measured import measured
from recurra.fuzz.record import Found, Report
from recurra.fuzz.text import Draft
from recurra.fuzz.trees import tree
from recurra.ir import Cell
from recurra.words import say

INTERPRETER = "statements"  # the backend that interprets what the other compiles
COMPILED = "numba"
Checks = dict[str, Callable[[], float]]


@dataclass(frozen=True)
class Campaign:
    """What is run."""

    count: int
    seed: int
    trees: bool = False
    compiled: int = 0  # how many of them run on the compiled backend, the others are interpreted
    backend: str = ""  # the one backend for all of them

    def __post_init__(self) -> None:
        if self.backend and self.backend not in self.known:
            raise unknown(say("nouns.backend"), self.backend, self.known)

    @property
    def known(self) -> list[str]:
        """The backends that there are."""
        return [b.name for b in (EVERY_TREE if self.trees else EVERY)]

    @property
    def write(self) -> Callable[[Choices], Draft]:
        """What writes a cell."""
        return tree if self.trees else chain

    def backend_of(self, number: int) -> str:
        """The backend that a cell runs on."""
        if self.backend:
            return self.backend
        before, after = (n * self.compiled // self.count for n in (number, number + 1))
        return INTERPRETER if INTERPRETER in self.known and before == after else COMPILED


def run(campaign: Campaign) -> Iterator[Report]:
    """The reports of all cells, one after the other, on one thread.

    Tensors are so small that threads would wait for each other most of the time.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        for number in range(campaign.count):
            yield one(campaign, number)
    finally:
        torch.set_num_threads(before)


def one(campaign: Campaign, number: int) -> Report:
    """The report on the cell of a number."""
    made, name = _tame(campaign, number), campaign.backend_of(number)
    checks = checks_of(made.cell, name, f"{campaign.seed} {number}")
    with poisoned() if name == COMPILED else nullcontext():
        found = tuple(measured(what, check) for what, check in checks.items())
    return Report(number, made.text, made.choices, name, found, made.refused)


def _tame(campaign: Campaign, number: int) -> RandomCell:
    """The first cell of a number that is legal and whose results say something."""
    refused = 0
    while True:
        made = drawn(campaign.write, campaign.seed, number, refused)
        if growth(made.cell, f"{campaign.seed} {number}") < TOO_WILD:
            return made
        refused = made.refused + 1


def growth(cell: Cell, seed: str) -> float:
    """How much a cell amplifies rounding; infinite where results are no numbers."""
    try:
        case_of = tree_checks.case_of if cell.for_trees else chain_checks.case_of
        return case_of(cell, seed).growth
    except (AssertionError, SettingError):  # the last: a slice is longer than what it is of
        return float("inf")


def checks_of(cell: Cell, backend: str, seed: str) -> Checks:
    """The checks of a cell on a backend, by name, ready to be called."""
    if cell.for_trees:
        return _of_tree(cell, backend, seed)
    own = {b.name: b for b in EVERY}
    listed = chain_checks.checks(cell, seed, 1 if backend == COMPILED else None)
    found: Checks = {
        name: lambda check=check, case=case: check(own[backend], cell, case)  # type: ignore[misc]
        for name, (check, case) in listed.items()
    }
    case = replace(listed["values"][1], ragged=True)
    found["reference_against_finite_differences"] = lambda: chain_checks.check_finite_differences(
        own["reference"], cell, case
    )
    return found


def _of_tree(cell: Cell, backend: str, seed: str) -> Checks:
    own = {b.name: b for b in EVERY_TREE}
    listed = tree_checks.checks(cell, seed)
    found: Checks = {
        name: lambda check=check, case=case: check(own[backend], case)  # type: ignore[misc]
        for name, (check, case) in listed.items()
    }
    case = listed["values"][1]
    found["reference_against_finite_differences"] = lambda: tree_checks.check_finite_differences(
        own["reference"], case
    )
    return found


def failing(campaign: Campaign, report: Report) -> Callable[[RandomCell], Found | None]:
    """What tells whether another cell fails as the one of a report does: in the first check that it
    failed."""
    first, seed = report.wrong[0].check, f"{campaign.seed} {report.number}"

    def fails(made: RandomCell) -> Found | None:
        if not growth(made.cell, seed) < TOO_WILD:
            return None
        check = checks_of(made.cell, report.backend, seed).get(first)
        with poisoned() if report.backend == COMPILED else nullcontext():
            found = measured(first, check) if check else None
        # a cell does not shrink to another error
        alike = found and found.message and found.kind == report.wrong[0].kind
        return found if alike else None

    return fails
