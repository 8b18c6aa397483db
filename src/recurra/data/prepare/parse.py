"""What `--prepare` says: clauses of columns and their steps.

    temp:robust,lowpass(0.1); *:standard

A clause is columns, a colon, steps; clauses stand between semicolons. Columns are names (in double
quotes where a name holds one of `,:;`) or patterns (`sensor*`); a clause without a colon is of all.
"""

import dataclasses
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

from recurra.data.prepare import find
from recurra.data.prepare.step import Step
from recurra.errors import SettingError
from recurra.settings.steps import STEPS
from recurra.words import Text, say

_STEP = re.compile(r"([^\s()]+)\s*(?:\((.*)\))?\s*", re.DOTALL)


@dataclass(frozen=True)
class Clause:
    """Columns and their steps as they are written; at: where each column's name begins."""

    columns: tuple[str, ...]
    steps: tuple[Step, ...]
    at: tuple[int, ...]


@cache
def parsed(text: str) -> tuple[Clause, ...]:
    """The clauses of a text.

    Raises SettingError with column, step and position, and the nearest name of an unknown step.

    >>> [(c.columns, [str(s) for s in c.steps]) for c in parsed("a,b: diff(24), robust; minmax")]
    [(('a', 'b'), ['diff(24)', 'robust']), (('*',), ['minmax'])]
    """
    return tuple(_clause(piece, at) for piece, at in _pieces(text, ";", 0) if piece.strip())


@cache
def step(text: str) -> Step:
    """One step, as `str` writes it.

    >>> step("lowpass(0.1)")
    LowPass(cutoff=0.1, order=2)
    """
    return _step(text, 0, ())


def _clause(text: str, at: int) -> Clause:
    halves = list(_pieces(text, ":", at))
    if len(halves) > 2:
        raise error(halves[2][1] - 1, (), "", say("data.prepare.second_colon"))
    names, where = (("*",), (at,)) if len(halves) < 2 else _columns(*halves[0])
    steps, start = halves[-1]
    if not steps.strip():
        raise error(start, names, "", say("data.prepare.no_steps"))
    found = tuple(_step(piece, k, names) for piece, k in _pieces(steps, ",", start))
    return Clause(names, found, where)


def _columns(text: str, at: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    names, where = [], []
    for piece, start in _pieces(text, ",", at):
        name = piece.strip()
        if not name:
            raise error(start, (), "", say("data.prepare.no_name"))
        quoted = len(name) > 1 and name[0] == name[-1] == '"'
        names.append(name[1:-1] if quoted else name)
        where.append(start + len(piece) - len(piece.lstrip()))
    return tuple(names), tuple(where)


def _step(text: str, at: int, columns: tuple[str, ...]) -> Step:
    at += len(text) - len(text.lstrip())
    found = _STEP.fullmatch(text.strip())
    if not found:
        raise error(at, columns, text.strip(), say("data.prepare.no_step"))
    name, inside = found[1], found[2]
    if name not in STEPS:
        near = tuple(difflib.get_close_matches(name.lower(), STEPS, n=3, cutoff=0.5))
        raise error(at, columns, name, say("data.prepare.unknown", near=near, known=tuple(STEPS)))
    kind = find(name)
    given = [] if inside is None else [piece.strip() for piece, _ in _pieces(inside, ",", at)]
    made = kind(*_arguments(kind, given, at, columns))
    wrong = made.wrong()
    if wrong:
        raise error(at, columns, text.strip(), wrong)
    return made


def _arguments(kind: Any, given: list[str], at: int, columns: tuple[str, ...]) -> list[Any]:
    fields, types = dataclasses.fields(kind), get_type_hints(kind)
    needed = sum(f.default is dataclasses.MISSING for f in fields)
    if not needed <= len(given) <= len(fields):
        names = tuple(f.name for f in fields)
        what = say("data.prepare.arguments", name=kind.name, arguments=names, needed=needed)
        raise error(at, columns, kind.name, what)
    found = []
    for field, text in zip(fields, given, strict=False):
        try:
            found.append(types[field.name](text))
        except ValueError:
            whole = types[field.name] is int
            what = say("data.prepare.no_number", argument=field.name, value=text, whole=whole)
            raise error(at, columns, kind.name, what) from None
    return found


def _pieces(text: str, mark: str, at: int) -> Iterator[tuple[str, int]]:
    """What stands between marks that are in no quotes and no parentheses, and where it begins."""
    first, depth, quoted = 0, 0, False
    for k, letter in enumerate(text):
        if letter == '"':
            quoted = not quoted
        elif not quoted and letter in "()":
            depth += 1 if letter == "(" else -1
            if depth < 0:
                raise error(at + k, (), "", say("data.prepare.no_parenthesis", opened=False))
        elif letter == mark and not quoted and not depth:
            yield text[first:k], at + first
            first = k + 1
    if depth or quoted:
        what = say("data.prepare.no_quote") if quoted else None
        raise error(at + first, (), "", what or say("data.prepare.no_parenthesis", opened=True))
    yield text[first:], at + first


def error(at: int, columns: tuple[str, ...], step: str, what: Text) -> SettingError:
    """The error at a position (from 0), of columns and a step where they are known."""
    return SettingError(
        say("data.prepare.wrong", position=at + 1, columns=columns, step=step, what=what)
    )
