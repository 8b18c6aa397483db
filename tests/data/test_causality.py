"""Nothing of a later row reaches an earlier one: change the future, the past stays bit for bit."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from recurra.data import Series, Windows, fit_series, split_time

Read = Callable[..., Series]


@pytest.fixture
def messy(hours: pd.DataFrame) -> pd.DataFrame:
    """Gaps, missing values, text, a column known ahead, two groups."""
    rng = np.random.default_rng(2)
    frame = hours.assign(
        sky=rng.choice(["sun", "rain", "snow"], 400), ahead=rng.normal(size=400).round(3)
    )
    for column, share in (("y", 0.02), ("x", 0.2), ("sky", 0.1), ("ahead", 0.1)):
        frame.loc[rng.random(400) < share, column] = np.nan
    frame = frame.drop(index=[60, 61, 200, 350])
    other = frame.assign(shop="b", y=frame.y * 7)[30:]
    return pd.concat([frame.assign(shop="a"), other], ignore_index=True)


def changed_from(frame: pd.DataFrame, moment: str, seed: int) -> pd.DataFrame:
    """Other values, other categories and other gaps in all rows from `moment` on."""
    rng = np.random.default_rng(seed)
    late = frame.time >= moment
    new = frame.copy()
    for column in ("y", "x", "ahead"):
        new.loc[late, column] = rng.uniform(1, 90, late.sum()).round(2)
        new.loc[late & (rng.random(len(frame)) < 0.3), column] = np.nan
    new.loc[late, "sky"] = rng.choice(["hail", "fog", "sun"], late.sum())
    return new


OPTIONS = {"known": ("ahead",), "group": "shop"}


@pytest.mark.parametrize("transform", ["none", "diff", "logreturn"])
@pytest.mark.parametrize("part", ["validation", "test"])
def test_a_later_part_changes_nothing_before_it(
    read: Read, messy: pd.DataFrame, transform: str, part: str
) -> None:
    one = read(messy, transform=transform, **OPTIONS)
    bounds = split_time(one)
    moment = bounds.moments[part == "test"][:16]
    two = read(changed_from(messy, moment, seed=3), transform=transform, **OPTIONS)
    assert split_time(two).rows == bounds.rows
    assert one.facts == two.facts and one.season == two.season and one.columns == two.columns
    a, b = (Windows(s, bounds, fit_series(s, bounds), 24, 6) for s in (one, two))
    np.testing.assert_array_equal(a.scaler.centre, b.scaler.centre)
    np.testing.assert_array_equal(a.scaler.spread, b.scaler.spread)
    for earlier in ("train", "validation")[: 1 + (part == "test")]:
        np.testing.assert_array_equal(a.origins[earlier], b.origins[earlier])
        cuts = [w.take(w.origins[earlier]) for w in (a, b)]
        assert len(cuts[0].x) > 50
        for mine, other in zip(*cuts, strict=True):
            np.testing.assert_array_equal(mine, other)
    tests = [w.take(w.origins["test"][:20]).y for w in (a, b)]
    assert any((p != q).any() for p, q in zip(*tests, strict=True))  # the change was real


def test_a_row_depends_on_no_later_row_but_for_what_is_known(
    read: Read, messy: pd.DataFrame
) -> None:
    one = read(messy, **OPTIONS)
    measured = [k for k, c in enumerate(one.columns) if c not in one.known]
    for moment in ("2020-01-14 05:00", "2020-01-16 20:00"):
        two = read(changed_from(messy, moment, seed=4), **OPTIONS)
        for g, h in zip(one.groups, two.groups, strict=True):
            assert g.time is not None
            before = g.time < np.datetime64(moment)
            np.testing.assert_array_equal(
                g.values[np.ix_(before, measured)], h.values[np.ix_(before, measured)]
            )
