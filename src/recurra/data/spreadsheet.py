"""An Excel workbook (.xlsx) as the text of a table: its first sheet that holds one."""

import csv
import importlib.util
import io
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from recurra.errors import DataError, reason
from recurra.words import Text, say


def is_workbook(raw: bytes) -> bool:
    """Whether these bytes are a workbook: a zip file with the parts of one."""
    return raw[:4] == b"PK\x03\x04" and b"[Content_Types].xml" in raw and b"xl/" in raw


def as_text(path: Path, raw: bytes) -> tuple[str, tuple[Text, ...]]:
    """The first sheet with at least two rows, as lines with commas, and what is said of it.

    Raises DataError where openpyxl is not installed, the file is damaged, or no sheet has rows.
    """
    if importlib.util.find_spec("openpyxl") is None:
        what = say("data.spreadsheet.needs_openpyxl")
        raise DataError(what, file=path, remedy=say("data.spreadsheet.install"))
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        names = book.sheetnames
        for name in names:
            lines = io.StringIO()
            writer = csv.writer(lines, lineterminator="\n")
            rows = [[_written(cell) for cell in row] for row in book[name].values]
            if sum(any(row) for row in rows) >= 2:
                writer.writerows(rows)
                others = [other for other in names if other != name]
                return lines.getvalue(), (say("data.spreadsheet.sheet", name=name, others=others),)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as error:
        what = say("data.spreadsheet.damaged", reason=reason(error))
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
