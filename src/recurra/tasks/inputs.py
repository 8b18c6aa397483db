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

from recurra.errors import SettingError, unknown
from recurra.ir import Cell
from recurra.tasks.task import Task

if TYPE_CHECKING:
    from recurra.nn.inputs import Columns

MASK, GAP, MEASURED, REST = "mask", "gap", "measured", "rest"
MASKS, GAPS = (" seen", " missing"), (" gap", "time since last row", "time since last step")
Given = dict[str, str]  # name of an input -> what stands behind its "="
SHOWN = 12  # columns that an error lists


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
            wrong = f"names {name!r} twice" if name in found else f"{part!r} gives no columns"
            raise SettingError(
                f"--inputs: {wrong}. Write NAME=WIDTH or NAME=COLUMN+COLUMN with commas between, "
                "for instance x=4,gap=1"
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
            raise SettingError(
                "--inputs divides columns among the inputs of a cell, and each of these cells has "
                "one, which gets them all. Leave it out"
            )
        if name not in known:
            raise unknown("input in --inputs:", name, known)


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
            f"--inputs {said} for cell {cell.name!r} makes {total} columns, and the data have "
            f"{width}{_listed(channels)}. Widths are at least 1 and make up the whole; "
            "by name some columns can be left out"
        )
    found, first = {}, 0
    for name, own in given.items():
        found[name] = tuple(range(first, first + int(own)))
        first += int(own)
    return found


def _by_name(given: Given, cell: Cell, channels: Sequence[str]) -> Columns:
    if not channels:
        raise SettingError(
            f"cell {cell.name!r}: the inputs are vectors of tokens, whose numbers have no names. "
            "Give widths, for instance --inputs x=40,gap=10"
        )
    found = {n: _chosen(what, channels) for n, what in given.items() if what != REST}
    taken = {k for own in found.values() for k in own}
    rest = tuple(k for k in range(len(channels)) if k not in taken)
    found |= {n: rest for n, what in given.items() if what == REST}
    for name, own in found.items():
        if not own:
            raise SettingError(
                f"--inputs {name}={given[name]}: the data have no such column"
                f"{_listed(channels)}.{_remedy(given[name])}"
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
            raise unknown("column in --inputs:", name, [*channels, MASK, GAP, MEASURED, REST])
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


def _listed(channels: Sequence[str]) -> str:
    if not channels:
        return ""
    more = f" and {len(channels) - SHOWN} more" if len(channels) > SHOWN else ""
    return f": {', '.join(channels[:SHOWN])}{more}"


def _remedy(what: str) -> str:
    ways = {MASK: "mask", GAP: "gap", MEASURED: "mask+gap"}
    return f" --missing {ways[what]} makes them" if what in ways else ""


def _unsaid(
    cell: Cell, channels: Sequence[str], width: int, missing: Sequence[str]
) -> SettingError:
    names = cell.inputs
    first = max(1, width - len(names) + 1)
    example = ",".join([f"{names[0]}={first}", *(f"{n}=1" for n in names[1:])])
    said = f"--inputs does not name {', '.join(missing)}" if missing else "--inputs is not given"
    special = [n for n in names if n in (MASK, GAP)]
    made = (
        f"; of tables and .ts files --missing {'+'.join(special)} makes channels that "
        f"{' and '.join(special)} get by themselves"
        if special and not _understood(cell, channels)
        else ""
    )
    return SettingError(
        f"cell {cell.name!r} has several inputs, {', '.join(names)}, and {said}. The data have "
        f"{width} column{'s' * (width > 1)}{_listed(channels)}. Divide them by width in their "
        f"order, for instance --inputs {example}, or by name, {names[0]}=COLUMN+COLUMN{made}"
    )
