"""Small files that were read wrongly once, below RECURRA_CASES: each row of their table."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from recurra import load
from recurra.data import Sequences, Series, gather
from recurra.data.new_data import Ahead, gather_new_sequences, gather_new_series
from recurra.errors import DataError, RecurraError
from recurra.records import Source
from recurra.settings.text import names
from recurra.tasks import pose
from recurra.tasks.forecasting import Forecasting
from recurra.tasks.given import sequences

Check = Callable[[Path], None]


@pytest.fixture
def cases() -> Path:
    root = os.environ.get("RECURRA_CASES")
    if not root:
        pytest.skip("RECURRA_CASES is not set, needed for the files that were read wrongly")
    return Path(root)


def series(path: Path, **asked: object) -> Series:
    found = gather(Source.of(str(path), **asked))
    assert isinstance(found, Series)
    return found


def said(data: Series | Sequences) -> str:
    return " ".join(map(str, (*data.inferred, *data.cleaned)))


def next_stamps(found: Series, count: int = 4) -> list[str]:
    time = found.groups[0].time
    assert time is not None
    return [str(t).removesuffix("T00:00:00") for t in found.step.stamps(time[-1], count + 1)[1:]]


def ahead(trained: Series, path: Path, lookback: int = 5) -> tuple[list[Ahead], str]:
    known = tuple(g.key for g in trained.groups)
    source = Source.of(str(path))
    found, sentences = gather_new_series(source, trained.facts, lookback, 2, known)
    return found, " ".join(map(str, sentences))


def follows(rows: int, step: str, *ahead: str, **asked: object) -> Check:
    def check(path: Path) -> None:
        found = series(path, **asked)
        assert (len(found.groups[0]), str(found.step)) == (rows, step)
        assert next_stamps(found, len(ahead)) == list(ahead)

    return check


def speaks(*words: str, rows: int = 0, **asked: object) -> Check:
    def check(path: Path) -> None:
        found = series(path, **asked)
        assert all(word in said(found) for word in words), said(found)
        assert not rows or len(found.groups[0]) == rows
        assert "free text" not in said(found)

    return check


def fails(words: str, **asked: object) -> Check:
    def check(path: Path) -> None:
        with pytest.raises(RecurraError, match=words) as caught:
            gather(Source.of(str(path), **asked))
        assert len(str(caught.value)) < 400

    return check


def splits(words: str) -> Check:
    def check(path: Path) -> None:
        task = pose(gather(Source(str(path))), Source(str(path)))
        assert words in " ".join(map(str, task.summary.split))

    return check


def exact(path: Path) -> None:
    data = gather(Source(str(path)))
    task = pose(data, Source(str(path)))
    scaled = sequences(data, task.scaler).steps  # type: ignore[arg-type, attr-defined]
    steps = np.unique(scaled)
    assert len(steps) > 0.5 * min(len(scaled), 30) and np.isfinite(scaled).all()


def of_model(trained: str, words: str, groups: tuple[str, ...] = (), **asked: object) -> Check:
    def check(path: Path) -> None:
        model = series(path.parent / trained, **asked)
        try:
            found, sentences = ahead(model, path)
        except DataError as error:
            found, sentences = [], str(error)
        assert words in sentences
        assert not groups or tuple(one.key for one in found) == groups

    return check


def pixels(words: str) -> Check:
    def check(path: Path) -> None:
        trained = gather(Source(str(path.parent / "idx_u8")))
        assert isinstance(trained, Sequences)
        found = gather_new_sequences(Source(str(path)), trained.channels, trained.classes, 255.0)
        assert words in " ".join(map(str, found.cleaned))
        assert max(float(x.max()) for x in found.x) <= 1.0

    return check


def as_folder(path: Path) -> None:
    gather(Source(str(path)))
    assert "P_TEST.ts" in str(gather_new_sequences(Source(str(path)), ("dim1",), ("a",)).cleaned)


def no_bundle(path: Path) -> None:
    with pytest.raises(RecurraError, match="not the bundle of a model"):
        load(path)


def no_mape(path: Path) -> None:
    source = Source.of(str(path), lookback=5)
    with pytest.raises(DataError, match="MAPE has no value"):
        pose(gather(source), source, score="mape")


def targets(path: Path) -> None:
    assert series(path, target=names('"a,b"')).targets == ("a,b",)


def values(path: Path) -> None:
    found = gather(Source(str(path)))
    assert isinstance(found, Sequences) and found.targets and "regression" in said(found)


def groups(path: Path) -> None:
    trained = series(path, group="shop", horizon=2)
    assert isinstance(pose(trained, Source.of(str(path), group="shop", horizon=2)), Forecasting)
    found, sentences = ahead(trained, path)
    assert [one.key for one in found] == ["a", "b", "c"] and "Group 'd' is left out" in sentences


MONTH_ENDS = ("2023-03-31", "2023-04-30", "2023-05-31", "2023-06-30")
PANEL = {"group": "shop", "target": ("y",)}
PT = {"target": ("y",), "known": ("promo", "weather")}
Y = {"target": ("y",)}
CASES: dict[str, Check] = {
    "month_end.csv": follows(98, "1 month, on its last day", *MONTH_ENDS),
    "month_end_from_feb.csv": follows(97, "1 month, on its last day", *MONTH_ENDS),
    "month_start_offset.csv": follows(100, "1 month", "2023-05-01", "2023-06-01"),
    "business_month_end.csv": follows(
        98, "1 month, on its last working day", "2023-03-31", "2023-04-28", "2023-05-31"
    ),
    "bday_offset.csv": follows(
        300, "1 day, Monday to Friday", "2023-02-27", "2023-02-28", "2023-03-01"
    ),
    "bday_plain.csv": follows(300, "1 day, Monday to Friday", "2023-02-27", "2023-02-28"),
    "sun_thu.csv": speaks("1 day, Sunday to Thursday", rows=215),
    "hz128.csv": speaks("1/128 second", rows=600, **Y),
    "step_200us.csv": speaks("Step: 200 microseconds", rows=300, **Y),
    "step_200us.parquet": speaks("Step: 200 microseconds", rows=300, **Y),
    "subsecond_100ms.csv": speaks("Step: 100 milliseconds", rows=300, **Y),
    "subsecond_100ms.parquet": speaks("Step: 100 milliseconds", rows=300, **Y),
    "subsecond_500ms.parquet": speaks("Step: 500 milliseconds", rows=300, **Y),
    "epoch_1971.csv": speaks("seconds since 1970", "Step: 1 day", rows=300, **Y),
    "epoch_us.csv": speaks("microseconds since 1970", "Step: 1 minute", rows=300, **Y),
    "epoch_ns.csv": speaks("nanoseconds since 1970", "Step: 1 minute", rows=300, **Y),
    "epoch_sci.csv": speaks("seconds since 1970", rows=300, **Y),
    "epoch_frac.parquet": speaks("seconds since 1970", "250 milliseconds", rows=300, **Y),
    "excel_serial_shuffled.csv": speaks("Excel", "put in order", "Step: 1 day", rows=200, **Y),
    "dst_java_zoned.csv": speaks("became UTC", "Step: 1 hour", rows=600),
    "dst_zone_names.csv": speaks("CEST = +02:00", "Step: 1 hour", rows=600),
    "rfc.csv": speaks("Step: 1 hour", rows=200),
    "isoweek.csv": speaks("Step: 1 week", rows=150),
    "quarter_q.csv": follows(80, "3 months", "2020-01-01", "2020-04-01"),
    "hourly_pred.csv": of_model("tail_nan.csv", "a step of 1 day, these have 1 hour", **Y),
    "tail_nan.csv": of_model("tail_nan.csv", "", **Y),
    "monthly_from_daily.csv": of_model("monthly_train.csv", "1 month, these have 1 day", **Y),
    "monthly_pred.csv": of_model("monthly_from_daily.csv", "1 day, these have 1 month", **Y),
    "pt_usdates.csv": of_model("pt_train.csv", "written otherwise than in the training", **PT),
    "pt_train.csv": of_model("pt_train.csv", "", **Y),
    "pt_ok.csv": of_model("pt_train.csv", "categories that the training had not: 'hail'", **Y),
    "long_field.csv": speaks("Step: 1 day", rows=100, **Y),
    "long_field_late.csv": speaks("Step: 1 day", rows=100, **Y),
    "long_field_late_bad_number.csv": fails("line 82, column 'y': not a number: 'oops'", **Y),
    "unclosed_quote_big.csv": fails("line 4: a quotation begins here", **Y),
    "no_header_text.csv": speaks("no line with names", rows=100),
    "sep_line.csv": speaks("Step: 1 day", rows=100),
    "mixed_thousand.csv": speaks("dots between thousands", rows=100, target=("Wert",)),
    "thousands_dot_int.csv": speaks("a decimal point before three digits", target=("Wert",)),
    "target_comma_name.csv": targets,
    "huge300.csv": fails("line 2, column 'y': 2.0326e.301 is too large", horizon=2),
    "zeros_intermittent.csv": no_mape,
    "groups.csv": groups,
    "g_new.csv": of_model("g_train.csv", "scaled by their own past: 3", ("1", "3"), **PANEL),
    "g_float.csv": of_model("g_train.csv", "'1.0' is taken for '1'", ("1", "2"), **PANEL),
    "g_onlynan.csv": of_model("g_train.csv", "Group '2' is left out", ("1",), **PANEL),
    "g_train.csv": of_model("g_train.csv", "", ("1", "2"), **PANEL),
    "offset_1e9.ts": exact,
    "offset_0.ts": exact,
    "big_ts_values.ts": exact,
    "idx_f8_big": exact,
    "float32over.ts": fails("line 9, column 'channel 1': 1e.39 is too large"),
    "idx_pred_f32_255": pixels("are divided by 255"),
    "idx_pred_i16": pixels("are divided by 255"),
    "idx_u8": pixels(""),
    "idx_kaggle": splits("train"),
    "idx_qmnist": splits("train"),
    "idx_ndim0": fails("65 dimensions"),
    "okpair": as_folder,
    "cls_missing_test": splits("test part has no example of class 'b'"),
    "one_each": splits("half of the test part became one"),
    "stamps_broken.ts": fails("line 8, column 'channel 1': step 3"),
    "stamps_dup.ts": fails("line 8, column 'channel 1': the time of step 2"),
    "stamps_junk.ts": fails("line 8, column 'channel 1': step 2"),
    "stamps_nan.ts": fails("line 8, column 'channel 1': step 1"),
    "comment_in_data.ts": splits("train"),
    "tabs.ts": splits("train"),
    "target.ts": values,
    "ud_bighead.conllu": fails("line 122, column 'HEAD'"),
    "bundle_nosource": no_bundle,
}


@pytest.mark.parametrize("name", CASES)
def test_case(cases: Path, name: str) -> None:
    CASES[name](cases / name)


def test_every_file_of_the_table_has_a_case(cases: Path) -> None:
    rows = [line for line in (cases / "README.md").read_text().split("\n") if line[:1] == "|"]
    table = " ".join(row.split("|")[1] for row in rows if len(row.split("|")) > 2)
    named = set(re.findall(r"[a-z]\w*(?:\.(?:csv|ts|parquet|conllu))?", table))
    present = {p.name for p in cases.iterdir()} & named
    assert len(present) > 50
    assert present <= set(CASES)
