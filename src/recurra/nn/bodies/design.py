"""A body before it has sizes: what it is, what it costs, and how it is built.

There are layers of cells, bodies of `settings.bodies`, and modules in a user's own file. Whatever
compares, saves or examines networks asks a design, and does not know which of them it is.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import torch
from torch import nn

from recurra.cells.find import source_file
from recurra.ir import Cell
from recurra.nn.bodies.body import Interface
from recurra.words import Text

Sizes = Mapping[str, int]  # of each state its units; of a body without a cell {"units": n}


@dataclass(frozen=True)
class How:
    """What a body is built with, beside its sizes."""

    init: str = "uniform"
    recurrence: Mapping[str, float] = field(default_factory=dict)
    backend: str = "auto"
    dtype: torch.dtype = torch.float32
    generator: torch.Generator | None = None


@dataclass(frozen=True)
class Measures:
    """What a body costs, from its equations or counted while it runs."""

    features: int  # F: what it gives the head
    parameters: int
    flops: int  # of one more step of a stream; of one that reads its window again, of all of it
    transcendental: int
    values: int  # numbers that a step holds beside the parameters: states, and what it makes
    reread: int = 0  # steps that are read again at each step of a stream
    formula: str = ""


class Design(Protocol):
    """A body before it has sizes."""

    @property
    def spec(self) -> str:
        """As it was written."""
        ...

    @property
    def name(self) -> str:
        """Shown where it is unique."""
        ...

    @property
    def cell(self) -> Cell | None:
        """The cell of its layers, whose kernels it needs; None: it has none."""
        ...

    @property
    def plain(self) -> bool:
        """Whether it is one layer of a cell and nothing else."""
        ...

    @property
    def equations(self) -> str:
        """What it computes, as text."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes when it computes something else."""
        ...

    @property
    def given_units(self) -> int:
        """Units that its expression fixes; 0: it does not."""
        ...

    def reason_against(self, interface: Interface, recurrence: Mapping[str, float]) -> Text:
        """Why it cannot be built for these, or trained so; empty where it can."""
        ...

    def sizes(self, interface: Interface, units: int) -> dict[str, int]:
        """Its sizes from a number of units."""
        ...

    def fitting(self, interface: Interface) -> tuple[int, int]:
        """The smallest number of units, and what they are a multiple of; (0, 0): its size does not
        follow from a number."""
        ...

    def parameters(self, interface: Interface, sizes: Sizes) -> tuple[int, int]:
        """Its parameters, and how many features it gives the head; no memory is taken."""
        ...

    def measures(self, interface: Interface, sizes: Sizes) -> Measures:
        """What it costs."""
        ...

    def build(self, interface: Interface, sizes: Sizes, how: How) -> nn.Module:
        """The body, its starting weights drawn from `how.generator`."""
        ...

    def notes(self, interface: Interface) -> tuple[Text, ...]:
        """What is to be said of it beside its name."""
        ...


def with_file(fingerprint: str, spec: str) -> str:
    """A fingerprint, and where it comes from a user's own file that of the file's text as well."""
    file = source_file(spec)
    if file is None:
        return fingerprint
    return hashlib.sha256(fingerprint.encode() + file.read_bytes()).hexdigest()[:16]
