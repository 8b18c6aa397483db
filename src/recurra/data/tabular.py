"""A table as series: roles of columns, time, grid, facts of the training part, numbers."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recurra.data import scratch
from recurra.data.encode import Raw, encode, learn
from recurra.data.grid import Laid, lay
from recurra.data.numeric import numbers
from recurra.data.prepare import plan as preparing
from recurra.data.prepare.tables import resampled
from recurra.data.roles import Roles, find_roles
from recurra.data.season import find_season
from recurra.data.series import Boundaries, Group, Series, cut_times, together
from recurra.data.steps import Step
from recurra.data.suspicions import LOOKED_AT, suspicions
from recurra.data.table import Table, read_table
from recurra.data.time_columns import plainly_numbers, read_time
from recurra.data.timestamps import recognise
from recurra.data.transform import check_transform
from recurra.errors import DataError, SettingError
from recurra.settings.readers import TableSettings
from recurra.words import Text, say


def read_series(data: str, how: TableSettings) -> Series:
    """One or several series from a CSV or Parquet table.

    Every fact (categories, fills, masks, constant columns, seasonal period, calendar) is learned
    from the rows before the validation part.
    """
    kind = check_transform(how.transform)
    named = {*how.time, *([how.group] if how.group else [])}
    table = read_table(Path(data), plainly_numbers(named), how.encoding)
    _check_rows(table, how)
    roles = find_roles(table, how)
    falls = _falls(table, roles)
    plan = plan_of(table, roles, how)
    raw, laid, read, form, said = arrange(table, roles)
    laid, step, fewer = resampled(laid, raw.names, read, plan)
    table, roles = table.without_columns(), replace(roles, values={})  # `laid` holds the numbers
    pa.default_memory_pool().release_unused()
    laid, bounds, limited = cut_laid(laid, how)
    drop = int(kind != "none")
    ends = [rows[0] + drop for rows in bounds.rows]
    facts, learned = learn(roles, raw, laid, ends, step, kind, how.missing, plan)
    facts = replace(facts, time_format=form)
    if step is not read:
        facts = replace(facts, read_kind=read.kind, read_size=read.size, read_place=read.place)
    _check_training(table, facts.targets, raw, laid, ends)
    groups = tuple(
        encode(table, facts, raw, g, _spans(rows, drop, len(g.row)))
        for g, rows in zip(laid, bounds.rows, strict=True)
    )
    del laid
    season, cycle = _season(step, groups, bounds, facts.columns.index(facts.targets[0]))
    return Series(
        name=Path(data).name,
        groups=groups,
        columns=facts.columns,
        targets=facts.targets,
        known=facts.known,
        step=step,
        season=season,
        transform=kind,
        facts=facts,
        inferred=(
            say("data.tabular.task"),
            *roles.inferred,
            *said[0],
            *([say("data.tabular.step", step=step.said)] if step.kind != "rows" else []),
            *cycle,
            *falls,
            *preparing.sentences(facts.prepare, facts.targets),
            *preparing.reordered(how.prepare),
        ),
        cleaned=(*table.notes, *roles.cleaned, *said[1], *fewer, *limited, *learned),
        files=(data,),
    )


def _falls(table: Table, roles: Roles) -> list[Text]:
    """What is said of targets that fall by one a row within their group."""
    group = None
    if roles.group is not None:
        head = table.columns[roles.group].slice(0, LOOKED_AT)
        group = head.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False)
    own = {n: roles.values[n][:LOOKED_AT] for n in roles.targets}
    return [s.said for s in suspicions(own, roles.targets, group) if s.kind == "falls"]


def plan_of(table: Table, roles: Roles, how: TableSettings) -> preparing.Plan:
    """What is done to each column of numbers.

    Raises SettingError for a column that takes no steps, and for a step that looks ahead in one
    that is not known ahead.
    """
    if not how.prepare:
        return {}
    others = {n: say("data.prepare.not_numbers") for n in table.columns if n not in roles.values}
    plan = preparing.planned(how.prepare, tuple(roles.values), others)
    preparing.refuse_ahead(plan, roles.known)
    return plan


def arrange(
    table: Table, roles: Roles, step: Step | None = None, form: str = ""
) -> tuple[Raw, list[Laid], Step, str, tuple[tuple[Text, ...], tuple[Text, ...]]]:
    """The table's numbers and codes on grids of time, the step and the format of the time.

    Sentences come in two lots: what was concluded, and what was done.
    """
    labels, codes = {}, []
    for name in roles.texts:
        encoded = table.columns[name].dictionary_encode()
        labels[name] = tuple(encoded.dictionary.to_pylist())
        codes.append(_as_floats(encoded.indices))
    columns = [*roles.values.values(), *codes]
    values = scratch.empty((len(table), len(columns)), np.float64)
    for rows in scratch.blocks(len(table)):
        for k, own in enumerate(columns):
            values[rows, k] = own[rows]
    raw = Raw(tuple(roles.values), labels)
    discrete = np.arange(values.shape[1]) >= len(raw.numbers)
    time, form, concluded = _time(table, roles, form)
    if isinstance(time, np.ndarray) and time.dtype.kind == "f":  # a counter: only its order counts
        order = np.argsort(time, kind="stable")
        laid, step, done = lay(
            table, None, _keys(table, roles.group, order), values[order], discrete
        )
        laid = [Laid(g.key, None, g.values, order[g.row]) for g in laid]
        return raw, laid, step, form, (concluded, done)
    keys = _keys(table, roles.group, np.arange(len(table)))
    laid, step, done = lay(table, time, keys, values, discrete, step)
    return raw, laid, step, form, (concluded, done)


def cut_laid(
    laid: list[Laid], how: TableSettings
) -> tuple[list[Laid], Boundaries, tuple[Text, ...]]:
    """The rows that are used of each group, where their parts begin, and what was left out."""
    laid, limited = _last_rows(laid, how.limit)
    drop = int(how.transform != "none")
    laid = [g for g in laid if len(g.row) > drop]
    return laid, _bounds(laid, drop), limited


def _time(table: Table, roles: Roles, form: str) -> tuple[np.ndarray | None, str, tuple[Text, ...]]:
    """Stamps; or, for a column of numbers that are no stamps, the numbers to sort by."""
    if not roles.time:
        return None, "", ()
    if len(roles.time) == 1 and form in ("", "counter"):
        column = table.columns[roles.time[0]]
        if not recognise(column, roles.time[0]):
            counted = numbers(table, roles.time[0])
            if counted is not None and not np.isnan(counted[0]).any():
                return counted[0], "counter", (say("data.tabular.counter", name=roles.time[0]),)
    stamps = read_time(table, roles.time, form)
    return stamps.values, stamps.form, stamps.sentences


def _keys(table: Table, group: str | None, order: np.ndarray) -> np.ndarray | None:
    return None if group is None else group_keys(table, group)[order]


def group_keys(table: Table, group: str) -> np.ndarray:
    """[N] the name of each row's group as text; DataError where one is missing."""
    column = table.columns[group]
    absent = np.flatnonzero(~column.is_valid().to_numpy(zero_copy_only=False))
    if len(absent):
        raise table.error(say("data.tabular.no_group"), int(absent[0]), group)
    if pa.types.is_floating(column.type):
        whole = pc.all(pc.equal(pc.floor(column), column)).as_py()
        column = column.cast(pa.int64()) if whole else column
    return np.array(column.cast(pa.string()).to_pylist())


