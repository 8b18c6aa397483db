"""Networks of float64 are trained and answer on every kind of data, posed by the type's name."""

from pathlib import Path

import numpy as np
import pytest
import torch

from recurra.comparison.trial import run_updates
from recurra.data import gather
from recurra.records import Source
from recurra.settings import Training
from recurra.tasks import pose
from recurra.tasks.network import network


@pytest.fixture
def table(tmp_path: Path) -> str:
    rows = np.random.default_rng(0).normal(size=(200, 2)).round(3)
    lines = [f"{day},{a},{b}" for day, (a, b) in zip(np.arange(200) + 1, rows, strict=True)]
    (tmp_path / "table.csv").write_text("\n".join(["t,a,b", *lines]) + "\n")
    return str(tmp_path / "table.csv")


@pytest.mark.parametrize("kind", ["forecast", "classes", "tokens", "values", "counts", "trees"])
def test_float64_everywhere(kind: str, table: str) -> None:
    source, cell = {
        "forecast": (Source.of(table, target=("a",)), "elman"),
        "classes": (Source.of("digits", limit=100), "elman"),
        "tokens": (Source.of("probe:keyword", length="10", examples=120), "elman"),
        "values": (Source.of("probe:adding", length="10", examples=120), "elman"),
        "counts": (Source.of("probe:delay", length="5-9", examples=120, task="counts"), "elman"),
        "trees": (
            Source.of("probe:keyword", length="5-9", examples=120, trees="split"), "rnn_tree",
        ),
    }[kind]  # fmt: skip
    task = pose(gather(source), source, dtype="float64")
    model = network(cell, task, 4, 0, dtype="float64", backend="reference")
    run_updates(model, task, Training(), 1)
    assert {p.dtype for p in model.parameters()} == {torch.float64}
    assert np.isfinite(task.predictions(model, "validation")).all()
