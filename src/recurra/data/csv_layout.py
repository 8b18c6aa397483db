"""What stands where in a CSV text: separator, lines above the names, names, units, first row."""

import csv
import io
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recurra.data.written import is_number
from recurra.errors import DataError
from recurra.words import Text, say

if TYPE_CHECKING:
    from _csv import Reader

WORDS = ("", "?", "-", "--", ".", "NA", "N/A", "n/a", "na", "#N/A", "<NA>", "NaN", "nan", "NAN")
MISSING = (*WORDS, "null", "NULL", "Null", "None", "none", "NONE", "missing", "nil")
SEPARATORS = (",", ";", "\t", "|")
LONGEST = 1000  # letters of a column's name
_LOOKED_AT = 30  # lines
_PLAIN = re.compile(r"[+-]?\d+([.,]\d*)?")  # 8618.5 is no month
_DATE = re.compile(
    r"(\d{1,4}[-/.年]\s?\d{1,2}([-/.月T ].*)?|\d{1,2}[-/. ][A-Za-z]{3,9}[-/. ]\d{2,4}.*"
    r"|\d{1,2}:\d{2}.*|[a-zA-Z]{3},? \d{1,2} [a-zA-Z]{3} \d{4}.*|(明治|大正|昭和|平成|令和).*年.*)"
)


@dataclass(frozen=True)
class Layout:
    """names: of the columns; first: lines before the first row; notes: what has to be said."""

    separator: str
    names: list[str]
    first: int
    notes: tuple[Text, ...] = ()


def find_layout(path: Path, text: str) -> Layout:
    """How a text is laid out as a table; raises DataError for names that occur twice.

    >>> found = find_layout(Path("t"), "sep=;\\na;b\\n1;2\\n")
    >>> found.separator, found.names, found.first
    (';', ['a', 'b'], 2)
    """
    told = re.match(r"sep=(.)[ \t]*\n", text)
    start = _comment_lines(text, int(told is not None))
    separator = told[1] if told else _separator(text, start)
    rows = _even(_rows(text, separator, start))
    above = _above(rows)
    notes: list[Text] = []
    if above:
        shown = [" ".join(f for f in fields if f) for fields, _ in rows[:above]]
        notes.append(say("data.csv_layout.above", count=above, start=shown[0][:40]))
    rows = rows[above:]
    if not rows:
        return Layout(separator, [], start, tuple(notes))
    head, end = rows[0]
    if _is_row(head, [fields for fields, _ in rows[1:]]):
        before = start if not above else _end_of(text, separator, start, above)
        names = [str(k + 1) for k in range(len(head))]
        return Layout(separator, names, before, (*notes, say("data.table.no_names")))
    names = _named(path, head, end)
    if (
        len(rows) > 2
        and len(rows[1][0]) == len(names)
        and _is_units(rows[1][0], [fields for fields, _ in rows[2:]])
    ):
        units = [f"{n}: {u}" for n, u in zip(names, rows[1][0], strict=True) if u]
        notes.append(say("data.csv_layout.units", line=rows[1][1], units=units[:6]))
        end = rows[1][1]
    return Layout(separator, names, end, tuple(notes))


def _even(rows: list[tuple[list[str], int]]) -> list[tuple[list[str], int]]:
    """Without the separator that stands at the end of the names alone."""
    width = _mode(len(fields) for fields, _ in rows)
    at = next((k for k, (f, _) in enumerate(rows) if sum(map(bool, f)) > 1), None)
    if at is not None and len(rows[at][0]) == width + 1 and not rows[at][0][-1]:
        rows[at] = (rows[at][0][:-1], rows[at][1])
    return rows


def spaced(text: str) -> bool:
    """Whether columns stand apart by blanks alone: as many in each line, most of them numbers.

    >>> spaced("x y\n1  2.5\n 2 3.5\n3 4\n"), spaced("a note\nof two\nwords each\n")
    (True, False)
    """
    start = _comment_lines(text, 0)
    lines = [line.split() for line in text.split("\n", start + _LOOKED_AT)[start:-1]]
    lines = [fields for fields in lines if fields]
    if len(lines) < 3 or len(lines[0]) < 2 or len({len(fields) for fields in lines}) > 1:
        return False
    head = text.split("\n", start + _LOOKED_AT)[start : start + _LOOKED_AT]
    if any(mark in line for line in head for mark in (*SEPARATORS, '"')):
        return False
    kinds = [kind(f) for fields in lines[1:] for f in fields]
    return kinds.count("number") + kinds.count("") >= 0.5 * len(kinds)


def tabbed(text: str) -> str:
    """A text of columns that stand apart by blanks, with tabs between them."""
    return "\n".join("\t".join(line.split()) for line in text.split("\n"))


def reader(text: str, separator: str, skip: int, strict: bool = False) -> "Reader":
    """Rows of fields after the first `skip` lines."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a field is as long as the file allows
    stream = io.StringIO(text, newline="")
    for _ in range(skip):
        stream.readline()
    return csv.reader(stream, delimiter=separator, strict=strict)


def check_quotes(path: Path, text: str, separator: str, first: int) -> None:
    """Raise DataError with the line where a quotation begins that does not end as it should."""
    rows = reader(text, separator, first, strict=True)
    before = 0
    try:
        for _ in rows:
            before = rows.line_num
    except csv.Error:
        begins = first + before + 1 + blank_lines(text, first + before)
        what, remedy = say("data.csv_layout.open_quote"), say("data.csv_layout.close_quote")
        raise DataError(what, file=path, line=begins, remedy=remedy) from None


def blank_lines(text: str, start: int) -> int:
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


def without_comments(text: str) -> tuple[str, tuple[Text, ...]]:
    """The text with lines that begin with # emptied, so that lines keep their numbers."""
    if "\n#" not in text or '"' in text:
        return text, ()
    lines = text.split("\n")
    before = _comment_lines(text, 0)
    found = [k for k in range(before, len(lines)) if lines[k].startswith("#")]
    for k in found:
        lines[k] = ""
    said = (say("data.csv_layout.comments", count=len(found)),) if found else ()
    return "\n".join(lines), said


