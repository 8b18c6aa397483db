"""Tables as Parquet and Arrow: every type that a column can have, and what goes wrong."""

import io
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
from tests.data.mutants.content import Content, content, differences
from tests.data.mutants.mutant import Data, Mutant, chance, flipped, some

STAMPS = (
    "s", "ms", "us", "ns", "utc", "berlin", "date32", "date64", "text", "whole", "dictionary",
)  # fmt: skip
FORMS = [
    "feather", "stream", "file", "lz4", "chunks", "float32", "whole", "decimal", "large-text",
    "dictionary", "order", "nested", "binary", "empty-column", "index", "flags", "duration", "view",
]  # fmt: skip
DAMAGE = [
    "bytes", "bytes", "infinity", "nan", "huge", "null-time", "no-rows", "same-name", "text-target",
    "far-time", "all-null", "few-rows", "same-time", "half", "null-type", "long-text",
]  # fmt: skip


def make(rng: np.random.Generator) -> Mutant:
    """A table in one of Arrow's files, about half of them damaged."""
    truth = content(rng)
    form = some(rng, FORMS, 4)
    damage = some(rng, DAMAGE, 2) if chance(rng, 0.5) else []
    stamp = str(rng.choice([s for s in STAMPS if truth.daily or not s.startswith("date")]))
    order = rng.permutation(len(truth)) if "order" in form else np.arange(len(truth))
    columns = _columns(rng, truth.take(order), form, stamp)
    for name in sorted(damage, key=lambda d: d == "far-time"):  # which Python cannot hold
        _spoil(columns, name, rng, truth.target)
    names, arrays = [*columns], [*columns.values()]
    if "same-name" in damage:
        names, arrays = [*names, names[-1]], [*arrays, arrays[-1]]
    try:
        name, raw = _written(pa.Table.from_arrays(arrays, names), form)
    except pa.ArrowInvalid:  # Parquet has no such stamps
        name, raw = _written(pa.Table.from_arrays(arrays, names), ["file"])
    for _ in range(damage.count("bytes")):
        raw = flipped(raw, rng)

    def check(data: Data) -> str:
        return "" if damage else differences(data, truth, set(), shift=stamp == "berlin")

    asked: dict[str, object] = {"target": (truth.target,), "lookback": 3}
    if stamp == "whole":
        asked["time"] = ("time",)
    return Mutant({name: raw}, name, asked, (stamp, *form), tuple(damage), check)


def _columns(
    rng: np.random.Generator, truth: Content, form: list[str], stamp: str
) -> dict[str, Any]:
    columns: dict[str, Any] = {"time": _stamps(truth, stamp)}
    for name, values in truth.numbers.items():
        columns[name] = _numbers(values, truth.decimals[name], form)
    kind = pa.large_string() if "large-text" in form else pa.string()
    for name, words in truth.texts.items():
        column = pa.array(words, pa.string_view() if "view" in form else kind)
        columns[name] = pa.array(words).dictionary_encode() if "dictionary" in form else column
    count = len(truth)
    more = {
        "nested": lambda: pa.array([{"a": 1}] * count),
        "binary": lambda: pa.array([b"\xff"] * count),
        "empty-column": lambda: pa.nulls(count),
        "flags": lambda: pa.array([True, False] * count)[:count],
        "duration": lambda: pa.array([5] * count, pa.duration("s")),
        "index": lambda: pa.array(range(count)),
    }  # fmt: skip
    columns |= {f"more {n}": column() for n, column in more.items() if n in form}
    return columns


def _stamps(truth: Content, stamp: str) -> Any:
    time = truth.time
    whole = time.astype("datetime64[s]").astype(np.int64)
    if stamp in ("s", "ms", "us", "ns"):
        return pa.array(time.astype(f"datetime64[{stamp}]"))
    if stamp in ("utc", "berlin"):
        zone = {"utc": "UTC", "berlin": "Etc/GMT-3"}[stamp]
        return pa.array(whole, pa.timestamp("s", zone))
    if stamp.startswith("date"):
        days = time.astype("datetime64[D]")
        return pa.array(days).cast(pa.date32() if stamp == "date32" else pa.date64())
    if stamp == "whole":
        return pa.array(whole + 0) if whole.min() > 4e8 else pa.array(time.astype("datetime64[s]"))
    texts = pa.array([str(t) for t in pd.DatetimeIndex(time)])
    return texts.dictionary_encode() if stamp == "dictionary" else texts


def _numbers(values: np.ndarray, decimals: int, form: list[str]) -> Any:
    absent = np.isnan(values)
    column = pa.array(values, mask=absent)
    if decimals == 0 and "whole" in form:
        kind = pa.int32() if np.nanmax(np.abs(values)) < 2e9 else pa.int64()
        return column.cast(kind)
    if "decimal" in form:
        return column.cast(pa.decimal128(20, max(decimals, 1)))
    exact = values.astype(np.float32).astype(np.float64)
    if "float32" in form and np.array_equal(exact, values, equal_nan=True):
        return column.cast(pa.float32())
    return column


def _spoil(columns: dict[str, Any], name: str, rng: np.random.Generator, target: str) -> None:
    count = len(columns["time"])
    k = int(rng.integers(count)) if count else 0
    values = columns[target].to_pylist() if target in columns else []
    put = {"infinity": float("inf"), "nan": float("nan"), "huge": 1e39}
    if name in put and values and columns[target].type == pa.float64():
        values[k] = put[name]
        columns[target] = pa.array(values)
    elif name == "text-target":
        columns[target] = pa.array([f"{v} kW" for v in values])
    elif name == "all-null":
        columns[target] = pa.nulls(count, columns[target].type)
    elif name == "null-type":
        columns[target] = pa.nulls(count)
    elif name == "far-time" and pa.types.is_timestamp(columns["time"].type):
        far = int(rng.choice([-(2**62), 2**62, 0, 10**15]))
        numbers = columns["time"].cast(pa.int64()).to_pylist()
        columns["time"] = pa.array([far, *numbers[1:]][:count], columns["time"].type)
    elif name in ("null-time", "same-time") and count:
        times = columns["time"].to_pylist()
        times[k] = None if name == "null-time" else times[0]
        columns["time"] = pa.array(times, columns["time"].type)
    elif name in ("no-rows", "few-rows", "half"):
        keep = {"no-rows": 0, "few-rows": int(rng.integers(10)), "half": count // 2}[name]
        for column in columns:
            columns[column] = columns[column][:keep]
    elif name == "long-text" and count:
        columns["long"] = pa.array(["x" * 10_000] * count)


def _written(table: Any, form: list[str]) -> tuple[str, bytes]:
    sink = io.BytesIO()
    if "feather" in form:
        pyarrow.feather.write_feather(table, sink, compression="lz4" if "lz4" in form else None)
        return "t.feather", sink.getvalue()
    if "stream" in form or "file" in form:
        make = pa.ipc.new_stream if "stream" in form else pa.ipc.new_file
        with make(sink, table.schema) as writer:
            writer.write_table(table, max_chunksize=7 if "chunks" in form else None)
        return "t.arrow", sink.getvalue()
    pyarrow.parquet.write_table(table, sink, row_group_size=11 if "chunks" in form else None)
    return "t.parquet", sink.getvalue()
