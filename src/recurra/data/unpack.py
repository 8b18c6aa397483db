"""The bytes of a file, compressed or not, with one clear error for all that can be wrong."""

import difflib
import gzip
import zlib
from pathlib import Path

from recurra.errors import DataError
from recurra.words import say


def read_bytes(path: Path) -> bytes:
    """The uncompressed content of a file; gzip is known by its first two bytes, not by its name.

    Raises DataError where the file is missing, empty, unreadable or cut short.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise missing(path) from None
    except IsADirectoryError:
        raise DataError(say("data.unpack.folder"), file=path) from None
    except OSError as error:
        raise DataError(say("data.unpack.unreadable", reason=error.strerror), file=path) from None
    if raw[:2] == b"\x1f\x8b":
        raw = _unzip(raw, path)
    if not raw:
        raise DataError(say("data.unpack.empty"), file=path)
    return raw


def missing(path: Path) -> DataError:
    """The error for a path that does not exist, with the nearest names in its folder."""
    if not path.parent.is_dir():
        return DataError(say("data.unpack.missing"), file=path)
    near = difflib.get_close_matches(path.name, [p.name for p in path.parent.iterdir()], n=3)
    remedy = say("data.unpack.near", names=near) if near else ""
    return DataError(say("data.unpack.missing"), file=path, remedy=remedy)


def bare(name: str) -> str:
    """A file's name in lower case without .gz.

    >>> bare("A_TRAIN.ts.gz")
    'a_train.ts'
    """
    return name.lower().removesuffix(".gz")


def _unzip(raw: bytes, path: Path) -> bytes:
    try:
        return gzip.decompress(raw)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        what, remedy = say("data.unpack.damaged", reason=str(error)), say("data.unpack.get_again")
        raise DataError(what, file=path, remedy=remedy) from None
