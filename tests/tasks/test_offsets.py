"""Numbers far from zero are centred and scaled in 64 bits by every way in, prepared or not."""

import struct

import numpy as np
import pandas as pd
import pytest

from recurra.data import gather
from recurra.estimators import Forecaster, SequenceClassifier
from recurra.records import Source
from recurra.settings import settings
from recurra.settings.readers import KINDS
from recurra.tasks import pose

PLANS = ["", "*:robust,lowpass(0.2)", "*:average(3),diff,minmax"]
FAR = 1e9
STEPS = 12


def values():
    """[examples, steps, columns] with six digits, which are what an offset of 1e9 leaves."""
    rng = np.random.default_rng(0)
    level = 2 * (np.arange(40) % 2)[:, None, None]
    return (rng.normal(size=(40, STEPS, 2)) + level).round(6)


def table(offset):
    rows = (values() + offset).reshape(-1, 2)
    time = pd.date_range("2024-01-01", periods=len(rows), freq="min")
    return pd.DataFrame({"time": time, "a": rows[:, 0], "b": rows[:, 1]})


def csv(folder, offset, prepare):
    table(offset).to_csv(folder / "t.csv", index=False, float_format="%.6f")
    return Source.of(folder / "t.csv", target=("a",), lookback=10, prepare=prepare)


def comma(folder, offset, prepare):
    table(offset).to_csv(folder / "t.csv", index=False, sep=";", decimal=",", float_format="%.6f")
    return Source.of(folder / "t.csv", target=("a",), lookback=10, prepare=prepare)


def parquet(folder, offset, prepare):
    table(offset).to_parquet(folder / "t.parquet")
    return Source.of(folder / "t.parquet", target=("a",), lookback=10, prepare=prepare)


def json_lines(folder, offset, prepare):
    table(offset).to_json(folder / "t.jsonl", orient="records", lines=True, date_format="iso",
                          double_precision=10)  # fmt: skip
    return Source.of(folder / "t.jsonl", target=("a",), lookback=10, prepare=prepare)


def panel(folder, offset, prepare):
    frame = table(offset).assign(g=np.repeat(["u", "v"], 20 * STEPS))
    frame["time"] = np.tile(frame.time[: 20 * STEPS], 2)
    frame.to_csv(folder / "t.csv", index=False, float_format="%.6f")
    return Source.of(folder / "t.csv", target=("a",), group="g", lookback=10, prepare=prepare)


def labelled_table(folder, offset, prepare):
    frame = table(offset).drop(columns="time")
    frame["unit"], frame["state"] = (
        np.repeat(np.arange(40), STEPS),
        np.repeat(["x", "y"] * 20, STEPS),
    )
    frame.to_csv(folder / "t.csv", index=False, float_format="%.6f")
    return Source.of(folder / "t.csv", label="state", group="unit", prepare=prepare)


def ts(folder, offset, prepare):
    lines = ["@univariate false", "@dimensions 2", "@classLabel true x y", "@data"]
    for k, one in enumerate(values() + offset):
        cells = [",".join(f"{v:.6f}" for v in column) for column in one.T]
        lines.append(":".join([*cells, "xy"[k % 2]]))
    (folder / "t.ts").write_text("\n".join(lines) + "\n")
    return Source.of(folder / "t.ts", prepare=prepare)


def idx(folder, offset, prepare):
    pixels = np.round(1e3 * values()) + offset
    head = bytes([0, 0, 0x0E, 3]) + struct.pack(">3I", 40, STEPS, 2)
    (folder / "train-images-idx3").write_bytes(head + pixels.astype(">f8").tobytes())
    labels = bytes([0, 0, 8, 1]) + struct.pack(">I", 40) + bytes([0, 1] * 20)
    (folder / "train-labels-idx1").write_bytes(labels)
    return Source.of(folder)


def recordings(folder, offset, prepare):
    for k, one in enumerate(values() + offset):
        (folder / "xy"[k % 2]).mkdir(exist_ok=True)
        np.save(folder / "xy"[k % 2] / f"{k}.npy", one)
    return Source.of(folder, prepare=prepare)


def arrays(folder, offset, prepare):
    np.savez(folder / "a.npz", x=values() + offset, y=np.arange(40) % 2)
    return Source.of(folder / "a.npz", prepare=prepare)


OF = {
    "tables": [csv, comma, parquet, json_lines, panel, labelled_table],
    "labelled": [ts],
    "images": [idx],
    "recordings": [recordings],
    "arrays": [arrays],
}
WALKED = [
    (reader, prepare)
    for kind in KINDS
    for reader in OF.get(kind, [])
    for prepare in (PLANS if "prepare" in dict(settings(KINDS[kind])) else PLANS[:1])
]


def scaled(source):
    task = pose(gather(source), source)
    given = task.given("train")
    found = given.scaled if hasattr(given, "scaled") else given.steps
    assert found.dtype == np.float32
    return found.astype(np.float64), task.scaler.spread.min()


def test_every_reader_of_numbers_is_walked():
    assert set(KINDS) - set(OF) == {"treebanks", "probes"}


@pytest.mark.parametrize(("reader", "prepare"), WALKED)
def test_an_offset_loses_nothing(tmp_path, reader, prepare):
    (tmp_path / "near").mkdir()
    (tmp_path / "far").mkdir()
    near, spread = scaled(reader(tmp_path / "near", 0.0, prepare))
    far, _ = scaled(reader(tmp_path / "far", FAR, prepare))
    assert near.std() > 0.1
    np.testing.assert_allclose(far, near, atol=8 * np.spacing(FAR) / min(spread, 1.0) + 1e-5)


@pytest.mark.parametrize("prepare", [*PLANS[1:], "*:logreturn"])
def test_estimators_lose_nothing(prepare):
    x, y = values(), np.array(["u", "v"] * 20)
    answers = []
    options = {"hidden_size": 4, "updates": 6, "random_state": 0, "backend": "reference"}
    for offset in (0.0, FAR):
        if prepare == "*:logreturn":
            x = np.exp(values()) * (1e9 if offset else 1.0)  # of a return it is the unit that goes
            offset = 0.0
        one = SequenceClassifier("gru", prepare=prepare, **options).fit(x + offset, y)
        flat = (x + offset).reshape(-1, 2)
        other = Forecaster("gru", lookback=8, target=[0], prepare=prepare, **options).fit(flat)
        forecast = other.predict()[0, 0]
        forecast = np.log(forecast / flat[-1, 0]) if "logreturn" in prepare else forecast - offset
        answers.append((*one.predict_proba(x + offset).ravel(), forecast))
    np.testing.assert_allclose(answers[1], answers[0], atol=2e-4)
