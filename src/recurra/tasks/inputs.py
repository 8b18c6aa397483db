"""`--inputs`: which columns of a task go to which input of a cell that has several.

    x=4,gap=1                          by width, in the order of the data's columns
    x=temp+wind,mask=mask,gap=gap      by name

A cell with one input gets all columns, side by side. A name is that of a column, of a column of
text (all its categories), a pattern (`dim*`), or one of

    mask       whether each value was seen (`--missing mask`), else where it was missing
    gap        the time since each was last seen (`--missing gap`), else since the last step
    measured   the columns that such a channel is about
    rest       all columns that no other input gets

A cell whose inputs are called `mask` or `gap`, with one other, needs no `--inputs` where the data
have such channels: the other one gets the rest; or, where its equations take the two together
element by element, the columns that are measured.
"""

from __future__ import annotations  # torch is loaded where it computes

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from recurra.data.gaps import SINCE as TABLE_SINCE
from recurra.data.labelled_series import SINCE as SERIES_SINCE
from recurra.errors import SettingError, unknown
from recurra.ir import Cell
from recurra.tasks.task import Task
from recurra.words import say

if TYPE_CHECKING:
    from recurra.nn.inputs import Columns

MASK, GAP, MEASURED, REST = "mask", "gap", "measured", "rest"
MASKS, GAPS = (" seen", " missing"), (" gap", TABLE_SINCE, SERIES_SINCE)
MAKES = {MASK: "mask", GAP: "gap", MEASURED: "mask+gap"}  # --missing that makes such channels
Given = dict[str, str]  # name of an input -> what stands behind its "="


def parsed(text: str) -> Given:
    """The inputs that an option names, in its order.

    Raises SettingError where it says nothing, or one input twice.

    >>> parsed("x=temp+wind, gap=1")
    {'x': 'temp+wind', 'gap': '1'}
    """
    found: Given = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, _, what = (piece.strip() for piece in part.partition("="))
        if not what or name in found:
            raise SettingError(
                say("tasks.inputs.twice", name=name)
                if name in found
                else say("tasks.inputs.no_columns", part=part)
            )
        found[name] = what
    return found


def divided(text: str, cell: Cell, task: Task) -> Columns:
    """The columns of each input of a cell; empty for a cell with one input, which gets them all.

    Raises SettingError, with the cell's inputs, the data's columns and an example, where `text`
    does not say what a cell of several inputs gets, or says it wrongly.

    >>> from recurra.data import gather
    >>> from recurra.ir import cell
    >>> from recurra.records import Source
    >>> from recurra.tasks import pose
    >>> task = pose(gather(Source("digits")), Source("digits"))
    >>> @cell(states="h")
    ... def two(x, gap, h, W, V):
    ...     return h + W @ x + V @ gap
    >>> divided("x=6,gap=2", two, task)
    {'x': (0, 1, 2, 3, 4, 5), 'gap': (6, 7)}
    """
    if len(cell.inputs) == 1:
        return {}
    names = task.summary.channels
    channels = names if len(names) == task.input_size else ()
    return of_columns(text, cell, channels, task.input_size)


def of_columns(text: str, cell: Cell, channels: Sequence[str], width: int) -> Columns:
    """The same for columns of these names; no names: they are vectors' numbers."""
    from recurra.nn.inputs import check_columns

    given = {n: what for n, what in parsed(text).items() if n in cell.inputs}
    given = given if text else _understood(cell, channels)
    missing = [n for n in cell.inputs if n not in given]
    if missing:
        raise _unsaid(cell, channels, width, missing if text else ())
    if all(what.isdecimal() for what in given.values()):
        found = _by_width(given, cell, channels, width)
    else:
        found = _by_name(given, cell, channels)
    check_columns(cell, found)
    return {n: found[n] for n in cell.inputs}


def check_known(text: str, chosen: Sequence[Cell]) -> None:
    """Raise SettingError where `text` names an input that no cell has."""
    known = {name for cell in chosen for name in cell.inputs if len(cell.inputs) > 1}
    for name in parsed(text):
        if not known:
            raise SettingError(say("tasks.inputs.one_input"))
        if name not in known:
            raise unknown(say("tasks.inputs.name"), name, known)


