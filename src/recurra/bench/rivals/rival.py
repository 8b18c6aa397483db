"""What a rival is: it prepares a job so that only the work itself is timed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from recurra.bench.work import Work
from recurra.ir import Cell
from recurra.words import Text

Numbers = dict[str, np.ndarray]


@dataclass(frozen=True)
class Prepared:
    """A job, ready to be timed."""

    call: Callable[[], Any]  # does the work once, to its end
    numbers: Callable[[Any], Numbers]  # what `call` gave, by the names of `expected.expected`
    work: Work  # what it computes: another cell's where the rival has no such cell
    operations: int = 0
    note: Text = ""  # which of its forms is used


class Rival(Protocol):
    """One way to run a cell."""

    name: str

    def reason_against(self, cell: Cell, mode: str) -> Text:
        """Why it takes no part, for a reader; empty where it does."""

    def prepare(self, work: Work) -> Prepared:
        """Build everything that is built once; not timed."""
