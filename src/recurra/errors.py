"""What can go wrong, as a tree.

RecurraError           every error a user can cause; the command line exits with 2
├── DataError          a file or a value in it: carries file, line and column if known
├── CellError          an equation that cannot be traced: carries cell, file and line
├── SettingError       an option or argument that does not fit (unknown name ...)
│   └── SettingTypeError   an argument of another type; a TypeError too
├── RunError           an output folder or a recorded run that cannot be used
│   └── Interrupted    a run was asked to end, and can be gone on with: exit code 130, 143 ...
└── ProgramError       a program of a cell does not compute its equations

An error holds a message (`recurra.words`) and is written when somebody reads it.
"""

import difflib
import json
import os
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from recurra.words import Text, Words, say


class RecurraError(Exception):
    """An error that a user can cause and mend; its text says what, where and what to do."""

    def __init__(self, what: Text = "", *, remedy: Text = "") -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy

    @property
    def place(self) -> Text:
        """Where it is, "" where that is not known."""
        return ""

    @property
    def message(self) -> Words:
        """All of it, as a message."""
        return say("errors.placed", place=self.place, what=self.what, remedy=self.remedy)

    def __str__(self) -> str:
        return str(self.message)

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
        what: Text,
        *,
        file: str | Path | None = None,
        line: int | None = None,
        column: str | int | None = None,
        remedy: Text = "",
    ) -> None:
        super().__init__(what, remedy=remedy)
        self.file, self.line, self.column = file, line, column

    @property
    def place(self) -> Words:
        """File, line and column."""
        return say("errors.place", file=self.file, line=self.line, column=self.column)


class CellError(RecurraError):
    """An equation of a cell cannot be followed.

    >>> print(CellError("sizes differ", cell="leaky", file="mine.py", line=7, equation="h = x + h"))
    cell 'leaky' (mine.py, line 7: h = x + h): sizes differ
    """

    def __init__(
        self,
        what: Text,
        *,
        cell: str,
        file: str | Path | None = None,
        line: int | None = None,
        equation: str = "",
        remedy: Text = "",
    ) -> None:
        super().__init__(what, remedy=remedy)
        self.cell, self.file, self.line, self.equation = cell, file, line, equation

    @property
    def place(self) -> Words:
        """Cell, file, line and equation."""
        return say(
            "errors.place_in_cell",
            cell=self.cell,
            file=self.file,
            line=self.line,
            equation=self.equation,
        )


class SettingError(RecurraError):
    """An option or argument does not fit."""


class SettingTypeError(SettingError, TypeError):
    """An argument is of a type that does not fit: also a TypeError, as callers in Python expect."""


class RunError(RecurraError):
    """An output folder or a recorded run cannot be used."""


class Interrupted(RunError):
    """A run was asked to end; `number` of the signal, Ctrl-C's where nobody says which.

    >>> Interrupted.by(Stopped(signal.SIGTERM), "interrupted").code
    143
    """

    number: int = signal.SIGINT

    @classmethod
    def by(cls, cause: BaseException, what: Text) -> "Interrupted":
        """What to raise where a KeyboardInterrupt ended the work."""
        error = cls(what)
        error.number = getattr(cause, "number", signal.SIGINT)
        return error

    @property
    def code(self) -> int:
        """What the command line exits with, as shells do."""
        return 128 + self.number


class Stopped(KeyboardInterrupt):
    """This process was asked to end by a signal, which is handled wherever Ctrl-C is."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class ProgramError(RecurraError):
    """A program of a cell does not compute what its equations say: a fault of recurra, not of the
    cell. The reference backend computes the cell right."""


class KernelWarning(UserWarning):
    """Compiled kernels do not compute what a cell's equations say, so they are not used."""


class CacheWarning(RuntimeWarning):
    """The folder where compiled kernels are kept cannot be written to."""


def unknown(kind: Text, name: str, known: Iterable[str]) -> SettingError:
    """The error for a name that is not in a list, with the nearest names.

    >>> print(unknown("cell", "lstn", ["lstm", "gru"]))
    unknown cell 'lstn'; did you mean 'lstm'? Known: gru, lstm
    """
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    return SettingError(
        say("errors.unknown", kind=kind, name=name, near=tuple(near), known=tuple(names))
    )


def reason(error: BaseException) -> Text:
    """Why Python or another library could not do something, in words where we have them; else what
    it said, which is English in any language.

    >>> print(reason(PermissionError(13, "Permission denied", "a.csv")))
    no permission
    >>> try:
    ...     json.loads('{"a": }')
    ... except ValueError as error:
    ...     print(reason(error))
    line 1, character 7
    """
    own = error.args[0] if error.args else ""
    if isinstance(error, RecurraError):
        return error.message
    if isinstance(own, Words):
        return own
    if isinstance(error, OSError) and error.errno is not None:
        said = error.strerror or os.strerror(error.errno)
        return say("errors.of_system", number=error.errno, said=said)
    if isinstance(error, json.JSONDecodeError):
        return say("errors.no_json", line=error.lineno, character=error.colno)
    if isinstance(error, UnicodeDecodeError):
        return say("errors.no_text", encoding=error.encoding, place=error.start + 1)
    if isinstance(error, KeyError):
        return say("errors.no_entry", name=str(own))
    if isinstance(error, EOFError):
        return say("errors.ends_early")
    lines = str(error).strip().splitlines() or [type(error).__name__]
    shown = "".join(c for c in lines[0].rstrip(":") if c.isprintable())  # a file's own bytes
    return say("errors.in_english", said=shown[:120])
