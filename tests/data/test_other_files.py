"""A model of one file, and new data in another: converted with a sentence, or refused with one."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recurra.data import Facts, Series, gather
from recurra.data.new_data import Ahead, gather_new_series
from recurra.errors import DataError
from recurra.records import Source

FORMS = ("csv", "parquet", "xlsx", "jsonl")
Change = Callable[[pd.DataFrame], pd.DataFrame]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    one = pd.DataFrame({"day": pd.date_range("2022-01-01", periods=60)})
    one["y"] = (100 + 10 * rng.normal(size=60)).round(2)
    one["x"] = rng.normal(size=60).round(3)
    one["sky"] = rng.choice(["sun", "rain", "snow"], 60)
    two = [one.assign(shop=shop, y=one.y + int(shop)) for shop in ("1", "2")]
    return pd.concat(two, ignore_index=True)


def written(frame: pd.DataFrame, path: Path) -> Source:
    form = path.suffix[1:]
    if form == "csv":
        frame.to_csv(path, index=False)
    elif form == "parquet":
        frame.to_parquet(path)
    elif form == "xlsx":
        frame.to_excel(path, index=False)
    else:
        frame.assign(day=frame.day.astype(str)).to_json(path, orient="records", lines=True)
    return Source(str(path))


def trained(frame: pd.DataFrame, path: Path) -> tuple[Facts, tuple[str, ...]]:
    source = written(frame, path)
    found = gather(Source.of(source.data, target=("y",), group="shop"))
    assert isinstance(found, Series)
    facts = Facts.from_dict(json.loads(json.dumps(found.facts.to_dict())))
    return facts, tuple(g.key for g in found.groups)


def ahead(
    frame: pd.DataFrame, path: Path, facts: Facts, known: tuple[str, ...]
) -> tuple[list[Ahead], str]:
    found, said = gather_new_series(written(frame, path), facts, 7, 2, known)
    return found, " ".join(map(str, said))


# what is changed -> how, what is said, and whether the model is given the same
CHANGES: dict[str, tuple[Change, str, bool]] = {
    "nothing": (lambda f: f, "", True),
    "order of columns": (lambda f: f[f.columns[::-1]], "", True),
    "a column more": (lambda f: f.assign(more=1.5), "does not use 1 column of these data", True),
    "blanks in names": (lambda f: f.rename(columns={"x": " x "}), "", True),
    "american dates": (
        lambda f: f.assign(day=f.day.dt.strftime("%m/%d/%Y")), "read as month/day/year", True,
    ),
    "dates in words": (lambda f: f.assign(day=f.day.dt.strftime("%d %b %Y")), "", True),
    "order of rows": (lambda f: f.sample(frac=1, random_state=0), "in order of time", True),
    "groups as numbers": (lambda f: f.assign(shop=f.shop.astype(int)), "", True),
    "a new group": (lambda f: f.assign(shop=f.shop.replace("2", "9")), "own past: 9", True),
    "a new category": (
        lambda f: f.assign(sky=["hail", *f.sky[1:]]), "that the training had not: 'hail'", True,
    ),
    "no values": (lambda f: f.assign(x=np.nan), "Column 'x' has no values: the median", False),
    "a percent sign": (lambda f: f.assign(y=f.y.astype(str) + "%"), "with a percent sign", True),
    "zones": (
        lambda f: f.assign(day=f.day.dt.strftime("%Y-%m-%dT00:00:00+02:00")), "became UTC", False,
    ),
}  # fmt: skip
WRONG: dict[str, tuple[Change, str]] = {
    "a column less": (lambda f: f.drop(columns="x"), "no column 'x'"),
    "no target": (lambda f: f.drop(columns="y"), "no column 'y'"),
    "no time": (lambda f: f.assign(at=f.day).drop(columns="day"), "no column 'day'"),
    "no group": (lambda f: f.drop(columns="shop"), "no column 'shop'"),
    "another step": (
        lambda f: f.assign(day=list(pd.date_range("2022", periods=60, freq="h")) * 2),
        "a step of 1 day, these have 1 hour",
    ),
    "words": (lambda f: f.assign(x="much"), "not a number: 'much'"),
    "infinity": (lambda f: f.assign(y=[np.inf, *f.y[1:]]), "infinite value"),
    "capitals": (lambda f: f.rename(columns=str.upper), "no column 'day'. Did you mean 'DAY'"),
    "too short": (lambda f: f.groupby("shop").head(3), "the model looks back 7"),
    "another type": (lambda f: f.assign(x=f.day), "not a number: '2022-01-01"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("other", FORMS)
def test_the_same_data_in_another_format(
    frame: pd.DataFrame, tmp_path: Path, form: str, other: str
) -> None:
    """Trained on JSON Lines, no other file could be read: their stamps have a type."""
    facts, known = trained(frame, tmp_path / f"old.{form}")
    own, _ = ahead(frame, tmp_path / f"old.{form}", facts, known)
    found, _ = ahead(frame, tmp_path / f"new.{other}", facts, known)
    for one, mine in zip(found, own, strict=True):
        np.testing.assert_allclose(one.x, mine.x, rtol=1e-12)
        np.testing.assert_array_equal(one.time, mine.time)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("change", CHANGES)
def test_what_is_converted_is_said(
    frame: pd.DataFrame, tmp_path: Path, form: str, change: str
) -> None:
    facts, known = trained(frame, tmp_path / f"old.{form}")
    own, _ = ahead(frame, tmp_path / f"old.{form}", facts, known)
    how, words, same = CHANGES[change]
    found, said = ahead(how(frame), tmp_path / "new.csv", facts, known)
    assert words in said
    assert same == all(
        np.allclose(one.x, mine.x) and (one.time == mine.time).all()
        for one, mine in zip(found, own, strict=True)
    )


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("change", WRONG)
def test_what_is_refused_is_said(
    frame: pd.DataFrame, tmp_path: Path, form: str, change: str
) -> None:
    facts, known = trained(frame, tmp_path / f"old.{form}")
    how, words = WRONG[change]
    with pytest.raises(DataError) as caught:
        ahead(how(frame), tmp_path / "new.csv", facts, known)
    assert words in str(caught.value)


def test_the_index_of_pandas_is_no_column(frame: pd.DataFrame, tmp_path: Path) -> None:
    odd = frame.sample(frac=1, random_state=0)
    facts, _ = trained(odd, tmp_path / "old.parquet")
    assert facts.numbers == ("y", "x")
    dated = frame[frame.shop == "1"].set_index("day").drop(columns="shop")
    dated.index.name = None
    dated.to_parquet(tmp_path / "t.parquet")
    found = gather(Source.of(str(tmp_path / "t.parquet"), target=("y",)))
    assert isinstance(found, Series) and str(found.step) == "1 day"
