"""An Excel workbook (.xlsx) as the text of a table: its first sheet that holds one."""

import csv
import importlib.util
import io
import itertools
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from recurra.errors import DataError
from recurra.words import Text, say


def is_workbook(raw: bytes) -> bool:
    """Whether these bytes are a workbook: a zip file with the parts of one."""
    return raw[:4] == b"PK\x03\x04" and b"[Content_Types].xml" in raw and b"xl/" in raw


def as_text(path: Path, raw: bytes, most: int | None = None) -> tuple[str, tuple[Text, ...]]:
    """The first sheet with at least two rows, as lines with commas, and what is said of it; of a
    longer one the first rows, where so many are enough.

    Raises DataError where openpyxl is not installed, the file is damaged, or no sheet has rows.
    """
    if importlib.util.find_spec("openpyxl") is None:
        what = say("data.spreadsheet.needs_openpyxl")
        raise DataError(what, file=path, remedy=say("data.spreadsheet.install"))
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        names = book.sheetnames
        for name in names:
            lines = io.StringIO()
            writer = csv.writer(lines, lineterminator="\n")
            found = itertools.islice(book[name].values, None if most is None else most + 2)
            rows = [[_written(cell) for cell in row] for row in found]
            if sum(any(row) for row in rows) >= 2:
                cut = most is not None and len(rows) > most + 1
                writer.writerows(rows[: most + 1] if cut and most is not None else rows)
                others = [other for other in names if other != name]
                said = [say("data.spreadsheet.sheet", name=name, others=others)]
                said += [say("data.spreadsheet.first_rows", count=most)] if cut else []
                return lines.getvalue(), tuple(said)
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        what = say("data.spreadsheet.damaged", reason=" ".join(str(error).split())[:200])
        raise DataError(what, file=path, remedy=say("data.unpack.get_again")) from None
    raise DataError(say("data.table.no_rows"), file=path)


def _written(cell: Any) -> str:
    """A cell's value; of a time stamp without a time of day the date."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0")
    return str(cell).strip()
