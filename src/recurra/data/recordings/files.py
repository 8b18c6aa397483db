"""Which files of a folder are recordings, and which lie beside them."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from recurra.data.files import ENDINGS, File, composed, is_sound, kind_of, walk
from recurra.data.recordings.pattern import stem
from recurra.data.unpack import missing
from recurra.errors import DataError
from recurra.settings.readers import takers
from recurra.words import Text, say

NAMED_TABLE = re.compile(
    r"labels?|meta|metadata|annotations?|targets?|index|classes|info|ground.?truth|ラベル|正解",
    re.I,
)


@dataclass(frozen=True)
class Found:
    """The recordings of a folder, what they are (wav, array or table), tables that may hold their
    labels, and what is said of the others."""

    kind: str
    recordings: tuple[File, ...]
    tables: tuple[File, ...] = ()
    said: tuple[Text, ...] = ()


def are_recordings(path: Path, asked: Mapping[str, object]) -> bool:
    """Whether a path is one of recordings, given what was asked of their reading.

    Sound is. Tables and arrays are where they lie in several folders, where the user says where
    their labels stand, or where a table beside them is called so; other tables are one table.
    """
    if not path.is_dir():
        return kind_of(path.name) == "wav" or is_sound(path.name)
    files = list(walk(path))
    kinds = Counter(kind_of(one.name) for one in files)
    if kinds["wav"] or any(is_sound(one.name) for one in files):
        return True
    if not kinds["table"] and not kinds["array"]:
        return False
    if {"labels", "label_pattern"} & set(asked):
        return True
    ahead = "target" in asked and asked.get("task", "forecasting") == "forecasting"
    if ahead or any(takers(name) == ("tables",) for name in asked if name != "task"):
        return False
    folders = {one.name.rpartition("/")[0] for one in files if kind_of(one.name)}
    named = any(NAMED_TABLE.fullmatch(stem(Path(one.name).name)) for one in files)
    return len(folders) > 1 or (named and len(files) > 2)


def find(path: Path, labels: Path | None = None) -> Found:
    """The recordings of a folder, or the one of a file; `labels` is none of them.

    Raises DataError where there are none.
    """
    if not path.exists():
        raise missing(path)
    if not path.is_dir():
        return Found(kind_of(path.name) or "table", (File(path, composed(path.name)),))
    files = [f for f in walk(path) if labels is None or not _same(f.path, labels)]
    kinds = [kind_of(one.name) for one in files]
    kind = next((k for k in ENDINGS if k in kinds), "")
    if not kind:
        sound = [f.name for f in files if is_sound(f.name)]
        if sound:
            what = say("data.recordings.other_sound", count=len(sound), names=sound[:3])
            raise DataError(what, file=path, remedy=say("data.recordings.to_wav"))
        raise DataError(say("data.recordings.none_here"), file=path)
    own = [f for f, k in zip(files, kinds, strict=True) if k == kind]
    tables = [f for f, k in zip(files, kinds, strict=True) if k == "table" and k != kind]
    if kind == "table":
        tables = [f for f in own if NAMED_TABLE.fullmatch(stem(Path(f.name).name))]
        own = [f for f in own if f not in tables] or own
    known = {f.name for f in (*own, *tables)}
    others = [f.name for f in files if f.name not in known]
    said = (
        (say("data.recordings.other_files", count=len(others), names=others[:3]),) if others else ()
    )
    return Found(kind, tuple(own), tuple(tables), said)


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)
