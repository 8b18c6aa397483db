"""A table as examples: what each is, its answer, its part, and what cannot be asked."""

import numpy as np
import pandas as pd
import pytest
from tests.data.engines import engines
from tests.data.recordings import recordings

from recurra.data import audit_sequences, fit_sequences, gather, split_classes, split_values
from recurra.data.profile import profile
from recurra.data.sequences import Cuts
from recurra.errors import DataError, SettingError
from recurra.records import Source
from recurra.tasks import pose


def read(path, task="auto", seed=0, **asked):
    return gather(Source.of(path, task, seed, **asked))


def said(data):
    return " ".join(map(str, (*data.inferred, *data.cleaned, *data.split)))


@pytest.fixture
def table(tmp_path):
    """Writes a table of records and gives its path."""

    def write(frame, name="t.csv"):
        frame.to_csv(tmp_path / name, index=False)
        return tmp_path / name

    return write


def small(groups=8, rows=6, label="ab"):
    """Groups with a class each, numbers that go on, and a category."""
    rng = np.random.default_rng(0)
    g = np.repeat(np.arange(groups), rows)
    return pd.DataFrame(
        {
            "g": [f"g{k}" for k in g],
            "x": np.arange(groups * rows) + rng.normal(size=groups * rows),
            "mode": rng.choice(["on", "off", "idle"], groups * rows),
            "label": [label[k % len(label)] for k in g],
        }
    )


def test_each_group_is_an_example(table):
    frame = small()
    data = read(table(frame), label="label", group="g")
    assert len(data) == 8 and data.classes == ("a", "b") and data.y.tolist() == [0, 1] * 4
    assert data.channels == ("x", *(c for c in data.channels if c.startswith("mode=")))
    assert "label" not in " ".join(data.channels)
    np.testing.assert_array_equal(data.x[3][:, 0], frame["x"][18:24])
    assert read(table(frame), label="label", group="g", window=4, each="group").x[3].shape[0] == 4
    assert "'label', the one that all its rows have" in said(data)
    task = read(table(frame), task="classification", target="label", group="g")
    assert task.y.tolist() == data.y.tolist()  # asked for in the other way


def test_every_step_is_an_example_with_its_own_past(tmp_path):
    path = engines(tmp_path, 6)
    frame = pd.read_csv(path)
    data = read(path, "regression", target="rul", group="engine", window=7)
    assert len(data) == len(frame) and data.targets == ("rul",)
    assert data.channels == ("cycle", "s1", "s2", "s3")
    np.testing.assert_array_equal(data.y[:, 0], frame["rul"])
    for k in (0, 3, 6, 40, len(frame) - 1):
        own = frame[frame["engine"] == frame["engine"][k]]
        past = own[(own["cycle"] > frame["cycle"][k] - 7) & (own["cycle"] <= frame["cycle"][k])]
        np.testing.assert_allclose(data.x[k], past[["cycle", "s1", "s2", "s3"]], atol=0)
    every = read(path, "regression", target="rul", group="engine", window=7, stride=5)
    assert every.y[:3, 0].tolist() == frame["rul"][[0, 5, 10]].tolist()


