"""Each planted leak of a table or of examples is found; clean data raise no alarm."""

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.signal import butter, filtfilt

from recurra.data import Finding, Sequences, Series, gather, split_classes, split_values
from recurra.data.leakage import audit_sequences, audit_series
from recurra.data.scale import fit_sequences, fit_series
from recurra.data.series import Boundaries
from recurra.data.split import Parts, split_time
from recurra.data.window import Windows
from recurra.records import Source
from recurra.tasks import pose

DATA = os.environ.get("RECURRA_DATA", "")
Read = Callable[..., Series]
Frame = pd.DataFrame


def said(series: Series, bounds: Boundaries | None = None, horizon: int = 1) -> list[Finding]:
    bounds = bounds or split_time(series)
    scaler = fit_series(series, bounds)
    windows = Windows(series, bounds, scaler, 24, horizon)
    return list(audit_series(series, bounds, scaler, windows))


def walk(rows: int = 600, seed: int = 0) -> Frame:
    """A random walk with a daily wave, and what depends on it or does not."""
    rng = np.random.default_rng(seed)
    wave = 3 * np.sin(np.arange(rows) * 2 * np.pi / 24)
    y = 50 + wave + np.cumsum(rng.normal(size=rows))
    time = pd.date_range("2021-03-01", periods=rows, freq="h")
    return Frame({"time": time, "y": y, "x": rng.normal(size=rows)})


def smooth(y: pd.Series, cutoff: float) -> np.ndarray:
    return np.asarray(filtfilt(*butter(2, 2 * cutoff), y))


def planted(name: str, seed: int = 0) -> Frame:
    frame = walk(seed=seed)
    y = frame.y
    shown = {
        "shifted": lambda: y.shift(-1),
        "shifted far": lambda: 7 - 2 * y.shift(-30),
        "the change to come": lambda: y.shift(-1) - y,
        "centred mean": lambda: y.rolling(5, center=True).mean(),
        "wide centred mean": lambda: y.rolling(25, center=True).mean(),
        "filtfilt": lambda: smooth(y, 0.1),
        "mean of what comes": lambda: y[::-1].rolling(6).mean()[::-1],
        "copy": lambda: 1.8 * y + 32,
    }
    return frame.assign(hint=shown[name]()).dropna()


@pytest.mark.parametrize(
    ("name", "expected", "serious"),
    [
        ("shifted", "Column 'hint' holds 'y' of 1 step later.", True),
        ("shifted far", "Column 'hint' holds 'y' of 30 steps later.", True),
        ("the change to come", "Column 'hint' is made from 'y' of later steps", True),
        ("centred mean", "Column 'hint' is made from 'y' of later steps", True),
        ("wide centred mean", "Column 'hint' is made from 'y' of later steps", True),
        ("filtfilt", "Column 'hint' is made from 'y' of later steps", True),
        ("mean of what comes", "Column 'hint' is made from 'y' of later steps", True),
        ("copy", "Column 'hint' is the target 'y' in another unit", False),
    ],
)
def test_a_column_that_shows_the_target(
    read: Read, name: str, expected: str, serious: bool
) -> None:
    (finding,) = said(read(planted(name)))
    assert str(finding.what).startswith(expected) and finding.serious == serious
    several = pd.concat([planted(name, seed).assign(g=seed) for seed in range(2)])
    (again,) = said(read(several, group="g"))
    assert again == finding


def test_a_known_column_made_of_the_target(read: Read) -> None:
    frame = walk()
    for hint in (frame.y * 2, frame.y.rolling(3, min_periods=1).mean()):
        found = said(read(frame.assign(hint=hint), known=("hint",)))
        assert found and found[0].serious, found


def test_rows_that_are_there_twice(read: Read) -> None:
    frame = walk(300).drop(columns="time")
    (finding,) = said(read(pd.concat([frame, frame])))
    assert "stretches of 16 rows of the test part are in the train part" in str(finding.what)


def test_an_order_that_is_broken(read: Read) -> None:
    frame = walk(300).drop(columns="time")
    frame["step"] = np.arange(300)
    shuffled = frame.sample(frac=1, random_state=0)
    assert "numbers the rows, and they are not in its order" in str(said(read(shuffled))[0].what)
    assert said(read(frame)) == []
    series = read(walk())
    (group,) = series.groups
    assert group.time is not None
    turned = dataclasses.replace(group, time=group.time[::-1])
    found = said(dataclasses.replace(series, groups=(turned,)), split_time(series))
    assert [one.serious for one in found] == [True, True]
    assert str(found[0].what).startswith("Time does not run forward")
    assert str(found[1].what) == "Rows of the train part lie after rows of the test part."


def test_groups_whose_parts_overlap_in_time(read: Read) -> None:
    frame = pd.concat([walk().assign(g="a"), walk(seed=1).assign(g="b")])
    series = read(frame, group="g")
    own = split_time(series)
    bounds = dataclasses.replace(own, rows=(own.rows[0], (580, 590)))
    assert "Rows of the train part lie after" in " ".join(str(f.what) for f in said(series, bounds))


