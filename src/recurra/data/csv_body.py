"""The bytes of a CSV text: in memory, or in a file that is read block by block."""

import codecs
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from recurra.data import scratch
from recurra.data.unpack import PACKED, read_bytes

AT_ONCE = 16 << 20  # bytes that are looked at
OTHERS = (*PACKED, b"PK\x03\x04", b"PAR1", b"ARROW1", b"\xff\xff\xff\xff", b"{", b"[", b"<", b"#")


@dataclass(frozen=True, eq=False)
class Body:
    """raw: all bytes, where they are in memory. quoted: whether there are quotations."""

    path: Path
    raw: bytes | None
    quoted: bool
    size: int

    @classmethod
    def of(cls, path: Path, raw: bytes) -> "Body":
        """Of bytes in memory."""
        return cls(path, raw, b'"' in raw, len(raw))

    @property
    def large(self) -> bool:
        """Whether it stays in its file."""
        return self.raw is None

    def open(self) -> pa.NativeFile:
        """To be read from its beginning."""
        return pa.BufferReader(self.raw) if self.raw is not None else pa.OSFile(str(self.path))

    def text(self) -> str:
        """All of it, to say where an error is."""
        raw = self.raw if self.raw is not None else read_bytes(self.path)
        return raw.decode("utf-8", "replace")

    def head(self, size: int) -> bytes:
        """Its first lines."""
        with self.open() as file:
            start = bytes(file.read(size))
        return start[: start.rfind(b"\n") + 1] or start


def large(path: Path) -> Body | None:
    """A file that is too large to be held and can be taken as it lies: UTF-8 with lines that end as
    elsewhere, no comments and no open quotations; else None, and it is read whole."""
    try:
        size = path.stat().st_size if path.is_file() else 0
    except OSError:
        return None
    if size < scratch.LARGE:
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    quotes, before = 0, b""
    with path.open("rb") as file:
        while block := file.read(AT_ONCE):
            if not before and block.lstrip().startswith(OTHERS):
                return None
            if b"\r" in block or b"\x00" in block or (b"#" in block and b"\n#" in before + block):
                return None
            if not (block.isascii() and not decoder.getstate()[0]):
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    return None
            quotes += block.count(b'"') if b'"' in block else 0
            before = block[-1:]
    return None if quotes % 2 or decoder.getstate()[0] else Body(path, None, quotes > 0, size)