def test_windows_of_recordings(tmp_path):
    path = recordings(tmp_path, 6, 120)
    frame = pd.read_csv(path)
    data = read(path, label="activity", group="person", window=20)
    assert len(data) == 6 * 11 and isinstance(data.x, Cuts) and "half" not in said(data)
    assert data.channels == ("ax", "ay", "az")  # t counts the rows
    for k in (0, 5, 13):
        first = 120 * (k // 11) + 10 * (k % 11)
        own = frame[first : first + 20]
        np.testing.assert_array_equal(data.x[k], own[["ax", "ay", "az"]])
        counts = own["activity"].value_counts()
        assert counts[data.classes[data.y[k]]] == counts.max()
    assert data.x.values.shape == (720, 3)  # held once
    by = {way: read(path, label="activity", group="person", window=20, label_by=way)
          for way in ("last", "any")}  # fmt: skip
    last = frame["activity"][
        np.repeat(np.arange(6) * 120, 11) + np.tile(np.arange(11) * 10, 6) + 19
    ]
    assert [by["last"].classes[y] for y in by["last"].y] == last.tolist()


def test_the_rarest_label_of_a_window_is_that_of_an_alarm(table):
    frame = small(9, 30, "n")
    frame["label"] = "normal"
    frame.loc[[7, 40, 95, 130, 200, 250], "label"] = "alarm"
    data = read(table(frame), label="label", group="g", window=10, stride=10, label_by="any")
    found = [k for k, y in enumerate(data.y) if data.classes[y] == "alarm"]
    assert found == [0, 4, 9, 13, 20, 25]


def test_the_same_seed_gives_the_same_parts_whoever_splits(tmp_path):
    path = recordings(tmp_path, 8, 60)
    tests = set()
    for seed in range(4):
        data = read(path, seed=seed, label="activity", group="person", window=20)
        parts = split_classes(data, seed)
        own = [set(data.groups[parts[p]]) for p in ("train", "validation", "test")]
        assert sum(map(len, own)) == 8 and not (own[0] & own[1] or own[0] & own[2])
        assert split_classes(data, 99).test.tolist() == parts.test.tolist()  # reading has decided
        assert f"seed {seed}" in str(parts.sentences[0])
        assert audit_sequences(data, parts, fit_sequences(data, parts.train)) == ()
        tests.add(frozenset(own[2]))
    assert len(tests) > 1


def test_facts_come_from_the_groups_of_the_training_part(table):
    """Whatever stands in other groups: categories, fills and the scaler do not change."""
    frame = small(10, 12)
    frame.loc[frame.index % 7 == 0, "x"] = np.nan
    data = read(table(frame), label="label", group="g")
    parts = split_classes(data, 0)
    held = {data.groups[k] for k in (*parts.validation, *parts.test)}
    other = frame.copy()
    rows = other["g"].isin(held)
    other.loc[rows, "x"] = other.loc[rows, "x"] * 50 + 1e6
    other.loc[rows, "mode"] = "never seen"
    changed = read(table(other), label="label", group="g")
    assert changed.table == data.table
    train = [fit_sequences(d, parts.train) for d in (data, changed)]
    assert np.array_equal(train[0].centre, train[1].centre)
    for k in parts.train:
        assert np.array_equal(changed.x[k], data.x[k])


def test_split_by_another_column(table):
    """Recordings are examples, split by person."""
    frame = small(24, 5)
    frame["person"] = [f"p{int(g[1:]) // 3}" for g in frame["g"]]
    data = read(table(frame), label="label", group="g", split_by="person")
    assert data.grouped_by == "person" and len(set(data.groups)) == 8
    assert "person" not in " ".join(data.channels)
    keys = np.unique(frame["g"])
    owner = dict(zip(frame["g"], frame["person"], strict=True))
    assert data.groups.tolist() == [owner[g] for g in keys]
    frame.loc[2, "person"] = "p7"
    with pytest.raises(DataError, match=r"two values of 'person' .*would be in two parts"):
        read(table(frame), label="label", group="g", split_by="person")


def test_windows_of_one_recording_in_two_parts_are_a_leak(tmp_path):
    """Split by pieces of a recording: no window lies in two, and the audit says what it is."""
    path = recordings(tmp_path, 4, 120, piece=20)
    asked = {"label": "activity", "group": "person", "window": 10}
    data = read(path, split_by="piece", **asked)
    assert "piece" not in data.channels and len(data) == 4 * 6 * 3
    parts = split_classes(data, 0)
    found = audit_sequences(data, parts, fit_sequences(data, parts.train))
    assert any(f.serious and "recordings" in str(f.what) for f in found)
    task = pose(data, Source.of(path, split_by="piece", **asked))
    assert task.summary.leaks


def test_what_tells_the_answer_is_no_input(table):
    frame = small(9, 8)
    frame["serial"] = [1000 + 7 * int(g[1:]) for g in frame["g"]]
    frame["piece"] = [f"{g}/{k % 2}" for k, g in enumerate(frame["g"])]
    frame["code"] = (frame["label"] == "b").astype(int)
    data = read(table(frame), label="label", group="g")
    assert not any(c.startswith(("serial", "code", "piece")) for c in data.channels)
    assert "'serial' has other values in each group" in said(data)
    assert "'code' says the same as 'label'" in said(data)
    found = profile(Source.of(table(frame), label="label", group="g"))
    assert {(s.kind, s.column) for s in found.suspicions} >= {
        ("name", "serial"),
        ("answer", "code"),
    }


def test_a_copy_of_a_number_is_no_input_and_what_goes_with_it_is_said(tmp_path):
    frame = pd.read_csv(engines(tmp_path, 6))
    frame["hours_left"] = 24 * frame["rul"] + 3
    rng = np.random.default_rng(0)
    frame["close"] = frame["rul"] + rng.normal(0, 0.3, len(frame))
    path = tmp_path / "e.csv"
    frame.to_csv(path, index=False)
    data = read(path, "regression", target="rul", group="engine")
    assert "hours_left" not in data.channels and "close" in data.channels
    assert "'hours_left' says the same as 'rul'" in said(data)
    assert "'close' goes with 'rul' almost exactly" in said(data)


def test_missing_values_answers_and_groups(table):
    frame = small(9, 6)
    frame["label"] = frame["label"].astype(object)
    frame.loc[frame["g"] == "g8", "label"] = None
    frame.loc[1, "label"] = None  # the others of the group tell
    frame.loc[frame.index % 3 == 0, "x"] = np.nan
    data = read(table(frame), label="label", group="g")
    assert len(data) == 8 and "1 group without an answer left out: 'g8'" in said(data)
    assert all(np.isfinite(one).all() for one in data.x) and "x missing" in data.channels
    whole = read(table(frame), label="label", group="g", missing="mask+gap")
    assert {"x seen", "x gap"} <= set(whole.channels)
    steps = read(table(frame), label="label", group="g", each="step")
    assert len(steps) == 8 * 6 - 1 and "1 example without a value of 'label'" in said(steps)


def test_recordings_shorter_than_a_window(table):
    frame = small(9, 6)
    data = read(table(frame), label="label", group="g", window=5)
    assert len(data) == 9
    long = read(table(frame), label="label", group="g", window=50)
    assert long.lengths().tolist() == [6] * 9 and "9 recordings are shorter" in said(long)


WRONG = [
    ({"label": "label", "group": "g", "horizon": 3}, "--horizon is for forecasts"),
    ({"label": "label", "group": "g", "lookback": 3}, "--window says how many"),
    ({"label": "label", "group": "g", "known": ("x",)}, "--known is for forecasts"),
    ({"label": "label", "group": "g", "transform": "diff"}, "--transform is for forecasts"),
    ({"label": "label", "target": ("x",)}, "give one of them"),
    ({"label": "label", "group": "label"}, "cannot be --group too"),
    ({"label": "label", "group": "g", "each": "window"}, "needs --window"),
    ({"label": "label", "group": "g", "each": "group", "stride": 2}, "--stride is for windows"),
    ({"target": ("x",), "window": 5}, "--window is for classes and values"),
    ({"label": "label", "group": "g", "task": "regression"}, "--target label instead"),
    ({"task": "regression", "group": "g"}, "needs --target COL"),
    ({"task": "classification"}, "needs --label COL"),
    ({"task": "nodes"}, "what works: forecasting, and"),
    ({"target": ("x",), "task": "regression", "group": "g", "label_by": "any"}, "is for classes"),
    ({"target": ("x", "y"), "task": "classification", "group": "g"}, "one class"),
    ({"label": "label", "group": "g", "each": "rows"}, "unknown each"),
]


@pytest.mark.parametrize("asked, sentence", WRONG)
def test_what_does_not_fit_together_is_one_sentence(table, asked, sentence):
    asked = dict(asked)
    with pytest.raises(SettingError, match=sentence.replace("(", r"\(")):
        read(table(small()), asked.pop("task", "auto"), **asked)


@pytest.mark.parametrize(
    "change, asked, sentence",
    [
        (lambda f: f, {"label": "x", "group": "g"}, "different numbers are no classes"),
        (lambda f: f, {"label": "label"}, r"not which rows belong together.*'g'"),
        (lambda f: f, {"label": "label", "group": "h"}, "no column 'h'"),
        (lambda f: f.assign(label="a"), {"label": "label", "group": "g"}, "at least two classes"),
        (lambda f: f.assign(g="one"), {"label": "label", "group": "g", "window": 3},
         r"there is 1 \('one'\)"),
        (lambda f: f.assign(label=["a", "b"] * 24), {"label": "label", "group": "g"},
         "group 'g0' of 'g' has several labels .*7 others"),
        (lambda f: f[["g", "label"]], {"label": "label", "group": "g"}, "no column is left"),
        (lambda f: f.assign(label=["b"] * 6 + ["a"] * 42), {"label": "label", "group": "g"},
         "too few examples"),
    ],
)  # fmt: skip
def test_what_the_rows_do_not_allow_is_one_sentence(table, change, asked, sentence):
    with pytest.raises(DataError, match=sentence):
        read(table(change(small())), **asked)


def test_two_labels_in_a_group_as_asked(table):
    frame = small(9, 6)
    frame.loc[[0, 1], "label"] = "b"  # of g0, which is a
    with pytest.raises(DataError, match="--label-by majority"):
        read(table(frame), label="label", group="g")
    for by, label in (("majority", "a"), ("last", "a"), ("any", "b")):
        data = read(table(frame), label="label", group="g", label_by=by)
        assert data.classes[data.y[0]] == label


def test_numbers_as_classes_and_a_number_for_each_group(table):
    frame = small(9, 6)
    frame["label"] = [int(g[1:]) % 2 * 10 for g in frame["g"]]
    assert read(table(frame), label="label", group="g").classes == ("0", "10")
    frame["label"] = frame["label"].astype(float)
    assert read(table(frame), label="label", group="g").classes == ("0", "10")
    frame["age"] = [int(g[1:]) ** 2 for g in frame["g"]]
    frame = frame.drop(columns="label")
    data = read(table(frame), "regression", target="age", group="g")
    assert data.y[:, 0].tolist() == [k**2 for k in range(9)]
    end = read(table(frame), "regression", target="x", group="g", each="group")
    assert end.y[:, 0].tolist() == frame["x"][5::6].tolist()


def test_forecasts_stay_what_they_were_and_say_what_falls(tmp_path):
    path = engines(tmp_path)
    series = read(path, target="rul", group="engine")
    assert "--target rul --task regression --group COL" in " ".join(map(str, series.inferred))
    found = profile(Source.of(path, target="rul", group="engine"))
    assert found.holds == "series" and "falls" in {s.kind for s in found.suspicions}
    asked = profile(Source.of(path, "regression", target="rul", group="engine"))
    assert asked.holds == "values" and "falls" not in {s.kind for s in asked.suspicions}
    assert {c.name: c.role for c in asked.columns}["rul"] == "target"


def test_limit_and_parquet(tmp_path):
    path = recordings(tmp_path, 6, 60)
    asked = {"label": "activity", "group": "person", "window": 10}
    whole, few = read(path, **asked), read(path, limit=30, **asked)
    assert len(few) == 30 and "30" in said(few)
    pd.read_csv(path).to_parquet(tmp_path / "p.parquet")
    other = read(tmp_path / "p.parquet", **asked)
    assert other.y.tolist() == whole.y.tolist() and np.array_equal(other.x.values, whole.x.values)
    parts = split_values(read(engines(tmp_path), "regression", target="rul", group="engine"), 0)
    assert len(parts.train)
