"""A comparison on probes: tokens and values go all the way to report and saved model."""

import math

import pytest

import recurra
from recurra.data import gather
from recurra.export import bundle
from recurra.records import Source

TINY = {"cells": ["elman"], "trials": 1, "seeds": 2, "workers": 1, "hidden_size": 4}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "examples"), [("keyword", 1200), ("adding", 240)])
def test_compare_predict_and_evaluate(name, examples, tmp_path):
    out = tmp_path / "run"
    data = f"probe:{name}"
    results = recurra.compare(data, length=6, examples=examples, seed=3, out=out, **TINY)
    assert {s.architecture for s in results.standings} >= {"elman"}
    assert all(s.validation is not None for s in results.standings)
    assert (out / "report.html").exists()
    loaded = bundle.load(out / "best")
    source = Source.of(data, length="6", examples=examples, seed=3)
    count, found = loaded.served.score(source)
    assert count == examples and all(math.isfinite(value) for _, value in found)
    rows = loaded.served.answer(source).rows
    learned = gather(source)
    if name == "adding":  # others than those that the model learned from
        assert not {row[-1] for row in rows} & set(learned.y[:, 0].tolist())
    assert len(rows) == examples
