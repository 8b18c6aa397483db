"""A column of a table as numbers, however people and their programs write them."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recurra.data import scratch
from recurra.data.table import Table
from recurra.data.written import tidied
from recurra.errors import DataError
from recurra.words import say

PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
DECIMAL_COMMA = r"^[+-]?(\d+,?\d*|,\d+)([eE][+-]?\d+)?$"
THOUSANDS = r"^[+-]?(\d{1,3}(,\d{3})+|\d{1,2}(,\d{2})+,\d{3})(\.\d*)?$"
DOTS = r"^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$"
INFINITE = r"(?i)^[+-]?(inf|infinity|∞|#div/0!)$"
MOSTLY = 0.9  # a column with this share of numbers is one of numbers; the rest are mistakes
LARGEST = 3e38  # what float32 holds, and a square that float64 holds

# Where all values fit, either a mark stands between thousands or before three decimals.
_GROUP = {".": r"^[+-]?[1-9]\d{0,2}\.\d{3}$", ",": r"^[+-]?[1-9]\d{0,2},\d{3}$"}
_GROUPS = {".": r"^[+-]?[1-9]\d{0,2}(\.\d{3}){2,}$", ",": r"^[+-]?[1-9]\d{0,2}(,\d{3}){2,}$"}
_NUMBER = r"^[+-]?(\d{1,3}(\.\d{3})*(,\d+)?|\d{1,3}(,\d{3})*(\.\d+)?|\d+([.,]\d+)?)$"  # and no date
_SHORT = r"^[+-]?\d{1,3}$"
_OTHER = {".": r"\d,\d|^[+-]?\d+,$", ",": r"\d\.\d"}  # what shows that the mark is no decimal one
_OWN = {".": r"\.(\d{1,2}|\d{4,})$|^[+-]?0?\.\d", ",": r",(\d{1,2}|\d{4,})$|^[+-]?0?,\d"}


def numbers(
    table: Table, name: str, required: bool = False, decimal: str = ""
) -> tuple[np.ndarray, tuple[str, ...]] | None:
    """[N] float64 with NaN for missing, and how they were written; None for a column of text.

    Nothing is said of what is written plainly; keys else, see `words.en.data.roles.STYLES`.
    `decimal`: the mark before decimals, where training knew it.

    Raises DataError at the first infinite value or one too large to be squared; at the first that
    is no number where most are, or where the column must be one of numbers (`required`).

    >>> from pathlib import Path
    >>> table = Table(Path("t"), {"a": pa.array(["1", None, "△２,000"])}, np.arange(3))
    >>> numbers(table, "a")
    (array([    1.,    nan, -2000.]), ('thousands', 'wide', 'negative'))
    """
    column = table.columns[name]
    if pa.types.is_timestamp(column.type):
        if required:
            raise table.error(say("data.numeric.stamps"), None, name)
        return None
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        values = scratch.numbers(column, 8 * len(column) * len(table.columns))
        _check_finite(table, name, values)
        return values, ()
    present = len(column) - column.null_count
    if present == 0:
        return np.full(len(column), np.nan), ()
    column, marks = _tidy(table, name, column)
    style, fits = _style(table, name, column, decimal)
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
    return values, (*([style] if style != "plain" else []), *marks)


def decimal_comma(styles: tuple[str, ...]) -> bool:
    """Whether the mark before decimals is a comma in a column that is written so."""
    return bool({"comma", "dots", "plain_commas"} & set(styles))


def _tidy(table: Table, name: str, column: pa.Array) -> tuple[pa.Array, tuple[str, ...]]:
    """Without signs of percent and currency, full-width digits, marks of what is negative."""
    if pc.all(pc.match_substring_regex(column, PLAIN)).as_py() is not False:
        return column, ()
    found = tidied(column)
    if len(found.currencies) > 1:
        what = say("data.numeric.currencies", names=sorted(found.currencies))
        raise table.error(what, None, name)
    if found.odd is not None:
        raise table.error(say("data.numeric.some_percent"), found.odd, name)
    return found.column, found.marks


def _style(table: Table, name: str, column: pa.Array, decimal: str) -> tuple[str, pa.Array]:
    """How numbers are written in this column, and which values fit that."""
    plain = pc.match_substring_regex(column, PLAIN)
    unclear = is_unclear(column)
    if unclear:
        return _decided(table, name, column, unclear, decimal), pc.equal(column, column)
    if pc.all(plain).as_py() is not False:
        return "plain", plain
    comma = pc.match_substring_regex(column, DECIMAL_COMMA)
    thousands = pc.or_(plain, pc.match_substring_regex(column, THOUSANDS))
    whole = pc.match_substring_regex(column, r"^[+-]?\d+$")
    dots = pc.or_(pc.or_(comma, whole), pc.match_substring_regex(column, DOTS))
    fits = [("plain", plain), ("comma", comma), ("thousands", thousands), ("dots", dots)]
    if table.separator == ",":  # 1,234 in a file with commas between columns means one thousand
        fits = [fits[0], fits[2], fits[1], fits[3]]
    counts = [pc.sum(fit).as_py() or 0 for _, fit in fits]
    return fits[int(np.argmax(counts))]


def is_unclear(column: pa.Array) -> str:
    """The mark that stands before three digits in all values that have one; "" where it is clear
    what it means."""
    for mark, pattern in _GROUP.items():
        group = pc.match_substring_regex(column, pattern)
        if not pc.any(group).as_py():
            continue
        if pc.all(pc.or_(group, pc.match_substring_regex(column, _SHORT))).as_py():
            return mark
    return ""


def _decided(table: Table, name: str, column: pa.Array, mark: str, decimal: str) -> str:
    """The style where it is not clear from the column alone what the mark means."""
    sure = {".": ("plain", "dots"), ",": ("comma", "thousands")}[mark]
    if decimal:
        return sure[decimal != mark]
    told = _told_by_others(table, name, mark)
    if told is not None:
        return sure[told]
    if table.separator == ",":  # the English way to write: 1.234 beside "1,234"
        mixed = pc.any(pc.match_substring_regex(column, _SHORT)).as_py()
        return ("plain_dots" if mixed else "plain") if mark == "." else "thousands"
    # 999 beside 1.101: three decimals would stand behind both
    if pc.any(pc.match_substring_regex(column, _SHORT)).as_py():
        return "dots" if mark == "." else "thousands_guessed"
    return "plain_dots" if mark == "." else "plain_commas"


def _told_by_others(table: Table, name: str, mark: str) -> bool | None:
    """Whether the mark stands between thousands, by the other columns of the file."""
    for other, values in table.columns.items():
        if other == name:
            continue
        if pa.types.is_floating(values.type):  # with a point before decimals, where there are any
            if pc.all(pc.equal(pc.floor(values), values)).as_py() is False:
                return mark == ","
            continue
        if not pa.types.is_string(values.type):
            continue
        if pc.all(pc.match_substring_regex(values, _NUMBER)).as_py() is False:
            continue
        if pc.any(pc.match_substring_regex(values, _OWN[mark])).as_py():
            return False
        if any(
            pc.any(pc.match_substring_regex(values, one[mark])).as_py() for one in (_OTHER, _GROUPS)
        ):
            return True
    return None


def _as_doubles(column: pa.Array, style: str) -> np.ndarray:
    if style in ("dots", "plain_commas", "comma"):
        column = pc.replace_substring(column, ".", "") if style == "dots" else column
        column = pc.replace_substring(column, ",", ".")
    elif style in ("thousands", "thousands_guessed"):
        column = pc.replace_substring(column, ",", "")
    column = pc.utf8_ltrim(column, characters="+")
    return column.cast(pa.float64()).to_numpy(zero_copy_only=False)


def _check_finite(table: Table, name: str, values: np.ndarray) -> None:
    low, high = scratch.ends(values)
    if not (low < -LARGEST or high > LARGEST):
        return
    endless = np.flatnonzero(np.isinf(values))
    if len(endless):
        raise _infinite(table, name, int(endless[0]))
    large = np.flatnonzero(np.abs(values) > LARGEST)
    if len(large):
        row = int(large[0])
        what = say("data.numeric.too_large", value=float(values[row]), largest=LARGEST)
        raise table.error(what, row, name, say("data.numeric.other_unit"))


def _infinite(table: Table, name: str, row: int) -> DataError:
    what = say("data.numeric.infinite", value=repr(table.columns[name][row].as_py()))
    return table.error(what, row, name, say("data.numeric.leave_empty"))


def _not_a_number(table: Table, name: str, row: int) -> DataError:
    text = table.columns[name][row].as_py()
    return table.error(say("data.numeric.not_a_number", value=text[:40]), row, name)
