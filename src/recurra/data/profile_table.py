"""What was understood of a table: columns, time, groups, what would be forecast and from what."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recurra.data.fill import forward
from recurra.data.grid import Laid
from recurra.data.portrait import (
    DRAWN,
    LATEST,
    NAMED,
    Places,
    Portrait,
    correlations,
    lengths_of,
    of_columns,
    of_groups,
    places,
)
from recurra.data.prepare.plan import Plan, change, reordered, sentences
from recurra.data.prepare.tables import resampled
from recurra.data.profile import LONGEST, SHOWN, Column, Profile, of_numbers
from recurra.data.roles import Roles, check_names, find_roles
from recurra.data.season import find_season
from recurra.data.series import Boundaries
from recurra.data.suspicions import suspicions
from recurra.data.table import Table, read_table
from recurra.data.tabular import arrange, cut_laid, encoding_of, plan_of
from recurra.data.time_columns import plainly_numbers
from recurra.data.transform import apply, check_transform
from recurra.data.window import lookback_of
from recurra.errors import DataError
from recurra.records import Source
from recurra.settings.readers import TableSettings
from recurra.words import Text, say

FIRST = 10_000  # rows of a workbook that are read: each takes as long as a hundred of a CSV file


def of_table(source: Source, drawn: bool = False) -> Profile:
    """The facts of a table, as it is read with the settings of the source; `drawn`: with what its
    pictures are drawn from.

    What only the question needs (a target, an order of time) may be missing: that is the
    `trouble` of the record. Raises DataError for what is no table.
    """
    how, path = source.how(TableSettings), Path(source.data)
    named = {*how.time, *([how.group] if how.group else [])}
    table = read_table(path, plainly_numbers(named), how.encoding, FIRST)
    check_transform(how.transform)
    check_names(table, how)
    found = Profile(
        name=path.name,
        reader=source.reader,
        holds="series",
        count=len(table),
        format=table.form,
        encoding=encoding_of(table, how),
        separator=table.separator if table.form == "csv" else "",
        time=how.time,
        group=how.group or "",
        said=table.notes,
        horizon=how.horizon,
    )
    try:
        roles = find_roles(table, how, undecided=True)
    except DataError as error:
        columns = tuple(column_of(table, name, "", {}) for name in table.columns)
        found = replace(found, columns=columns, trouble=error.message)
        plain = Roles((), how.group, (), (), {}, ())
        return in_order_of_the_file(found, table, plain) if drawn else found
    found = replace(
        found,
        time=roles.time,
        targets=how.target or (roles.targets if len(roles.candidates) == 1 else ()),
        candidates=() if how.target else roles.candidates,
        columns=tuple(
            column_of(table, n, _role(n, roles, how), roles.values) for n in table.columns
        ),
        said=(*table.notes, *roles.inferred, *roles.cleaned),
        suspicions=suspicions(
            {n: table_values(table, n, roles) for n in numeric(table, roles)},
            roles.targets,
            _codes(table, how.group),
            {n: _coded(table, n) for n in table.columns if is_text(table, n, roles)},
        ),
    )
    plan = plan_of(table, roles, how)
    prepared = (*sentences(plan, found.targets), *reordered(how.prepare))
    found = replace(found, said=(*found.said, *prepared))
    return _asked(found, table, roles, how, plan, drawn)


def _asked(
    found: Profile, table: Table, roles: Roles, how: TableSettings, plan: Plan, drawn: bool
) -> Profile:
    """With the step, the groups and the windows, as far as the order of the rows is clear."""
    needed = {name: roles.values[name] for name in roles.targets}
    try:
        raw, laid, step, _, said = arrange(table, replace(roles, values=needed, texts=()))
        opened = int(sum((g.row < 0).sum() for g in laid))
        own = laid
        laid, step, fewer = resampled(laid, raw.names, step, plan)
        used, bounds, limited = cut_laid(laid, how)
    except DataError as error:
        found = replace(found, trouble=error.message)
        return in_order_of_the_file(found, table, roles) if drawn else found
    training = _training(used, bounds, how.transform)
    season = None if training is None else find_season(step, training)
    lengths = [len(g.row) - int(how.transform != "none") for g in used]
    lookback = how.lookback or lookback_of(season, bounds, how.horizon)[0]
    reach = max((c.reach for n in plan if (c := change(plan, n))), default=0)
    parts = _windows(lengths, bounds, lookback + reach, how.horizon)
    trouble: Text = ""
    if min(parts) == 0:
        trouble = say("data.profile_table.no_windows", lookback=lookback, horizon=how.horizon)
    found = replace(
        found,
        step=step.said,
        gaps=opened,
        groups=len(laid),
        lengths=(min(lengths), int(np.median(lengths)), max(lengths)),
        lookback=lookback,
        parts=parts,
        said=(*found.said, *said[0], *said[1], *fewer, *limited, *bounds.sentences),
        trouble=trouble,
    )
    if not drawn:
        return found
    where = places([g.row for g in own], [g.time for g in own])
    portrait = _portrait(table, roles, where, found.targets)
    if found.targets and training is not None:
        portrait = _correlated(portrait, found.targets[0], training, season)
    return replace(found, portrait=_grouped(portrait, own))


def in_order_of_the_file(found: Profile, table: Table, roles: Roles) -> Profile:
    """With a portrait, where time is not understood."""
    return replace(found, portrait=_portrait(table, roles, Places.of_file(len(table))))


def _portrait(table: Table, roles: Roles, where: Places, targets: tuple[str, ...] = ()) -> Portrait:
    """Of the columns that are drawn: the targets first, then as they stand in the file."""
    own = numeric(table, roles)
    drawable = dict.fromkeys((*targets, *(n for n in table.columns if n in own)))
    values = {n: table_values(table, n, roles) for n in list(drawable)[:DRAWN]}
    placed = {*drawable, *roles.time, roles.group}
    texts = [n for n in table.columns if n not in placed]
    texts = [n for n in texts if pa.types.is_string(table.columns[n].type)]
    shown = texts[: DRAWN - len(values)]
    left_out = len(drawable) + len(texts) - len(values) - len(shown)
    return Portrait(where.axis, of_columns(where, values, _occurring(table, shown)), left_out)


def _occurring(table: Table, names: list[str]) -> dict[str, dict[str, int]]:
    counted = {n: pc.value_counts(table.columns[n].drop_null()).to_pylist() for n in names}
    return {n: {c["values"][:LONGEST]: c["counts"] for c in own} for n, own in counted.items()}


def _correlated(
    portrait: Portrait, target: str, training: np.ndarray, season: int | None
) -> Portrait:
    """With how alike the training part of the target is to itself."""
    return replace(
        portrait,
        correlation=correlations(training, season or 0),
        of=target,
        counted=min(len(training), LATEST),
        season=season or 0,
    )


def _grouped(portrait: Portrait, laid: list[Laid]) -> Portrait:
    rows = [len(g.row) for g in laid]
    return replace(
        portrait,
        groups=of_groups([g.key for g in laid], rows) if len(laid) > 1 else (),
        lengths=lengths_of(np.array(rows)) if len(laid) > NAMED else None,
    )


def _role(name: str, roles: Roles, how: TableSettings) -> str:
    if name in roles.time:
        return "time"
    if name == roles.group:
        return "group"
    if name in roles.targets and (how.target or len(roles.candidates) == 1):
        return "target"
    if name in roles.known:
        return "known"
    return "input" if name in roles.values or name in roles.texts else ""


def column_of(table: Table, name: str, role: str, values: Mapping[str, np.ndarray]) -> Column:
    """The facts of a column of a table."""
    column = table.columns[name]
    numeric = pa.types.is_floating(column.type) or pa.types.is_integer(column.type)
    if name in values or (numeric and role != "time"):
        return of_numbers(name, values[name] if name in values else _doubles(column), role=role)
    first = column.slice(0, 1000).drop_null().cast(pa.string()).to_pylist()
    if not first and column.null_count == len(column):
        return Column(name, "empty", role, len(column))
    return Column(
        name,
        "time" if role == "time" else "text",
        role,
        column.null_count,
        pc.count_distinct(column, mode="only_valid").as_py(),
        values=tuple(v[:LONGEST] for v in list(dict.fromkeys(first))[:SHOWN]),
    )


def numeric(table: Table, roles: Roles) -> list[str]:
    """Columns of numbers, those that are not used too."""
    plain = [
        n
        for n, c in table.columns.items()
        if pa.types.is_floating(c.type) or pa.types.is_integer(c.type)
    ]
    free = [n for n in plain if n not in roles.time and n != roles.group]
    return list(dict.fromkeys([*roles.values, *free]))


def is_text(table: Table, name: str, roles: Roles) -> bool:
    """Whether a column holds texts that are no times."""
    return pa.types.is_string(table.columns[name].type) and name not in roles.time


def table_values(table: Table, name: str, roles: Roles) -> np.ndarray:
    """[N] float64 of a column of numbers."""
    return roles.values[name] if name in roles.values else _doubles(table.columns[name])


def _doubles(column: pa.Array) -> np.ndarray:
    return column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)


def _codes(table: Table, group: str | None) -> np.ndarray | None:
    """[N] a number for each row's group."""
    return None if group is None else _coded(table, group)


