"""A table that is asked for classes or values: its answers apart, what its other columns are."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recurra.data.answers import Answered, read_answers
from recurra.data.question import Question
from recurra.data.roles import Roles, find_inputs
from recurra.data.suspicions import Suspicion, suspicions
from recurra.data.table import Table, read_table
from recurra.data.tabular import group_keys
from recurra.data.tells import codes, counts, tells
from recurra.data.time_columns import plainly_numbers
from recurra.errors import DataError
from recurra.records import Source
from recurra.settings.readers import TableSettings
from recurra.words import say

SHOWN = 5  # names in a sentence


@dataclass(frozen=True, eq=False)
class Opened:
    """A table that was asked for classes or values: the columns of the answers are apart."""

    table: Table
    ask: Question
    answered: Answered
    roles: Roles
    unit: np.ndarray  # [rows] of what must be in one part
    gone: tuple[Suspicion, ...]  # columns that are no inputs, as they tell the answer
    odd: tuple[Suspicion, ...]


def read_for(source: Source, ask: Question) -> Table:
    """The table, and its columns that the question names are there."""
    how = source.how(TableSettings)
    texts = {*how.time, ask.group, ask.split_by, *(ask.names if ask.classes else ())}
    table = read_table(Path(source.data), plainly_numbers(texts), how.encoding)
    for name in (*ask.names, *how.time, *([ask.group, ask.split_by] if ask.group else [])):
        table.require(name)
    return table


def opened(source: Source, ask: Question, table: Table | None = None) -> Opened:
    """The table with the roles of its columns."""
    how = source.how(TableSettings)
    table = table or read_for(source, ask)
    answered = read_answers(table, ask)
    free = {n: c for n, c in table.columns.items() if n not in (*ask.names, ask.split_by)}
    if ask.group:
        free[ask.group] = table.columns[ask.group]
    elif ask.each not in ("step", "window") or _named_groups(table, ask):
        raise _no_group(table, ask)
    plain = replace(how, target=(), label=None, group=ask.group or None, known=())
    roles = find_inputs(replace(table, columns=free), plain)
    keys = group_keys(table, ask.group) if ask.group else np.full(len(table), "")
    unit = keys if ask.split_by == ask.group else group_keys(table, ask.split_by)
    number = np.unique(keys, return_inverse=True)[1]
    if ask.classes and not roles.time:
        roles = _timed(roles, number)
    columns = {**roles.values, **{n: codes(table.columns[n]) for n in roles.texts}}
    gone: tuple[Suspicion, ...] = ()
    odd: tuple[Suspicion, ...] = ()
    for k, name in enumerate(ask.names):
        y = answered.rows[:, k]
        left, strange = tells(columns, number, y, name, ask.classes, roles.texts)
        gone, odd = (*gone, *(s for s in left if s not in gone)), (*odd, *strange)
    names = {one.column for one in gone}
    values = {n: v for n, v in roles.values.items() if n not in names}
    texts_left = tuple(n for n in roles.texts if n not in names)
    if not values and not texts_left:
        raise DataError(say("data.examples.no_inputs"), file=table.path)
    roles = replace(roles, values=values, texts=texts_left)
    return Opened(table, ask, answered, roles, unit, gone, odd)


def _timed(roles: Roles, groups: np.ndarray) -> Roles:
    """A column that counts the rows of each group is its time: of classes it would tell where in a
    recording a piece is, and so what was done then."""
    clocks = [name for name, own in roles.values.items() if counts(own, groups)]
    if not clocks:
        return roles
    said = say("data.examples.clock", names=clocks)
    values = {n: v for n, v in roles.values.items() if n not in clocks}
    return replace(roles, time=(clocks[0],), values=values, inferred=(said,))


def _no_group(table: Table, ask: Question) -> DataError:
    """The error that names the columns which may be meant."""
    texts = {n: c for n, c in table.columns.items() if pa.types.is_string(c.type)}
    likely = [*_named_groups(table, ask), *(n for n, c in texts.items() if _repeated(c))]
    names = [n for n in dict.fromkeys(likely or table.columns) if n not in ask.names]
    return DataError(
        say("data.examples.no_group", names=ask.names),
        file=table.path,
        remedy=say("data.examples.give_group", names=names[:SHOWN]),
    )


def _named_groups(table: Table, ask: Question) -> list[str]:
    """Columns that look as if they named the recording of each row: each value has one stretch."""
    free = {n: c for n, c in table.columns.items() if n not in ask.names}
    values = {
        n: np.asarray(c.cast(pa.float64()).to_numpy(zero_copy_only=False))
        for n, c in free.items()
        if pa.types.is_floating(c.type) or pa.types.is_integer(c.type)
    }
    likely = [s.column for s in suspicions(values, ()) if s.kind == "group"]
    for name, column in free.items():
        own = codes(column) if pa.types.is_string(column.type) else np.zeros(1)
        stretches = int((own[1:] != own[:-1]).sum()) + 1
        if _repeated(column) and stretches == pc.count_distinct(column).as_py() > 2:
            likely.append(name)
    return likely


def _repeated(column: pa.Array) -> bool:
    """Whether texts could name groups of rows."""
    return 2 <= pc.count_distinct(column).as_py() <= len(column) // 3
