"""A column of a table as numbers: plain, with decimal commas or with thousands separators."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recurra.data.table import Table
from recurra.errors import DataError
from recurra.words import say

PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
DECIMAL_COMMA = r"^[+-]?(\d+,?\d*|,\d+)([eE][+-]?\d+)?$"
THOUSANDS = r"^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$"
INFINITE = r"(?i)^[+-]?(inf|infinity|∞|#div/0!)$"
MOSTLY = 0.9  # a column with this share of numbers is one of numbers; the rest are mistakes


def numbers(table: Table, name: str, required: bool = False) -> tuple[np.ndarray, str] | None:
    """[N] float64 with NaN for missing, and how they were written; None for a column of text.

    Written plainly "", with a decimal comma "comma", with commas between thousands "thousands".

    Raises DataError at the first infinite value; at the first that is no number where most are,
    or where the column must be one of numbers (`required`).

    >>> from pathlib import Path
    >>> table = Table(Path("t"), {"a": pa.array(["1", None, " 2e1".strip()])}, np.arange(3))
    >>> numbers(table, "a")[0].tolist()
    [1.0, nan, 20.0]
    """
    column = table.columns[name]
    if pa.types.is_timestamp(column.type):
        if required:
            raise table.error(say("data.numeric.stamps"), None, name)
        return None
    if pa.types.is_floating(column.type):
        values = column.to_numpy(zero_copy_only=False)
        _check_finite(table, name, values)
        return values, ""
    present = len(column) - column.null_count
    if present == 0:
        return np.full(len(column), np.nan), ""
    style, fits = _style(column, table.separator)
    good = pc.fill_null(fits, True).to_numpy(zero_copy_only=False)
    infinite = pc.fill_null(pc.match_substring_regex(column, INFINITE), False)
    endless = infinite.to_numpy(zero_copy_only=False)
    bad = np.flatnonzero(~good & ~endless)
    if len(bad) and not required and len(bad) > (1 - MOSTLY) * present:
        return None
    if endless.any():
        row = int(np.flatnonzero(endless)[0])
        raise _infinite(table, name, row)
    if len(bad):
        raise _not_a_number(table, name, int(bad[0]))
    values = _as_doubles(column, style)
    _check_finite(table, name, values)
    return values, "" if style == "plain" else style


def _style(column: pa.Array, separator: str) -> tuple[str, pa.Array]:
    """How numbers are written in this column, and which values fit that."""
    plain = pc.match_substring_regex(column, PLAIN)
    if pc.all(plain).as_py() is not False:
        return "plain", plain
    comma = pc.match_substring_regex(column, DECIMAL_COMMA)
    thousands = pc.or_(plain, pc.match_substring_regex(column, THOUSANDS))
    fits = [("plain", plain), ("comma", comma), ("thousands", thousands)]
    if separator == ",":  # 1,234 in a file with commas between columns means one thousand
        fits = [fits[0], fits[2], fits[1]]
    counts = [pc.sum(fit).as_py() or 0 for _, fit in fits]
    return fits[int(np.argmax(counts))]


def _as_doubles(column: pa.Array, style: str) -> np.ndarray:
    if style == "comma":
        column = pc.replace_substring(column, ",", ".")
    elif style == "thousands":
        column = pc.replace_substring(column, ",", "")
    column = pc.utf8_ltrim(column, characters="+")
    return column.cast(pa.float64()).to_numpy(zero_copy_only=False)


def _check_finite(table: Table, name: str, values: np.ndarray) -> None:
    endless = np.flatnonzero(np.isinf(values))
    if len(endless):
        raise _infinite(table, name, int(endless[0]))


def _infinite(table: Table, name: str, row: int) -> DataError:
    what = say("data.numeric.infinite", value=repr(table.columns[name][row].as_py()))
    return table.error(what, row, name, say("data.numeric.leave_empty"))


def _not_a_number(table: Table, name: str, row: int) -> DataError:
    text = table.columns[name][row].as_py()
    return table.error(say("data.numeric.not_a_number", value=text[:40]), row, name)
