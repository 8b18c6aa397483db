"""A generator of calendars: every row keeps its place, counts are said, forecasts go on."""

import re
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from recurra.data import Series
from recurra.data.date_forms import ZONES
from recurra.data.find_step import find_step, misfits
from recurra.data.steps import Step

Read = Callable[..., Series]

FIXED = (
    "200us", "1ms", "2500us", "20ms", "250ms", "1s", "5s", "1min", "7min", "15min", "30min", "1h",
    "3h", "6h", "12h", "1D", "7D", "14D",
)  # fmt: skip
RATES = (24, 25, 30, 50, 60, 64, 100, 120, 128, 144, 256, 500, 512, 1000)
MONTHLY = ("MS", "ME", "BMS", "BME", "QS", "QE", "BQE", "YS", "YE", "3MS", "2ME")
WEEKS = ("1111100", "1111001", "1111110", "1010100", "0111110", "1111000")


def said(series: Series) -> dict[str, int]:
    """The counts in what was said of rows."""
    text = " ".join(map(str, series.cleaned))
    found = {
        "joined": r"(\d+) rows? ha(?:s|ve) the time of another",
        "near": r"(\d+) rows? ha(?:s|ve) the step of another",
        "opened": r"Rows missing in time: (\d+)",
        "moved": r"(\d+) rows? w(?:as|ere) moved",
        "off": r"(\d+) working days? ha(?:s|ve) no row",
    }
    return {k: int(m[1]) for k, p in found.items() if (m := re.search(p, text))}


def calendars(rng: np.random.Generator) -> Iterator[tuple[str, pd.DatetimeIndex]]:
    """Names and 130 stamps each, of which the last 10 are to be forecast."""
    day = pd.Timestamp("2001-01-01") + pd.Timedelta(days=int(rng.integers(0, 8000)))
    for span in FIXED:
        yield span, pd.date_range(day, periods=130, freq=span)
    for clock in ("00:00", "09:30", "23:59:59"):
        offset = pd.Timedelta(clock if clock.count(":") == 2 else clock + ":00")
        for freq in MONTHLY:
            yield f"{freq} {clock}", pd.date_range(day, periods=130, freq=freq) + offset
        for nth in (5, 15, 29, 30):
            months = pd.period_range(day, periods=130, freq="M")
            days = [min(nth, m.days_in_month) for m in months]
            stamps = [
                m.to_timestamp() + pd.Timedelta(days=d - 1)
                for m, d in zip(months, days, strict=True)
            ]
            yield f"day {nth} {clock}", pd.DatetimeIndex(stamps) + offset
        for week in WEEKS:
            days = np.busday_offset(
                np.datetime64(day, "D"), np.arange(130), roll="forward", weekmask=week
            )
            yield f"{week} {clock}", pd.DatetimeIndex(days) + offset


