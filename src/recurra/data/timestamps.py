"""Time stamps of a column in the usual formats, decided over the whole column.

A stamp is a date, then, where there is one, the time of day. The order of day and month is taken
from values above 12; where no value tells, from which order makes the steps more even.
"""

import calendar
import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recurra.data.table import Table
from recurra.words import Text, say

_CLOCK = (
    r"(?:[ T,]+(?P<H>\d{1,2})(?:[:.h](?P<M>\d{1,2})(?:[:.](?P<S>\d{1,2})(?P<f>[.,]\d+)?)?)?"
    r"(?: ?(?P<half>[aApP])\.?[mM]\.?)?)?(?: ?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}))?$"
)
_MONTH = r"(?P<name>[A-Za-z]{3,9})\.?"
_TO_31 = r"0?[1-9]|[12]\d|3[01]"
DATES = {
    "year-month-day": r"^(?P<Y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})",
    "a/b/year": rf"^(?P<a>{_TO_31})[-/.](?P<b>{_TO_31})[-/.](?P<Y>\d{{4}}|\d{{2}})",
    "day month year": rf"^(?P<d>\d{{1,2}})[- /.]{_MONTH}[- /.](?P<Y>\d{{4}}|\d{{2}})",
    "month day, year": rf"^{_MONTH} (?P<d>\d{{1,2}}),? (?P<Y>\d{{4}})",
    "yearmonthday": r"^(?P<Y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})",
    "year-month": r"^(?P<Y>\d{4})[-/](?P<m>\d{1,2})",
    "month/year": r"^(?P<m>\d{1,2})[-/](?P<Y>\d{4})",
    "month year": rf"^{_MONTH}[- /.](?P<Y>\d{{4}})",
    "year month": rf"^(?P<Y>\d{{4}})[- /.]{_MONTH}",
    "yearmonth": r"^(?P<Y>(?:19|20)\d{2})(?P<m>\d{2})",
    "year quarter": r"^(?P<Y>\d{4})[- ]?[qQ](?P<q>[1-4])",
    "year": r"^(?P<Y>1[6-9]\d{2}|20\d{2})",
}
DIGITS_ONLY = (
    "yearmonthday",
    "yearmonth",
    "year",
    "epoch",
)  # numbers too: a name must hint at time
EPOCH = r"^(?P<e>\d{9,13})(?:\.0*)?$"
_NAMES = {n.lower(): i for i, n in enumerate(calendar.month_name) if n}
_NAMES |= {n.lower(): i for i, n in enumerate(calendar.month_abbr) if n} | {"sept": 9}
_PLAUSIBLE = 0.9  # share of values that must fit for a format to be the column's


@dataclass(frozen=True)
class Stamps:
    """[N] datetime64[s] (or [ms] where there are fractions), the format and what was concluded."""

    values: np.ndarray
    form: str
    sentences: tuple[Text, ...] = ()


def recognise(column: pa.Array) -> str:
    """The name of the format that fits the first thousand values, "" if none does.

    >>> recognise(pa.array(["2020-01-05 10:00"])), recognise(pa.array(["1/4/1999"]))
    ('year-month-day', 'a/b/year')
    >>> recognise(pa.array(["red", "green"]))
    ''
    """
    if pa.types.is_timestamp(column.type):
        return "stamp"
    sample = _texts(column.drop_null().slice(0, 1000))
    if len(sample) == 0:
        return ""
    for form in (*DATES, "epoch"):
        fits = pc.sum(pc.match_substring_regex(sample, _pattern(form))).as_py()
        if fits >= _PLAUSIBLE * len(sample):
            return form
    return ""


