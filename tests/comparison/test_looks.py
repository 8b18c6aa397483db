"""Looks are counted, and the score that comes of them is fair to what is fitted once."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from recurra.comparison import learning, plan
from recurra.comparison.looks import (
    FEWEST,
    SHARE,
    UPDATE,
    Looks,
    affordable,
    crossed,
    spread,
)
from recurra.data import gather
from recurra.json_lines import from_json, read_lines
from recurra.records import Plan, Results, Source, Trial
from recurra.tasks import Task, pose, scores

Small = Callable[..., Results]
ACCURACY = scores.find("accuracy", "classification")


@pytest.mark.parametrize("updates", [20, 40, 100, 340, 2000, 20000])
@pytest.mark.parametrize("examples", [10, 359, 2048, 100_000])
@pytest.mark.parametrize("wanted", [1, 4, 10, 20])
def test_looks_cost_at_most_their_share(updates: int, examples: int, wanted: int) -> None:
    often, many = affordable(updates, 32, examples, wanted)
    assert 1 <= often <= wanted and 1 <= many <= examples
    assert often * many <= max(SHARE * UPDATE * updates * 32, often)
    if often < wanted:  # fewer looks only where each would see hardly anything
        assert often % FEWEST == 0 or often == wanted
    rows = spread(examples, many)
    assert len(set(rows.tolist())) == many and rows[0] == 0


def test_rows_are_evenly_spread() -> None:
    gaps = np.diff(spread(1000, 37))
    assert gaps.max() - gaps.min() <= 1 and spread(1000, 37)[-1] == 999


def answers(right: np.ndarray) -> np.ndarray:
    """Probabilities of two classes that are right or wrong of truth 0."""
    return np.stack([right, 1.0 - right], axis=1).astype(np.float32)


def test_the_best_of_many_looks_is_too_good_and_the_fair_score_is_not() -> None:
    """Weights that are all equally good, looked at 20 times, against one look at the same."""
    random, truth = np.random.default_rng(0), np.zeros(200, np.int64)
    best, fair = [], []
    for _ in range(300):
        looks = [answers(random.random(200) < 0.8) for _ in range(20)]
        values = [ACCURACY.value(truth, one.astype(float)) for one in looks]
        best.append(max(values))
        fair.append(ACCURACY.value(truth, crossed(ACCURACY, truth, looks)))
    error = np.std(fair) / np.sqrt(len(fair))
    assert np.mean(best) > 0.84  # by three margins of 1 %
    assert abs(np.mean(fair) - 0.8) < 3 * error


def test_where_weights_differ_the_fair_score_follows_the_best_ones() -> None:
    random, truth = np.random.default_rng(1), np.zeros(400, np.int64)
    looks = [answers(random.random(400) < p) for p in (0.5, 0.6, 0.7, 0.9, 0.75)]
    fair = ACCURACY.value(truth, crossed(ACCURACY, truth, looks))
    assert fair == ACCURACY.value(truth, looks[3].astype(float))


@pytest.mark.parametrize("half", [3, 5, 9])
def test_looks_that_are_gone_on_with_are_those_of_one_training(task: Task, half: int) -> None:
    """What is kept after some of them is enough for all; `early` is what the first half came to."""
    random, truth = np.random.default_rng(3), task.truth("validation")
    seen = [random.dirichlet(np.full(10, 0.3), len(truth)).astype(np.float32) for _ in range(9)]
    seen[4] = np.full_like(seen[4], np.nan)

    class Given(Looks):
        def _answers(self, model: int) -> np.ndarray:
            return seen[model]

    whole, first = Given(task, 0, half), Given(task, 0, 2)
    for number in range(9):
        whole(number)
        if number < 5:
            first(number)
    rest = Given(task, 0, half if half >= 5 else 5, first.kept())
    for number in range(5, 9):
        rest(number)
    one, two = whole.kept(), rest.kept()
    equal = {name: np.array_equal(one[name], two[name], equal_nan=True) for name in one}
    assert all(equal[name] for name in equal if half >= 5 or name != "early")
    assert np.array_equal(one["late"], crossed(task.score, truth, seen))
    assert np.array_equal(one["early"], crossed(task.score, truth, seen[:half]), equal_nan=True)
    assert first.kept()["early"].shape == first.kept()["late"].shape


def test_a_look_that_is_no_number_is_passed_over() -> None:
    truth = np.zeros(20, np.int64)
    looks = [answers(np.ones(20)), np.full((20, 2), np.nan, np.float32)]
    assert ACCURACY.value(truth, crossed(ACCURACY, truth, looks)) == 1.0


@pytest.mark.parametrize("name", ["f1", "balanced", "logloss", "auroc"])
def test_scores_with_and_without_parts_agree_on_who_is_best(name: str) -> None:
    random = np.random.default_rng(2)
    truth, score = random.integers(0, 2, 100), scores.find(name, "classification")
    looks = [random.dirichlet((1, 1), 100).astype(np.float32) for _ in range(5)]
    whole = dataclasses.replace(score, statistics=None, whole=score.value)
    assert np.array_equal(crossed(score, truth, looks), crossed(whole, truth, looks))


@pytest.fixture(scope="module")
def task() -> Task:
    source = Source.of("digits", limit=300)
    return pose(gather(source), source)


def test_some_rows_are_answered_as_all_are(task: Task) -> None:
    """A look at some examples gives the answers that a look at everything gives for them."""
    from recurra.comparison.architectures import build, describe

    model = build(describe(("elman",), task, 8, "hidden")[0], task, 0, "reference").eval()
    some, everything = Looks(task, 17, half=1), Looks(task, 0, half=1)
    some(model)
    everything(model)
    assert np.allclose(some.last, everything.last[some.rows], atol=1e-6)
    assert some.decisive(model).shape == everything.decisive(model).shape


def finals(folder: Path) -> list[Trial]:
    return [t for t in read_lines(Trial, folder / "trials.jsonl") if t.stage == "final"]


@pytest.mark.slow
def test_all_train_on_together_while_one_gains(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "DOUBLINGS", 2)
    results = small("on", patience=0)
    made = finals(tmp_path / "on")
    lengths = sorted({t.planned for t in made})
    full = from_json(Plan, (tmp_path / "on/plan.json").read_text()).search.rungs[-1]
    assert lengths == [full << k for k in range(len(lengths))] and len(lengths) > 1
    for name in ("elman", "scrn"):  # the same number for all
        assert {t.planned for t in made if t.architecture == name} == set(lengths)
    last = max(lengths)
    standing = next(s for s in results.standings if s.architecture == "elman")
    own = [t for t in made if t.architecture == "elman" and t.planned == last]
    assert standing.updates == last
    assert standing.validation == pytest.approx(np.mean([t.validation for t in own]))


@pytest.mark.slow
def test_training_on_is_as_training_for_longer_at_once(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a checkpoint or from the start: the same record."""
    monkeypatch.setattr(plan, "DOUBLINGS", 1)
    monkeypatch.setattr(learning, "gains", lambda *_: True)
    small("on", patience=0, schedule="none")
    from recurra.comparison import search

    kept = search.final_jobs
    monkeypatch.setattr(
        search, "final_jobs",
        lambda *a: [dataclasses.replace(job, before="") for job in kept(*a)],
    )  # fmt: skip
    small("anew", patience=0, schedule="none")

    def plain(folder: str) -> list[Trial]:
        return [dataclasses.replace(t, seconds=0.0, spent=()) for t in finals(tmp_path / folder)]

    assert plain("on") == plain("anew")


@pytest.mark.slow
def test_a_schedule_with_an_end_begins_anew(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "DOUBLINGS", 1)
    monkeypatch.setattr(learning, "gains", lambda *_: True)
    small("cosine", patience=0, schedule="cosine")
    made = finals(tmp_path / "cosine")
    short = {(t.architecture, t.seed): t for t in made if t.planned == min(x.planned for x in made)}
    long = [t for t in made if t.planned > min(x.planned for x in made)]
    assert long
    for one in long:  # not the same beginning: its rate fell more slowly
        before = short[one.architecture, one.seed]
        assert one.train_loss[: len(before.train_loss)] != before.train_loss
