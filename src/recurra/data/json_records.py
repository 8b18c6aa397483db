"""JSON Lines of records, or one list of records, as a table: a key is a column."""

import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.json

from recurra.data.encodings import decoded
from recurra.errors import DataError, reason
from recurra.words import Text, say

_ZONE = re.compile(rb':\d\d(\.\d+)?[+-]\d\d(:?\d\d)?"')


def is_records(raw: bytes) -> bool:
    """Whether a file begins as records do, behind a mark of UTF-8 or 16, too.

    >>> is_records(b' {"a": 1}'), is_records('[{"a": 1}]'.encode("utf-16")), is_records(b"a,b")
    (True, True, False)
    """
    head = raw[:1000]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def records(path: Path, raw: bytes) -> pa.Table:
    """The records of a file; raises DataError with the line of the first that is none.

    >>> records(Path("t"), b'{"a": 1}\\n{"a": 2.5}\\n').to_pydict()
    {'a': [1.0, 2.5]}
    """
    raw = decoded(path, raw)[0].encode()
    if raw.lstrip()[:1] == b"[":
        raw = _lines(path, raw)
    try:
        found = _read(raw, ())
        stamps = [f.name for f in found.schema if pa.types.is_timestamp(f.type)]
        # Arrow puts stamps with a zone into UTC and says nothing: as texts they are read as others.
        return _read(raw, stamps) if stamps and _ZONE.search(raw) else found
    except pa.ArrowInvalid as error:
        raise _broken(path, raw, reason(error)) from None


def _read(raw: bytes, texts: Sequence[str]) -> pa.Table:
    """Records, some columns as the texts that they are."""
    return pyarrow.json.read_json(
        io.BytesIO(raw),
        pyarrow.json.ReadOptions(block_size=max(len(raw), 1), use_threads=False),
        pyarrow.json.ParseOptions(pa.schema([(name, pa.string()) for name in texts])),
    )


def _lines(path: Path, raw: bytes) -> bytes:
    """A list of records, a line each."""
    try:
        found = json.loads(raw)
    except ValueError as error:
        line = getattr(error, "lineno", None)
        what = say("data.json_records.no_json", reason=reason(error))
        raise DataError(what, file=path, line=line) from None
    strange = [k for k, one in enumerate(found) if not isinstance(one, dict)]
    if strange or not found:
        number = strange[0] + 1 if strange else 1
        raise DataError(say("data.json_records.no_record", number=number), file=path)
    return "\n".join(map(json.dumps, found)).encode()


def _broken(path: Path, raw: bytes, why: Text) -> DataError:
    """The error at the first line that is no record; as Arrow says it where all are."""
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            whole = isinstance(json.loads(line), dict)
        except ValueError as error:
            what = say("data.json_records.no_json", reason=reason(error))
            return DataError(what, file=path, line=number)
        if not whole:
            return DataError(say("data.json_records.no_record", number=number), file=path)
    return DataError(say("data.table.unreadable", reason=why), file=path)
