"""A zip or tar with several files is a folder: unpacked for as long as the program runs."""

import atexit
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from recurra.data.files import OF_SYSTEMS
from recurra.data.unpack import bare
from recurra.errors import DataError
from recurra.words import say

TARS = (".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.xz", ".tar.bz2")
SPARE = 0.9  # of the free room on the disk may be filled
_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, RuntimeError, ValueError, zlib.error,
    NotImplementedError,
)  # fmt: skip
_unpacked: dict[tuple[str, int, int], Path] = {}


@contextmanager
def within(data: str) -> Iterator[str]:
    """A path as it is; of an archive of several files the folder, or the one file, that it holds.

    What an error says of a file in it names the archive and the file.
    """
    path = Path(data)
    try:
        kind = _kind(path)
    except OSError:  # said where it is read
        kind = ""
    if not kind:
        yield data
        return
    inside = _folder(path, kind)
    try:
        yield str(inside)
    except DataError as error:
        if error.file is not None:
            error.file = _as_named(Path(error.file), inside, path)
        raise


def _as_named(file: Path, inside: Path, archive: Path) -> Path:
    """A file as a user knows it: below the archive."""
    try:
        below = file.relative_to(inside if inside.is_dir() else inside.parent)
    except ValueError:
        return file
    return archive / below if below.parts else archive


def _kind(path: Path) -> str:
    """zip or tar where it holds several files, or one in a tar; else ""."""
    if not path.is_file():
        return ""
    if path.name.lower().endswith(TARS):
        return "tar"
    with path.open("rb") as file:
        start = file.read(262)
    if start[257:262] == b"ustar":
        return "tar"
    if start[:4] != b"PK\x03\x04":
        return ""
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
    except _BROKEN:
        return ""  # said where it is read
    office = "[Content_Types].xml" in names or "mimetype" in names
    if office or all(name.endswith(".npy") for name in names):
        return ""
    return "zip" if sum(_wanted(name) is not None for name in names) > 1 else ""


def _wanted(name: str) -> PurePosixPath | None:
    """Where a member is put below the folder; None for what systems leave, and for folders."""
    if name.endswith("/"):
        return None
    parts = PurePosixPath(name.replace("\\", "/")).parts
    kept = [p for p in parts if p not in ("/", "..", ".") and not p.endswith(":")]
    if not kept or any(p.startswith(".") or p.lower() in OF_SYSTEMS for p in kept):
        return None
    return PurePosixPath(*kept)


def _folder(path: Path, kind: str) -> Path:
    """The folder with its files, or its one file; unpacked once."""
    state = path.stat()
    key = (str(path.absolute()), state.st_size, state.st_mtime_ns)
    if key not in _unpacked:
        room = Path(tempfile.mkdtemp(prefix="recurra-"))
        atexit.register(shutil.rmtree, room, ignore_errors=True)
        home = room / (_stem(path.name) or "data")
        home.mkdir()
        try:
            (_of_zip if kind == "zip" else _of_tar)(path, home)
        except _BROKEN as error:
            why = str(error).partition("\n")[0].rstrip(":")
            what = say("data.unpack.damaged", kind=kind, reason=why)
            raise DataError(what, file=path, remedy=say("data.unpack.get_again")) from None
        _unpacked[key] = home
    files = [p for p in _unpacked[key].rglob("*") if p.is_file()]
    if not files:
        raise DataError(say("data.archives.empty", kind=kind), file=path)
    return files[0] if len(files) == 1 else _unpacked[key]


def _stem(name: str) -> str:
    own = name[: len(bare(name))]
    ending = next((e for e in TARS if own.lower().endswith(e)), "")
    return own.removesuffix(own[len(own) - len(ending) :]) if ending else own


def _of_zip(path: Path, home: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        own = [i for i in packed.infolist() if not i.is_dir()]
        _check_room(path, home, sum(i.file_size for i in own))
        for info in own:
            target = _wanted(_name(info))
            if target is not None:
                with packed.open(info) as content:
                    _write(content, home / target)


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name: without the mark of UTF-8 it is in the encoding of the system that packed
    it, which is tried as UTF-8 and as Japanese Windows'."""
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _of_tar(path: Path, home: Path) -> None:
    with tarfile.open(path) as packed:
        own = [member for member in packed.getmembers() if member.isreg()]
        _check_room(path, home, sum(member.size for member in own))
        for member in own:
            target = _wanted(member.name)
            content = packed.extractfile(member)
            if target is not None and content is not None:
                with content:
                    _write(content, home / target)


def _write(content: IO[bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(content, file)


def _check_room(path: Path, home: Path, size: int) -> None:
    free = shutil.disk_usage(home).free
    if size > SPARE * free:
        raise DataError(say("data.archives.too_large", size=size, free=free), file=path)