def examples(values: bool = False) -> Sequences:
    rng = np.random.default_rng(0)
    x = [rng.normal(size=(6 + k % 3, 3)) for k in range(60)]
    if values:
        return Sequences("n", x, rng.normal(size=(60, 1)), (), ("a", "b", "c"), targets=("t",))
    return Sequences("n", x, np.arange(60) % 3, ("u", "v", "w"), ("a", "b", "c"))


def of_examples(data: Sequences, parts: Parts | None = None, seen: int = 0) -> list[str]:
    parts = parts or (split_values if data.targets else split_classes)(data, 0)
    scaler = fit_sequences(data, np.arange(60) if seen else parts.train)
    return [str(f.what) for f in audit_sequences(data, parts, scaler)]


def test_examples() -> None:
    data, parts = examples(), split_classes(examples(), 0)
    assert of_examples(data) == [] and of_examples(examples(values=True)) == []
    assert of_examples(data, seen=1) == ["The scaler was not fitted on the training part alone."]
    both = Parts(parts.train, parts.validation, np.append(parts.test, parts.train[0]))
    assert of_examples(data, both)[0] == "1 example is in train and test."
    whole = np.repeat(np.arange(20), 3).astype(str)
    for field in ({"groups": whole, "grouped_by": "engine"}, {"recordings": whole}):
        divided = dataclasses.replace(data, **field)
        (found, *_) = of_examples(divided, parts)
        assert "in train and" in found
    twice = dataclasses.replace(
        data, x=[data.x[k // 2] for k in range(60)], y=data.y.repeat(2)[:60]
    )
    assert any("equal a training example" in one or "equals" in one for one in of_examples(twice))


def test_a_channel_that_holds_the_answer() -> None:
    data = examples()
    for k, x in enumerate(data.x):
        x[:, 1] = 5.0 - 2 * data.y[k]
    assert of_examples(data) == ["Channel 'b' is one number for each class: it is the class."]
    values = examples(values=True)
    for k, x in enumerate(values.x):
        x[-1, 2] = 1e6 - 3 * values.y[k, 0]
    assert "Channel 'c' ends with the value of 't'" in of_examples(values)[0]


def clean(kind: int) -> Frame:
    """Twenty tables without a leak, some of which look like one."""
    rng = np.random.default_rng(kind)
    rows = 400 + 20 * kind
    t = np.arange(rows)
    frame = walk(rows, kind)
    y, e = frame.y, rng.normal(size=rows)
    wave = np.sin(2 * np.pi * t / 24)
    y, x = [
        lambda: (y, y.shift(1).bfill()),  # yesterday's value
        lambda: (y, y.rolling(7, min_periods=1).mean()),  # a causal mean
        lambda: (y, y.ewm(alpha=0.2).mean()),
        lambda: (wave, np.cos(2 * np.pi * t / 24)),  # both periodic
        lambda: (wave + 0.1 * e, np.roll(wave, -6)),
        lambda: (np.sin(t / 40), np.sin(t / 40 + 0.1)),
        lambda: (pd.Series(np.roll(y, 1)) + 0.5 * e, y),  # a leading cause with noise
        lambda: (y, y + e),
        lambda: (np.abs(np.round(3 * e)), np.round(e)),  # many zeros
        lambda: (t + 0.0 + e, t),  # a trend and a counter
        lambda: (np.exp(np.cumsum(0.01 * e)), np.cumsum(e)),
        lambda: (rng.poisson(3, rows), rng.poisson(2, rows)),
        lambda: ((y > 50) * 1.0, e),
        lambda: (np.round(10 * wave), np.round(5 * wave)),  # rows repeat
        lambda: (y.rolling(5, min_periods=1).mean(), y.rolling(24, min_periods=1).mean()),
        lambda: (1e9 + y, 1e9 + e),
        lambda: (y.where(e < 1.5), e),  # gaps
        lambda: (e, np.cumsum(e) - e),  # the sum until then
        lambda: (y.diff().fillna(0), y.shift(1).bfill()),
        lambda: (np.square(wave) + 0.2 * e, wave),
    ][kind]()
    return frame.assign(y=np.asarray(y, float), x=np.asarray(x, float))


@pytest.mark.parametrize("kind", range(20))
def test_clean_tables_raise_no_alarm(read: Read, kind: int) -> None:
    for series in (read(clean(kind)), read(clean(kind), prepare="*:average(3),robust")):
        assert [str(f.what) for f in said(series, horizon=6)] == []


def test_clean_digits_raise_no_alarm() -> None:
    assert pose(gather(Source("digits")), Source("digits")).summary.leaks == ()


@pytest.mark.skipif(not DATA, reason="RECURRA_DATA is not set")
@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("series/bikesharing-hourly.csv.gz", "count"),
        ("series/appliances-energy-10min.csv.gz", "Appliances"),
        ("series/melbourne-temperature-daily.csv.gz", "Min_Temp"),
        ("series/sp500-daily.csv.gz", "Close"),
        ("japanese-vowels/JapaneseVowels_TRAIN.ts.gz", ""),
    ],
)
def test_clean_data_of_the_world_raise_no_alarm(name: str, target: str) -> None:
    options = {"target": (target,), "limit": 6000} if target else {}
    source = Source.of(str(Path(DATA) / name), **options)
    summary = pose(gather(source), source).summary
    assert summary.leaks == ()
    assert str(summary.split[-1]) == "Leakage audit: nothing found."
