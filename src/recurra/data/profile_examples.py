"""What was understood of a table that is asked for a class or value of groups, steps or windows."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from recurra.data.examples import Opened, examples_of, opened, read_for
from recurra.data.profile import Profile
from recurra.data.profile_table import (
    column_of,
    encoding_of,
    in_order_of_the_file,
    numeric,
    table_values,
)
from recurra.data.question import Question
from recurra.data.roles import Roles
from recurra.data.sequences import TEST, TRAIN, VALIDATION, Sequences
from recurra.data.suspicions import suspicions
from recurra.data.table import Table
from recurra.errors import DataError
from recurra.records import Source
from recurra.settings.readers import TableSettings


def of_examples(source: Source, ask: Question, drawn: bool = False) -> Profile:
    """The facts of such a table; what only the question needs may be the `trouble` of the record.
    `drawn`: with what its pictures are drawn from, in the order of the file.

    Raises DataError for what is no table, and for columns that are not there.
    """
    how = source.how(TableSettings)
    table = read_for(source, ask)
    found = Profile(
        name=Path(source.data).name,
        reader=source.reader,
        holds="sequences" if ask.classes else "values",
        count=len(table),
        format=table.form,
        encoding=encoding_of(table, how),
        separator=table.separator if table.form == "csv" else "",
        time=how.time,
        group=ask.group,
        groups=pc.count_distinct(table.columns[ask.group]).as_py() if ask.group else 1,
        targets=ask.names,
        said=table.notes,
    )
    try:
        own = opened(source, ask, table)
        data = examples_of(own, source)
    except DataError as error:
        columns = tuple(column_of(table, name, "", {}) for name in table.columns)
        found = replace(found, columns=columns, trouble=error.message)
        roles = Roles((), ask.group or None, (), (), {}, ())
        return in_order_of_the_file(found, table, roles) if drawn else found
    found = _understood(found, table, own, data)
    return in_order_of_the_file(found, table, own.roles) if drawn else found


def _understood(found: Profile, table: Table, own: Opened, data: Sequences) -> Profile:
    assert data.part is not None
    roles, lengths = own.roles, data.lengths()
    counts = np.bincount(data.y, minlength=len(data.classes)).tolist() if data.classes else ()
    train, validation, test = (int((data.part == p).sum()) for p in (TRAIN, VALIDATION, TEST))
    free = {n: table_values(table, n, roles) for n in numeric(table, roles)}
    general = suspicions({n: v for n, v in free.items() if n not in own.ask.names}, ())
    general = tuple(s for s in general if s.kind != "counter")  # of engines it is their age
    known = {own.ask.group, own.ask.split_by, *roles.time}
    named = {s.column for s in (*own.gone, *own.odd)}
    return replace(
        found,
        time=roles.time,
        columns=tuple(
            column_of(table, n, _role(n, own), roles.values) for n in table.columns
        ),
        classes=data.classes,
        class_counts=tuple(counts),
        lengths=(int(lengths.min()), int(np.median(lengths)), int(lengths.max())),
        parts=(train, validation, test),
        said=(*data.inferred, *data.cleaned, *data.split),
        suspicions=(
            *own.gone, *own.odd,
            *(s for s in general if s.column not in known and s.column not in named),
        ),
    )  # fmt: skip


def _role(name: str, own: Opened) -> str:
    if name in own.ask.names:
        return "label" if own.ask.classes else "target"
    if name in own.roles.time:
        return "time"
    if name == own.ask.group:
        return "group"
    if name == own.ask.split_by:
        return "split"
    return "input" if name in own.roles.values or name in own.roles.texts else ""
