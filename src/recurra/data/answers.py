"""The columns of a table with the answers: classes as numbers, or numbers."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from recurra.data.numeric import numbers
from recurra.data.question import Question
from recurra.data.roles import style_sentences
from recurra.data.table import Table
from recurra.errors import DataError
from recurra.words import Text, say

MANY = 50  # different numbers are no classes
FREE = 0.5  # a share of different texts among the rows that is no class


@dataclass(frozen=True, eq=False)
class Answered:
    """rows: [N, answers] numbers, of classes the number of one, NaN where none is known; classes:
    their names; rank: [classes] place of each from the rarest on."""

    rows: np.ndarray
    classes: tuple[str, ...] = ()
    rank: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    notes: tuple[Text, ...] = ()


def read_answers(table: Table, ask: Question) -> Answered:
    """The answer of each row; DataError for a class that is a number, or a value that is none."""
    if ask.classes:
        return _classes(table, ask.names[0])
    columns, styles = [], {}
    for name in ask.names:
        read = numbers(table, name, required=True)
        assert read is not None
        if np.isnan(read[0]).all():
            raise table.error(say("data.roles.all_missing"), None, name)
        columns.append(read[0])
        styles[name] = read[1]
    return Answered(np.stack(columns, axis=1), notes=style_sentences(styles))


def _classes(table: Table, name: str) -> Answered:
    texts = labels(table, name)
    known = np.array([t is not None for t in texts], bool)
    if not known.any():
        raise table.error(say("data.roles.all_missing"), None, name)
    own = np.array([t for t in texts if t is not None])
    classes, number, counts = np.unique(own, return_inverse=True, return_counts=True)
    wholes = [_whole(c) for c in classes]
    numeric = None not in wholes
    if numeric:
        order = np.argsort(np.array(wholes, np.float64), kind="stable")
        classes, counts = classes[order], counts[order]
        number = np.argsort(order)[number]
    if len(classes) > MANY and (numeric or len(classes) > FREE * len(own)):
        raise _too_many(table, name, len(classes), numeric)
    rows = np.full((len(texts), 1), np.nan)
    rows[known, 0] = number
    rank = np.argsort(np.argsort(counts, kind="stable"), kind="stable")
    return Answered(rows, tuple(str(c) for c in classes), rank)


def labels(table: Table, name: str) -> list[str | None]:
    """The label of each row as text: numbers as whole ones where all are; None where it lacks.

    Raises DataError for numbers with decimals, which are no classes.
    """
    column = table.columns[name]
    plain = pa.types.is_floating(column.type) or pa.types.is_integer(column.type)
    read = None
    if plain or all(_number(v) for v in column.slice(0, 1000).to_pylist() if v is not None):
        try:
            read = numbers(table, name)
        except DataError:
            read = None  # classes of which some look like numbers
    if read is None:
        found: list[str | None] = column.cast(pa.string()).to_pylist()
        return found
    values = read[0]
    known = values[~np.isnan(values)]
    if (known != np.floor(known)).any():
        raise _too_many(table, name, len(np.unique(known)), True)
    return [None if np.isnan(v) else str(int(v)) for v in values]


def _number(text: object) -> bool:
    try:
        float(str(text))
    except ValueError:
        return False
    return True


def _whole(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _too_many(table: Table, name: str, count: int, numeric: bool) -> DataError:
    what = say("data.answers.too_many", count=count, numeric=numeric)
    remedy = say("data.answers.as_value", name=name) if numeric else ""
    return table.error(what, None, name, remedy)
