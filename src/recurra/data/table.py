"""A table as text: CSV (any usual separator, gzip or not) or Parquet, with lines for errors."""

import csv
import difflib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from recurra.data.unpack import bare, read_bytes
from recurra.errors import DataError
from recurra.words import Text, say

if TYPE_CHECKING:
    from _csv import Reader

WORDS = ("", "?", "-", "--", ".", "NA", "N/A", "n/a", "na", "#N/A", "<NA>", "NaN", "nan", "NAN")
MISSING = (*WORDS, "null", "NULL", "Null", "None", "none", "NONE", "missing", "nil")
SEPARATORS = (",", ";", "\t", "|")
HEAD = 1_000_000  # bytes of a large file that hold its names
BLOCK = 4_000_000  # bytes that are parsed at once
IsNumber = Callable[[str, pa.Array], bool]  # of a name and the first values


@dataclass(frozen=True, eq=False)
class Table:
    """Columns by name: strings with null for missing, doubles, or time stamps (Parquet).

    rows: [N] which row of the file each is (rows without any value are left out).
    """

    path: Path
    columns: dict[str, pa.Array]
    rows: np.ndarray
    separator: str = ""  # of a text file
    first: int = 0  # lines before the first row
    notes: tuple[Text, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def line(self, row: int) -> int:
        """The file's line of a row, counted from one; of a Parquet file the row."""
        wanted = int(self.rows[row])
        if not self.separator:
            return wanted + 1
        text, _ = _decoded(self.path, read_bytes(self.path))  # nobody keeps it: it may be large
        reader = _reader(text, self.separator, self.first)
        before = 0
        for k, _ in enumerate(f for f in reader if f):
            if k == wanted:
                break
            before = reader.line_num
        return self.first + before + 1 + _blank_lines(text, self.first + before)

    def without_columns(self) -> "Table":
        """To say where errors are, when the columns have been read."""
        return replace(self, columns={})

    def error(self, what: Text, row: int | None, column: str, remedy: Text = "") -> DataError:
        """An error at a row and a column."""
        line = None if row is None else self.line(row)
        return DataError(what, file=self.path, line=line, column=column, remedy=remedy)

    def require(self, name: str) -> str:
        """The name, if there is such a column, else an error with the nearest names."""
        if name in self.columns:
            return name
        lower = {column.lower(): column for column in self.columns}
        near = [lower[n] for n in difflib.get_close_matches(name.lower(), lower, n=3)]
        remedy = say("data.table.columns", near=near, names=list(self.columns))
        raise DataError(say("data.table.no_column", name=name), file=self.path, remedy=remedy)


def read_table(path: Path, number: IsNumber | None = None) -> Table:
    """Read a CSV or Parquet file whole.

    Columns of a CSV file of which `number` says so by their name and first values are kept as
    doubles, if all of their values are written plainly; else as texts.

    Raises DataError for an empty file, rows of uneven length, names that occur twice and for what
    is no table.
    """
    raw = read_bytes(path)
    if bare(path.name).endswith((".parquet", ".pq")) or raw[:4] == b"PAR1":
        return _parquet(path, raw)
    if len(raw) > HEAD and raw.isascii() and b"\r" not in raw and b"\x00" not in raw:
        end = raw.rfind(b"\n", 0, HEAD) + 1
        head, notes = _decoded(path, raw[: end or HEAD])
        if _comment_lines(head) < head.count("\n"):
            return _csv(path, head, raw, notes, number)
    text, notes = _decoded(path, raw)
    del raw
    return _csv(path, text, text.encode(), notes, number)


def _csv(
    path: Path, text: str, body: bytes, notes: tuple[Text, ...], number: IsNumber | None
) -> Table:
    """text: all of the body, or enough of it to hold the names and some rows."""
    skip = _comment_lines(text)
    separator = _separator(path, text, skip)
    names, header_lines = _names(path, text, separator, skip)
    first = skip + header_lines
    if not header_lines:
        notes += (say("data.table.no_names"),)
    columns = _parse(path, body, separator, names, first, number)
    for name in [n for n in names if n.startswith("unnamed ")]:
        if columns[name].null_count == len(columns[name]):  # a separator at the end of each line
            del columns[name]
    return _without_empty_rows(Table(path, columns, np.arange(0), separator, first, notes))


def _parse(
    path: Path,
    body: bytes,
    separator: str,
    names: list[str],
    first: int,
    number: IsNumber | None,
) -> dict[str, pa.Array]:
    """Columns by name; a large file is never held as texts whole, but block by block."""
    found: dict[str, list[pa.Array]] = {name: [] for name in names}
    doubles: set[str] | None = None
    try:
        for block in _blocks(body, separator, names, first, names):
            cleaned = {name: _cleaned(block[name]) for name in names}
            if doubles is None:
                doubles = {n for n in names if number is not None and number(n, cleaned[n])}
            for name, column in cleaned.items():
                plain = _doubles(column) if name in doubles else None
                if plain is None and name in doubles:
                    doubles.remove(name)  # what came before is read again, as texts
                    found[name] = []
                if name in doubles or not found[name] or found[name][0].type == pa.string():
                    found[name].append(column if plain is None else plain)
        rows = max(sum(map(len, blocks)) for blocks in found.values())
        again = [name for name in names if sum(map(len, found[name])) < rows]
        if again:
            found |= {name: [] for name in again}
            for block in _blocks(body, separator, names, first, again):
                for name in again:
                    found[name].append(_cleaned(block[name]))
    except pa.ArrowInvalid as error:
        text = body.decode()
        raise _ragged(path, text, separator, len(names), first, str(error)) from None
    none = pa.array([], pa.string())
    return {name: pa.concat_arrays(found.pop(name) or [none]) for name in names}


def _blocks(
    body: bytes, separator: str, names: list[str], first: int, wanted: list[str]
) -> Iterator[pa.RecordBatch]:
    """Rows of these columns as texts, a block of the file at a time."""
    yield from pyarrow.csv.open_csv(
        pa.BufferReader(body),
        pyarrow.csv.ReadOptions(
            column_names=names, skip_rows=first, use_threads=False, block_size=BLOCK
        ),
        pyarrow.csv.ParseOptions(delimiter=separator, newlines_in_values=b'"' in body),
        pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), include_columns=wanted
        ),
    )


