"""What can go wrong, as a tree.

RecurraError           every error a user can cause; the command line exits with 2
├── DataError          a file or a value in it: carries file, line and column if known
├── CellError          an equation that cannot be traced: carries cell, file and line
├── SettingError       an option or argument that does not fit (unknown name ...)
└── RunError           an output folder or a recorded run that cannot be used
"""

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any


class RecurraError(Exception):
    """An error that a user can cause and mend; its text says what, where and what to do."""

    def __reduce__(self) -> tuple[Any, ...]:
        """From process to process: as it is, whatever its kind was made from."""
        return _again, (type(self), self.args, vars(self))


def _again(kind: type[RecurraError], args: tuple[Any, ...], facts: dict[str, Any]) -> RecurraError:
    error = kind.__new__(kind, *args)
    vars(error).update(facts)
    return error


class DataError(RecurraError):
    """A file or a value in it does not fit.

    >>> print(DataError("not a number: 'x'", file="a.csv", line=3, column="y", remedy="Mend it."))
    a.csv, line 3, column 'y': not a number: 'x'. Mend it.
    """

    def __init__(
        self,
        what: str,
        *,
        file: str | Path | None = None,
        line: int | None = None,
        column: str | int | None = None,
        remedy: str = "",
    ) -> None:
        self.file, self.line, self.column = file, line, column
        place = [str(file)] if file is not None else []
        if line is not None:
            place.append(f"line {line}")
        if column is not None:
            place.append(f"column {column!r}")
        super().__init__(_sentence(", ".join(place), what, remedy))


class CellError(RecurraError):
    """An equation of a cell cannot be followed.

    >>> print(CellError("sizes differ", cell="leaky", file="mine.py", line=7, equation="h = x + h"))
    cell 'leaky' (mine.py, line 7: h = x + h): sizes differ
    """

    def __init__(
        self,
        what: str,
        *,
        cell: str,
        file: str | Path | None = None,
        line: int | None = None,
        equation: str = "",
        remedy: str = "",
    ) -> None:
        self.cell, self.file, self.line = cell, file, line
        place = [str(file)] if file is not None else []
        if line is not None:
            place.append(f"line {line}" + (f": {equation}" if equation else ""))
        inside = f" ({', '.join(place)})" if place else ""
        super().__init__(_sentence(f"cell {cell!r}{inside}", what, remedy))


class SettingError(RecurraError):
    """An option or argument does not fit."""


class RunError(RecurraError):
    """An output folder or a recorded run cannot be used."""


class KernelWarning(UserWarning):
    """Compiled kernels do not compute what a cell's equations say, so they are not used."""


def unknown(kind: str, name: str, known: Iterable[str]) -> SettingError:
    """The error for a name that is not in a list, with the nearest names.

    >>> print(unknown("cell", "lstn", ["lstm", "gru"]))
    unknown cell 'lstn'; did you mean 'lstm'? Known: gru, lstm
    """
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(repr(n) for n in near)}? " if near else ""
    return SettingError(f"unknown {kind} {name!r}; {hint}Known: {', '.join(names)}")


def _sentence(place: str, what: str, remedy: str) -> str:
    text = f"{place}: {what}" if place else what
    return f"{text}. {remedy}" if remedy else text


class ProgramError(RecurraError):
    """A program of a cell does not compute what its equations say: a fault of recurra, not of the
    cell. The reference backend computes the cell right."""
