"""A new table as examples for a model that was trained on those of another one."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from recurra.data.answers import labels
from recurra.data.encode import Raw, encode
from recurra.data.examples import cuts_of
from recurra.data.facts import ExampleFacts
from recurra.data.grid import Laid
from recurra.data.new_data import laid_as_before
from recurra.data.numeric import numbers
from recurra.data.opened import SHOWN
from recurra.data.pieces import Pieces, cut
from recurra.data.sequences import Named, Sequences
from recurra.data.table import Table
from recurra.data.tells import counts
from recurra.errors import DataError
from recurra.records import Source
from recurra.words import Text, say


def gather_new_examples(
    source: Source, own: ExampleFacts, classes: tuple[str, ...] = (), labelled: bool = False
) -> Sequences:
    """Groups, windows or steps of a table with the same columns; answers need not be among them.

    Every step is an example, whatever the training left out between; `labelled`: those with an
    answer alone, as the training had them. y is -1 of a class, NaN of a number, that is not known.
    Raises DataError where columns are missing.
    """
    table, raw, laid, _, said = laid_as_before(source, own.facts, (), own.names)
    rows = _answers(table, own, classes, labelled)
    rank = np.array([own.rarest.index(c) for c in classes], np.int64)
    stride = own.stride if labelled or own.each != "step" else 1
    answers = [np.where((g.row >= 0)[:, None], rows[np.maximum(g.row, 0)], np.nan) for g in laid]
    pieces = cut(answers, own.each, own.window, stride, own.by, rank)
    if classes:
        pieces = replace(pieces, y=np.where(pieces.y < 0, np.nan, pieces.y))
    if labelled:
        pieces = pieces.take(~np.isnan(pieces.y).any(axis=1))
        if not len(pieces.group):
            raise DataError(say("data.examples.no_answers", names=own.names), file=table.path)
    values = [encode(table, own.facts, raw, g, [(0, len(g.row))]).values for g in laid]
    y = np.nan_to_num(pieces.y[:, 0], nan=-1).astype(np.int64) if classes else pieces.y
    return Sequences(
        Path(source.data).name, cuts_of(laid, pieces, values), y, classes, own.facts.columns,
        cleaned=(*said, *_short(laid, own)), files=(source.data,),
        targets=() if classes else own.names, prepare=own.facts.prepare, table=own,
        named=named(table, own, raw, laid, pieces),
    )  # fmt: skip


def _answers(
    table: Table, own: ExampleFacts, classes: tuple[str, ...], required: bool
) -> np.ndarray:
    """[rows, answers] as far as the table has them; DataError where they are `required`."""
    for name in own.names if required else ():
        table.require(name)
    if any(name not in table.columns for name in own.names):
        return np.full((len(table), len(own.names)), np.nan)
    if not classes:
        found = [numbers(table, name, required=True) for name in own.names]
        return np.stack([one[0] for one in found if one is not None], axis=1)
    known = {label: float(k) for k, label in enumerate(classes)}
    texts = labels(table, own.names[0])
    strange = dict.fromkeys(t for t in texts if t is not None and t not in known)
    if strange and required:
        what = say("data.examples.unknown_classes", names=list(strange)[:SHOWN], known=classes)
        raise DataError(what, file=table.path, column=own.names[0])
    return np.array([[known.get(t or "", np.nan)] for t in texts])


def _short(laid: list[Laid], own: ExampleFacts) -> tuple[Text, ...]:
    count = sum(len(g.row) < own.window for g in laid) if own.each == "window" else 0
    return (say("data.examples.short", count=count, rows=own.window),) if count else ()


def named(table: Table, own: ExampleFacts, raw: Raw, laid: list[Laid], pieces: Pieces) -> Named:
    """What examples are called: by their group, and where they end, windows where they begin."""
    facts = own.facts
    group = [facts.group] if facts.group else []
    keys = [(laid[k].key,) if facts.group else () for k in pieces.group]
    if own.each == "group":
        return Named(tuple(group), list(keys))
    counter = () if facts.time else _counter(raw, laid)
    when = [_when(table, facts.time or counter, g) for g in laid]
    last = [when[k][row - 1] for k, row in zip(pieces.group, pieces.last, strict=True)]
    if own.each == "step":
        time = facts.time or counter
        place = time[0] if len(time) == 1 else "time" if time else "row"
        return Named((*group, place), [(*k, at) for k, at in zip(keys, last, strict=True)])
    first = [when[k][row] for k, row in zip(pieces.group, pieces.first, strict=True)]
    return Named((*group, "from", "to"), _between(keys, first, last))


def _between(
    keys: Sequence[tuple[object, ...]], first: Sequence[object], last: Sequence[object]
) -> list[tuple[object, ...]]:
    return [(*key, a, b) for key, a, b in zip(keys, first, last, strict=True)]


def _counter(raw: Raw, laid: list[Laid]) -> tuple[str, ...]:
    """The first input that counts the rows of each group, which names them better than a number."""
    groups = np.repeat(np.arange(len(laid)), [len(g.row) for g in laid])
    for k, name in enumerate(raw.numbers):
        if counts(np.concatenate([g.values[:, k] for g in laid]), groups):
            return (name,)
    return ()


def _when(table: Table, time: tuple[str, ...], group: Laid) -> list[object]:
    """The time of each row as text; without any its number in the group, from one."""
    if group.time is not None:
        return [str(one).replace("T", " ") for one in group.time]
    if not time:
        return list(range(1, len(group.row) + 1))
    texts = table.columns[time[0]].take(pa.array(group.row)).cast(pa.string())
    return list(texts.to_pylist())