def _doubles(column: pa.Array) -> pa.Array | None:
    """Numbers that are written plainly, without a sign "+"; None where there is another value."""
    try:
        found = column.cast(pa.float64())
    except pa.ArrowInvalid:
        return None
    return found if pc.all(pc.is_finite(found)).as_py() is not False else None


def _cleaned(column: pa.Array) -> pa.Array:
    """Without blanks at both ends; null for the usual words of what is missing."""
    column = pc.utf8_trim_whitespace(column)
    absent = pc.is_in(column, value_set=pa.array(MISSING))
    return pc.if_else(absent, pa.scalar(None, pa.string()), column)


def _without_empty_rows(table: Table) -> Table:
    n = len(next(iter(table.columns.values()), ()))
    filled = np.zeros(n, bool)
    for column in table.columns.values():
        filled |= column.is_valid().to_numpy(zero_copy_only=False)
    if not filled.any():
        what = say("data.table.all_missing") if n else say("data.table.no_rows")
        raise DataError(what, file=table.path)
    rows = np.flatnonzero(filled)
    if len(rows) == n:
        return replace(table, rows=rows)
    kept = {name: column.take(pa.array(rows)) for name, column in table.columns.items()}
    note = say("data.table.empty_rows", count=n - len(rows))
    return replace(table, columns=kept, rows=rows, notes=(*table.notes, note))


def _ragged(
    path: Path, text: str, separator: str, width: int, first: int, reason: str
) -> DataError:
    """The error for the first row that has not as many values as there are names."""
    reader = _reader(text, separator, first)
    before = 0
    for fields in reader:
        if fields and len(fields) != width:
            return DataError(
                say("data.table.ragged", found=len(fields), width=width),
                file=path,
                line=first + before + 1,
                remedy=say("data.table.which_separator", separator=separator),
            )
        before = reader.line_num
    return DataError(say("data.table.unreadable", reason=reason), file=path)


