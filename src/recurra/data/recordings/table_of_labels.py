"""A table that names recordings and their labels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from recurra.data.files import File, composed
from recurra.data.recordings.pattern import LABEL, is_pattern, stem
from recurra.data.table import Table, read_table
from recurra.errors import DataError
from recurra.settings.readers import RecordingSettings
from recurra.settings.text import quoted
from recurra.words import Text, say

ENOUGH = 0.5  # of the values of a column, or of the recordings: then it names recordings
NAMES = re.compile(
    r"label|class|category|target|y|word|activity|species|genre|emotion|digit|diagnosis|outcome"
    r"|value|score|ラベル|クラス|分類|種類|正解|値",
    re.I,
)
PART_NAMES = re.compile(r"split|part|partition|subset|set|fold", re.I)
PART_VALUES = {"train", "training", "test", "testing", "val", "valid", "validation", "dev", "eval"}
SHOWN = 4


@dataclass(frozen=True)
class FromTable:
    """Of each recording the fields of its row, None where it has none; `label` is its label."""

    name: str
    rows: list[dict[str, str] | None]
    part: str = ""  # the column that says the part
    said: tuple[Text, ...] = ()


def read_labels(
    path: Path, how: RecordingSettings, files: Sequence[File], required: bool = False
) -> FromTable | None:
    """The rows of a table for these recordings; None where it names none and is not `required`.
    Without that it may be unclear which column holds the labels: then none is.

    Names may be paths, with any slashes, from any folder, with or without the ending, in any case,
    with leading zeros or without, and with letters composed or not.

    Raises DataError where no column names recordings, where it is not clear which holds the
    labels, and where a recording has two different ones.
    """
    try:
        table = read_table(path, encoding=how.encoding)
    except DataError:
        if required:
            raise
        return None
    texts = {name: _texts(column) for name, column in table.columns.items()}
    index = _Index(files)
    found = {name: index.find(values) for name, values in texts.items()}
    name = max(found, key=lambda one: _matched(found[one]))
    hits = len({k for k in found[name] if k is not None})
    if hits == 0 or hits < ENOUGH * min(len(files), len(table)):
        if not required:
            return None
        shown = [v for v in texts[name][:SHOWN] if v]
        what = say(
            "data.recordings.names_no_file",
            columns=list(texts), values=shown, files=[f.name for f in files[:SHOWN]],
        )  # fmt: skip
        raise DataError(what, file=path)
    part = _part_column(texts, name, how)
    label, chosen = _label_column(table, texts, how, {name, part}, required)
    renamed = {LABEL if n == label else n: v for n, v in texts.items() if n != name}
    rows, said = _rows(table, renamed, found[name], files, texts[name])
    return FromTable(path.name, rows, part, (*chosen, *said))


class _Index:
    """Recordings by what a table may call them, the surest first."""

    def __init__(self, files: Sequence[File]) -> None:
        self.kinds: list[dict[str, int | None]] = []
        for keys in (_exact, _folded, _numbered):
            known: dict[str, int | None] = {}
            for k, file in enumerate(files):
                for key in keys(file.name):
                    known[key] = k if known.get(key, k) == k else None
            self.kinds.append(known)

    def find(self, values: Sequence[str | None]) -> list[int | None]:
        """Of each value the recording that it names; of two ends of paths that fit one recording
        the longer counts, as a file of the same name may lie in another folder."""
        found = [self._find(value) if value else (None, 0) for value in values]
        best: dict[int | None, int] = {}
        for k, folders in found:
            best[k] = max(best.get(k, 0), folders)
        return [k if folders == best[k] else None for k, folders in found]

    def _find(self, value: str) -> tuple[int | None, int]:
        """A recording, and in how many folders it was looked for."""
        for keys, known in zip((_exact, _folded, _numbered), self.kinds, strict=True):
            for key in keys(value):
                if known.get(key) is not None:
                    return known[key], key.count("/")
        return None, 0


def _exact(name: str) -> list[str]:
    """The path and its ends, each with the ending of the file and without, the longest first."""
    whole = composed(name.strip()).replace("\\", "/").removeprefix("./")
    parts = whole.split("/")
    ends = ["/".join(parts[k:]) for k in range(len(parts))]
    return [key for end in ends for key in dict.fromkeys((end, stem(end))) if key]


def _folded(name: str) -> list[str]:
    return [key.casefold() for key in _exact(name)]


def _numbered(name: str) -> list[str]:
    own = _folded(name)[-1]
    return [own.lstrip("0") or "0"] if own.isdecimal() else []


def _matched(found: Sequence[int | None]) -> int:
    return len({k for k in found if k is not None})


def _label_column(
    table: Table,
    texts: dict[str, list[str | None]],
    how: RecordingSettings,
    taken: set[str],
    required: bool,
) -> tuple[str, tuple[Text, ...]]:
    """The column of the labels: the one that is asked for, the only one, or by its name."""
    if how.label:
        known = required or how.label in table.columns
        return (table.require(how.label) if known else ""), ()
    split = how.split_by if how.split_by and not is_pattern(how.split_by) else ""
    if split and required:
        table.require(split)
    free = [name for name in texts if name not in taken and name != split]
    called = [name for name in free if NAMES.fullmatch(name.strip())]
    one = free if len(free) == 1 else called
    if len(one) != 1:
        if not required:
            return "", ()
        if not free:
            raise DataError(say("data.recordings.no_label_column"), file=table.path)
        what = say("data.recordings.which_label", names=[quoted(name) for name in free])
        raise DataError(what, file=table.path, remedy=say("data.recordings.say_label"))
    return one[0], (say("data.recordings.from_table", table=table.path.name, name=one[0]),)


def _part_column(texts: dict[str, list[str | None]], taken: str, how: RecordingSettings) -> str:
    for name, values in texts.items():
        if name in (taken, how.label, how.split_by) or not PART_NAMES.fullmatch(name.strip()):
            continue
        words = {(value or "").lower() for value in values}
        if words <= PART_VALUES and len(words) > 1:
            return name
    return ""


def _rows(
    table: Table,
    columns: dict[str, list[str | None]],
    found: list[int | None],
    files: Sequence[File],
    names: list[str | None],
) -> tuple[list[dict[str, str] | None], list[Text]]:
    """The row of each recording, and what is said of rows without one and of doubled ones."""
    rows: list[dict[str, str] | None] = [None] * len(files)
    said: list[Text] = []
    unknown, doubled = [], []
    for row, k in enumerate(found):
        own = {name: v for name, values in columns.items() if (v := values[row]) is not None}
        if k is None:
            unknown.append(names[row] or "")
            continue
        before = rows[k]
        if before is not None:
            doubled.append(files[k].name)
            if before.get(LABEL) != own.get(LABEL):
                what = say(
                    "data.recordings.two_labels",
                    file=files[k].name, one=before.get(LABEL, ""), other=own.get(LABEL, ""),
                )  # fmt: skip
                raise DataError(what, file=table.path, line=table.line(row))
            continue
        rows[k] = own
    if unknown:
        said.append(
            say("data.recordings.unknown_names", count=len(unknown), names=unknown[:SHOWN],
                table=table.path.name)
        )  # fmt: skip
    if doubled:
        said.append(
            say("data.recordings.doubled", count=len(doubled), names=doubled[:SHOWN],
                table=table.path.name)
        )  # fmt: skip
    empty = [f.name for f, r in zip(files, rows, strict=True) if r is not None and LABEL not in r]
    if empty:
        said.append(
            say("data.recordings.empty_label", count=len(empty), names=empty[:SHOWN],
                table=table.path.name)
        )  # fmt: skip
    return rows, said


def _texts(column: pa.Array) -> list[str | None]:
    """Values as text; 1.0 as 1."""
    if pa.types.is_floating(column.type):
        values = column.to_numpy(zero_copy_only=False)
        return [None if np.isnan(v) else f"{v:.15g}" for v in values]
    if pa.types.is_timestamp(column.type):
        return [None if v is None else str(v) for v in column.to_pylist()]
    return [None if v is None else composed(v) for v in column.cast(pa.string()).to_pylist()]
