"""Small tables over time, written as files and read as a user's would be."""

import numpy as np
import pytest
from tests.stand_ins import hourly

from recurra.data import gather
from recurra.records import Source
from recurra.tasks import pose


def write(path, columns, start="2020-01-01T00", **more):
    """A table of hours; further keywords are whole columns."""
    rows = len(next(iter(columns.values())))
    times = np.datetime64(start, "s") + np.arange(rows) * np.timedelta64(3600, "s")
    columns = {"time": times.astype(str), **columns, **more}
    lines = [
        ",".join(columns),
        *(",".join(map(str, row)) for row in zip(*columns.values(), strict=True)),
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def series_task(tmp_path):
    """`series_task(score=..., horizon=..., values=...)`: a forecasting task from a written file."""

    def make(values=None, score=None, seed=0, **options):
        load, ahead = hourly()
        table = {"load": load, "ahead": ahead} if values is None else values
        path = write(tmp_path / "table.csv", table)
        options = {"target": ("load",), "horizon": 3, "lookback": 30, **options}
        source = Source.of(str(path), **options)
        return pose(gather(source), source, seed, score)

    return make
