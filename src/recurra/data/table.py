"""A table as it lies in a file, with lines for errors: CSV, Excel, Parquet, Arrow, JSON Lines."""

import difflib
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from recurra.data import reading, scratch
from recurra.data.arrow_files import arrow, check_once, parquet
from recurra.data.csv_body import Body, large
from recurra.data.csv_layout import (
    MISSING,
    blank_lines,
    check_quotes,
    find_layout,
    reader,
    spaced,
    tabbed,
    without_comments,
)
from recurra.data.encodings import decoded
from recurra.data.files import are_several
from recurra.data.json_records import is_records, records
from recurra.data.scratch_columns import Gathered
from recurra.data.spreadsheet import as_text, is_workbook
from recurra.data.unpack import bare, read_bytes
from recurra.errors import DataError, reason
from recurra.settings.text import quoted
from recurra.words import Text, say

INDEX = re.compile(r"__index_level_\d+__")  # what pandas calls an index without a name
HEAD = 1_000_000  # bytes of a large file that hold its names
BLOCK = 4_000_000  # bytes that are parsed at once
IsNumber = Callable[[str, pa.Array], bool]  # of a name and the first values


@dataclass(frozen=True, eq=False)
class Table:
    """Columns by name: strings with null for missing, doubles, whole numbers or time stamps.

    rows: [N] which row of the file each is (rows without any value are left out).
    """

    path: Path
    columns: dict[str, pa.Array]
    rows: np.ndarray
    separator: str = ""  # of a text file
    first: int = 0  # lines before the first row
    notes: tuple[Text, ...] = ()
    encoding: str = ""  # as it was told
    form: str = ""  # csv, excel, parquet, arrow or json
    parts: tuple["Table", ...] = ()  # files that were joined, without their columns

    def __len__(self) -> int:
        return len(self.rows)

    def line(self, row: int) -> int:
        """The file's line of a row, counted from one; of a Parquet file the row."""
        part, own = self._part(row)
        if part is not self:
            return part.line(own)
        wanted = int(self.rows[row])
        if not self.separator:
            return wanted + 1
        raw = read_bytes(self.path)  # nobody keeps it: it may be large
        text, _ = _text(self.path, raw, self.encoding)
        lines = reader(text, self.separator, self.first)
        before = 0
        for k, _ in enumerate(f for f in lines if f):
            if k == wanted:
                break
            before = lines.line_num
        return self.first + before + 1 + blank_lines(text, self.first + before)

    def without_columns(self) -> "Table":
        """To say where errors are, when the columns have been read."""
        return replace(self, columns={})

    def _part(self, row: int) -> tuple["Table", int]:
        """The file of a row, and its row there."""
        for part in self.parts:
            if row < len(part):
                return part, row
            row -= len(part)
        return self, row

    def error(self, what: Text, row: int | None, column: str, remedy: Text = "") -> DataError:
        """An error at a row and a column."""
        line = None if row is None else self.line(row)
        file = self.path if row is None else self._part(row)[0].path
        return DataError(what, file=file, line=line, column=column, remedy=remedy)

    def require(self, name: str) -> str:
        """The name, if there is such a column, else an error with the nearest names."""
        if name in self.columns:
            return name
        lower = {column.lower(): column for column in self.columns}
        near = [lower[n] for n in difflib.get_close_matches(name.lower(), lower, n=3)]
        remedy = say("data.table.columns", near=near, names=[quoted(n) for n in self.columns])
        raise DataError(say("data.table.no_column", name=name), file=self.path, remedy=remedy)


def read_table(
    path: Path, number: IsNumber | None = None, encoding: str = "", rows: int | None = None
) -> Table:
    """Read a CSV or Parquet file whole; `encoding` of a text, where it is not to be told; `rows`:
    how many of a workbook are enough.

    Columns of a CSV file of which `number` says so by their name and first values are kept as
    doubles, if all of their values are written plainly; else as texts.

    Raises DataError for an empty file, rows of uneven length, names that occur twice and for what
    is no table. Of a folder, or a name with * in it, all tables are read as one.
    """
    if are_several(path):
        from recurra.data.joined import read_joined  # which reads each of them by this

        return read_joined(path, number, encoding)
    body = None if encoding or bare(path.name).endswith((".parquet", ".pq")) else large(path)
    if body is not None:
        head, notes = _text(path, body.head(HEAD), encoding)
        if not spaced(body.head(HEAD).decode("utf-8", "replace")):
            return _csv(path, head, body, notes, (number, encoding))
    raw = read_bytes(path)
    if bare(path.name).endswith((".parquet", ".pq")) or raw[:4] == b"PAR1":
        return _of_arrow(path, parquet(path, raw), "parquet")
    if raw[:6] == b"ARROW1" or raw[:4] == b"\xff\xff\xff\xff":
        return _of_arrow(path, arrow(path, raw), "arrow")
    workbook = is_workbook(raw)
    if not workbook and is_records(raw) and not encoding:
        return _of_arrow(path, records(path, raw), "json")
    if len(raw) > HEAD and not encoding and _is_plain(raw):
        end = raw.rfind(b"\n", 0, HEAD) + 1
        head, notes = _text(path, raw[: end or HEAD], encoding)
        if not spaced(raw[: end or HEAD].decode("ascii")):
            return _csv(path, head, Body.of(path, raw), notes, (number, encoding))
    text, notes = _text(path, raw, encoding, rows)
    if text.count('"') % 2:
        check_quotes(path, text, *_where(path, text))
    del raw
    found = _csv(path, text, Body.of(path, text.encode()), notes, (number, encoding))
    return replace(found, form="excel") if workbook else found


