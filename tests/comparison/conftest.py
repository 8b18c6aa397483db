"""Comparisons small enough for the fast tier: in this process, few updates, two baselines, and
without what takes long and has tests of its own: costs, report, Optuna's file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from recurra.comparison import compare, costs, plan, study
from recurra.comparison.workers import Inline
from recurra.records import Cost, Results
from recurra.report import page
from recurra.tasks import Classification, Forecasting


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Results]]:
    """`small(name, **options)`: compare 300 digits, or `data`, in the folder tmp_path / name."""

    everything, forecasts = Classification.baselines, Forecasting.baselines
    monkeypatch.setattr(plan, "DEFAULT_UPDATES", (20, 20))
    monkeypatch.setattr(plan, "DOUBLINGS", 0)  # training on has tests of its own
    monkeypatch.setattr(costs, "training_memory", lambda *_: {})
    monkeypatch.setattr(costs, "measure_all", lambda _, cells, *__: [Cost(a.name) for a in cells])
    monkeypatch.setattr(page, "write", lambda folder: (folder / "report.html").touch())
    monkeypatch.setattr(study, "write", lambda *_: None)
    monkeypatch.setattr(Classification, "baselines", lambda self: everything(self)[:2])
    monkeypatch.setattr(Forecasting, "baselines", lambda self: forecasts(self)[:2])

    def run(name: str = "run", **options: Any) -> Results:
        if options.keys() & {"resume", "to"}:
            return compare(**options, crew=Inline())
        chosen = {"limit": 300, "hidden_size": 6, "cells": ("elman", "scrn"), **options}
        # The reference backend has nothing to compile; the default one runs in the slow tier.
        chosen = {"trials": 3, "seeds": 2, "backend": "reference", "evaluations": 4, **chosen}
        data = chosen.pop("data", "digits")
        return compare(data, out=tmp_path / name, **{"crew": Inline(), **chosen})

    yield run
