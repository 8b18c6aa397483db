"""How long a comparison goes on: within a budget, with more time, with more networks."""

import contextlib
import dataclasses
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recurra.comparison import budget, compare, examined, further, learning, search, trial
from recurra.comparison import plan as plans
from recurra.comparison.folder import Folder
from recurra.comparison.lock import Lock
from recurra.comparison.store import Store
from recurra.comparison.workers import Inline
from recurra.data import gather
from recurra.errors import RecurraError, RunError
from recurra.export import bundle
from recurra.json_lines import from_json, read_lines
from recurra.records import Plan, Results, Run, Trial
from recurra.report import facts
from recurra.report.folder import read as read_folder
from recurra.settings import Effort
from recurra.tasks import pose
from recurra.words import speaking

Small = Callable[..., Results]


def trials(folder: Path) -> list[Trial]:
    """All but the measured times."""
    found = read_lines(Trial, folder / "trials.jsonl")
    return [dataclasses.replace(t, seconds=0.0, spent=()) for t in found]


def plan(folder: Path) -> Plan:
    """All but what was measured, and the words of its budget."""
    found = from_json(Plan, (folder / "plan.json").read_text())
    return dataclasses.replace(found, effort=Effort(), more=(), pilot={})


def gaining(monkeypatch: pytest.MonkeyPatch, until: int = 99) -> None:
    """Some network gains until all were trained so often twice as long."""

    def gains(_: Plan, __: Any, found: Sequence[Trial], ___: Any) -> bool:
        full = min(t.planned for t in found if t.stage == "final")
        return full < 20 << until

    monkeypatch.setattr(learning, "gains", gains)


@pytest.mark.slow
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
    found = [from_json(Plan, (tmp_path / n / "plan.json").read_text()) for n in ("one", "two")]
    assert [p.budget for p in found] == ["default", "30m"]
    assert [facts.spared(p, one) for p in found] == [False, until < 2]
    ended = (20 << until, 80) if until < 2 else None
    assert [facts.sooner(p, one) for p in found] == [ended, None]


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


def final(folder: Path) -> list[tuple[str, int]]:
    return [(t.architecture, t.planned) for t in trials(folder) if t.stage == "final"]


ONE = {"cells": ("elman",), "seeds": 1, "trials": 1}