def _is_plain(raw: bytes) -> bool:
    """Whether a large file can be taken as it is: ASCII without comments and open quotations."""
    if not raw.isascii() or b"\r" in raw or b"\x00" in raw or raw[:1] == b"#":
        return False
    if b"#" in raw and b"\n#" in raw:  # one byte is found in a fifth of the time
        return False
    return b'"' not in raw or raw.count(b'"') % 2 == 0


def _where(path: Path, text: str) -> tuple[str, int]:
    layout = find_layout(path, text)
    return layout.separator, layout.first


def _csv(
    path: Path, text: str, body: Body, notes: tuple[Text, ...], how: tuple[IsNumber | None, str]
) -> Table:
    """text: all of the body, or enough of it to hold the names and some rows."""
    layout = find_layout(path, text)
    names, first, separator = layout.names, layout.first, layout.separator
    number, encoding = how
    columns = _parse(path, body, separator, names, first, number)
    if body.quoted:
        _check_quotes(path, body, separator, first, columns)
    for name in [n for n in names if n.startswith("unnamed ")]:
        if columns[name].null_count == len(columns[name]):  # a separator at the end of each line
            del columns[name]
    notes = (*notes, *layout.notes)
    found = Table(path, columns, np.arange(0), separator, first, notes, encoding, "csv")
    return _without_empty_rows(found)


def _check_quotes(
    path: Path, body: Body, separator: str, first: int, columns: dict[str, pa.Array]
) -> None:
    """Raise DataError where a quotation does not end as it should."""
    texts = [c for c in columns.values() if pa.types.is_string(c.type)]
    if any(pc.any(pc.match_substring(c, "\n")).as_py() for c in texts):
        check_quotes(path, body.text(), separator, first)


def _parse(
    path: Path,
    body: Body,
    separator: str,
    names: list[str],
    first: int,
    number: IsNumber | None,
) -> dict[str, pa.Array]:
    """Columns by name; a large file is never held as texts whole, but block by block."""
    plainly = _plainly(body, separator, names, first, number)
    if plainly is not None:
        return plainly
    found = {name: Gathered(body.large) for name in names}
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
                    found[name].clear()
                if name in doubles or found[name].kind in (None, pa.string()):
                    found[name].add(column if plain is None else plain)
        rows = max(map(len, found.values()))
        again = [name for name in names if len(found[name]) < rows]
        for name in again:
            found[name].clear()
        for block in _blocks(body, separator, names, first, again) if again else ():
            for name in again:
                found[name].add(_cleaned(block[name]))
    except pa.ArrowInvalid as error:
        raise _ragged(path, body.text(), separator, len(names), first, reason(error)) from None
    except OverflowError:
        raise DataError(say("data.table.too_much_text"), file=path) from None
    return {name: found.pop(name).array() for name in names}


def _plainly(
    body: Body, separator: str, names: list[str], first: int, number: IsNumber | None
) -> dict[str, pa.Array] | None:
    """As `_parse`, with numbers read as such at once, in half the time; None where one is not
    written plainly: then texts decide."""
    try:
        head = next(_blocks(body, separator, names, first, names), None)
        if head is None or number is None:
            return None
        doubles = {n for n in names if number(n, _cleaned(head[n]))}
        found = {name: Gathered(body.large) for name in names}
        for block in _blocks(body, separator, names, first, names, doubles) if doubles else ():
            for name, column in zip(names, block.columns, strict=True):
                if name in doubles and pc.all(pc.is_finite(column)).as_py() is False:
                    return None
                found[name].add(column if name in doubles else _cleaned(column))
    except (pa.ArrowInvalid, OverflowError):
        return None
    return {name: found.pop(name).array() for name in names} if doubles else None


