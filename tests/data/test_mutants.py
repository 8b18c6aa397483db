"""Two hundred mutants of the files of each reader; by the command of `tests.data.mutants` more."""

import os
import time

import numpy as np
import pytest
from tests.data.mutants import csv_text, harness
from tests.data.mutants.harness import run
from tests.data.mutants.makers import MAKERS
from tests.data.mutants.mutant import Mutant

from recurra.data import Series

COUNT = int(os.environ.get("RECURRA_MUTANTS", "200"))


@pytest.mark.slow
@pytest.mark.parametrize("reader", MAKERS)
def test_mutants(reader: str) -> None:
    tally = run(MAKERS[reader], range(COUNT))
    assert not tally.faults, tally.faults[:3]
    assert tally.count == COUNT and tally.passed >= 0.5
    assert tally.harmless > 0.3 * COUNT
    assert tally.outcomes["read"] >= 0.4 * COUNT


TABLE = b"time,y\n" + b"".join(b"2020-01-%02d,%d.5\n" % (k + 1, k) for k in range(30))


def _one(**changed: object) -> Mutant:
    asked = {"target": ("y",), "lookback": 3}
    return Mutant({"t.csv": TABLE}, "t.csv", asked, ("a",), **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("crash", "ZeroDivisionError"),
        ("infinite", "infinity or NaN is let through"),
        ("slow", "slow: "),
        ("large", "memory: "),
        ("values", "wrong: 'y'"),
        ("refusal", "refused, though only its form was changed"),
    ],
)
def test_what_is_held_is_found(monkeypatch: pytest.MonkeyPatch, wrong: str, words: str) -> None:
    gather = harness.gather

    def spoiled(source: object) -> object:
        data = gather(source)  # type: ignore[arg-type]
        assert isinstance(data, Series)
        if wrong == "crash":
            raise ZeroDivisionError
        if wrong == "infinite":
            data.groups[0].values[-1:] = np.inf  # of the test part
        if wrong == "slow":
            start = time.process_time()
            while time.process_time() - start < 0.2:
                pass
        if wrong == "large":
            np.ones(9_000_000)
        return data

    monkeypatch.setattr(harness, "gather", spoiled)
    monkeypatch.setattr(harness, "SECONDS", 0.2 if wrong == "slow" else 20.0)
    given = _one()
    if wrong == "values":
        given = _one(check=lambda _: "wrong: 'y'")
    if wrong == "refusal":
        given = Mutant({"t.csv": b"a"}, "t.csv")
    run(lambda _: _one(), range(1))
    tally = run(lambda _: given, range(1))
    assert len(tally.faults) == 1 and words in tally.faults[0][1]


def test_a_value_that_is_read_wrongly_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    gather = harness.gather

    def spoiled(source: object) -> object:
        data = gather(source)  # type: ignore[arg-type]
        if isinstance(data, Series):
            data.groups[0].values[7, 0] += 1.0
        return data

    monkeypatch.setattr(harness, "gather", spoiled)
    tally = run(csv_text.make, range(40))
    assert sum("wrong: " in fault for _, fault, _ in tally.faults) > 5
