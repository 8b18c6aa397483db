"""Which column of a table is what: time, group, targets, known in the future, inputs."""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recurra.data import scratch
from recurra.data.numeric import decimal_comma, numbers
from recurra.data.table import Table
from recurra.data.time_columns import find_time
from recurra.errors import DataError, SettingError
from recurra.settings.readers import TableSettings
from recurra.words import Text, say

HEAD = 1000  # values that differ in most columns that are no copies
FREE_TEXT = 0.5  # a text column with more distinct values a row than this is no category


@dataclass(frozen=True, eq=False)
class Roles:
    """Names of columns by role; `values` holds the numbers of every column of numbers, `commas` are
    those with a comma before decimals."""

    time: tuple[str, ...]
    group: str | None
    targets: tuple[str, ...]
    known: tuple[str, ...]
    values: dict[str, np.ndarray]
    texts: tuple[str, ...]
    inferred: tuple[Text, ...] = ()
    cleaned: tuple[Text, ...] = ()
    commas: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()  # columns that could be targets


def find_roles(table: Table, how: TableSettings, undecided: bool = False) -> Roles:
    """The roles as the user gave them, the rest concluded from names and values.

    Raises DataError where several columns could be the target; the last of them is it where the
    question may stay `undecided`.
    """
    found = find_inputs(table, how)
    candidates = tuple(n for n in found.values if n not in how.known)
    if undecided and not how.target and len(candidates) > 1:
        how = replace(how, target=candidates[-1:])
    targets, chosen = _targets(table, how, found.values)
    return replace(
        found, targets=targets, inferred=(*chosen, *found.inferred), candidates=candidates
    )


def find_inputs(table: Table, how: TableSettings) -> Roles:
    """The roles without a target: of tables whose label is no column of theirs."""
    check_names(table, how)
    taken = {*how.target, *how.known, *([how.group] if how.group else [])}
    repeated: tuple[str, ...] = ()
    time = how.time
    if not time:
        time, repeated = find_time(table, taken)
    else:
        repeated = find_time(table, {*taken, *time})[0]
    values, texts, styles = _read_values(table, how, {*time, *repeated})
    dropped, why = _useless(table, how, values, texts)
    scratch.release()
    values = {name: v for name, v in values.items() if name not in dropped}
    texts = tuple(name for name in texts if name not in dropped)
    if repeated:
        why += (say("data.roles.repeat_time", names=repeated),)
    return Roles(
        time=time,
        group=how.group,
        targets=(),
        known=how.known,
        values=values,
        texts=texts,
        inferred=_time_sentence(time, how),
        cleaned=(*style_sentences(styles), *why),
        commas=tuple(n for n in values if decimal_comma(styles.get(n, ()))),
    )


def check_names(table: Table, how: TableSettings) -> None:
    """Raise an error for a column that is not there or was given two roles."""
    for name in (*how.target, *how.time, *how.known):
        table.require(name)
    if how.group:
        table.require(how.group)
    uses = {"target": how.target, "time": how.time, "known": how.known}
    uses["group"] = (how.group,) if how.group else ()
    seen: dict[str, str] = {}
    for use, names in uses.items():
        for name in names:
            if name in seen:
                raise SettingError(
                    say("data.roles.given_twice", name=name, first=seen[name], second=use)
                )
            seen[name] = use