@pytest.mark.parametrize("seed", [0, 1])
def test_every_row_keeps_its_place_and_forecasts_follow(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for name, stamps in calendars(rng):
        whole = stamps.to_numpy().astype("datetime64[us]")
        for kept in (np.ones(120, bool), _with_gaps(rng)):
            time = whole[:120][kept]
            step = find_step([time])
            assert not misfits(step, [time]), name
            place = step.grid(time)
            if step.even:
                np.testing.assert_array_equal(place, np.flatnonzero(kept), name)
                np.testing.assert_array_equal(step.stamps(time[0], 120), whole[:120], name)
            else:
                assert step.kind == "weekdays", (name, step)
            ahead = step.stamps(time[-1], 11)
            np.testing.assert_array_equal(ahead[1:], whole[120:], f"{name} {step}")


def _with_gaps(rng: np.random.Generator) -> np.ndarray:
    kept = rng.random(120) > 0.06
    kept[[0, 119]] = True
    return kept


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("digits", [3, 6, 9])
@pytest.mark.parametrize("cut", [False, True])
def test_rates_keep_every_row_however_they_are_rounded(rate: int, digits: int, cut: bool) -> None:
    if 10**digits < 8 * rate:
        return  # two stamps are too near to each other for so few digits
    start = np.datetime64("2022-01-03T07:00:00", "ns")
    exact = np.arange(1000) * 10 ** (digits + 1) // rate
    passed = exact // 10 if cut else (exact + 5) // 10
    time = start + passed * np.timedelta64(10 ** (9 - digits), "ns")
    gone = np.concatenate([np.arange(50), np.arange(400, 650)])  # also after a long gap
    kept = np.setdiff1d(np.arange(1000), gone[50:])
    step = find_step([time[kept]])
    assert step == Step("rate", rate) or step.milliseconds == 1000 / rate
    np.testing.assert_array_equal(step.grid(time[kept]), kept)
    ahead = step.stamps(time[900], 100) - time[900:]
    assert np.abs(ahead / np.timedelta64(1, "ns")).max() <= 1.01 * 10 ** (9 - digits)


def text_of(stamps: pd.DatetimeIndex, values: np.ndarray, form: str) -> str:
    when = [form.format(t, zone=t.strftime("%Z")) for t in stamps]
    return "time;y\n" + "".join(f"{t};{v}\n" for t, v in zip(when, values, strict=True))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("freq", ["h", "D", "B", "MS", "ME", "12h"])
def test_zones_in_summer_and_in_winter(read: Read, zone: str, freq: str) -> None:
    stamps = pd.date_range(
        "2021-10-01", periods=700 if freq == "h" else 140, freq=freq, tz=ZoneInfo(zone)
    )
    values = np.round(np.random.default_rng(0).normal(size=len(stamps)), 3)
    forms = ["{:%Y-%m-%dT%H:%M:%S%z}", "{:%Y-%m-%d %H:%M:%S%z}[" + zone + "]"]
    if stamps[0].strftime("%Z") in ZONES and stamps[60].strftime("%Z") in ZONES:
        forms.append("{:%d/%b/%Y %H:%M} {zone}")
    for form in forms:
        series = read(text_of(stamps[:-10], values[:-10], form))
        (group,) = series.groups
        np.testing.assert_array_equal(group.values[:, 0], values[:-10])
        assert group.time is not None and said(series) == {}
        ahead = series.step.stamps(group.time[-1], 11)[1:]
        utc, local = (
            s.to_numpy().astype(ahead.dtype)
            for s in (stamps.tz_convert(None)[-10:], stamps.tz_localize(None)[-10:])
        )
        assert (ahead == utc).all() or (ahead == local).all(), (form, series.step)


def test_what_is_done_to_rows_is_counted(read: Read) -> None:
    rng = np.random.default_rng(3)
    for freq in ("h", "D", "15min", "100ms"):
        stamps = pd.date_range("2020-01-01", periods=300, freq=freq)
        span = stamps[1] - stamps[0]
        gone = np.sort(rng.choice(np.arange(5, 290), 20, replace=False))
        left = stamps.delete(gone)
        same = left[rng.choice(200, 7, replace=False)]
        near = left[rng.choice(200, 3, replace=False)] + span * 0.1
        moved = left.to_series().reset_index(drop=True)
        where = rng.choice(np.arange(1, 279), 9, replace=False)
        moved[where] = moved[where] + span * 0.05
        every = pd.DatetimeIndex([*moved, *same, *near]).sort_values()
        unsure = len(set(near) & set(every[every.duplicated()]))
        frame = pd.DataFrame({"time": every.astype(str), "y": rng.normal(size=len(every))})
        series = read(frame)
        counts = said(series)
        assert len(series.groups[0]) == 300, freq
        assert counts["opened"] == 20
        doubled = len(every) - len(set(every))
        assert counts["joined"] == doubled
        assert counts["near"] == len(set(every)) - 280
        assert counts["moved"] >= 9 - 3 and unsure == 0
        assert len(every) == 300 - counts["opened"] + counts["joined"] + counts["near"]


def test_days_off_are_counted_and_not_put_in(read: Read) -> None:
    days = pd.bdate_range("2020-01-01", periods=300).delete([40, 41, 200])
    series = read(pd.DataFrame({"time": days.astype(str), "y": np.arange(297) % 7}))
    assert len(series.groups[0]) == 297 and said(series) == {"off": 3}


@pytest.mark.parametrize(
    ("step", "freq", "fits"),
    [
        (Step("milliseconds", 86_400_000), "D", True),
        (Step("milliseconds", 86_400_000), "B", True),
        (Step("milliseconds", 86_400_000), "h", False),
        (Step("milliseconds", 86_400_000), "W", False),
        (Step("milliseconds", 86_400_000), "MS", False),
        (Step("milliseconds", 3_600_000), "D", False),
        (Step("milliseconds", 3_600_000), "30min", False),
        (Step("milliseconds", 3_600_000), "h", True),
        (Step("months", 1), "D", False),
        (Step("months", 1, "end"), "ME", True),
        (Step("months", 1), "QS", False),
        (Step("months", 3), "MS", False),
        (Step("weekdays"), "B", True),
        (Step("weekdays"), "D", False),
        (Step("weekdays"), "W-MON", False),
        (Step("rate", 128), "7812500ns", True),
        (Step("rate", 128), "8ms", False),
        (Step("rows"), "h", True),
    ],
)
def test_another_step_than_that_of_the_training(step: Step, freq: str, fits: bool) -> None:
    time = pd.date_range("2020-01-06", periods=60, freq=freq).to_numpy()
    assert misfits(step, [time]) is not fits
