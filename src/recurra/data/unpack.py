"""The bytes of a file, compressed or not, with one clear error for all that can be wrong."""

import difflib
import gzip
import zlib
from pathlib import Path

from recurra.errors import DataError


def read_bytes(path: Path) -> bytes:
    """The uncompressed content of a file; gzip is known by its first two bytes, not by its name.

    Raises DataError where the file is missing, empty, unreadable or cut short.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise missing(path) from None
    except IsADirectoryError:
        raise DataError("this is a folder, not a file", file=path) from None
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", file=path) from None
    if raw[:2] == b"\x1f\x8b":
        raw = _unzip(raw, path)
    if not raw:
        raise DataError("the file is empty", file=path)
    return raw


def missing(path: Path) -> DataError:
    """The error for a path that does not exist, with the nearest names in its folder."""
    if not path.parent.is_dir():
        return DataError("no such file or folder", file=path)
    near = difflib.get_close_matches(path.name, [p.name for p in path.parent.iterdir()], n=3)
    remedy = f"Did you mean {' or '.join(near)}?" if near else ""
    return DataError("no such file or folder", file=path, remedy=remedy)


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
        raise DataError(
            f"the gzip file is damaged or cut short ({error})",
            file=path,
            remedy="Copy or download it again",
        ) from None