@pytest.mark.parametrize("kept", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_more_time_gives_the_records_of_one_run_with_all_of_it(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    """From the checkpoints, and from the start where they are gone."""
    monkeypatch.setattr(budget, "DOUBLINGS", 1)
    monkeypatch.setattr(plans, "DOUBLINGS", 1)
    monkeypatch.setattr(further, "gaining", lambda *_: True)
    gaining(monkeypatch)
    small("run", **ONE)
    assert [n for _, n in final(tmp_path / "run")] == [20, 40]
    if not kept:
        shutil.rmtree(tmp_path / "run/.state")
    made = counted(monkeypatch)
    told: list[str] = []
    results = small(
        to=tmp_path / "run", more="30m", progress=lambda p: told.extend(map(str, p.said))
    )
    assert [n for _, n in final(tmp_path / "run")] == [20, 40, 80]
    # what is recorded is not made again, but for the fits of baselines whose files are gone
    assert [j.updates for j in made if j.stage == "final"] == ([80] if kept else [20, 40, 80])
    assert not [j for j in made if j.stage == "search"] and bool(told) != kept
    once = small("once", plan=tmp_path / "run")
    assert trials(tmp_path / "run") == trials(tmp_path / "once")
    assert plan(tmp_path / "run") == plan(tmp_path / "once")
    assert results.standings == once.standings and results.verdict == once.verdict
    read = from_json(Run, (tmp_path / "run/run.json").read_text())
    assert read.status == "finished"
    assert read.later == (("recurra", "compare", "--more", "30m", "--to", f"{tmp_path / 'run'}"),)
    shown = dict(facts.settings(read_folder(tmp_path / "run")))["Budget"]
    assert shown == "1 trial, then 30m more"
    weights = [bundle.load(tmp_path / n / "best_network").model for n in ("run", "once")]
    one, two = (w.state_dict() for w in weights)
    assert all(one[name].equal(two[name]) for name in one)


def counted(monkeypatch: pytest.MonkeyPatch) -> list[trial.Job]:
    """The jobs that are done from now on."""
    done: list[trial.Job] = []
    original = trial.run

    def run(context: Any, job: trial.Job, search: Any) -> Trial:
        done.append(job)
        return original(context, job, search)

    monkeypatch.setattr(trial, "run", run)
    return done


def content(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_where_nothing_gains_more_time_changes_nothing(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = small("run", **ONE)
    monkeypatch.setattr(further, "gaining", lambda *_: False)
    before, told = content(tmp_path / "run"), []
    again = small(to=tmp_path / "run", more="1h", progress=lambda p: told.extend(map(str, p.said)))
    assert content(tmp_path / "run") == before and again == results
    assert len(told) == 1 and "still gaining" in told[0]


def test_records_say_whether_all_would_train_on(small: Small, tmp_path: Path) -> None:
    """As decided while they were trained: from the standings and the trials alone."""
    results = small("run", **ONE)
    (own,) = [s for s in results.standings if s.architecture == "elman"]
    found = trials(tmp_path / "run")

    def gains(improving: bool, begun: bool, reached: int = 20) -> bool:
        one = dataclasses.replace(own, improving=improving, begun=begun)
        changed = [dataclasses.replace(t, updates=reached) for t in found]
        return further.gaining(dataclasses.replace(results, standings=(one,)), changed)

    assert gains(True, True) and gains(False, False) and not gains(False, True)
    assert not gains(True, True, 15) and not gains(False, False, 15)


@pytest.mark.parametrize("at", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_more_networks_give_the_records_of_one_run_with_all_of_them(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """A new one makes the range of rates wider and all train on for longer, or less long."""
    monkeypatch.setattr(plans, "DOUBLINGS", 2)
    monkeypatch.setattr(search, "_edges", lambda p, _: {len(search.networks(p)) - 1} - {0})

    def gains(_: Plan, __: Any, found: Sequence[Trial], ___: Any) -> bool:
        finals = [t for t in found if t.stage == "final"]
        both = len({t.architecture for t in finals}) > 1
        return min(t.planned for t in finals) < (20 << at if both else 20 << (3 - at))

    monkeypatch.setattr(learning, "gains", gains)
    small("run", **ONE)
    made = counted(monkeypatch)
    results = small(to=tmp_path / "run", add=("scrn",))
    assert {j.architecture.name for j in made if j.rung == 0} == {"elman", "scrn"}
    once = small("once", cells=("elman", "scrn"), seeds=1, trials=1)
    assert trials(tmp_path / "run") == trials(tmp_path / "once")
    assert plan(tmp_path / "run") == plan(tmp_path / "once")
    assert plan(tmp_path / "run").search.widened
    assert results.standings == once.standings and results.verdict == once.verdict
    assert max(n for _, n in final(tmp_path / "run")) == 20 << at


@pytest.mark.slow
@pytest.mark.parametrize("after", ["replan", "note"])
@pytest.mark.parametrize("option", [{"more": "30m"}, {"add": ("scrn",)}])
def test_cut_short_while_it_goes_on_it_is_resumed(
    small: Small,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    after: str,
    option: dict[str, Any],
) -> None:
    monkeypatch.setattr(budget, "DOUBLINGS", 1)
    monkeypatch.setattr(further, "gaining", lambda *_: True)
    gaining(monkeypatch)
    small("run", **ONE)
    shutil.copytree(tmp_path / "run", tmp_path / "whole")
    small(to=tmp_path / "whole", **option)
    original = getattr(Folder, after)

    def cut(self: Folder, *arguments: Any) -> None:
        original(self, *arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Folder, after, cut)
        with pytest.raises(RunError, match="--resume"):
            small(to=tmp_path / "run", **option)
    assert examined.bundled(tmp_path / "run").served  # what was there still answers
    with pytest.raises(RunError, match="--resume"):
        small(to=tmp_path / "run", more="30m")
    small(resume=tmp_path / "run")
    assert trials(tmp_path / "run") == trials(tmp_path / "whole")
    assert plan(tmp_path / "run") == plan(tmp_path / "whole")


def test_cut_short_before_its_plan_a_finished_run_stays_finished(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small("run", **ONE)
    before = content(tmp_path / "run")

    def cut(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Folder, "replan", cut)
    with pytest.raises(RunError, match="before anything was written"):
        small(to=tmp_path / "run", add=("scrn",))
    now = content(tmp_path / "run")
    assert {n: now[n] for n in before if not n.startswith(".state")} == {
        n: before[n] for n in before if not n.startswith(".state")
    }


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"more": "10m", "to": None}, "--more needs --to"),
    ({"add": ("scrn",), "to": None}, "--add needs --to"),
    ({}, "--more TIME or --add CELLS"),
    ({"more": "10m", "add": ("scrn",)}, "not both"),
    ({"more": "soon"}, "10m"),
    ({"more": "10m", "seeds": 3, "horizon": 4}, "--horizon and --seeds cannot be given"),
    ({"add": ("scrn",), "resume": "x"}, "--resume cannot be given with --add"),
    ({"add": ("scrn",), "data": "other.csv"}, "other.csv cannot be given"),
    ({"add": ("lstn",)}, "lstm"),
    ({"add": ("scrn", "scrn")}, "once"),
    ({"add": ()}, "at least one"),
    ({"add": ("elman",)}, "elman is in .* already"),
    ({"more": "3s"}, "too short: training on from 20 to 40 updates needs --more"),
    ({"add": ("scrn",), "to": "absent"}, "no such folder"),
    ({"add": ("scrn",), "to": "."}, "no run.json"),
]


def test_what_does_not_go_together_is_one_sentence_and_changes_nothing(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(further, "gaining", lambda *_: True)
    small("run", **ONE)
    before = (tmp_path / "run/run.json").read_text()
    for options, words in REFUSED:
        given = {"to": "run", **options}
        if given["to"] is not None:
            given["to"] = tmp_path / given["to"]
        with pytest.raises(RecurraError, match=words) as caught:
            compare(**given, crew=Inline())
        assert "\n" not in str(caught.value)
        with speaking("ja"):
            assert not str(caught.value).isascii()
        assert (tmp_path / "run/run.json").read_text() == before


def test_a_run_at_work_is_left_alone(small: Small, tmp_path: Path) -> None:
    small("run", **ONE)
    held = contextlib.closing(Lock(tmp_path / "run/.state/lock"))
    with held, pytest.raises(RunError, match="is being worked on"):
        small(to=tmp_path / "run", add=("scrn",))