def read_stamps(table: Table, name: str, column: pa.Array, form: str = "") -> Stamps:
    """Time stamps of a column; `form` as an earlier call found it (prediction time).

    Raises DataError with line and text of the first value that cannot be read.
    """
    if pa.types.is_timestamp(column.type):
        _refuse(table, name, column, column.is_valid())
        return Stamps(column.to_numpy(zero_copy_only=False).astype("datetime64[s]"), "stamp")
    column = _texts(column)
    wanted, _, order = form.partition(":")
    wanted = wanted or recognise(column)
    if not wanted:
        shown = next((v.as_py() for v in column if v.is_valid), "")
        what = say("data.timestamps.unreadable", value=shown[:40], count=1)
        raise table.error(what, _first(column), name, say("data.timestamps.how_to_write"))
    if wanted == "year-month-day" and (stamps := _as_arrow_reads_them(column)) is not None:
        return Stamps(stamps, wanted)
    fields = pc.extract_regex(column, _pattern(wanted))
    _refuse(table, name, column, fields.is_valid())
    if wanted == "epoch":
        return _epoch(fields)
    parts = _parts(table, name, column, fields)
    zones = [z for z in pc.unique(fields.field("zone")).to_pylist() if z not in ("", "Z", "UTC")]
    said = (say("data.timestamps.zones", names=zones[:3]),) if zones else ()
    if wanted != "a/b/year":
        return Stamps(_compose(table, name, column, parts), wanted, said)
    return _day_and_month(table, name, column, parts, order)


def _as_arrow_reads_them(column: pa.Array) -> np.ndarray | None:
    """Stamps of ISO 8601 without zones, in a tenth of the time and memory; None if one is not."""
    try:
        stamps = column.cast(pa.timestamp("ms"))
    except pa.ArrowInvalid:
        return None
    if stamps.null_count:
        return None
    return _shortest(stamps.to_numpy(zero_copy_only=False).astype(np.int64))


def _pattern(form: str) -> str:
    return EPOCH if form == "epoch" else DATES[form] + _CLOCK


def _texts(column: pa.Array) -> pa.Array:
    """Whole numbers as digits; strings as they are."""
    if pa.types.is_floating(column.type):
        return column.cast(pa.int64(), safe=False).cast(pa.string())
    return column


def _first(column: pa.Array) -> int:
    valid = column.is_valid().to_numpy(zero_copy_only=False)
    return int(np.argmax(valid))


def _refuse(table: Table, name: str, column: pa.Array, good: pa.Array) -> None:
    bad = np.flatnonzero(~good.to_numpy(zero_copy_only=False))
    if len(bad):
        text = column[int(bad[0])].as_py()
        what = (
            say("data.timestamps.none", count=len(bad))
            if text is None
            else say("data.timestamps.unreadable", value=str(text)[:40], count=len(bad))
        )
        raise table.error(what, int(bad[0]), name)


def _epoch(fields: pa.Array) -> Stamps:
    count = fields.field("e").cast(pa.int64()).to_numpy(zero_copy_only=False)
    if count.max() < 10**11:
        said = say("data.timestamps.seconds")
        return Stamps(count.astype("datetime64[s]"), "epoch", (said,))
    return Stamps(_shortest(count), "epoch", (say("data.timestamps.milliseconds"),))


def _parts(table: Table, name: str, column: pa.Array, fields: pa.Array) -> dict[str, np.ndarray]:
    """Whole numbers of each named part, zero where it is absent; `ms` includes zone and half."""
    texts = {f.name: fields.field(f.name) for f in fields.type}
    parts = {k: _whole(v) for k, v in texts.items() if k not in ("f", "half", "zone", "name")}
    if "name" in texts:
        words = texts["name"].to_pylist()
        months = np.array([_NAMES.get(w.lower(), 0) for w in words])
        _refuse(table, name, column, pa.array(months > 0))
        parts["m"] = months
    if "q" in parts:
        parts["m"] = 3 * parts["q"] - 2
    parts["Y"] = parts["Y"] + np.where(parts["Y"] < 70, 2000, np.where(parts["Y"] < 100, 1900, 0))
    hour = parts["H"]
    half = texts["half"].to_numpy(zero_copy_only=False)
    if (half != "").any():
        hour = hour % 12 + 12 * np.isin(half, ("p", "P"))
    _refuse(table, name, column, pa.array((hour <= 24) & (parts["M"] < 60) & (parts["S"] <= 60)))
    ms = ((hour * 60 + parts["M"]) * 60 + parts["S"]) * 1000
    parts["ms"] = ms + _fractions(texts["f"]) - _zone_ms(texts["zone"])
    return parts


