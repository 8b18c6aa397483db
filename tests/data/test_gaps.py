"""Channels for missing values: whether a value was seen, and how long ago the last one was."""

import numpy as np
import pytest

from recurra.data import gaps, gather
from recurra.data.new_data import gather_new_sequences, gather_new_series, gather_whole_series
from recurra.errors import SettingError
from recurra.records import Source
from recurra.tasks import pose


def recursion(mask, times):
    """As Che et al. 2018 write it."""
    found = np.zeros(mask.shape)
    for t in range(1, len(mask)):
        for d in range(mask.shape[1]):
            found[t, d] = times[t] - times[t - 1] + (0 if mask[t - 1, d] else found[t - 1, d])
    return found


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 1.0])
@pytest.mark.parametrize("even", [True, False])
def test_gaps_follow_the_recursion(share, even):
    rng = np.random.default_rng(0)
    values = rng.normal(size=(40, 3))
    values[rng.random(values.shape) < share] = np.nan
    times = np.arange(40.0) if even else np.cumsum(rng.exponential(size=40))
    found = gaps.since(values, None if even else times)
    assert np.allclose(found, recursion(~np.isnan(values), times))
    assert np.array_equal(gaps.seen(values), ~np.isnan(values))


def table(folder, rows=60, share=0.3, seed=0, name="t.csv"):
    rng = np.random.default_rng(seed)
    lines = ["day,a,b,y"]
    for k in range(rows):
        a, b = (("" if rng.random() < share else f"{v:.3f}") for v in rng.normal(size=2))
        lines.append(f"{np.datetime64('2024-01-01') + k},{a},{b},{np.sin(k / 3):.4f}")
    path = folder / name
    path.write_text("\n".join(lines) + "\n")
    return Source.of(str(path), target=("y",), lookback=5)


def of(source, missing):
    return source.with_settings(missing=missing)


def test_a_table_has_the_channels_that_are_asked_for(tmp_path):
    source = table(tmp_path)
    names = {m: gather(of(source, m)).columns for m in gaps.WISHES}
    measured = ("a", "b", "y")
    ends = {
        m: tuple(c for c in n if c not in measured and "week" not in c) for m, n in names.items()
    }
    assert ends["auto"] == ("a missing", "b missing") and ends["none"] == ()
    assert ends["mask"] == ("a seen", "b seen", "y seen")
    assert ends["gap"] == ("a gap", "b gap", "y gap")
    assert ends["mask+gap"] == ends["mask"] + ends["gap"]


def test_the_channels_of_a_table_are_those_of_its_values(tmp_path):
    source = of(table(tmp_path), "mask+gap")
    series = gather(source)
    text = np.genfromtxt(source.data, delimiter=",", skip_header=1, usecols=(1, 2, 3))
    values = series.groups[0].values
    seen = values[:, series.where(("a seen", "b seen", "y seen"))]
    since = values[:, series.where(("a gap", "b gap", "y gap"))]
    assert np.array_equal(seen, ~np.isnan(text))
    assert np.array_equal(since, recursion(~np.isnan(text), np.arange(len(text))))
    assert any("time since a, b, y last had a value" in str(s) for s in series.cleaned)


def test_a_network_gets_masks_as_they_are_and_gaps_without_a_centre(tmp_path):
    source = of(table(tmp_path), "mask+gap")
    series = gather(source)
    task = pose(series, source)
    scaled, raw = task.windows.scaled, series.groups[0].values
    seen, since = series.where(("a seen",)), series.where(("a gap", "y gap"))
    assert np.array_equal(scaled[:, seen], raw[:, seen])
    assert np.allclose(scaled[0, since], 0)
    assert np.allclose(scaled[:, since] / scaled[1, since], raw[:, since] / raw[1, since])
    assert scaled[:, since].max() < 10  # also of a column that is always seen


@pytest.mark.parametrize("transform", ["none", "diff"])
def test_new_rows_get_the_same_channels(tmp_path, transform):
    source = of(table(tmp_path), "mask+gap").with_settings(transform=transform)
    series = gather(source)
    whole, _ = gather_whole_series(source, series.facts, 5, 1)
    assert np.allclose(whole[0].values, series.groups[0].values)
    (ahead,), _ = gather_new_series(source, series.facts, 5, 1)
    assert np.allclose(ahead.x, series.groups[0].values[-5:])


TS = """@problemName gaps
@timeStamps false
@missing true
@univariate false
@dimensions 2
@equalLength true
@seriesLength 4
@classLabel true a b
@data
1,?,3,4:5,6,?,?:a
?,2,3,?:1,1,1,1:b
1,?,?,4:5,6,7,8:a
4,2,3,1:1,?,1,1:b
"""


def test_sequences_have_them_too(tmp_path):
    path = tmp_path / "g.ts"
    path.write_text(TS)
    data = gather(Source.of(str(path), missing="mask+gap"))
    assert data.channels == (
        "dim1", "dim2", "dim1 seen", "dim2 seen", "dim1 gap", "dim2 gap",
    )  # fmt: skip
    assert data.x[0][:, 2].tolist() == [1, 0, 1, 1] and data.x[0][:, 3].tolist() == [1, 1, 0, 0]
    assert data.x[0][:, 4].tolist() == [0, 1, 2, 1] and data.x[0][:, 5].tolist() == [0, 1, 1, 2]
    again = gather_new_sequences(Source(str(path)), data.channels, data.classes)
    assert all(np.array_equal(a, b) for a, b in zip(again.x, data.x, strict=True))
    assert gather(Source.of(str(path), missing="none")).channels == ("dim1", "dim2")


@pytest.mark.parametrize("data", ["digits", "probe:keyword"])
def test_data_that_never_have_gaps_refuse_the_option(data):
    with pytest.raises(SettingError, match="--missing does not fit"):
        gather(Source.of(data, missing="mask"))


def test_a_wish_that_there_is_not_is_an_error_with_those_that_there_are():
    with pytest.raises(SettingError, match="did you mean 'mask'"):
        gather(Source.of("digits", missing="msk"))


def test_uneven_steps_count_as_time(tmp_path):
    """Of a file whose steps have times: the time since the value, in the file's units."""
    text = TS.replace("@timeStamps false", "@timeStamps true").replace(
        "@dimensions 2", "@dimensions 1"
    )
    text = (
        text[: text.index("@data")]
        + "@data\n(0,1),(2,?),(3,?),(7,4):a\n(0,?),(1,2),(2,3),(5,1):b\n"
    )
    path = tmp_path / "u.ts"
    path.write_text(text.replace("@univariate false", "@univariate true"))
    data = gather(Source.of(str(path), missing="gap"))
    where = data.channels.index("dim1 gap")
    assert data.x[0][:, where].tolist() == [0, 2, 3, 7]
    assert data.x[1][:, where].tolist() == [0, 1, 1, 3]
    again = gather_new_sequences(Source(str(path)), data.channels, data.classes)
    assert all(np.array_equal(a, b) for a, b in zip(again.x, data.x, strict=True))
