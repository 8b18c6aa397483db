"""Damaged files: whatever is done to a file, there is an answer or one clear error."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recurra.data import Sequences, Series, gather, split_classes, split_time
from recurra.errors import RecurraError
from recurra.records import Source

TS = (
    """\
@problemName small
@timeStamps false
@univariate false
@dimensions 2
@equalLength false
@classLabel true a b
@data
"""
    + "1,2,3:4,5,6:a\n7,8:-9,?:b\n" * 5
)
JUNK = [
    "",
    "inf",
    "nan",
    "?",
    '"',
    "\n",
    "\r",
    ",",
    ";",
    "\x00",
    "é",
    "1e400",
    "2020-13-01",
    "9" * 30,
]


def table() -> bytes:
    time = pd.date_range("2020-01-01", periods=60, freq="h").strftime("%d/%m/%Y %H:%M")
    y = np.random.default_rng(0).normal(size=60).round(3)
    frame = pd.DataFrame({"time": time, "y": y, "sky": ["a", "b", "a"] * 20})
    return frame.to_csv(index=False).encode()


def idx() -> bytes:
    return bytes([0, 0, 8, 3]) + np.array([10, 3, 2], ">u4").tobytes() + bytes(range(60))


def damaged(content: bytes, rng: np.random.Generator) -> bytes:
    """One place changed: junk put in, bytes lost, a byte flipped, a stretch repeated."""
    at = int(rng.integers(len(content) + 1))
    after = at + int(rng.integers(1, 40))
    return [
        content[:at] + JUNK[rng.integers(len(JUNK))].encode() + content[at:],
        content[:at] + content[after:],
        content[:at] + bytes([rng.integers(256)]) + content[at + 1 :],
        content[:at] + content[at:after] + content[at:],
        content[:at],
    ][rng.integers(5)]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("t.csv", table),
        ("s.ts", lambda: TS.encode()),
        ("train-images-idx3-ubyte", idx),
    ],
)
def test_damage_never_ends_in_a_traceback(
    tmp_path: Path, name: str, make: Callable[[], bytes]
) -> None:
    labels = bytes([0, 0, 8, 1, 0, 0, 0, 10]) + bytes([0, 1] * 5)
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(labels)
    rng = np.random.default_rng(7)
    read = refused = 0
    for _ in range(120):
        (tmp_path / name).write_bytes(damaged(make(), rng))
        target = ("y",) if name.endswith("csv") else ()
        try:
            data = gather(Source.of(str(tmp_path / name), target=target))
            if isinstance(data, Sequences):
                split_classes(data, seed=0)
                assert all(np.isfinite(one).all() for one in data.x)
            else:
                assert isinstance(data, Series) and split_time(data).rows
                assert all(np.isfinite(g.values).all() for g in data.groups)
            read += 1
        except RecurraError as error:
            assert len(str(error).splitlines()) == 1
            refused += 1
    assert read > 5 and refused > 5
