"""What `recurra inspect` understands: facts of tables, sequences and trees, and what looks odd."""

import numpy as np
import pytest
from tests.data.engines import engines

from recurra.data import gather
from recurra.data.profile import profile
from recurra.data.suspicions import sentinels, suspicions
from recurra.errors import DataError, SettingError
from recurra.records import Source
from recurra.tasks import pose


def of(path, **settings):
    return profile(Source.of(path, **settings))


def kinds(found):
    return {(one.kind, one.column) for one in found.suspicions}


@pytest.fixture
def hours(tmp_path):
    """Two weeks of hours with three missing rows and one missing value."""
    rng = np.random.default_rng(0)
    times = np.datetime64("2020-01-01T00") + np.arange(336).astype("timedelta64[h]")
    rows = [
        f"{t};{v:.3f};{k % 5}" for k, (t, v) in enumerate(zip(times, rng.random(336), strict=True))
    ]
    rows[7] = f"{times[7]};;2"
    path = tmp_path / "hours.csv"
    path.write_text("time;load;größe\n" + "\n".join(rows[:100] + rows[103:]) + "\n", "cp1252")
    return path


def test_a_table_over_time(hours):
    found = of(hours, target="load", horizon=3, lookback=10)
    assert (found.holds, found.format, found.separator) == ("series", "csv", ";")
    assert found.encoding == "Windows-1252 (Latin-1)" and found.count == 333
    assert found.time == ("time",) and found.gaps == 3 and str(found.step) == "1 hour"
    columns = {one.name: one for one in found.columns}
    assert (columns["load"].role, columns["load"].missing) == ("target", 1)
    assert (columns["größe"].kind, columns["größe"].least, columns["größe"].most) == ("whole", 0, 4)
    assert columns["time"].kind == "time" and columns["time"].distinct == 333
    assert found.targets == ("load",) and not found.candidates and not found.trouble


@pytest.mark.parametrize("settings", [{}, {"lookback": 5, "horizon": 4}, {"transform": "diff"}])
def test_windows_are_those_of_the_task(tmp_path, settings):
    path = tmp_path / "t.csv"
    wave = np.sin(np.arange(300) * 2 * np.pi / 24) + np.random.default_rng(0).random(300) / 9
    times = np.datetime64("2020-01-01T00") + np.arange(300).astype("timedelta64[h]")
    rows = [f"{t},{v}" for t, v in zip(times, wave, strict=True)]
    path.write_text("time,y\n" + "\n".join(rows) + "\n")
    source = Source.of(path, target="y", **settings)
    found, task = profile(source), pose(gather(source), source)
    assert found.lookback == task.lookback
    assert found.parts == tuple(task.summary.counts.values())


def test_the_target_is_still_to_be_said(hours):
    found = of(hours)
    assert found.candidates == ("load", "größe") and found.targets == ()
    assert all(one.role != "target" for one in found.columns)


def test_trouble_is_a_fact_and_what_is_no_table_an_error(tmp_path):
    path = tmp_path / "words.csv"
    path.write_text("a,b\n" + "x,y\n" * 20)
    found = of(path)
    assert found.trouble and found.parts == (0, 0, 0) and len(found.columns) == 2
    path.write_text("a,b\n1,2\n3\n")
    with pytest.raises(DataError, match="line 3"):
        of(path)
    with pytest.raises(SettingError):
        of("digits", target="a")


def test_engines(tmp_path):
    path = engines(tmp_path)
    found = of(path)
    assert kinds(found) >= {
        ("group", "engine"), ("counter", "cycle"), ("falls", "rul"), ("sentinel", "s2"),
    }  # fmt: skip
    assert not kinds(found) & {("sentinel", "s1"), ("identifier", "s3"), ("counter", "rul")}
    grouped = of(path, group="engine", target="rul")
    assert grouped.groups == 12 and ("falls", "rul") in kinds(grouped)
    assert ("group", "engine") not in kinds(grouped)


@pytest.mark.parametrize("rows", [1, 2])
def test_a_target_that_is_another_column_shifted(rows):
    y = np.random.default_rng(0).random(200)
    later, before = np.roll(y, -rows), np.roll(y, rows)
    for name, other in (("later", later), ("before", before)):
        found = suspicions({"y": y, name: other}, ["y"])
        assert [(s.kind, s.column) for s in found] == [("shifted", name)]
        assert found[0].said.facts["ahead"] == (name == "later")
        assert found[0].said.facts["rows"] == rows
    assert not suspicions({"y": y, "own": np.random.default_rng(1).random(200)}, ["y"])


def test_identifiers_by_name():
    rng = np.random.default_rng(0)
    whole = rng.integers(1000, 9999, 100).astype(float)
    for name in ("id", "zip", "customer_id", "storeId", "顧客番号"):
        assert [s.kind for s in suspicions({name: whole}, [])] == ["identifier"], name
    for name in ("visitors", "period", "user count", "humidity"):
        assert not suspicions({name: whole}, []), name


def test_sentinels_are_far_from_the_rest():
    values = np.random.default_rng(0).normal(20, 2, 200)
    assert not sentinels("t", values)
    values[[3, 9]] = -999
    assert [s.said.facts["count"] for s in sentinels("t", values)] == [2]
    assert not sentinels("t", np.arange(-1200.0, 1200.0))  # -999 among others


def test_sequences_and_trees(tmp_path):
    words = "(2 (1 not) (3 good))\n(3 (1 a) (3 (2 b) (1 c)))\n" * 20
    for part in ("train", "dev", "test"):
        (tmp_path / f"{part}.txt").write_text(words)
    found = of(tmp_path)
    assert (found.holds, found.count, found.parts) == ("trees", 120, (40, 40, 40))
    assert found.lengths == (3, 4, 5) and found.class_counts == (0, 60, 60)
    found = of("probe:adding", length="20", examples=200)
    assert found.holds == "values" and sum(found.parts) == 200
    assert [one.name for one in found.columns if one.role == "target"] == list(found.targets)


def test_a_long_text_is_cut(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text(
        "y,note\n" + "".join(f"{k % 7},{'x' * 100_000 * (k == 0)}z\n" for k in range(40))
    )
    assert max(len(v) for one in of(path).columns for v in one.values) == 80


def test_texts_that_name_engines_are_proposed_as_groups(tmp_path):
    """Where a count begins anew the name changes; a category that changes elsewhere is none."""
    lines = ["engine,cycle,state,rul"]
    for engine, life in (("a", 30), ("b", 41), ("c", 35)):
        lines += [f"{engine},{k + 1},{'hot' if k % 3 else 'cold'},{life - k}" for k in range(life)]
    path = tmp_path / "engines.csv"
    path.write_text("\n".join(lines))
    found = profile(Source(str(path)))
    assert [s.column for s in found.suspicions if s.kind == "group"] == ["engine"]
