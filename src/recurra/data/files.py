"""The files of a folder that count: without what systems leave, in the order of their numbers."""

import glob
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recurra.data.unpack import bare
from recurra.errors import DataError
from recurra.words import say

ENDINGS: dict[str, tuple[str, ...]] = {
    "wav": (".wav", ".wave"),
    "array": (".npy", ".npz"),
    "table": (".csv", ".tsv", ".parquet", ".pq", ".xlsx", ".feather", ".arrow", ".jsonl", ".txt"),
}
OTHER_SOUND = (".mp3", ".flac", ".ogg", ".opus", ".m4a", ".aac", ".wma", ".aif", ".aiff", ".au")
OF_SYSTEMS = {"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "@eadir", "$recycle.bin"}
NO_TABLE = re.compile(
    r"^(read.?me|licen[cs]e|copying|notes?|changes|changelog|requirements)\b", re.I
)


@dataclass(frozen=True)
class File:
    """A file and its path below the folder, with slashes, letters composed (NFC)."""

    path: Path
    name: str


def walk(folder: Path) -> Iterator[File]:
    """All files of a folder and of those in it, in the order in which people number them; without
    hidden ones and those that systems leave.

    Raises DataError for folders that hold each other.
    """
    yield from sorted(_walk(folder, folder, 0), key=lambda one: natural(one.name))


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """A key by which 2 comes before 10.

    >>> sorted(["m10.csv", "m2.csv"], key=natural)
    ['m2.csv', 'm10.csv']
    """
    pieces = re.split(r"(\d+)", name.casefold())
    return (*((int(p), "") if p.isdecimal() else (-1, p) for p in pieces), (-1, name))


def composed(name: str) -> str:
    """Letters composed (NFC), as all systems but macOS write them."""
    return unicodedata.normalize("NFC", name)


def kind_of(name: str) -> str:
    """wav, array, table, or "" for what is none.

    >>> kind_of("A.WAV"), kind_of("a.csv.gz"), kind_of("README.txt")
    ('wav', 'table', '')
    """
    own = Path(bare(name))
    if own.suffix == ".txt" and NO_TABLE.match(own.name):
        return ""
    return next((kind for kind, ends in ENDINGS.items() if own.suffix in ends), "")


def _walk(folder: Path, root: Path, depth: int) -> Iterator[File]:
    if depth > 30:
        raise DataError(say("data.files.circle"), file=folder)
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name.lower() in OF_SYSTEMS:
            continue
        if path.is_dir():
            yield from _walk(path, root, depth + 1)
        elif path.is_file():
            yield File(path, composed(path.relative_to(root).as_posix()))


def is_sound(name: str) -> bool:
    """Whether the name is one of sound that is no WAV file.

    >>> is_sound("a.MP3"), is_sound("a.wav")
    (True, False)
    """
    return Path(bare(name)).suffix in OTHER_SOUND


def are_several(path: Path) -> bool:
    """Whether a path stands for several files: a folder, or a name with * or ? that is no file.

    >>> are_several(Path("months/*.csv")), are_several(Path("a.csv"))
    (True, False)
    """
    return path.is_dir() or (glob.has_magic(str(path)) and not path.exists())


def tables_of(path: Path) -> list[Path]:
    """The tables of a folder, or those that a pattern fits, in the order in which people count."""
    if path.is_dir():
        return [one.path for one in walk(path) if kind_of(one.name) == "table"]
    found = [Path(name) for name in glob.glob(str(path), recursive=True)]
    own = [p for p in found if p.is_file() and kind_of(p.name) == "table"]
    return sorted(own, key=lambda p: natural(str(p)))