def left_out(columns: Columns, channels: Sequence[str]) -> tuple[str, ...]:
    """The columns that no input gets."""
    given = {k for own in columns.values() for k in own}
    return tuple(n for k, n in enumerate(channels) if columns and k not in given)


def _understood(cell: Cell, channels: Sequence[str]) -> Given:
    """What the names of inputs say by themselves: masks, gaps, and one for the rest."""
    special = [n for n in cell.inputs if n in (MASK, GAP) and _group(n, channels)]
    others = [n for n in cell.inputs if n not in special]
    if not special or len(others) != 1 or others[0] in (MASK, GAP):
        return {}
    size = {node.name: node.size for node in cell.graph().inputs}
    alike = any(size[n] == size[others[0]] for n in special)
    return {**{n: n for n in special}, others[0]: MEASURED if alike else REST}


def _by_width(given: Given, cell: Cell, channels: Sequence[str], width: int) -> Columns:
    """Side by side, in the order of the option."""
    total = sum(map(int, given.values()))
    if total != width or min(map(int, given.values())) < 1:
        said = ",".join(f"{n}={w}" for n, w in given.items())
        raise SettingError(
            say(
                "tasks.inputs.widths",
                given=said,
                cell=cell.name,
                total=total,
                width=width,
                channels=tuple(channels),
            )
        )
    found, first = {}, 0
    for name, own in given.items():
        found[name] = tuple(range(first, first + int(own)))
        first += int(own)
    return found


def _by_name(given: Given, cell: Cell, channels: Sequence[str]) -> Columns:
    if not channels:
        raise SettingError(say("tasks.inputs.vectors", cell=cell.name))
    found = {n: _chosen(what, channels) for n, what in given.items() if what != REST}
    taken = {k for own in found.values() for k in own}
    rest = tuple(k for k in range(len(channels)) if k not in taken)
    found |= {n: rest for n, what in given.items() if what == REST}
    for name, own in found.items():
        if not own:
            raise SettingError(
                say(
                    "tasks.inputs.nothing",
                    name=name,
                    given=given[name],
                    channels=tuple(channels),
                    missing=MAKES.get(given[name]),
                )
            )
    return found


def _chosen(what: str, channels: Sequence[str]) -> tuple[int, ...]:
    """Numbers of the columns that a text names, in its order."""
    if what in channels:
        return (channels.index(what),)
    found: list[int] = []
    for name in (part.strip() for part in what.split("+")):
        own = _one(name, channels)
        if not own and name not in (MASK, GAP, MEASURED):
            known = [*channels, MASK, GAP, MEASURED, REST]
            raise unknown(say("tasks.inputs.column"), name, known)
        found += [k for k in own if k not in found]
    return tuple(found)


def _one(name: str, channels: Sequence[str]) -> list[int]:
    if name in channels:
        return [list(channels).index(name)]
    if name in (MASK, GAP, MEASURED):
        return _group(name, channels)
    return [k for k, c in enumerate(channels) if c.startswith(f"{name}=") or fnmatchcase(c, name)]


def _group(name: str, channels: Sequence[str]) -> list[int]:
    """The columns behind a word; of several kinds the first that there is."""
    if name == MEASURED:
        about = {c.removesuffix(e) for c in channels for e in (*MASKS, GAPS[0]) if c.endswith(e)}
        return [k for k, c in enumerate(channels) if c in about]
    for ending in MASKS if name == MASK else GAPS:
        if found := [k for k, c in enumerate(channels) if c.endswith(ending)]:
            return found
    return []


def _unsaid(
    cell: Cell, channels: Sequence[str], width: int, missing: Sequence[str]
) -> SettingError:
    names = cell.inputs
    first = max(1, width - len(names) + 1)
    example = ",".join([f"{names[0]}={first}", *(f"{n}=1" for n in names[1:])])
    special = () if _understood(cell, channels) else tuple(n for n in names if n in (MASK, GAP))
    return SettingError(
        say(
            "tasks.inputs.unsaid",
            cell=cell.name,
            inputs=names,
            missing=tuple(missing),
            width=width,
            channels=tuple(channels),
            example=example,
            special=special,
        )
    )
