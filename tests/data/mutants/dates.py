"""The forms in which a column of dates can be written, and when each of them is clear."""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime

import numpy as np
import pandas as pd
from tests.data.mutants.content import Content

from recurra.data.plain_dates import ERAS

GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
Index = pd.DatetimeIndex


@dataclass(frozen=True)
class Form:
    """write: stamps -> columns of texts by name; clear: whether these stamps can only be read as
    they are meant; shift: the values that are read may be in UTC."""

    write: Callable[[Index], dict[str, list[str]]]
    clear: Callable[[Content], bool] = lambda _: True
    shift: bool = False


def whole(content: Content) -> bool:
    """Without a time of day."""
    return content.daily


def told(content: Content) -> bool:
    """Day and month can be told apart by a day after the 12th."""
    return bool((pd.DatetimeIndex(content.time).day > 12).any())


def _as(form: str, name: str = "date", clock: bool = True) -> Form:
    def write(time: Index) -> dict[str, list[str]]:
        daily = not (time.hour | time.minute | time.second).any() and not clock
        return {name: list(time.strftime(form if daily else f"{form} %H:%M:%S"))}

    return Form(write)


def _counted(per_second: int, name: str) -> Form:
    def write(time: Index) -> dict[str, list[str]]:
        ns = time.to_numpy().astype("datetime64[ns]").astype(np.int64)
        return {name: [str(v * per_second // 10**9) for v in ns.tolist()]}

    # before 1973 milliseconds could be seconds
    return Form(write, lambda c: c.time.min() > np.datetime64("1980-01-01"))


def _excel(time: Index) -> dict[str, list[str]]:
    days = (time - pd.Timestamp("1899-12-30")) / pd.Timedelta(days=1)
    return {"date": [repr(float(d)).removesuffix(".0") for d in days]}


def _era(time: Index) -> dict[str, list[str]]:
    """In the years of Reiwa and Heisei; the first days of an era belong to it."""
    found = []
    for t in time:
        name = "令和" if t >= pd.Timestamp("2019-05-01") else "平成"
        found.append(f"{name}{t.year - ERAS[name] + 1}年{t.month}月{t.day}日".replace("1年", "1年"))
    return {"日付": found}


def _german(time: Index) -> dict[str, list[str]]:
    months = GERMAN.split()
    return {"Datum": [f"{t.day}. {months[t.month - 1]} {t.year} {t:%H:%M:%S}" for t in time]}


def _pieces(time: Index) -> dict[str, list[str]]:
    names = ["year", "month", "day", "hour", "minute", "second"]
    return {n: [str(getattr(t, n)) for t in time] for n in names}


def _zoned(zone: str) -> Form:
    def write(time: Index) -> dict[str, list[str]]:
        return {"time": [f"{t:%Y-%m-%dT%H:%M:%S}{zone}" for t in time]}

    return Form(write, shift=True)


def _halves(time: Index) -> dict[str, list[str]]:
    return {"date": [f"{t:%Y-%m-%d %I:%M:%S %p}" for t in time]}


DATES: dict[str, Form] = {
    "iso": _as("%Y-%m-%d", "time"),
    "iso-days": Form(lambda t: {"ds": list(t.strftime("%Y-%m-%d"))}, whole),
    "iso-T": Form(lambda t: {"timestamp": list(t.strftime("%Y-%m-%dT%H:%M:%S"))}),
    "fraction": Form(lambda t: {"timestamp": list(t.strftime("%Y-%m-%d %H:%M:%S.000"))}),
    "slashes": _as("%Y/%m/%d"),
    "compact": Form(lambda t: {"date": list(t.strftime("%Y%m%d"))}, whole),
    "compact-clock": Form(lambda t: {"date": list(t.strftime("%Y%m%d%H%M%S"))}),
    "dots": Form(_as("%d.%m.%Y", "Datum").write, told),
    "british": Form(_as("%d/%m/%Y").write, told),
    "american": Form(_as("%m/%d/%Y").write, told),
    "two-digits": Form(_as("%d.%m.%y").write, told),
    "english": _as("%d %b %Y"),
    "month-day-year": Form(lambda t: {"Date": list(t.strftime("%b %d, %Y"))}, whole),
    "german": Form(_german),
    "japanese": Form(
        lambda t: {"日付": [f"{s.year}年{s.month}月{s.day}日" for s in t]}, whole
    ),
    "era": Form(_era, whole),
    "rfc": Form(lambda t: {"date": [format_datetime(s.to_pydatetime()) for s in t]}),
    "am-pm": Form(_halves),
    "s": _counted(1, "timestamp"),
    "ms": _counted(1000, "epoch"),
    "us": _counted(10**6, "ts"),
    "excel": Form(_excel, whole),
    "two-columns": Form(
        lambda t: {"date": list(t.strftime("%Y-%m-%d")), "time": list(t.strftime("%H:%M:%S"))},
        lambda c: c.step in ("h", "15min", "6h", "min"),
    ),
    "pieces": Form(_pieces, lambda c: c.step in ("h", "15min", "6h", "min", "s")),
    "utc": _zoned("Z"),
    "offset": _zoned("+05:30"),
    "behind": _zoned("-0800"),
    "quarters": Form(
        lambda t: {"quarter": [f"{s.year}Q{s.quarter}" for s in t]}, lambda c: c.step == "QS"
    ),
    "months": Form(
        lambda t: {"month": list(t.strftime("%Y-%m"))}, lambda c: c.step in ("MS", "QS")
    ),
    "month-words": Form(
        lambda t: {"month": list(t.strftime("%B %Y"))}, lambda c: c.step in ("MS", "QS")
    ),
}  # fmt: skip