def _as_floats(indices: pa.Array) -> np.ndarray:
    return indices.cast(pa.float64()).to_numpy(zero_copy_only=False)


def _last_rows(laid: list[Laid], limit: int | None) -> tuple[list[Laid], tuple[Text, ...]]:
    """Only the last `limit` rows of time."""
    longest = max(len(g.row) for g in laid)
    if limit is None or limit >= longest:
        return laid, ()
    kept = []
    for g in laid:
        if g.time is None:
            first = max(0, len(g.row) - limit)
        else:
            axis = np.unique(np.concatenate([h.time for h in laid if h.time is not None]))
            first = int(np.searchsorted(g.time, axis[-limit]))
        time = None if g.time is None else g.time[first:]
        kept.append(Laid(g.key, time, g.values[first:], g.row[first:]))
    said = say("data.tabular.last_rows", limit=limit, rows=longest)
    return [g for g in kept if len(g.row)], (said,)


def _bounds(laid: list[Laid], drop: int) -> Boundaries:
    """The cut that `split_time` will make of the finished series."""
    if not laid:
        raise SettingError(say("data.tabular.too_few_for_transform"))
    return cut_times([(np.arange(len(g.row)) if g.time is None else g.time)[drop:] for g in laid])


def _spans(rows: tuple[int, int], drop: int, length: int) -> list[tuple[int, int]]:
    edges = (0, rows[0] + drop, rows[1] + drop, length)
    return [(edges[k], edges[k + 1]) for k in range(3)]


def _season(
    step: Step, groups: tuple[Group, ...], bounds: Boundaries, target: int
) -> tuple[int | None, tuple[Text, ...]]:
    """The period of the group with the longest training part."""
    ends = [rows[0] for rows in bounds.rows]
    k = int(np.argmax(ends))
    season = find_season(step, scratch.columns(groups[k].values[: ends[k]], target))
    if season is None:
        return None, ()
    return season, (say("data.tabular.season", steps=season),)


def _check_rows(table: Table, how: TableSettings) -> None:
    """Refuse early what cannot hold a single window."""
    needed = (how.lookback or 1) + how.horizon + int(how.transform != "none")
    if len(table) < needed:
        what = say(
            "data.tabular.too_few",
            rows=len(table),
            needed=needed,
            lookback=how.lookback,
            horizon=how.horizon,
        )
        raise DataError(what, file=table.path, remedy=say("data.tabular.shorter"))


def _check_training(
    table: Table, targets: tuple[str, ...], raw: Raw, laid: list[Laid], ends: list[int]
) -> None:
    for name in targets:
        k = raw.names.index(name)
        own = [scratch.columns(g.values[:end], k) for g, end in zip(laid, ends, strict=True)]
        values = together(own)
        if np.isnan(values).all():
            what = say("data.tabular.target_missing")
            raise DataError(what, file=table.path, column=name)
        if np.nanmin(values) == np.nanmax(values):
            what = say("data.tabular.target_constant")
            raise DataError(what, file=table.path, column=name)
