"""What `--prepare` asks for reaches trainings, new data, streams and saved models alike."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import torch
from tests.tasks.conftest import write

from recurra.data import gather
from recurra.errors import DataError, RunError, SettingError
from recurra.nn import Recurrent
from recurra.nn.model import Model
from recurra.records import Source
from recurra.tasks import pose
from recurra.tasks.served import Network, served

PLANS = [
    "",
    "*:robust",
    "load:diff",
    "load:diff(24),minmax; temp:lowpass(0.1)",
    "load:logreturn; temp:average(4),diff",
    "*:none",
    "load:average(3),diff(2),robust; temp:last,mask",
]
ROWS, HORIZON, LOOKBACK = 300, 3, 30


def table(path, rows=ROWS, groups=False):
    rng = np.random.default_rng(0)
    time = np.arange(ROWS)
    load = 20 + 3 * np.sin(2 * np.pi * time / 24) + np.cumsum(rng.normal(scale=0.1, size=ROWS))
    temp = rng.normal(size=ROWS).round(3).astype(object)
    temp[rng.random(ROWS) < 0.1] = ""
    return write(path / "t.csv", {"load": load[:rows].tolist(), "temp": temp[:rows].tolist()})


def posed(path, prepare, **options):
    options = {"target": ("load",), "horizon": HORIZON, "lookback": LOOKBACK, **options}
    source = Source.of(str(path), prepare=prepare, **options)
    return pose(gather(source), source), source


def network(task):
    made = torch.Generator().manual_seed(0)
    body = Recurrent("gru", task.input_size, 5, generator=made, backend="reference")
    return Model(body, task.head(5, made)).eval()


@pytest.mark.parametrize("prepare", PLANS)
def test_windows_are_undone_and_only_the_training_part_teaches(tmp_path, prepare):
    task, _ = posed(table(tmp_path), prepare)
    where = task.origins("test")
    back = task.windows.unscale(task.windows.take(where).y, where)
    np.testing.assert_allclose(back, task.truth("test"), rtol=1e-6)
    lines = (tmp_path / "t.csv").read_text().split("\n")
    later = [re.replace(",", ",9", 1) for re in lines[int(0.7 * ROWS) + 1 :]]
    (tmp_path / "t.csv").write_text("\n".join(lines[: int(0.7 * ROWS) + 1] + later))
    other, _ = posed(tmp_path / "t.csv", prepare)
    assert other.truth("test").mean() > 2 * task.truth("test").mean()
    assert other.scaler.to_dict() == task.scaler.to_dict()


@pytest.mark.parametrize("prepare", PLANS)
def test_new_data_and_streams_are_prepared_as_the_training_was(tmp_path, prepare):
    task, source = posed(table(tmp_path), prepare)
    model = network(task)
    expected = task.predictions(model, "test")[-1]
    facts = json.loads(json.dumps(task.facts()))
    trained = served(facts, Network(model))
    new = Source.of(str(table(tmp_path, ROWS - HORIZON)), **source.asked())
    found = trained.of(trained.read(new))[0]
    np.testing.assert_allclose(found, expected, rtol=1e-5)

    plain, _ = posed(table(tmp_path), prepare.replace("average(4),", "").replace("average(3),", "")
                     .replace("lowpass(0.1)", "none"))  # fmt: skip
    rows = plain.series.groups[0].values  # what is streamed is not filtered yet
    whole = replace(task.given("train"), origins=np.array([50]), lookback=50)
    expected = trained.predictions(whole)
    stream = trained.stream()
    for row in rows[:40]:
        stream.step(row, np.zeros((HORIZON, 0)) if not task.series.known else ahead(task, 40))
    kept = stream.state
    for _ in range(2):
        for t in range(40, 50):
            answer = stream.step(rows[t], ahead(task, t + 1))
        np.testing.assert_allclose(answer, expected[0], rtol=1e-5)
        stream.state = kept
    stream.reset()
    assert not np.allclose(stream.step(rows[40], ahead(task, 41)), answer)


def ahead(task, t):
    series = task.series
    return series.groups[0].values[t : t + HORIZON, series.where(series.known)]


def test_a_known_column_is_prepared_ahead_too(tmp_path):
    path = table(tmp_path)
    frame = pd.read_csv(path).assign(plan=np.sin(np.arange(ROWS) / 5))
    frame.to_csv(path, index=False)
    task, source = posed(path, "plan:average(4),diff; load:diff", known=("plan",))
    model = network(task)
    trained = served(task.facts(), Network(model))
    expected = task.predictions(model, "test")[-1]
    frame.loc[ROWS - HORIZON :, ["load", "temp"]] = np.nan
    frame.to_csv(tmp_path / "new.csv", index=False)
    found = trained.of(trained.read(Source.of(str(tmp_path / "new.csv"), **source.asked())))[0]
    np.testing.assert_allclose(found, expected, rtol=1e-5)
    stream, rows = trained.stream(), task.series.groups[0].values.copy()
    rows[:, task.series.columns.index("plan")] = np.sin(np.arange(ROWS) / 5)
    future = task.series.where(task.series.known)
    for t in range(50):
        answer = stream.step(rows[t], rows[t + 1 : t + 1 + HORIZON, future])
    whole = replace(task.given("train"), origins=np.array([50]), lookback=50)
    np.testing.assert_allclose(answer, trained.predictions(whole)[0], rtol=1e-5)


def test_a_filter_on_the_target_changes_what_is_forecast(tmp_path):
    plain, _ = posed(table(tmp_path), "")
    task, _ = posed(table(tmp_path), "load:average(4)")
    load = pd.Series(plain.series.groups[0].values[:, 0]).rolling(4, min_periods=1).mean()
    np.testing.assert_allclose(task.series.groups[0].values[:, 0], load)
    said = [str(one) for one in task.summary.inferred]
    assert "What is forecast and scored is the filtered 'load', not the values as read." in said
    assert (
        task.fingerprint
        != plain.fingerprint
        != posed(table(tmp_path), "temp:robust")[0].fingerprint
    )


def test_rows_are_resampled_in_training_and_at_predict(tmp_path):
    task, source = posed(table(tmp_path), "*:resample(6h); load:resample(6h,sum),diff", lookback=4)
    load = pd.read_csv(tmp_path / "t.csv", index_col=0, parse_dates=True).load
    expected = load.resample("6h").sum()
    np.testing.assert_allclose(task.series.groups[0].values[:, 0], expected, rtol=1e-9)
    assert str(task.series.step) == "6 hours"
    said = [str(one) for one in task.summary.cleaned]
    assert "300 rows became 50 of 6 hours each (--prepare)." in said
    model = network(task)
    trained = served(task.facts(), Network(model))
    new = Source.of(str(table(tmp_path, ROWS - 6 * HORIZON + 2)), **source.asked())
    read = trained.read(new)  # with two rows of a span that is not over
    assert str(read.ahead[0].time[0]) == "2020-01-12T18:00:00"
    np.testing.assert_allclose(trained.of(read)[0], task.predictions(model, "test")[-1], rtol=1e-5)
    with pytest.raises(SettingError, match="cannot stream: it answers once for several rows"):
        trained.stream()


@pytest.mark.parametrize("every", ["d", "w", "mo"])
def test_spans_of_a_calendar_are_whole(tmp_path, every):
    time = pd.date_range("2020-01-15", periods=300, freq="D")
    frame = pd.DataFrame({"time": time, "load": np.arange(300.0) ** 1.1})
    frame.to_csv(tmp_path / "t.csv", index=False)
    if every == "d":
        with pytest.raises(SettingError, match=r"resample\(d\) does not join whole steps of 1 day"):
            posed(tmp_path / "t.csv", "*:resample(d)", lookback=2, horizon=1)
        return
    task, _ = posed(tmp_path / "t.csv", f"*:resample({every})", lookback=1, horizon=1)
    rule, first = {"w": ("W-MON", "2020-01-20"), "mo": ("MS", "2020-02-01")}[every]
    expected = (
        frame.set_index("time").load.resample(rule, closed="left", label="left").mean()[first:]
    )
    group = task.series.groups[0]
    assert str(group.time[0]).startswith(first)
    np.testing.assert_allclose(group.values[:, 0], expected.iloc[: len(group)])
    assert len(expected) - len(group) <= 1


HEADER = "@univariate false\n@dimensions 2\n@classLabel true a b\n@data\n"


def labelled(path, offset=0.0):
    rng, lines = np.random.default_rng(0), []
    for k in range(40):
        x = offset + rng.normal(k % 2, 0.5, (2, 12 + k % 3))
        cells = [[f"{v:.6f}" for v in one] for one in x]
        cells[0][3:5] = ["?", "?"]
        lines.append(":".join([*(",".join(one) for one in cells), "ab"[k % 2]]))
    (path / "a.ts").write_text(HEADER + "\n".join(lines) + "\n")
    return path / "a.ts"


@pytest.mark.parametrize(
    "prepare", ["dim1:linear,mask; dim2:lowpass(0.2),diff", "*:resample(3),robust", "*:diff,none"]
)
def test_labelled_sequences(tmp_path, prepare):
    source = Source.of(str(labelled(tmp_path)), prepare=prepare)
    task = pose(gather(source), source)
    model = network(task)
    trained = served(json.loads(json.dumps(task.facts())), Network(model))
    data = trained.read(source)
    assert data.channels == task.data.channels
    found = trained.of(data)
    np.testing.assert_allclose(
        found[task.index["test"]], task.predictions(model, "test"), rtol=1e-6
    )
    if "linear" in prepare:
        assert "dim1 missing" in data.channels
        one = task.data.x[0]
        np.testing.assert_allclose(one[3:5, 0], np.interp([1, 2], [0, 3], one[[2, 5], 0]))
        assert one[:6, 2].tolist() == [0, 0, 0, 1, 1, 0]
    if "resample" in prepare:
        assert set(task.data.lengths()) == {4, 5}
        with pytest.raises(SettingError, match="cannot stream"):
            trained.stream()
        return
    if "linear" in prepare:
        return
    stream = trained.stream()
    for row in task.data.x[0]:
        answer = stream.step(row)
    np.testing.assert_allclose(answer, found[0], rtol=1e-5)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"prepare": "temp:linear"}, "linear needs the value after a gap of 'temp'"),
        ({"prepare": "*:resample(4)"}, r"the rows have a time \(1 hour\)"),
        ({"prepare": "*:resample(90min)"}, r"does not join whole steps of 1 hour"),
        ({"prepare": "time:diff"}, "column 'time': not a column of numbers"),
    ],
)
def test_what_a_table_cannot_take(tmp_path, options, expected):
    with pytest.raises(SettingError, match=expected):
        posed(table(tmp_path), **options)


def test_who_takes_no_steps(tmp_path):
    with pytest.raises(SettingError, match="prepare"):
        gather(Source.of("digits", prepare="*:robust"))
    with pytest.raises(SettingError, match="prepare"):
        gather(Source.of("probe:keyword", prepare="*:robust"))
    frame = pd.DataFrame({"load": [-1.0, *range(99)]})
    frame.to_csv(tmp_path / "t.csv", index=False)
    with pytest.raises(DataError, match="-1 has no logarithm, which logreturn"):
        posed(tmp_path / "t.csv", "load:logreturn")
    with pytest.raises(SettingError, match="the steps have no time"):
        posed(tmp_path / "t.csv", "load:resample(1h)")


def test_a_manifest_that_was_changed_is_refused(tmp_path):
    task, _ = posed(table(tmp_path), "load:diff; temp:robust")
    for place, value in (
        (("scaler", "steps"), [["nothing"]] * task.input_size),
        (("scaler", "steps"), [["diff"]]),
        (("facts", "prepare"), {"load": ["lowpass(9)"]}),
        (("facts", "prepare"), {"nobody": ["diff"]}),
    ):
        facts = json.loads(json.dumps(task.facts()))
        facts[place[0]][place[1]] = value
        with pytest.raises(RunError):
            served(facts, Network(network(task)))
