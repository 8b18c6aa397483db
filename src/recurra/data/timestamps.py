"""Time stamps of a column in the usual formats, decided over the whole column.

A stamp is a date, then, where there is one, the time of day. The order of day and month is taken
from values above 12; where no value tells, from which order makes the steps more even.
"""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recurra.data import epochs
from recurra.data.date_forms import (
    DATES,
    DIGITS_ONLY,
    QUARTERS,
    ZONES,
    minutes_ahead,
    month_number,
    pattern,
    quick_pattern,
)
from recurra.data.plain_dates import plain
from recurra.data.table import Table
from recurra.words import Text, say

_PLAUSIBLE = 0.9  # share of values that must fit for a format to be the column's
_LOCAL = "@local"  # at the end of a format: the local time of a zone is kept


@dataclass(frozen=True)
class Stamps:
    """[N] datetime64[s] (or [ms], [us], [ns] where there are such fractions), the format and what
    was concluded."""

    values: np.ndarray
    form: str
    sentences: tuple[Text, ...] = ()


def recognise(column: pa.Array, name: str = "") -> str:
    """The name of the format that fits the first thousand values, "" if none does.

    `name` of the column, as some numbers are times only where it says so.

    >>> recognise(pa.array(["2020-01-05 10:00"])), recognise(pa.array(["1/4/1999"]))
    ('year-month-day', 'a/b/year')
    >>> recognise(pa.array(["red", "green"]))
    ''
    """
    if pa.types.is_timestamp(column.type):
        return "stamp"
    sample = column.drop_null().slice(0, 1000)
    if len(sample) == 0:
        return ""
    texts = plain(_texts(sample))
    # No form fits nine in ten of all where it fits none of a tenth of them.
    few = texts.slice(0, len(texts) // 10 + 1).unique().to_pylist()
    for form in DATES:
        if not any(map(quick_pattern(form).match, few)):
            continue
        fits = pc.match_substring_regex(texts, pattern(form))
        if pc.sum(fits).as_py() >= _PLAUSIBLE * len(texts):
            return _as_quarters(form, texts)
    return epochs.recognised(sample, name)


def is_digits(form: str) -> bool:
    """Whether values of this form are numbers as well, which a column's name must call times."""
    return form in DIGITS_ONLY or form == "excel" or form.startswith("epoch")


def read_stamps(table: Table, name: str, column: pa.Array, form: str = "") -> Stamps:
    """Time stamps of a column; `form` as an earlier call found it (prediction time).

    Raises DataError with line and text of the first value that cannot be read.
    """
    form, local = form.removesuffix(_LOCAL), form.endswith(_LOCAL) if form else None
    if pa.types.is_timestamp(column.type):
        _refuse(table, name, column, column.is_valid())
        _refuse(table, name, column.cast(pa.int64()), _within_years(column))
        return _of_parquet(column, local)
    wanted, _, order = form.partition(":")
    if wanted in ("", "stamp"):  # "stamp": of a training whose file had a type for them
        wanted = recognise(column, name)
    if wanted.startswith("epoch") or wanted == "excel":
        return _counted(table, name, column, f"{wanted}:{order}" if order else wanted)
    given = _texts(column)
    column = plain(given)
    if not wanted:
        shown = next((v.as_py() for v in column if v.is_valid), "")
        what = say("data.timestamps.unreadable", value=shown[:40], count=1)
        raise table.error(what, _first(column), name, say("data.timestamps.how_to_write"))
    if wanted == "year-month-day" and (stamps := _as_arrow_reads_them(column)) is not None:
        return Stamps(stamps, wanted + (_LOCAL if local else ""))
    fields = pc.extract_regex(column, pattern(wanted))
    if form and fields.null_count:
        now = recognise(given, name)
        if now and now != wanted:  # new data may be written otherwise than those of the training
            return read_stamps(table, name, given, now + (_LOCAL if local else ""))
    _refuse(table, name, given, fields.is_valid())
    parts = _parts(table, name, given, fields)
    if wanted == "a/b/year":
        found = _day_and_month(table, name, given, parts, order)
    else:
        found = Stamps(_compose(table, name, given, parts), wanted)
    years = parts["Y"][parts["short"]]
    if len(years):
        said = say("data.timestamps.century", first=int(years.min()), last=int(years.max()))
        found = replace(found, sentences=(*found.sentences, said))
    if wanted in dict(QUARTERS.values()):
        said = say("data.timestamps.quarters", value=given[0].as_py())
        found = replace(found, sentences=(*found.sentences, said))
    return _in_zone(found, parts["ahead"], _zones(fields), local)


def _within_years(column: pa.Array) -> np.ndarray:
    """Whether each stamp lies in the years 1 to 9999, as those of texts do."""
    counted = column.cast(pa.int64()).to_numpy(zero_copy_only=False)
    unit = column.type.unit
    first, last = (np.datetime64(y, "s").astype(np.int64) for y in ("0001-01-01", "9999-12-31"))
    per_second = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unit]
    return (counted // per_second >= first) & (counted // per_second <= last)


def _of_parquet(column: pa.Array, local: bool | None) -> Stamps:
    """All 64 bits of a column of stamps."""
    zone = column.type.tz
    moments = column.to_numpy(zero_copy_only=False)
    found = Stamps(_shortest(moments.astype(f"datetime64[{column.type.unit}]")), "stamp")
    if not zone or zone in ("UTC", "Etc/UTC", "GMT", "Z"):
        return found
    there = pc.local_timestamp(column).to_numpy(zero_copy_only=False)
    ahead = (there - moments).astype("timedelta64[m]").astype(np.int64)
    return _in_zone(replace(found, values=_shortest(there)), ahead, [zone], local)


def _in_zone(found: Stamps, ahead: np.ndarray, zones: list[str], local: bool | None) -> Stamps:
    """Local stamps of a zone, kept or put into UTC.

    They are kept where they are the more regular: days and longer steps begin at the same time of
    a local day, in summer as in winter.
    """
    if not ahead.any() and not zones:
        return found
    moments = _shortest(
        found.values
        - ahead.astype("timedelta64[m]").astype(found.values.dtype.str.replace("M8", "m8"))
    )
    if local is None:
        there, here = (_times_of_day(v) for v in (found.values, moments))
        local = bool(ahead.any()) and len(moments) > 1 and (there == 1 or there < here)
    if local:
        said = (*found.sentences, say("data.timestamps.local", names=zones[:3]))
        return Stamps(found.values, found.form + _LOCAL, said)
    said = (
        (*found.sentences, say("data.timestamps.zones", names=zones[:3]))
        if zones
        else found.sentences
    )
    return Stamps(moments, found.form, said)


def _times_of_day(stamps: np.ndarray) -> int:
    return len(np.unique(stamps - stamps.astype("datetime64[D]")))


def _zones(fields: pa.Array) -> list[str]:
    """Zones other than UTC, as they are written; names with what they are taken for."""
    if "zone" not in [f.name for f in fields.type]:
        return []
    found = sorted(set(pc.unique(fields.field("zone")).to_pylist()) - {"", "Z", "UTC", "GMT"})
    return [f"{z} = {_written(minutes_ahead(z))}" if z in ZONES else z for z in found]


def _written(minutes: int) -> str:
    """
    >>> _written(-570)
    '-09:30'
    """
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _as_arrow_reads_them(column: pa.Array) -> np.ndarray | None:
    """Stamps of ISO 8601 without zones, in a tenth of the time and memory; None if one is not."""
    try:
        stamps = column.cast(pa.timestamp("ms"))
    except pa.ArrowInvalid:
        return None
    if stamps.null_count:
        return None
    return _shortest(stamps.to_numpy(zero_copy_only=False))


def _texts(column: pa.Array) -> pa.Array:
    """Whole numbers as digits; strings as they are."""
    if pa.types.is_floating(column.type):
        whole = pc.all(pc.equal(pc.floor(column), column)).as_py() is not False
        column = column.cast(pa.int64(), safe=False) if whole else column
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def _as_quarters(form: str, texts: pa.Array) -> str:
    """1-2010 to 4-2010, year after year, are quarters, not months."""
    other, wanted = QUARTERS.get(form, ("", ""))
    if not other or len(texts) < 5 or not pc.all(pc.match_substring_regex(texts, wanted)).as_py():
        return form
    quarters = pc.extract_regex(texts, wanted).field("q")
    return other if pc.count_distinct(quarters).as_py() == 4 else form


def _first(column: pa.Array) -> int:
    valid = column.is_valid().to_numpy(zero_copy_only=False)
    return int(np.argmax(valid))


def _refuse(table: Table, name: str, column: pa.Array, good: pa.Array | np.ndarray) -> None:
    flags = good if isinstance(good, np.ndarray) else good.to_numpy(zero_copy_only=False)
    bad = np.flatnonzero(~flags)
    if len(bad):
        text = column[int(bad[0])].as_py()
        what = (
            say("data.timestamps.none", count=len(bad))
            if text is None
            else say("data.timestamps.unreadable", value=str(text)[:40], count=len(bad))
        )
        raise table.error(what, int(bad[0]), name)


def _counted(table: Table, name: str, column: pa.Array, form: str) -> Stamps:
    _refuse(table, name, column, epochs.fits(column))
    if form == "epoch":  # as models have it that know seconds and milliseconds alone
        form = epochs.recognised(column, name) or "epoch:s"
    ms, rest = epochs.read(column, form)
    said = say("data.timestamps.counted", unit=form.removeprefix("epoch:"))
    return Stamps(_finest(ms, rest), form, (said,))


def _parts(table: Table, name: str, column: pa.Array, fields: pa.Array) -> dict[str, np.ndarray]:
    """Whole numbers of each named part, zero where it is absent; `ms` and `rest` (nanoseconds) are
    the time of day, `ahead` the zone in minutes, `short` whether a year has two digits."""
    texts = {f.name: fields.field(f.name) for f in fields.type}
    parts = {k: _whole(v) for k, v in texts.items() if k not in ("f", "half", "zone", "name")}
    zero = np.zeros(len(fields), np.int64)
    if "name" in texts:
        words = {w: month_number(w) for w in pc.unique(texts["name"]).to_pylist()}
        parts["m"] = np.array([words[w] for w in texts["name"].to_pylist()])
        _refuse(table, name, column, parts["m"] > 0)
    if "q" in parts:
        parts["m"] = 3 * np.maximum(parts["q"], parts.get("q2", zero)) - 2
    parts["short"] = parts["Y"] < 100
    parts["Y"] = parts["Y"] + np.where(parts["Y"] < 70, 2000, np.where(parts["Y"] < 100, 1900, 0))
    hour, minute, second = (parts.get(k, zero) for k in "HMS")
    if "half" in texts:
        half = texts["half"].to_numpy(zero_copy_only=False)
        if (half != "").any():
            hour = hour % 12 + 12 * np.isin(half, ("p", "P"))
    _refuse(table, name, column, (hour <= 24) & (minute < 60) & (second <= 60))
    beyond = _fractions(texts["f"]) if "f" in texts else zero
    parts["ms"] = ((hour * 60 + minute) * 60 + second) * 1000 + beyond // 10**6
    parts["rest"] = beyond % 10**6
    parts["ahead"] = _ahead(texts["zone"]) if "zone" in texts else zero
    return parts


def _whole(texts: pa.Array) -> np.ndarray:
    filled = pc.if_else(pc.equal(texts, ""), "0", texts)
    return filled.cast(pa.int64()).to_numpy(zero_copy_only=False)


def _fractions(texts: pa.Array) -> np.ndarray:
    """Nanoseconds of .5 or ,000001."""
    if pc.all(pc.equal(texts, "")).as_py():
        return np.zeros(len(texts), np.int64)
    digits = pc.utf8_slice_codeunits(pc.utf8_rpad(pc.utf8_slice_codeunits(texts, 1), 9, "0"), 0, 9)
    return digits.cast(pa.int64()).to_numpy(zero_copy_only=False)


def _ahead(texts: pa.Array) -> np.ndarray:
    distinct = {t: minutes_ahead(t) for t in pc.unique(texts).to_pylist()}
    if len(distinct) == 1:
        return np.full(len(texts), next(iter(distinct.values())), np.int64)
    return np.array([distinct[t] for t in texts.to_pylist()], np.int64)


def _compose(table: Table, name: str, column: pa.Array, parts: dict[str, np.ndarray]) -> np.ndarray:
    day = parts.get("d", np.ones(len(column), np.int64))
    if "w" in parts:
        days = _of_weeks(table, name, column, parts)
    else:
        month = parts.get("m", np.ones(len(column), np.int64))
        good = (month >= 1) & (month <= 12) & (day >= 1)
        months = ((parts["Y"] - 1970) * 12 + month - 1).astype("datetime64[M]")
        first = months.astype("datetime64[D]")
        long = ((months + 1).astype("datetime64[D]") - first).astype(np.int64)
        _refuse(table, name, column, good & (day <= long))
        days = first + (day - 1)
    ms = days.astype("datetime64[ms]").astype(np.int64) + parts["ms"]
    return _finest(ms, parts["rest"])


def _of_weeks(
    table: Table, name: str, column: pa.Array, parts: dict[str, np.ndarray]
) -> np.ndarray:
    """The day of an ISO week, Monday where none is given; week 1 holds January 4th."""
    fourth = (parts["Y"] - 1970).astype("datetime64[Y]").astype("datetime64[D]") + 3
    monday = fourth - (fourth.astype(np.int64) + 3) % 7
    days = monday + 7 * (parts["w"] - 1) + np.maximum(parts.get("wd", parts["w"] * 0) - 1, 0)
    thursday = monday + 7 * (parts["w"] - 1) + 3
    same_year = thursday.astype("datetime64[Y]").astype(np.int64) + 1970 == parts["Y"]
    _refuse(table, name, column, (parts["w"] >= 1) & same_year)
    return days


def _finest(ms: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """As seconds, milli-, micro- or nanoseconds, whichever are needed."""
    if not rest.any():
        return _shortest(ms.astype("datetime64[ms]"))
    micro = ms.astype("datetime64[ms]").astype("datetime64[us]") + rest // 1000
    if not (rest % 1000).any():
        return micro
    return micro.astype("datetime64[ns]") + rest % 1000


def _shortest(stamps: np.ndarray) -> np.ndarray:
    """In the longest unit that holds them: seconds at most."""
    for unit in ("s", "ms", "us"):
        shorter = stamps.astype(f"datetime64[{unit}]")
        if (shorter == stamps).all():
            return shorter
    return stamps


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
