"""Times as numbers: seconds, milli-, micro- or nanoseconds since 1970, or Excel's days."""

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# The least number of each unit that is taken for a time: 1973 in each, at most the year 2286.
UNITS = {"s": 1e8, "ms": 1e11, "us": 1e14, "ns": 1e17}
FEWEST = 1e7  # seconds: April 1970, for a column whose name says that it counts from then on
_DAYS = (18_264, 73_051)  # 1950 to 2100 in Excel, which counts from the day before 1900
_NUMBER = r"^\d+(\.\d*)?([eE][+]?\d+)?$"
_COUNTS = re.compile(r"(^|[^a-z])(ts|epoch|unix|timestamp)([^a-z]|$)")
_DATE = re.compile(r"(^|[^a-z])(date|datum|fecha|data|day|tag)|日付|年月日|日時")
_SINCE_EXCEL = 25_569  # days from 1899-12-30 to 1970


class Counted(NamedTuple):
    """[N] whole milliseconds since 1970, and nanoseconds beyond them."""

    ms: np.ndarray
    rest: np.ndarray


def recognised(sample: pa.Array, name: str) -> str:
    """ "epoch:s", "epoch:ms", "epoch:us", "epoch:ns", "excel" or "".

    >>> recognised(pa.array(["1577836800"]), "ts"), recognised(pa.array(["43831"]), "date")
    ('epoch:s', 'excel')
    """
    values = _doubles(sample)
    if values is None or len(values) == 0:
        return ""
    low, high = float(values.min()), float(values.max())
    for unit, least in UNITS.items():
        if least <= low and high < min(100 * least, 9.2e18):
            return f"epoch:{unit}"
    if low >= FEWEST and high < 100 * UNITS["s"] and _COUNTS.search(name.lower()):
        return "epoch:s"
    if _DAYS[0] <= low and high < _DAYS[1] and _DATE.search(name.lower()):
        return "excel"
    return ""


def read(column: pa.Array, form: str) -> Counted:
    """The times of a column of numbers (or of their texts) without gaps."""
    if form == "excel":
        days = _doubles(column)
        assert days is not None
        return Counted(np.round((days - _SINCE_EXCEL) * 86_400_000).astype(np.int64), _none(days))
    whole, billionths = _split(column)
    unit = form.partition(":")[2]
    if unit == "s":
        return Counted(whole * 1000 + billionths // 10**6, billionths % 10**6)
    if unit == "ms":
        return Counted(whole, billionths // 1000)
    if unit == "us":
        return Counted(whole // 1000, whole % 1000 * 1000 + billionths // 10**6)
    return Counted(whole // 10**6, whole % 10**6)


def fits(column: pa.Array) -> np.ndarray:
    """[N] whether a value is a number that can be a time."""
    if not pa.types.is_string(column.type):
        return column.is_valid().to_numpy(zero_copy_only=False)
    found = pc.fill_null(pc.match_substring_regex(column, _NUMBER), False)
    return found.to_numpy(zero_copy_only=False)


def _doubles(column: pa.Array) -> np.ndarray | None:
    texts = pa.types.is_string(column.type)
    if texts and not pc.all(pc.match_substring_regex(column, _NUMBER)).as_py():
        return None
    return column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)


def _split(column: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers, and billionths beyond; a double has a millionth of its unit at most."""
    if pa.types.is_integer(column.type):
        whole = column.to_numpy(zero_copy_only=False)
        return whole, _none(whole)
    exact = r"^(?P<w>\d{1,19})(?:\.(?P<f>\d*))?$"
    if pa.types.is_string(column.type) and pc.all(pc.match_substring_regex(column, exact)).as_py():
        parts = pc.extract_regex(column, exact)
        digits = pc.utf8_slice_codeunits(pc.utf8_rpad(parts.field("f"), 9, "0"), 0, 9)
        numbers = [
            p.cast(pa.int64()).to_numpy(zero_copy_only=False) for p in (parts.field("w"), digits)
        ]
        return numbers[0], numbers[1]
    values = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    whole = np.floor(values)
    millionths = np.round((values - whole) * 1e6).astype(np.int64)
    return whole.astype(np.int64) + millionths // 10**6, millionths % 10**6 * 1000


def _none(values: np.ndarray) -> np.ndarray:
    return np.zeros(len(values), np.int64)
