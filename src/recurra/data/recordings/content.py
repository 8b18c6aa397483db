"""What one recording holds: numbers by step, from sound, a table or an array."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from recurra.data.array_files import load_array
from recurra.data.files import File
from recurra.data.numeric import LARGEST, numbers
from recurra.data.recorded import Recorded
from recurra.data.table import Table, read_table
from recurra.data.time_columns import find_time, plainly_numbers, read_time
from recurra.errors import DataError
from recurra.settings.readers import RecordingSettings
from recurra.words import Text, say

EVEN = 1e-3  # of a step: steps that differ less are equal
_ELAPSED = re.compile(
    r"(t|time|times|timestamp|ts|sec|secs|seconds|s|ms|msec|milliseconds|us|ns|elapsed.*"
    r"|.*\btime\b.*|.*_time|time_.*|時間|時刻|経過時間|秒)(\s*[\[(].*[\])])?",
    re.I,
)
_COUNTER = re.compile(r"|unnamed.*|index|idx|row|frame|sample|step|no\.?|nr|id|#|番号", re.I)


@dataclass(frozen=True, eq=False)
class Content:
    """A recording: columns by name, each [T] float64 with NaN for missing, and stamps in seconds.

    time: the name of the column that held them, "" where there was none; texts: columns of text,
    which are left out; counter: a column that counted rows, which is left out too; plain: columns
    that hold numbers, whatever they were taken for; moved: whether rows were put in order of time.
    """

    file: File
    columns: dict[str, np.ndarray]
    times: np.ndarray | None = None
    time: str = ""
    texts: tuple[str, ...] = ()
    counter: str = ""
    plain: frozenset[str] = frozenset()
    moved: bool = False


@dataclass(frozen=True, eq=False)
class Read:
    """Numbers of recordings before missing ones are filled, what they are, and what is said."""

    x: list[np.ndarray]
    names: tuple[str, ...]
    recorded: Recorded
    times: list[np.ndarray] | None = None
    inferred: tuple[Text, ...] = ()
    cleaned: tuple[Text, ...] = ()


def read_array(file: File) -> Content:
    """A NumPy file [T] or [T, channels]."""
    values = load_array(file.path)
    values = values[:, None] if values.ndim == 1 else values
    if values.ndim != 2:
        raise DataError(say("data.recordings.dimensions", count=values.ndim), file=file.path)
    if values.size == 0:
        raise DataError(say("data.recordings.no_steps"), file=file.path)
    return Content(file, {f"dim{k + 1}": values[:, k] for k in range(values.shape[1])})


def read_rows(file: File, how: RecordingSettings, before: Content | None = None) -> Content:
    """A table over time: its columns of numbers, without the one that holds the time.

    `before`: the recording before, whose columns of numbers are not searched for dates again.
    """
    like = before.plain if before else frozenset()
    plain = plainly_numbers(set(how.time))
    table = read_table(file.path, lambda n, v: n in like or plain(n, v), how.encoding)
    for name in how.time:
        table.require(name)
    named = how.time or find_time(table, set(like))[0]
    times = _stamps(table, named)
    columns: dict[str, np.ndarray] = {}
    texts = []
    for name in (n for n in table.columns if n not in named or (times is None and how.time)):
        read = numbers(table, name)
        if read is not None:
            columns[name] = read[0]
        elif not pa.types.is_timestamp(table.columns[name].type):
            texts.append(name)
    found = frozenset(columns)
    time = "+".join(named) if times is not None else ""
    counter = ""
    if times is None:
        time, times = _elapsed(columns, how.time, before.time if before else "")
        columns.pop(time, None)
    first = next(iter(columns), "")
    if len(columns) > 1 and _COUNTER.fullmatch(first.strip()) and _counts(columns[first]):
        counter = first
        del columns[first]
    if not columns:
        raise DataError(say("data.recordings.no_numbers"), file=file.path)
    moved = False
    if times is not None:
        columns, times, moved = _in_order(table, columns, times, time)
    return Content(file, columns, times, time, tuple(texts), counter, found, moved)


def is_elapsed(name: str) -> bool:
    """Whether a column is called as one of time that has passed, or of rows that are counted.

    >>> is_elapsed("time (s)"), is_elapsed("load")
    (True, False)
    """
    own = name.strip()
    return bool(_ELAPSED.fullmatch(own) or _COUNTER.fullmatch(own))


def _stamps(table: Table, named: tuple[str, ...]) -> np.ndarray | None:
    """Seconds of the columns of time; None where they hold numbers that are no stamps."""
    if not named:
        return None
    if len(named) == 1 and not find_time(table, set(table.columns) - set(named))[0]:
        return None
    stamps = read_time(table, named, "").values
    return (stamps - stamps[:1]).astype("timedelta64[ns]").astype(np.int64) / 1e9


def _elapsed(
    columns: dict[str, np.ndarray], named: tuple[str, ...], before: str
) -> tuple[str, np.ndarray | None]:
    """The column of numbers that rise with time, by its name or as the user says: row by row, in
    even steps once they are in order, or as in the recording before."""
    called = [n for n in columns if n in named or _ELAPSED.fullmatch(n.strip())]
    for name in called:
        values = columns[name]
        rising = bool(np.isfinite(values).all()) and (name == before or _rises(values))
        if (rising and (len(columns) > 1)) or name in named:
            return name, values
    return "", None


def _rises(values: np.ndarray) -> bool:
    """Whether numbers rise, or would in even steps if their rows were in order."""
    if (np.diff(values) > 0).all():
        return True
    gaps = np.diff(np.sort(values))
    step = float(np.median(gaps))
    return len(gaps) > 1 and step > 0 and bool((np.abs(gaps - step) <= EVEN * step).all())


def _in_order(
    table: Table, columns: dict[str, np.ndarray], times: np.ndarray, name: str
) -> tuple[dict[str, np.ndarray], np.ndarray, bool]:
    if not np.isfinite(times).all():
        row = int(np.flatnonzero(~np.isfinite(times))[0])
        raise table.error(say("data.timestamps.none", count=1), row, name)
    if (np.diff(times) >= 0).all():
        return columns, times, False
    order = np.argsort(times, kind="stable")
    return {n: v[order] for n, v in columns.items()}, times[order], True


def _counts(values: np.ndarray) -> bool:
    return len(values) > 1 and bool((np.diff(values) == 1).all())


def stacked(one: Content, names: tuple[str, ...]) -> np.ndarray:
    """[T, names] of a recording."""
    x = np.stack([one.columns[name] for name in names], axis=1)
    large = np.argwhere(np.abs(np.nan_to_num(x, posinf=np.inf)) > LARGEST)
    if len(large):
        row, column = large[0]
        value = float(x[row, column])
        what = say("data.numeric.too_large", value=value, largest=LARGEST)
        raise DataError(what, file=one.file.path, line=int(row) + 1, column=names[column])
    return x


def typical_step(times: list[np.ndarray]) -> float:
    """The median distance of two steps; 0 where there is none."""
    gaps = np.concatenate([np.diff(t) for t in times]) if times else np.zeros(0)
    return float(np.median(gaps)) if len(gaps) else 0.0


def even(times: list[np.ndarray]) -> bool:
    """Whether all steps are equal, up to the digits in which they are written."""
    step = typical_step(times)
    gaps = np.concatenate([np.diff(t) for t in times]) if times else np.zeros(0)
    return (
        bool((np.abs(gaps - step) <= EVEN * max(step, 1e-300)).mean() >= 0.999)
        if len(gaps)
        else True
    )


def folder_of(path: Path) -> Path:
    """The folder that names of recordings are below."""
    return path if path.is_dir() else path.parent
