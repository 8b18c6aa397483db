"""How long a comparison goes on: within a budget, with more time, with more networks."""

import dataclasses
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recurra.comparison import budget, learning
from recurra.comparison import plan as plans
from recurra.comparison.store import Store
from recurra.data import gather
from recurra.json_lines import from_json, read_lines
from recurra.records import Plan, Results, Trial
from recurra.report import facts
from recurra.tasks import pose

Small = Callable[..., Results]


def trials(folder: Path) -> list[Trial]:
    """All but the measured times."""
    found = read_lines(Trial, folder / "trials.jsonl")
    return [dataclasses.replace(t, seconds=0.0, spent=()) for t in found]


def plan(folder: Path) -> Plan:
    """All but what was measured, and the words of its budget."""
    found = from_json(Plan, (folder / "plan.json").read_text())
    return dataclasses.replace(found, budget="", pilot={})


def gaining(monkeypatch: pytest.MonkeyPatch, until: int = 99) -> None:
    """Some network gains until all were trained so often twice as long."""

    def gains(_: Plan, __: Any, found: Sequence[Trial], ___: Any) -> bool:
        full = min(t.planned for t in found if t.stage == "final")
        return full < 20 << until

    monkeypatch.setattr(learning, "gains", gains)


@pytest.mark.parametrize("until", [2, 0])
def test_much_time_gives_the_records_of_a_run_without_a_budget(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, until: int
) -> None:
    """The same doublings given; when no network gains any more the run ends, and says so."""
    monkeypatch.setattr(plans, "DOUBLINGS", 2)
    monkeypatch.setattr(budget, "DOUBLINGS", 2)
    gaining(monkeypatch, until)
    options = {"cells": ("elman",), "seeds": 1, "trials": None}
    one, two = small("one", **options), small("two", **options, budget="30m")
    assert trials(tmp_path / "one") == trials(tmp_path / "two")
    assert plan(tmp_path / "one") == plan(tmp_path / "two")
    assert one.standings == two.standings and one.verdict == two.verdict
    assert one.standings[0].updates == 20 << until
    timed = [json.loads((tmp_path / name / "plan.json").read_text()) for name in ("one", "two")]
    assert [p["budget"] for p in timed] == ["default", "30m"]
    found = [from_json(Plan, (tmp_path / n / "plan.json").read_text()) for n in ("one", "two")]
    assert [facts.spared(p, one) for p in found] == [False, until < 2]


@pytest.mark.parametrize(
    ("early", "late", "reached", "on"),
    [
        (0.3, 0.9, 40, True),  # it was improving
        (0.3, 0.9, 30, False),  # but its trainings ended by themselves: it has settled
        (0.9, 0.9, 40, False),
        (0.1, 0.1, 40, True),  # it has not begun to learn
        (0.1, 0.1, 30, False),
    ],
)
def test_all_go_on_while_one_can_still_learn(
    small: Small, tmp_path: Path, early: float, late: float, reached: int, on: bool
) -> None:
    small("run", cells=("elman",), seeds=1, trials=1)
    found, store = plan(tmp_path / "run"), Store(tmp_path)
    task = pose(gather(found.source), found.source)
    truth, random = task.truth("validation"), np.random.default_rng(0)

    def answers(right: float) -> np.ndarray:
        own = np.where(random.random(len(truth)) < right, truth, (truth + 1) % 10)
        return np.eye(10)[own] * 0.9 + 0.01

    (old,) = [t for t in trials(tmp_path / "run") if t.stage == "final"]
    final = dataclasses.replace(old, key="final", updates=reached, planned=40, validation=late)
    naive = dataclasses.replace(old, key="naive", stage="baseline", architecture="majority")
    store.put("final", "looks", {"early": answers(early), "late": answers(late)})
    store.put("final", "validation", answers(late))
    store.put("naive", "validation", answers(0.1))
    assert learning.gains(found, task, [naive, final], store) == on
