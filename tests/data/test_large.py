"""Tables that are larger than memory should hold: the same series as of one that is held whole."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from recurra.data import fingerprint, gather, reading, scratch, split_time
from recurra.data.scale import fit_series
from recurra.data.series import Series
from recurra.data.table import Table, read_table
from recurra.data.window import Windows
from recurra.errors import DataError
from recurra.records import Source


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What counts as large, and how many rows are taken at once."""
    monkeypatch.setenv("RECURRA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(scratch, "LARGE", 500)
    monkeypatch.setattr(scratch, "ROWS", 7)
    monkeypatch.setattr("recurra.data.table.BLOCK", 300)


def rows(kind: str) -> list[str]:
    """Three columns of numbers, a text, and a stamp; with what the kind says."""
    rng = np.random.default_rng(0)
    stamps = np.datetime64("2024-01-01T00", "h") + np.arange(200)
    found = []
    for k, stamp in enumerate(stamps):
        a, b, c = (f"{v:.4f}" for v in (np.sin(k / 4) + 1e6, *rng.normal(size=2)))
        if kind == "missing" and k % 5 == 2:
            b = "" if k % 2 else "NA"
        if kind == "late text" and k == 150:
            c = "+1.5"
        word = f'"{"red" if k % 3 else "blue é"}"' if kind == "texts" else "red"
        found.append(f"{str(stamp).replace('T', ' ')}:00,{a},{b},{c},{word}")
    if kind == "gaps":
        del found[40:60]
    if kind == "in disorder":
        found[3], found[90] = found[90], found[3]
    return found


KINDS = ("plain", "missing", "late text", "texts", "gaps", "in disorder")


def written(folder: Path, kind: str) -> Path:
    path = folder / "t.csv"
    path.write_text("\n".join(["time,a,b,c,word", *rows(kind)]) + "\n", encoding="utf-8")
    return path


def series(path: Path, **how: object) -> Series:
    found = gather(Source.of(str(path), target=("a",), **how))
    assert isinstance(found, Series)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_large_table_is_the_series_of_a_small_one(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = written(tmp_path, kind)
    wanted = series(path)
    bounds = split_time(wanted)
    windows = Windows(wanted, bounds, fit_series(wanted, bounds), 4, 2)
    request.getfixturevalue("small")
    found = series(path)
    assert found.columns == wanted.columns and found.facts == wanted.facts
    assert [str(s) for s in (*found.inferred, *found.cleaned)] == [
        str(s) for s in (*wanted.inferred, *wanted.cleaned)
    ]
    (one,), (other,) = found.groups, wanted.groups
    assert np.array_equal(one.values, other.values) and np.array_equal(one.levels, other.levels)
    assert np.array_equal(one.observed, other.observed) and np.array_equal(one.time, other.time)
    assert fingerprint(found) == fingerprint(wanted)
    scaler = fit_series(found, bounds)
    assert scaler.centre == pytest.approx(windows.scaler.centre, rel=1e-12, abs=1e-12)
    assert scaler.spread == pytest.approx(windows.scaler.spread, rel=1e-9)
    again = Windows(found, split_time(found), scaler, 4, 2)
    for part, where in windows.origins.items():
        assert np.array_equal(again.origins[part], where)
        assert np.allclose(again.take(where).x, windows.take(where).x, atol=1e-5)
        assert np.array_equal(again.actual(where), windows.actual(where))


def _base(values: np.ndarray) -> object:
    found: object = values
    while getattr(found, "base", None) is not None:
        found = found.base  # type: ignore[attr-defined]
    return found


def test_a_large_table_lies_in_a_file(tmp_path: Path, small: None) -> None:
    import mmap

    one = series(written(tmp_path, "plain")).groups[0]
    assert isinstance(_base(one.values), (mmap.mmap, memoryview))
    before = one.values.copy()
    scratch.release()
    assert np.array_equal(one.values, before)
    assert not list((tmp_path / "cache" / "data").iterdir())  # without a name


def test_without_room_on_the_disk_it_is_held(
    tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scratch, "reserve", full)
    assert len(series(written(tmp_path, "plain")).groups[0]) == 200


@pytest.mark.parametrize("wrong", ["\r\n", "#", "é", "quote", "ragged"])
def test_what_cannot_be_taken_as_it_lies_is_read_whole(
    wrong: str, tmp_path: Path, small: None
) -> None:
    path = written(tmp_path, "plain")
    lines = path.read_text("utf-8").splitlines()
    lines[100] = {"#": "# a comment", "ragged": lines[100] + ",1"}.get(wrong, lines[100])
    end = "\r\n" if wrong == "\r\n" else "\n"
    text = end.join(lines)
    text = text.replace("red", "r\xe9d") if wrong == "é" else text
    text = text.replace("red", '"red', 1) if wrong == "quote" else text
    path.write_bytes(text.encode("latin-1"))
    if wrong in ("quote", "ragged"):
        with pytest.raises(DataError) as refused:
            read_table(path)
        assert refused.value.line == (101 if wrong == "ragged" else 2)
    else:
        found = series(path)
        assert len(found.groups[0]) == 200  # of a comment's row a gap


def test_what_is_gathered_block_by_block(small: None) -> None:
    numbers, texts = scratch.Gathered(True), scratch.Gathered(True)
    for k in range(5):
        numbers.add(pa.array([1.0, None, k] if k % 2 else [1.0, 2.0], pa.float64()))
        texts.add(pa.array(["", None, "é" * k, "x"]).slice(1))
    assert numbers.array().to_pylist() == [1, 2, 1, None, 1, 1, 2, 1, None, 3, 1, 2]
    assert texts.array().to_pylist() == [t for k in range(5) for t in (None, "é" * k, "x")]
    assert len(texts) == 0 and scratch.Gathered(True).array().to_pylist() == []


def test_too_much_text(tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "TEXT", 1000)
    with pytest.raises(DataError, match="2 GB of text"):
        read_table(written(tmp_path, "texts"))


def test_how_far_it_is(tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SOON", 0.0)
    monkeypatch.setattr(reading, "SURE", 0.0)
    told: list[tuple[float, float, float | None]] = []
    with reading.watched(lambda *now: told.append(now)):
        found: Table = read_table(written(tmp_path, "plain"))
    assert len(found) == 200 and told[-1][0] == 1.0 and len(told) > 5
    shares = [share for share, _, _ in told]
    assert shares == sorted(shares) and 0 < shares[0] < 1  # blocks are fetched ahead
    assert all(left is not None and left >= 0 for _, _, left in told)
