"""A table as examples: each group, step or window with its class or values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recurra.data.answers import Answered, read_answers
from recurra.data.encode import Raw, encode, learn
from recurra.data.facts import ExampleFacts, Facts
from recurra.data.grid import Laid
from recurra.data.limit import first_of_each_class
from recurra.data.pieces import Pieces, cut, settled
from recurra.data.prepare import plan as preparing
from recurra.data.prepare.tables import resampled
from recurra.data.question import Question, question
from recurra.data.roles import Roles, find_inputs
from recurra.data.sequences import (
    TEST,
    TRAIN,
    VALIDATION,
    Cuts,
    Sequences,
    check_classes,
)
from recurra.data.series import together
from recurra.data.split import Parts, split_classes, split_values
from recurra.data.steps import Step
from recurra.data.suspicions import Suspicion, suspicions
from recurra.data.table import Table, read_table
from recurra.data.tabular import arrange, group_keys, plan_of
from recurra.data.tells import codes, counts, tells
from recurra.data.time_columns import plainly_numbers
from recurra.errors import DataError
from recurra.records import Source
from recurra.settings.readers import TableSettings
from recurra.words import Text, say

SHOWN = 5  # names in a sentence
FEW = 10  # groups of the test part: fewer tell little of how results differ between them


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


def read_examples(source: Source) -> Sequences:
    """Labelled sequences, or sequences with values, from a table.

    Every fact (categories, fills, masks, constant columns) is learned from the groups of the
    training part, which the seed of the source draws. Raises DataError and SettingError.
    """
    ask = question(source)
    assert ask is not None
    return examples_of(opened(source, ask), source)


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
    if not ask.group:
        raise _no_group(table, ask)
    free[ask.group] = table.columns[ask.group]
    plain = replace(how, target=(), label=None, group=ask.group, known=())
    roles = find_inputs(replace(table, columns=free), plain)
    keys = group_keys(table, ask.group)
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
    values = {
        n: np.asarray(c.cast(pa.float64()).to_numpy(zero_copy_only=False))
        for n, c in table.columns.items()
        if pa.types.is_floating(c.type) or pa.types.is_integer(c.type)
    }
    likely = [s.column for s in suspicions(values, ()) if s.kind in ("group", "identifier")]
    texts = {n: c for n, c in table.columns.items() if pa.types.is_string(c.type)}
    likely += [n for n, c in texts.items() if _repeated(c)]
    names = [n for n in likely or table.columns if n not in ask.names]
    return DataError(
        say("data.examples.no_group", names=ask.names),
        file=table.path,
        remedy=say("data.examples.give_group", names=names[:SHOWN]),
    )


@dataclass(frozen=True, eq=False)
class Layout:
    """The rows of a table in order of time, group after group, and the examples among them."""

    raw: Raw
    laid: list[Laid]
    step: Step
    read: Step  # before rows were joined
    form: str  # of the time
    plan: preparing.Plan
    units: np.ndarray  # [groups] what must be in one part
    pieces: Pieces
    each: str
    window: int
    by: str
    concluded: tuple[Text, ...]
    done: tuple[Text, ...]


def laid_out(own: Opened, how: TableSettings) -> Layout:
    """The examples of an open table that have an answer."""
    ask, rank = own.ask, own.answered.rank
    plan = plan_of(own.table, own.roles, how)
    raw, laid, read, form, said = arrange(own.table, own.roles)
    laid, step, fewer = resampled(laid, raw.names, read, plan)
    each, window, by = settled(ask, [_at(own.answered.rows, g.row) for g in laid])
    laid, units = by_unit(laid, own.unit, each, ask, own.table)
    rows = [_at(own.answered.rows, g.row) for g in laid]
    pieces = cut(rows, each, window, ask.stride, by, rank)
    _check_only(pieces, laid, own, by)
    known = ~np.isnan(pieces.y).any(axis=1)
    dropped = _dropped(laid, pieces, known, ask)
    short = sum(len(g.row) < window for g in laid) if each == "window" else 0
    if short:
        dropped.append(say("data.examples.short", count=short, rows=window))
    pieces = pieces.take(known)
    if not len(pieces.group):
        raise DataError(say("data.examples.no_answers", names=ask.names), file=own.table.path)
    kept, limited = first_of_each_class(_kinds(pieces, ask), None, how.limit)
    done = (*said[1], *fewer, *dropped, *limited)
    prepared = (*preparing.sentences(plan), *preparing.reordered(how.prepare))
    return Layout(
        raw, laid, step, read, form, plan, units, pieces.take(kept), each, window, by,
        (*said[0], *prepared), done,
    )  # fmt: skip


def _repeated(column: pa.Array) -> bool:
    """Whether texts could name groups of rows."""
    return 2 <= pc.count_distinct(column).as_py() <= len(column) // 3


def examples_of(own: Opened, source: Source) -> Sequences:
    """The examples of a table that is open."""
    ask, table = own.ask, own.table
    found = laid_out(own, source.how(TableSettings))
    laid, pieces = found.laid, found.pieces
    y, classes = _answers(pieces, own)
    plain = Sequences(
        Path(source.data).name, cuts_of(laid, pieces), y, classes, (), files=(source.data,),
        targets=() if ask.classes else ask.names,
        groups=found.units[pieces.group], grouped_by=ask.split_by,
        recordings=_recordings(found, ask),
    )  # fmt: skip
    if ask.classes:
        check_classes(plain)
    parts = (split_classes if ask.classes else split_values)(plain, source.seed)
    facts, learned = _learned(own, found, parts, source)
    values = [encode(table, facts, found.raw, g, [(0, len(g.row))]).values for g in laid]
    rarest = tuple(own.answered.classes[k] for k in np.argsort(own.answered.rank))
    concluded = (*found.concluded, *(say("data.examples.odd", what=s.said) for s in own.odd))
    return replace(
        plain,
        x=cuts_of(laid, pieces, values),
        channels=facts.columns,
        prepare=facts.prepare,
        part=_part(parts, len(pieces.group)),
        split=(*parts.sentences, *_few(plain, parts)),
        inferred=(_task(own, found), *own.roles.inferred, *concluded),
        cleaned=(
            *table.notes, *own.answered.notes, *own.roles.cleaned, *(s.said for s in own.gone),
            *found.done, *learned,
        ),
        table=ExampleFacts(
            facts, ask.names, found.each, found.window, ask.stride, found.by, rarest,
        ),
    )  # fmt: skip


def _learned(
    own: Opened, found: Layout, parts: Parts, source: Source
) -> tuple[Facts, tuple[Text, ...]]:
    """The facts of the columns, from the groups of the training part."""
    training = set(found.pieces.group[parts.train].tolist())
    ends = [len(g.row) if k in training else 0 for k, g in enumerate(found.laid)]
    missing = source.how(TableSettings).missing
    facts, said = learn(
        own.roles, found.raw, found.laid, ends, found.step, "none", missing, found.plan, False
    )
    if not facts.columns:
        raise DataError(say("data.examples.no_inputs"), file=own.table.path)
    read = found.read
    if found.step is not read:
        facts = replace(facts, read_kind=read.kind, read_size=read.size, read_place=read.place)
    return replace(facts, time_format=found.form), said


def by_unit(
    laid: list[Laid], unit: np.ndarray, each: str, ask: Question, table: Table
) -> tuple[list[Laid], np.ndarray]:
    """Groups cut where what must be in one part changes, and of each what that is."""
    if ask.split_by == ask.group:
        return laid, np.array([g.key for g in laid])
    found: list[Laid] = []
    units: list[str] = []
    for g in laid:
        own = unit[np.maximum.accumulate(np.where(g.row >= 0, g.row, -1))]
        turns = np.flatnonzero(own[1:] != own[:-1]) + 1
        if len(turns) and each == "group":
            names = [str(own[0]), str(own[turns[0]])]
            what = say("data.examples.two_units", group=g.key, names=names, by=ask.split_by)
            row = int(g.row[turns[0]])
            raise table.error(what, row if row >= 0 else None, ask.split_by)
        for a, b in zip([0, *turns], [*turns, len(own)], strict=True):
            time = None if g.time is None else g.time[a:b]
            found.append(Laid(g.key, time, g.values[a:b], g.row[a:b]))
            units.append(str(own[a]))
    return found, np.array(units)


def _at(rows: np.ndarray, where: np.ndarray) -> np.ndarray:
    """The answers [T, answers] of rows; NaN for those that were put in."""
    return np.where((where >= 0)[:, None], rows[np.maximum(where, 0)], np.nan)


def _check_only(pieces: Pieces, laid: list[Laid], own: Opened, by: str) -> None:
    """Raise DataError for a group with two labels where one alone may be."""
    several = np.flatnonzero((pieces.y == -2).any(axis=1))
    if by != "only" or not len(several):
        return
    group = laid[int(pieces.group[several[0]])]
    labels = own.answered.rows[group.row[group.row >= 0], 0]
    names = [own.answered.classes[int(k)] for k in np.unique(labels[~np.isnan(labels)])]
    what = say(
        "data.examples.two_labels",
        group=group.key, by=own.ask.group, names=names[:SHOWN], count=len(several),
    )  # fmt: skip
    remedy = say("data.examples.which_label")
    raise DataError(what, file=own.table.path, column=own.ask.names[0], remedy=remedy)


def _kinds(pieces: Pieces, ask: Question) -> np.ndarray:
    """[N] the class of each example; 0 of values."""
    own = pieces.y[:, 0]
    return own.astype(np.int64) if ask.classes else np.zeros(len(own), np.int64)


def _answers(pieces: Pieces, own: Opened) -> tuple[np.ndarray, tuple[str, ...]]:
    """y, and the classes that occur."""
    if not own.ask.classes:
        for k, name in enumerate(own.ask.names):
            if np.ptp(pieces.y[:, k]) == 0:
                raise own.table.error(say("data.roles.never_changes"), None, name)
        return pieces.y, ()
    used, y = np.unique(pieces.y[:, 0].astype(np.int64), return_inverse=True)
    return y.astype(np.int64), tuple(own.answered.classes[k] for k in used)


def _recordings(found: Layout, ask: Question) -> np.ndarray | None:
    """Of which recording each example was cut; None where that is what parts are made of, or where
    it is one itself."""
    if ask.split_by == ask.group or found.each == "group":
        return None
    return np.array([g.key for g in found.laid])[found.pieces.group]


def cuts_of(laid: Sequence[Laid], pieces: Pieces, values: list[np.ndarray] | None = None) -> Cuts:
    """The examples with the numbers of each group; without any, where they lie."""
    starts = np.cumsum([0, *(len(g.row) for g in laid)])
    rows = np.zeros((int(starts[-1]), 0)) if values is None else together(values)
    at = starts[pieces.group]
    return Cuts(rows, at + pieces.first, at + pieces.last)


def _part(parts: Parts, count: int) -> np.ndarray:
    part = np.full(count, TRAIN, np.int8)
    part[parts.validation], part[parts.test] = VALIDATION, TEST
    return part


def _few(data: Sequences, parts: Parts) -> tuple[Text, ...]:
    assert data.groups is not None
    number = len(np.unique(data.groups[parts.test]))
    if number >= FEW:
        return ()
    return (say("data.examples.few_in_test", by=data.grouped_by, count=number),)


def _dropped(laid: list[Laid], pieces: Pieces, known: np.ndarray, ask: Question) -> list[Text]:
    """What is said of groups and of single examples without an answer."""
    counts = np.bincount(pieces.group, minlength=len(laid))
    lost = np.bincount(pieces.group[known], minlength=len(laid)) == 0
    single = int((~known).sum() - counts[lost].sum())
    said: list[Text] = []
    if lost.any():
        keys = list(dict.fromkeys(laid[k].key for k in np.flatnonzero(lost)))
        said.append(say("data.examples.lost", count=len(keys), names=keys[:SHOWN]))
    if single:
        said.append(say("data.examples.unanswered", count=single, names=ask.names))
    return said


def _task(own: Opened, found: Layout) -> Text:
    ask, lengths = own.ask, found.pieces.last - found.pieces.first
    return say(
        "data.examples.task",
        each=found.each, group=ask.group, names=ask.names, classes=ask.classes,
        groups=len({g.key for g in found.laid}), count=len(lengths), window=found.window,
        stride=ask.stride, by=found.by, least=int(lengths.min()), most=int(lengths.max()),
    )  # fmt: skip
