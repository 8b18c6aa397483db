"""Answers on the screen, and as a file of the kind that its name's ending says."""

import csv
import importlib.util
import math
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recurra.cli.wrapped import columns, right
from recurra.errors import RunError, SettingError, reason
from recurra.words import say, text

if TYPE_CHECKING:
    from recurra.tasks.served import Answers

SHOWN = 20  # rows at most on the screen ...
ENDS = 5  # ... of more so many of the beginning and of the end
ROWS = 1_048_576  # of a sheet of Excel
STDOUT = "-"


def check(out: Path) -> None:
    """Raise SettingError where a file of this name cannot be written, before any work is done."""
    if str(out) == STDOUT:
        return
    if out.suffix.lower() not in WRITERS:
        raise SettingError(say("cli.tables.other_ending", file=out, endings=tuple(WRITERS)))
    if not out.parent.is_dir():
        raise SettingError(say("cli.tables.no_folder", folder=out.parent))
    if out.suffix.lower() == ".xlsx" and importlib.util.find_spec("openpyxl") is None:
        raise SettingError(say("cli.tables.needs_openpyxl", file=out))


def write(answers: "Answers", out: Path) -> None:
    """All or nothing: written beside, then moved into place. Numbers keep all their digits."""
    if str(out) == STDOUT:
        _rows(answers, sys.stdout)
        return
    part = out.with_name(f".{out.name}.part")
    try:
        WRITERS[out.suffix.lower()](answers, part)
        part.replace(out)
    except OSError as error:
        why = reason(error)
        raise RunError(say("cli.models.cannot_write", file=out, why=why)) from None
    finally:
        part.unlink(missing_ok=True)


def lines(answers: "Answers", errors: Mapping[str, float]) -> list[str]:
    """Head and tail as lines of text; numbers to the two first digits of their column's error."""
    rows, left = answers.rows, len(answers.rows) - 2 * ENDS
    chosen = rows if len(rows) <= SHOWN else [*rows[:ENDS], *rows[-ENDS:]]
    texts = [[_text(v, errors.get(n)) for n, v in zip(answers.columns, row, strict=True)]
             for row in chosen]  # fmt: skip
    widths = [max(map(columns, column)) for column in zip(answers.columns, *texts, strict=True)]
    said = ["  ".join(right(t, w) for t, w in zip(row, widths, strict=True)).rstrip()
            for row in (answers.columns, *texts)]  # fmt: skip
    if len(rows) > SHOWN:
        said.insert(1 + ENDS, text("cli.tables.left_out", rows=left))
    return said


def decimals(error: float) -> int:
    """Digits after the point that show the first two digits of an error.

    >>> decimals(0.034), decimals(1.2), decimals(340.0)
    (3, 1, -1)
    """
    return 1 - math.floor(math.log10(error))


def _text(value: object, error: float | None) -> str:
    if not isinstance(value, float):
        return str(value)
    if not error or not math.isfinite(error):
        return f"{value:.5g}"
    places = decimals(error)
    return f"{round(value, places):.{max(0, places)}f}"


def _csv(answers: "Answers", out: Path) -> None:
    with out.open("w", encoding="utf-8", newline="") as file:
        _rows(answers, file)


def _rows(answers: "Answers", file: Any) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(answers.columns)
    writer.writerows(answers.rows)


def _parquet(answers: "Answers", out: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts = [list(column) for column in zip(*answers.rows, strict=True)]
    pq.write_table(pa.table(dict(zip(answers.columns, parts, strict=True))), out)


def _excel(answers: "Answers", out: Path) -> None:
    import openpyxl

    if len(answers.rows) >= ROWS:
        raise SettingError(say("cli.tables.too_many_rows", rows=len(answers.rows)))
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("predictions")
    for row in (answers.columns, *answers.rows):
        sheet.append([_cell(value) for value in row])
    book.save(out)


def _cell(value: object) -> object:
    """Text that begins with = would be a formula, so it is marked as text by Excel's own sign."""
    return f"'{value}" if isinstance(value, str) and value.startswith("=") else value


WRITERS: dict[str, Callable[["Answers", Path], None]] = {
    ".csv": _csv,
    ".parquet": _parquet,
    ".xlsx": _excel,
}