def _whole(texts: pa.Array) -> np.ndarray:
    filled = pc.if_else(pc.equal(texts, ""), "0", texts)
    return filled.cast(pa.int64()).to_numpy(zero_copy_only=False)


def _fractions(texts: pa.Array) -> np.ndarray:
    if pc.all(pc.equal(texts, "")).as_py():
        return np.zeros(len(texts), np.int64)
    return np.array([round(1000 * float("0." + t[1:])) if t else 0 for t in texts.to_pylist()])


def _zone_ms(texts: pa.Array) -> np.ndarray:
    distinct = {t: _offset(t) for t in pc.unique(texts).to_pylist()}
    if len(distinct) == 1:
        return np.full(len(texts), next(iter(distinct.values())), np.int64)
    return np.array([distinct[t] for t in texts.to_pylist()], np.int64)


def _offset(zone: str) -> int:
    """Milliseconds ahead of UTC.

    >>> _offset("+01:30"), _offset("Z")
    (5400000, 0)
    """
    match = re.match(r"([+-])(\d{2}):?(\d{2})?", zone)
    if not match:
        return 0
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return (-1 if match[1] == "-" else 1) * minutes * 60_000


def _compose(table: Table, name: str, column: pa.Array, parts: dict[str, np.ndarray]) -> np.ndarray:
    month = parts.get("m", np.ones(len(column), np.int64))
    day = parts.get("d", np.ones(len(column), np.int64))
    good = (month >= 1) & (month <= 12) & (day >= 1)
    months = ((parts["Y"] - 1970) * 12 + month - 1).astype("datetime64[M]")
    first = months.astype("datetime64[D]")
    long = ((months + 1).astype("datetime64[D]") - first).astype(np.int64)
    _refuse(table, name, column, pa.array(good & (day <= long)))
    stamps = (first + (day - 1)).astype("datetime64[ms]").astype(np.int64) + parts["ms"]
    return _shortest(stamps)


def _shortest(ms: np.ndarray) -> np.ndarray:
    """Seconds, where there are no fractions of one."""
    if (ms % 1000 == 0).all():
        return (ms // 1000).astype("datetime64[s]")
    return ms.astype("datetime64[ms]")


def _day_and_month(
    table: Table, name: str, column: pa.Array, parts: dict[str, np.ndarray], order: str
) -> Stamps:
    """Decide between month/day and day/month over the whole column."""
    high_a, high_b = parts["a"] > 12, parts["b"] > 12
    if high_a.any() and high_b.any() and not order:
        rows = sorted((int(np.argmax(high_a)), int(np.argmax(high_b))))
        what = say(
            "data.timestamps.contradiction",
            value=column[rows[1]].as_py(),
            other=column[rows[0]].as_py(),
            line=table.line(rows[0]),
        )
        raise table.error(what, rows[1], name)
    told: str | None = None
    if order or high_a.any() or high_b.any():
        order = order or ("day/month" if high_a.any() else "month/day")
        told = column[int(np.argmax(high_a | high_b))].as_py()
    else:
        order = _more_even(parts)
    a, b = ("d", "m") if order == "day/month" else ("m", "d")
    whole = {**parts, a: parts["a"], b: parts["b"]}
    values = _compose(table, name, column, whole)
    said = say("data.timestamps.order", name=name, order=order, value=told)
    return Stamps(values, f"a/b/year:{order}", (said,))


def _more_even(parts: dict[str, np.ndarray]) -> str:
    """Of the two orders the one with fewer different steps; month/day where both are alike."""
    kinds = {}
    for order, (day, month) in {"month/day": ("b", "a"), "day/month": ("a", "b")}.items():
        months = (parts["Y"] - 1970) * 12 + parts[month] - 1
        days = months.astype("datetime64[M]").astype("datetime64[D]") + (parts[day] - 1)
        steps = np.diff(days.astype(np.int64))
        if (parts[day] == parts[day][0]).all():  # the same day of each month is even, too
            steps = np.diff(months)
        kinds[order] = len(np.unique(steps)) + len(steps) * int((steps < 0).any())
    return min(kinds, key=lambda order: kinds[order])
