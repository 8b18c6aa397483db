"""The bytes of a file, compressed or not, with one clear error for all that can be wrong."""

import bz2
import difflib
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from recurra.errors import DataError
from recurra.words import say

PACKED: dict[bytes, tuple[str, Callable[[bytes], bytes]]] = {
    b"\x1f\x8b": ("gzip", gzip.decompress),
    b"\xfd7zXZ\x00": ("xz", lzma.decompress),
    b"BZh": ("bzip2", bz2.decompress),
}
ENDINGS = (".gz", ".xz", ".bz2", ".zip")


def read_bytes(path: Path) -> bytes:
    """The uncompressed content of a file; gzip, xz, bzip2 and zip are known by their first bytes,
    not by the name. A zip file holds one file; Excel's and NumPy's stay as they are.

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
    for start, (kind, unpack) in PACKED.items():
        if raw.startswith(start):
            raw = _unpacked(raw, path, kind, unpack)
            break
    if raw[:4] == b"PK\x03\x04":
        raw = _only_one(raw, path)
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


def reason(error: BaseException) -> str:
    """What a library says of a file, as far as it can stand in a sentence.

    >>> reason(ValueError("bad byte \\x00 at 3\\nof 7"))
    'bad byte  at 3'
    """
    first = str(error).strip().partition("\n")[0].rstrip(":")
    return "".join(c for c in first if c.isprintable())[:120]


def bare(name: str) -> str:
    """A file's name in lower case without .gz, .xz, .bz2 or .zip.

    >>> bare("A_TRAIN.ts.gz")
    'a_train.ts'
    """
    for ending in ENDINGS:
        name = name.lower().removesuffix(ending)
    return name


def _unpacked(raw: bytes, path: Path, kind: str, unpack: Callable[[bytes], bytes]) -> bytes:
    try:
        return unpack(raw)
    except (EOFError, OSError, ValueError, lzma.LZMAError, zlib.error) as error:
        what = say("data.unpack.damaged", kind=kind, reason=reason(error))
        raise DataError(what, file=path, remedy=say("data.unpack.get_again")) from None


def _only_one(raw: bytes, path: Path) -> bytes:
    """The one file in a zip file; what systems put beside it does not count."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            every = [i for i in packed.infolist() if not i.is_dir()]
            names = [i.filename for i in every]
            if "[Content_Types].xml" in names or (names and all(n.endswith(".npy") for n in names)):
                return raw
            own = [n for n in names if not n.startswith("__MACOSX/") and Path(n).name[0] != "."]
            if len(own) != 1:
                what = say("data.unpack.several", count=len(own), names=own[:5])
                raise DataError(what, file=path, remedy=say("data.unpack.unzip"))
            return packed.read(own[0])
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, zlib.error) as error:
        what = say("data.unpack.damaged", kind="zip", reason=reason(error))
        raise DataError(what, file=path, remedy=say("data.unpack.get_again")) from None