def kind(field: str) -> str:
    """What a field looks like: "number", "date", "text", or "" where it is missing.

    >>> [kind(f) for f in ("8618.5", "１２％", "2020-01-01", "令和5年4月1日", "T1", "NA")]
    ['number', 'number', 'date', 'date', 'text', '']
    """
    if field in MISSING:
        return ""
    plain = unicodedata.normalize("NFKC", field).strip()
    if _PLAIN.fullmatch(plain):
        return "number"
    if _DATE.fullmatch(plain):
        return "date"
    return "number" if is_number(plain) else "text"


def _rows(text: str, separator: str, start: int) -> list[tuple[list[str], int]]:
    """The first rows that are not empty, each with the number of the line that it ends in."""
    found = []
    rows = reader(text, separator, start)
    for fields in rows:
        if any(f.strip() for f in fields):
            found.append(([f.strip() for f in fields], start + rows.line_num))
        if len(found) >= _LOOKED_AT:
            break
    return found


def _end_of(text: str, separator: str, start: int, count: int) -> int:
    return _rows(text, separator, start)[count - 1][1]


def _above(rows: list[tuple[list[str], int]]) -> int:
    """How many rows stand above the table: a title, a date, alone in their line."""
    width = _mode(len(fields) for fields, _ in rows)
    if width < 2:
        return 0
    count = 0
    for k, (fields, _) in enumerate(rows):
        filled = sum(1 for f in fields if f)
        if len(fields) == width and (filled > 1 or (width < 3 and not _over_names(rows[k:]))):
            break
        if len(fields) != width and filled > max(1, width // 2):
            return 0  # a row that lacks a value, which is an error, or names for fewer columns
        count += 1
    return count if count < len(rows) and count <= 20 else 0


def _over_names(rows: list[tuple[list[str], int]]) -> bool:
    """Whether the first row of two columns is a title: alone, and names follow it."""
    below = [fields for fields, _ in rows[1:3]]
    named = len(below) == 2 and all(kind(f) == "text" for f in below[0])
    return bool(rows[0][0][0]) and named and not all(kind(f) == "text" for f in below[1])


def _is_row(head: list[str], below: list[list[str]]) -> bool:
    """Whether the first row holds values as the rows below it do, and no names."""
    kinds = [kind(f) for f in head]
    if all(k in ("number", "date") or (k == "" and f) for k, f in zip(kinds, head, strict=True)):
        return True
    alike, telling = 0, False
    for k, own in enumerate(kinds):
        usual = _usual([fields[k] for fields in below if k < len(fields)])
        if usual in ("number", "date"):
            if own not in (usual, ""):
                return False
            alike += own == usual
            telling |= own == "date" or (own == "number" and not head[k].isdigit())
    return alike > 0 and telling


def _is_units(row: list[str], below: list[list[str]]) -> bool:
    """Whether a row holds words where all rows below it hold numbers and dates."""
    words = 0
    for k, field in enumerate(row):
        usual = _usual([fields[k] for fields in below if k < len(fields)])
        if usual in ("number", "date"):
            if kind(field) in ("number", "date") or len(field) > 20:
                return False
            words += bool(field)
    return words > 0


def _usual(fields: list[str]) -> str:
    """The kind of nine in ten of the fields that are there; else text."""
    kinds = [k for k in map(kind, fields) if k]
    most = Counter(kinds).most_common(1)
    return most[0][0] if most and most[0][1] >= 0.9 * len(kinds) else "text"


def _named(path: Path, fields: list[str], line: int) -> list[str]:
    names = [" ".join(f.split()) or f"unnamed {k + 1}" for k, f in enumerate(fields)]
    for k, name in enumerate(names):
        if len(name) > LONGEST:
            what = say("data.csv_layout.long_name", number=k + 1, letters=len(name))
            raise DataError(what, file=path, line=line)
        if name in names[:k]:
            what = say("data.table.same_name", first=names.index(name) + 1, second=k + 1)
            raise DataError(what, file=path, line=line, column=name)
    return names


def _separator(text: str, skip: int) -> str:
    """The separator that cuts most of the first lines into equally many parts; of several, the
    one whose parts are most often numbers and dates."""
    sample = "\n".join(text.split("\n", skip + _LOOKED_AT)[skip : skip + _LOOKED_AT])
    best = (0, 0.0, ",")
    for separator in SEPARATORS:
        rows = [f for f in reader(sample, separator, 0) if f]
        width = _mode(len(f) for f in rows)
        even = sum(1 for f in rows if len(f) == width) if width > 1 else 0
        fields = [f for row in rows for f in row]
        told = sum(1 for f in fields if kind(f.strip()) != "text") / max(1, len(fields))
        if even > best[0] or (even == best[0] and even and told > best[1]):
            best = (even, told, separator)
    return best[2]


def _mode(widths: "object") -> int:
    counts = Counter(widths)  # type: ignore[call-overload]
    return max(counts, key=lambda w: (counts[w], w)) if counts else 0


def _comment_lines(text: str, start: int) -> int:
    """How many lines before the names are comments or blank, the first `start` included."""
    count = 0
    for line in io.StringIO(text):
        if count >= start and line.strip() and not line.startswith("#"):
            return count
        count += 1
    return count
