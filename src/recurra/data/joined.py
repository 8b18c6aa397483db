"""Several files with the same columns as one table, in the order of their time."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from recurra.data.files import composed, tables_of
from recurra.data.numeric import numbers
from recurra.data.roles import style_sentences
from recurra.data.table import IsNumber, Table, read_table
from recurra.data.time_columns import find_time, read_time
from recurra.errors import DataError
from recurra.words import say

HEAD = 1000  # rows of a file that say when it begins


def read_joined(path: Path, number: IsNumber | None = None, encoding: str = "") -> Table:
    """All rows of the tables of a folder or a pattern; see `read_table`.

    Raises DataError where there are none, and where one has other columns than the first.
    """
    files = tables_of(path)
    if not files:
        raise DataError(say("data.joined.none"), file=path)
    tables = [read_table(file, number, encoding) for file in files]
    if len(tables) == 1:
        return tables[0]
    first = tables[0]
    for other in tables[1:]:
        _check_alike(first, other)
    differing = {n for n in first.columns if len({_sort(t.columns[n].type) for t in tables}) > 1}
    for name in differing:
        _check_kinds(name, tables)
    tables, styles = _as_numbers(tables, differing)
    left = {n for n in differing if len({_sort(t.columns[n].type) for t in tables}) > 1}
    if left and number is not None:  # numbers in one file, texts in another: texts in all
        known = number
        again = lambda n, v: n not in left and known(n, v)  # noqa: E731
        tables = [read_table(file, again, encoding) for file in files]
    tables, timed = _by_time(tables)
    names = [composed(t.path.name) for t in tables]
    shown = (names[0], names[-1])
    said = say("data.joined.joined", count=len(tables), names=shown, timed=timed)
    notes = [*(note for table in tables for note in table.notes), *style_sentences(styles)]
    return Table(
        path,
        {name: _concatenated([t.columns[name] for t in tables]) for name in first.columns},
        np.arange(sum(map(len, tables))),
        notes=(said, *dict.fromkeys(notes)),
        encoding=encoding,
        separator=first.separator,
        form=first.form,
        parts=tuple(replace(table, columns={}) for table in tables),
    )


def _check_alike(first: Table, other: Table) -> None:
    lacking = [name for name in first.columns if name not in other.columns]
    more = [name for name in other.columns if name not in first.columns]
    if lacking or more:
        what = say(
            "data.joined.other_columns",
            file=first.path.name, lacking=lacking[:5], more=more[:5],
        )  # fmt: skip
        raise DataError(what, file=other.path, remedy=say("data.joined.recordings"))


def _sort(kind: pa.DataType) -> str:
    """number, text or time."""
    if pa.types.is_floating(kind) or pa.types.is_integer(kind):
        return "number"
    return "time" if pa.types.is_timestamp(kind) else "text"


def _check_kinds(name: str, tables: Sequence[Table]) -> None:
    """Raise DataError where a column is of time stamps in some files alone."""
    kinds = [_sort(table.columns[name].type) for table in tables]
    if "time" in kinds:
        odd = tables[next(k for k, kind in enumerate(kinds) if kind != kinds[0])]
        raise DataError(say("data.joined.other_type"), file=odd.path, column=name)


def _as_numbers(
    tables: list[Table], names: set[str]
) -> tuple[list[Table], dict[str, tuple[str, ...]]]:
    """Columns that one file writes otherwise than another, as numbers where all files allow that,
    and how they were written."""
    styles: dict[str, tuple[str, ...]] = {}
    for name in sorted(names):
        try:
            read = [numbers(table, name) for table in tables]
        except DataError:  # said of the whole column
            continue
        known = [one for one in read if one is not None]
        if len(known) < len(tables):
            continue
        styles[name] = tuple(dict.fromkeys(style for _, own in known for style in own))
        tables = [
            replace(t, columns={**t.columns, name: pa.array(values, from_pandas=True)})
            for t, (values, _) in zip(tables, known, strict=True)
        ]
    return tables, styles


def _by_time(tables: list[Table]) -> tuple[list[Table], bool]:
    """The tables in the order in which they begin, and whether that is known."""
    names = find_time(tables[0], set())[0]
    if not names:
        return tables, False
    try:
        starts = [read_time(_head(table), names, "").values.min() for table in tables]
    except DataError:  # said where the whole is read
        return tables, False
    order = sorted(range(len(tables)), key=lambda k: starts[k])
    return [tables[k] for k in order], True


def _head(table: Table) -> Table:
    head = {name: column.slice(0, HEAD) for name, column in table.columns.items()}
    return replace(table, columns=head, rows=table.rows[:HEAD])


def _concatenated(columns: list[pa.Array]) -> pa.Array:
    """Numbers as doubles where not all are whole, stamps in the finest unit."""
    if len({_sort(column.type) for column in columns}) > 1:
        columns = [column.cast(pa.string()) for column in columns]
    kinds = {column.type for column in columns}
    if len(kinds) > 1 and _sort(columns[0].type) == "number":
        columns = [column.cast(pa.float64(), safe=False) for column in columns]
    elif len(kinds) > 1:
        units = ["s", "ms", "us", "ns"]
        finest = max((k.unit for k in kinds), key=units.index)
        columns = [column.cast(pa.timestamp(finest, columns[0].type.tz)) for column in columns]
    return pa.concat_arrays(columns)