def _read_values(
    table: Table, how: TableSettings, timely: set[str]
) -> tuple[dict[str, np.ndarray], tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Numbers by column, names of text columns, and how numbers were written, by column."""
    values: dict[str, np.ndarray] = {}
    texts: list[str] = []
    styles: dict[str, tuple[str, ...]] = {}
    for name in table.columns:
        if name in timely or name == how.group:
            continue
        read = numbers(table, name, required=name in how.target)
        if read is not None:
            values[name] = read[0]
            styles[name] = read[1]
        elif not pa.types.is_timestamp(table.columns[name].type):
            texts.append(name)
    return values, tuple(texts), styles


def style_sentences(styles: dict[str, tuple[str, ...]]) -> tuple[Text, ...]:
    """What is said of how numbers are written, by column."""
    named: dict[str, list[str]] = {}
    for name, own in styles.items():
        for style in own:
            named.setdefault(style, []).append(name)
    return tuple(say("data.roles.style", names=n, style=style) for style, n in named.items())


def _useless(
    table: Table, how: TableSettings, values: dict[str, np.ndarray], texts: tuple[str, ...]
) -> tuple[set[str], tuple[Text, ...]]:
    """Columns without values, that count rows, or of free text; the user's own stay."""
    wanted = {*how.target, *how.known}
    none = lambda v: np.isnan(v[:HEAD]).all() and np.isnan(v).all()  # noqa: E731
    empty = [n for n, v in values.items() if n not in wanted and none(v)]
    counting = [n for n, v in values.items() if n not in wanted and _counts(v)]
    if not how.target and len(counting) == len(values) - len(empty) == 1:
        counting = []  # there is nothing else to forecast
    free = [n for n in texts if n not in wanted and _is_free(table.columns[n])]
    copies = _copies({n: v for n, v in values.items() if n not in (*empty, *counting)}, wanted)
    said: list[Text] = []
    if empty:
        said.append(say("data.roles.no_values", names=empty))
    if counting:
        said.append(say("data.roles.count_rows", names=counting))
    if free:
        said.append(say("data.roles.free_text", names=free))
    said += [say("data.roles.copy", name=n, original=o) for n, o in copies.items()]
    return {*empty, *counting, *free, *copies}, tuple(said)


def _copies(values: dict[str, np.ndarray], wanted: set[str]) -> dict[str, str]:
    """Columns that are an exact copy of another one that stays -> that one."""
    alike: dict[bytes, list[str]] = {}  # by the first values; the values may be many
    out = {}
    for name in sorted(values, key=lambda n: n not in wanted):
        before = alike.setdefault(values[name][:HEAD].tobytes(), [])
        own = values[name].view(np.int64)
        original = next((n for n in before if np.array_equal(values[n].view(np.int64), own)), "")
        if not original:
            before.append(name)
        elif name not in wanted:
            out[name] = original
    return out


def _counts(values: np.ndarray) -> bool:
    """Whether each value is one more than that of the row before."""
    ones = lambda v: bool((np.diff(v) == 1).all())  # noqa: E731
    return len(values) > 2 and ones(values[:HEAD]) and ones(values)


def _is_free(column: pa.Array) -> bool:
    present = len(column) - column.null_count
    return pc.count_distinct(column, mode="only_valid").as_py() > max(10, FREE_TEXT * present)


def _targets(
    table: Table, how: TableSettings, values: dict[str, np.ndarray]
) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    """The targets, and the sentence that says so where they were concluded."""
    targets = how.target
    free = [n for n in values if n not in how.known]
    if not targets:
        if not free:
            raise DataError(say("data.roles.nothing_to_forecast"), file=table.path)
        if len(free) > 1:
            raise DataError(
                say("data.roles.which_target"),
                file=table.path,
                remedy=say("data.roles.give_target", names=free),
            )
        targets = (free[0],)
    for name in (*targets, *(n for n in how.known if n in values)):
        if np.isnan(values[name]).all():
            raise table.error(say("data.roles.all_missing"), None, name)
    for name in targets:
        if np.nanmin(values[name]) == np.nanmax(values[name]):
            raise table.error(say("data.roles.never_changes"), None, name)
    return targets, () if how.target else (say("data.roles.only_column", name=targets[0]),)


def _time_sentence(time: tuple[str, ...], how: TableSettings) -> tuple[Text, ...]:
    if how.time:
        return ()
    if not time:
        return (say("data.roles.no_time"),)
    return (say("data.roles.time", names=time),)
