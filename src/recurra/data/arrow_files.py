"""The bytes of Parquet, Arrow and Feather files as Arrow's tables, whatever is wrong with them."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from recurra.errors import DataError, reason
from recurra.words import say


def parquet(path: Path, raw: bytes) -> pa.Table:
    """A Parquet file; raises DataError for names that occur twice and for what is none."""
    try:
        names = pyarrow.parquet.read_schema(pa.BufferReader(raw)).names
        check_once(path, names)
        return pyarrow.parquet.read_table(pa.BufferReader(raw))
    except (pa.ArrowException, OSError) as error:
        raise DataError(say("data.table.no_parquet", reason=reason(error)), file=path) from None


def arrow(path: Path, raw: bytes) -> pa.Table:
    """An Arrow file (Feather, too) or stream; raises DataError for what is none."""
    opened = pa.ipc.open_file if raw[:6] == b"ARROW1" else pa.ipc.open_stream
    try:
        found = opened(pa.BufferReader(raw)).read_all()
        found.validate(full=True)  # else broken offsets are read from anywhere
        return found
    except (pa.ArrowException, OSError) as error:
        raise DataError(say("data.table.no_arrow", reason=reason(error)), file=path) from None


def check_once(path: Path, names: list[str]) -> None:
    """Raise DataError for a name that occurs twice."""
    twice = [n for k, n in enumerate(names) if n in names[:k]]
    if twice:
        raise DataError(say("data.table.two_same_names"), file=path, column=twice[0])