def _coded(table: Table, name: str) -> np.ndarray:
    """[N] a number for each different value of a column."""
    indices = table.columns[name].dictionary_encode().indices
    return indices.fill_null(-1).to_numpy(zero_copy_only=False)


def _training(laid: list[Laid], bounds: Boundaries, kind: str) -> np.ndarray | None:
    """[T] the target in the longest training part of a group, as its season is sought in training;
    None where it has no values, or none that a logarithm takes."""
    ends = [rows[0] for rows in bounds.rows]
    longest = int(np.argmax(ends))
    training = laid[longest].values[: ends[longest] + int(kind != "none"), :1]
    if np.isnan(training).all():
        return None
    levels = forward(training, np.nanmedian(training, axis=0))
    if kind == "logreturn" and levels.min() <= 0:
        return None  # refused when it is read
    return apply(kind, levels)[:, 0]


def _windows(
    lengths: list[int], bounds: Boundaries, lookback: int, horizon: int
) -> tuple[int, int, int]:
    """How many windows each part has; those of missing targets are not yet left out."""
    counts = [0, 0, 0]
    for (validation, test), length in zip(bounds.rows, lengths, strict=True):
        edges = (0, validation, test, length)
        for k in range(3):
            counts[k] += max(0, edges[k + 1] - horizon + 1 - max(edges[k], lookback))
    return counts[0], counts[1], counts[2]