def _names(path: Path, text: str, separator: str, skip: int) -> tuple[list[str], int]:
    """Column names and how many lines they take: none where the first row holds values."""
    reader = _reader(text, separator, skip)
    fields = [f.strip() for f in next((f for f in reader if f), [])]
    if all(_is_value(f) for f in fields):
        return [str(k + 1) for k in range(len(fields))], 0
    names = [f or f"unnamed {k + 1}" for k, f in enumerate(fields)]
    for k, name in enumerate(names):
        if name in names[:k]:
            raise DataError(
                say("data.table.same_name", first=names.index(name) + 1, second=k + 1),
                file=path,
                line=skip + reader.line_num,
                column=name,
            )
    return names, reader.line_num


def _is_value(field: str) -> bool:
    """Whether a field of the first line is a number or a date, so no name.

    >>> _is_value("3.5"), _is_value("2020-01-01"), _is_value("T1")
    (True, True, False)
    """
    bare_digits = field.translate(str.maketrans("", "", "+-./: ,eE"))
    return bare_digits.isdigit() or field in MISSING[1:]


def _separator(path: Path, text: str, skip: int) -> str:
    """The separator that cuts the first lines into equally many parts, most parts first."""
    sample = "\n".join(text.split("\n", skip + 30)[skip : skip + 30])
    best = (0, ",")
    for separator in SEPARATORS:
        widths = [len(f) for f in _reader(sample, separator, 0) if f]
        even = widths.count(widths[0]) if widths and widths[0] > 1 else 0
        if even > best[0] or (even == best[0] and even and widths[0] > 1 and best[0] == 0):
            best = (even, separator)
    return best[1]


def _reader(text: str, separator: str, skip: int) -> "Reader":
    stream = io.StringIO(text, newline="")
    for _ in range(skip):
        stream.readline()
    return csv.reader(stream, delimiter=separator)


def _blank_lines(text: str, start: int) -> int:
    """How many blank lines follow the first `start` lines."""
    stream = io.StringIO(text)
    for _ in range(start):
        stream.readline()
    count = 0
    for line in stream:
        if line.strip("\r\n"):
            break
        count += 1
    return count


def _comment_lines(text: str) -> int:
    """How many lines before the names are comments or blank."""
    count = 0
    for line in io.StringIO(text):
        if line.strip() and not line.startswith("#"):
            return count
        count += 1
    return count


def _decoded(path: Path, raw: bytes) -> tuple[str, tuple[Text, ...]]:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace"), (say("data.table.utf16"),)
    if b"\x00" in raw[:65536]:
        what, remedy = say("data.table.no_text"), say("data.table.csv_or_parquet")
        raise DataError(what, file=path, remedy=remedy)
    notes: tuple[Text, ...] = ()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
        notes = (say("data.table.latin1"),)
    if not text.strip():
        raise DataError(say("data.unpack.empty"), file=path)
    if text.lstrip()[0] in "{[<":
        what = say("data.table.no_table", start=text.strip()[:20])
        raise DataError(what, file=path, line=1, remedy=say("data.table.csv_or_parquet"))
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _parquet(path: Path, raw: bytes) -> Table:
    try:
        table = pyarrow.parquet.read_table(pa.BufferReader(raw))
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(say("data.table.no_parquet", reason=str(error)), file=path) from None
    names = table.column_names
    twice = [n for k, n in enumerate(names) if n in names[:k]]
    if twice:
        raise DataError(say("data.table.two_same_names"), file=path, column=twice[0])
    columns: dict[str, pa.Array] = {}
    notes: list[Text] = []
    for name in names:
        plain = _plain(table[name].combine_chunks())
        if plain is None:
            notes.append(say("data.table.left_out", name=name, kind=str(table[name].type)))
        else:
            columns[name] = plain
    return _without_empty_rows(Table(path, columns, np.arange(0), notes=tuple(notes)))


def _plain(column: pa.Array) -> pa.Array | None:
    """A Parquet column as doubles, strings or time stamps; None for nested and binary ones."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _plain(column.dictionary_decode())
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return column.cast(pa.timestamp("ms"), safe=False)
    if pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        doubles = column.cast(pa.float64(), safe=False)
        return pc.if_else(pc.is_nan(doubles), pa.scalar(None, pa.float64()), doubles)
    if pa.types.is_boolean(kind):
        return column.cast(pa.string())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _cleaned(column.cast(pa.string()))
    return None
