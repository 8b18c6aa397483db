"""Which columns of a table hold time, and the time stamps they make together."""

import re
from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recurra.data.numeric import is_unclear
from recurra.data.table import IsNumber, Table
from recurra.data.timestamps import Stamps, is_digits, read_stamps, recognise
from recurra.words import say

PIECES = {
    "year": ("year", "yr", "yyyy"),
    "month": ("month", "mon", "mnth", "mm"),
    "day": ("day", "dom", "dd", "mday"),
    "hour": ("hour", "hr", "hh"),
    "minute": ("minute", "min", "mi"),
    "second": ("second", "sec", "ss"),
}
_HINT = re.compile(
    r"(^|[^a-z])(date|time|timestamp|datetime|dt|ts|ds|epoch|unix|period|year|month|day)"
    r"|(^|[^a-z])(datum|zeit|fecha|tag|data$)|日付|日時|時刻|年月|時間"
)
_QUARTER = {"quarter": r"^[Qq]?0?([1-4])(\.0+)?$", "period": r"^[Qq]0?([1-4])$"}
_QUARTERS = {"quarter": "quarter", "qtr": "quarter", "q": "quarter", "period": "period"}
_CLOCK = r"^\d{1,2}([:.]\d{2}([:.]\d{2})?)?( ?[aApP][mM])?$"


def find_time(table: Table, taken: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns that hold time and further ones that only repeat it; both empty if there is none.

    `taken`: columns that the user gave another role.
    """
    free = [name for name in table.columns if name not in taken]
    whole = [name for name in free if _is_stamp(table, name)]
    if not whole:
        pieces = _pieces(table, free)
        return tuple(pieces.values()) or _years(table, free), ()
    count = lambda name: pc.count_distinct(table.columns[name]).as_py()  # noqa: E731
    best = whole[0] if len(whole) == 1 else max(whole, key=count)
    others = tuple(name for name in whole if name != best)
    clock = _clock(table, best, [n for n in free if n not in whole])
    return ((best, clock) if clock else (best,)), others


def plainly_numbers(texts: Collection[str]) -> IsNumber:
    """Whether a column may be read as numbers at once: nothing about it hints at time, and it is
    none of `texts`, whose values are names."""

    def of(name: str, values: pa.Array) -> bool:
        timely = _piece(name) or _HINT.search(name.lower()) or "time" in name.lower()
        known = timely or is_unclear(values) or recognise(values)
        return name not in texts and not known

    return of


def read_time(table: Table, names: tuple[str, ...], form: str) -> Stamps:
    """The time stamps that these columns make together.

    One column; a date and a time of day; or year, month, day, hour, minute, second in any order.
    """
    if len(names) == 1:
        return read_stamps(table, names[0], table.columns[names[0]], form)
    for name in names:
        _refuse_gaps(table, name)
    pieces = {kind: name for kind in PIECES for name in names if _piece(name) == kind}
    quarters = [n for n in names if n.lower() in _QUARTERS]
    if len(names) == 2 and "year" in pieces and quarters:
        numbers = pc.replace_substring_regex(_digits(table.columns[quarters[0]]), r"^[Qq]?0?", "")
        years = _digits(table.columns[pieces["year"]])
        joined = pc.binary_join_element_wise(years, numbers, "Q")
        return read_stamps(table, "+".join(names), joined, form)
    if len(pieces) == len(names) and "year" in pieces:
        joined = _from_pieces(table, pieces)
    else:
        joined = pc.binary_join_element_wise(*(_digits(table.columns[n]) for n in names), " ")
    return read_stamps(table, "+".join(names), joined, form)


def _is_stamp(table: Table, name: str) -> bool:
    form = recognise(table.columns[name], name)
    return bool(form) and (not is_digits(form) or _hints(name, form))


def _hints(name: str, form: str) -> bool:
    """Digits alone are a time only where the column's name says so."""
    if form == "year":
        return False  # a year without month is a piece, or a number like any other
    return bool(_HINT.search(name.lower()))


def _piece(name: str) -> str:
    return next((kind for kind, words in PIECES.items() if name.lower() in words), "")


def _pieces(table: Table, free: list[str]) -> dict[str, str]:
    """year, month ... -> column, as far down as there are columns without a step left out."""
    found: dict[str, str] = {}
    for kind in PIECES:
        name = next((n for n in free if _piece(n) == kind), None)
        if name is None:
            break
        found[kind] = name
    if list(found) == ["year"]:
        quarter = next((n for n in free if _is_quarter(table, n)), None)
        found |= {} if quarter is None else {"quarter": quarter}
    return found


def _is_quarter(table: Table, name: str) -> bool:
    """Whether a column holds the quarters of the year, year after year."""
    kind, column = _QUARTERS.get(name.lower(), ""), table.columns[name]
    if not kind or column.null_count or pa.types.is_timestamp(column.type):
        return False
    texts = _digits(column)
    fits = pc.match_substring_regex(texts, _QUARTER[kind])
    return pc.all(fits).as_py() is True and pc.count_distinct(texts).as_py() == 4


def _years(table: Table, free: list[str]) -> tuple[str, ...]:
    """The first column where it has no name and holds one year after another: an index that was
    saved with its table."""
    name = "unnamed 1"
    if name not in free or recognise(table.columns[name]) != "year":
        return ()
    digits = _digits(table.columns[name])
    if digits.null_count or not pc.all(pc.match_substring_regex(digits, r"^\d{4}$")).as_py():
        return ()
    years = digits.cast(pa.int64()).to_numpy()
    return (name,) if len(years) > 2 and bool((np.diff(years) == 1).all()) else ()


def _clock(table: Table, date: str, free: list[str]) -> str:
    """The column with the time of day that belongs to a column of dates without one."""
    column = table.columns[date]
    if pa.types.is_timestamp(column.type):
        return ""
    sample = _digits(column.drop_null().slice(0, 1000))
    if pc.any(pc.match_substring_regex(sample, r"[ T]\d{1,2}[:.]\d{2}")).as_py():
        return ""
    if pc.count_distinct(column).as_py() == len(column):
        return ""
    for name in free:
        texts = _digits(table.columns[name].drop_null().slice(0, 1000))
        fits = len(texts) and pc.all(pc.match_substring_regex(texts, _CLOCK)).as_py()
        timely = _piece(name) == "hour" or (fits and "time" in name.lower())
        colons = fits and pc.all(pc.match_substring(texts, ":")).as_py()
        if fits and (timely or colons):
            return name
    return ""


def _from_pieces(table: Table, pieces: dict[str, str]) -> pa.Array:
    """year-month-day hour:minute:second as text."""
    given = {k: _digits(table.columns[n]) for k, n in pieces.items()}
    fill = pa.array(["1"] * len(table))
    date = [given.get(k, fill) for k in ("year", "month", "day")]
    joined = pc.binary_join_element_wise(*date, "-")
    clock = [given[k] for k in ("hour", "minute", "second") if k in given]
    if not clock:
        return joined
    return pc.binary_join_element_wise(joined, pc.binary_join_element_wise(*clock, ":"), " ")


def _digits(column: pa.Array) -> pa.Array:
    """As text; 5.0 as 5."""
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column, format="%Y-%m-%d")
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        return column.cast(pa.int64(), safe=False).cast(pa.string())
    return pc.replace_substring_regex(column, r"^(\d+)\.0+$", r"\1")


def _refuse_gaps(table: Table, name: str) -> None:
    absent = np.flatnonzero(~table.columns[name].is_valid().to_numpy(zero_copy_only=False))
    if len(absent):
        raise table.error(say("data.timestamps.none", count=1), int(absent[0]), name)
