"""What the pictures of `recurra inspect --html` are drawn from, against what can be counted."""

import numpy as np
import pytest

from recurra.data.portrait import (
    NAMED,
    Places,
    bars_of,
    correlations,
    of_columns,
    of_sequences,
    places,
)
from recurra.data.profile import profile
from recurra.records import Source


def hourly(path, gap=(), missing=(), rows=480):
    """A table of a day's wave; rows that are left out, values that are."""
    stamps = np.datetime64("2024-01-01T00", "h") + np.arange(rows)
    lines = ["time,load,sky"]
    for k, stamp in enumerate(stamps):
        if k not in gap:
            value = "" if k in missing else f"{10 + 5 * np.sin(2 * np.pi * k / 24):.4f}"
            lines.append(f"{stamp}:00,{value},{'sun' if k % 3 else 'rain'}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_means_ends_and_gaps_lie_where_they_are(tmp_path):
    data = hourly(tmp_path / "t.csv", gap=range(100, 148), missing=range(300, 310))
    found = profile(Source.of(data, target=("load",)), drawn=True).portrait
    assert found.axis == "time" and [c.name for c in found.columns] == ["load", "sky"]
    along = found.columns[0].along
    assert len(along.at) == 240  # two hours each
    missing = np.array(along.missing)
    assert (missing[50:74] == 1).all() and (missing[150:155] == 1).all()
    assert missing.sum() == 24 + 5
    assert np.isnan(along.mean[60]) and along.low[0] == 10.0
    assert along.at[0] == pytest.approx(np.datetime64("2024-01-01", "s").astype(int) + 3600, abs=60)
    assert found.columns[1].common == (("sun", 288), ("rain", 144))
    assert found.season == 24 and found.correlation[23] > 0.6 > -0.4 > found.correlation[11]


def test_without_an_order_of_time_the_file_has_one(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("date,a\n" + "2024-01-01,1\n2024-01-02,2\n" * 30, encoding="utf-8")
    found = profile(Source.of(str(path)), drawn=True)
    assert str(found.trouble) and found.portrait.axis == "rows"
    assert found.portrait.columns[0].along.at[:2] == pytest.approx((1.5, 2.5), abs=0.1)


def test_groups_are_laid_over_each_other(tmp_path):
    path = tmp_path / "t.csv"
    rows = [f"{g},{k},{k % 7}" for g in range(20) for k in range(30 + g)]
    path.write_text("unit,n,a\n" + "\n".join(rows), encoding="utf-8")
    source = Source.of(str(path), group="unit", target=("a",))
    found = profile(source, drawn=True).portrait
    assert [c.name for c in found.columns] == ["a", "n"]
    assert found.axis == "rows" and found.columns[0].along.at[-1] <= 49
    assert len(found.groups) == NAMED and found.groups[0] == ("19", 49)
    assert sum(found.lengths.counts) == 20


def test_no_portrait_where_none_was_asked_for(tmp_path):
    assert profile(Source.of(hourly(tmp_path / "t.csv"))).portrait is None


@pytest.mark.parametrize("values", [[np.nan], [3.0], [1.0, 1.0], [1e9, 1e9 + 1], [0.1, np.nan]])
def test_odd_columns(values):
    own = np.array(values)
    (found,) = of_columns(Places.of_file(len(own)), {"a": own}, {})
    known = own[~np.isnan(own)]
    assert (found.bars is None) == (not len(known))
    if len(known):
        assert sum(found.bars.counts) + found.bars.below + found.bars.above == len(known)
        assert np.nanmin(found.along.low) == known.min()
        assert np.nanmax(found.along.high) == known.max()


def test_what_lies_far_away_is_counted_beyond_the_axis():
    values = np.concatenate([np.random.default_rng(0).normal(size=2000), [-999.0, 1e6]])
    found = bars_of(values)
    assert (found.below, found.above) == (1, 1) and found.edges[-1] < 20
    assert sum(found.counts) == 2000


def test_correlations_are_those_of_the_definition():
    own = np.random.default_rng(0).normal(size=300).cumsum()
    time = np.arange(300) - 149.5
    rest = own - own.mean()
    rest = rest - time * (time @ rest) / (time @ time)
    wanted = [rest[:-k] @ rest[k:] / (rest @ rest) for k in range(1, 61)]
    assert correlations(own, 0) == pytest.approx(wanted, abs=1e-8)
    assert correlations(np.ones(300), 0) == ()


def test_sequences_have_a_mean_for_each_of_a_few_classes():
    x = [np.full((4 + k % 2, 1), float(k % 2)) for k in range(20)]
    lengths = np.array([len(one) for one in x])
    found = of_sequences(x, ("c",), lengths, np.arange(20) % 2, ("a", "b"))
    along = found.columns[0].along
    assert along.at == (1.0, 2.0, 3.0, 4.0, 5.0)
    assert dict(along.classes)["a"][:4] == (0.0,) * 4 and dict(along.classes)["b"] == (1.0,) * 5
    assert found.lengths.counts == (10, 10)


def test_stamps_keep_their_fractions():
    time = np.array([0, 500], "datetime64[ms]")
    assert places([np.arange(2)], [time]).at.tolist() == [0.0, 0.5]
