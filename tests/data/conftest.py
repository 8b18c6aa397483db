"""A small table of hours, and a way to read one."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recurra.data import Series, gather
from recurra.records import Source

Read = Callable[..., Series]


@pytest.fixture
def hours() -> pd.DataFrame:
    """400 hours with a daily wave in y, noise in x."""
    rng = np.random.default_rng(0)
    time = pd.date_range("2020-01-01", periods=400, freq="h")
    y = 5 + np.sin(np.arange(400) * 2 * np.pi / 24) + rng.normal(scale=0.1, size=400)
    return pd.DataFrame(
        {"time": time.strftime("%Y-%m-%d %H:%M"), "y": y.round(4), "x": rng.normal(size=400)}
    )


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """`read(frame | text | bytes, name="t.csv", target=("y",), ...)`: the series in it."""

    def written(
        content: pd.DataFrame | str | bytes, name: str = "t.csv", **options: object
    ) -> Series:
        path = tmp_path / name
        if isinstance(content, pd.DataFrame):
            content = content.to_csv(index=False, lineterminator="\n")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        options.setdefault("target", ("y",))
        series = gather(Source.of(str(path), **options))  # type: ignore[arg-type]
        assert isinstance(series, Series)
        return series

    return written