def _blocks(
    body: Body,
    separator: str,
    names: list[str],
    first: int,
    wanted: list[str],
    doubles: Collection[str] = (),
) -> Iterator[pa.RecordBatch]:
    """Rows of these columns as texts, or as numbers, a block of the file at a time."""
    source = body.open()
    told = reading.Told(body.size)
    blocks = pyarrow.csv.open_csv(
        source,
        pyarrow.csv.ReadOptions(
            column_names=names, skip_rows=first, use_threads=False, block_size=BLOCK
        ),
        pyarrow.csv.ParseOptions(delimiter=separator, newlines_in_values=body.quoted),
        pyarrow.csv.ConvertOptions(
            column_types={n: pa.float64() if n in doubles else pa.string() for n in names},
            include_columns=wanted,
            null_values=list(MISSING),
        ),
    )
    for block in blocks:
        yield block
        told.at(min(source.tell(), body.size - 1))
    told.at(body.size)


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
    whole = next((c for c in table.columns.values() if n and not c.null_count), None)
    for column in table.columns.values() if whole is None else [whole]:
        filled |= column.is_valid().to_numpy(zero_copy_only=False)
    if not filled.any():
        what = say("data.table.all_missing") if n else say("data.table.no_rows")
        raise DataError(what, file=table.path)
    if filled.all():
        return replace(table, rows=scratch.arange(n))
    rows = np.flatnonzero(filled)
    kept = {name: column.take(pa.array(rows)) for name, column in table.columns.items()}
    note = say("data.table.empty_rows", count=n - len(rows))
    return replace(table, columns=kept, rows=rows, notes=(*table.notes, note))


def _ragged(path: Path, text: str, separator: str, width: int, first: int, why: Text) -> DataError:
    """The error for the first row that has not as many values as there are names."""
    lines = reader(text, separator, first)
    before = 0
    for fields in lines:
        if fields and len(fields) != width:
            return DataError(
                say("data.table.ragged", found=len(fields), width=width),
                file=path,
                line=first + before + 1,
                remedy=say("data.table.which_separator", separator=separator),
            )
        before = lines.line_num
    return DataError(say("data.table.unreadable", reason=why), file=path)


def _text(
    path: Path, raw: bytes, encoding: str, rows: int | None = None
) -> tuple[str, tuple[Text, ...]]:
    """The text of a file with its comments emptied, and what is said of both."""
    text, notes = as_text(path, raw, rows) if is_workbook(raw) else decoded(path, raw, encoding)
    if not text.strip():
        raise DataError(say("data.unpack.empty"), file=path)
    if text.lstrip()[0] == "<":
        what = say("data.table.no_table", start=text.strip()[:20])
        raise DataError(what, file=path, line=1, remedy=say("data.table.csv_or_parquet"))
    text, said = without_comments(text.replace("\r\n", "\n").replace("\r", "\n"))
    if not is_workbook(raw) and spaced(text):
        return tabbed(text), (*notes, *said, say("data.csv_layout.spaced"))
    return text, (*notes, *said)


def _of_arrow(path: Path, table: pa.Table, form: str) -> Table:
    table = table.rename_columns([" ".join(n.split()) or n for n in table.column_names])
    names = table.column_names
    check_once(path, names)
    columns: dict[str, pa.Array] = {}
    notes: list[Text] = []
    for name in names:
        plain = _plain(table[name].combine_chunks())
        if INDEX.fullmatch(name) and plain is not None and pa.types.is_integer(plain.type):
            notes.append(say("data.table.index", name=name))
        elif plain is None:
            notes.append(say("data.table.left_out", name=name, kind=str(table[name].type)))
        else:
            columns[name] = plain
    if not columns:
        what, remedy = say("data.table.no_columns"), say("data.table.csv_or_parquet")
        raise DataError(what, file=path, remedy=remedy)
    return _without_empty_rows(Table(path, columns, np.arange(0), notes=tuple(notes), form=form))


def _plain(column: pa.Array) -> pa.Array | None:
    """A Parquet column as numbers, strings or time stamps; None for nested and binary ones."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _plain(column.dictionary_decode())
    if pa.types.is_timestamp(kind):
        return column
    if pa.types.is_date(kind):
        return column.cast(pa.timestamp("ms"), safe=False)
    if pa.types.is_integer(kind):
        return column if kind == pa.uint64() else column.cast(pa.int64())
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        doubles = column.cast(pa.float64(), safe=False)
        return pc.if_else(pc.is_nan(doubles), pa.scalar(None, pa.float64()), doubles)
    if pa.types.is_boolean(kind):
        return column.cast(pa.string())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _cleaned(column.cast(pa.string()))
    return None
