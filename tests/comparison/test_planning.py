"""Learning rates, rungs, budgets, keys and sizes: what a plan is made of."""

import dataclasses
import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import qmc

from recurra import cells
from recurra.comparison import budget, keys, plan, rates, rungs, search, sobol
from recurra.comparison.architectures import build, check_init, describe
from recurra.comparison.budget import Costing, Pace
from recurra.comparison.keys import trial_key
from recurra.comparison.sizing import matching_units
from recurra.data import gather
from recurra.errors import CellError, SettingError
from recurra.json_lines import from_json, read_lines, to_json
from recurra.nn.bodies.find import find
from recurra.nn.initialise import METHODS
from recurra.records import Plan, Source, Trial
from recurra.settings import Comparison, Decision, Effort, Training, changed, settings, values
from recurra.tasks import Task, pose
from recurra.words import Words, say, speaking

# Of each setting of training another value, found by itself: who adds one need not look here.
OTHERS = {
    name: next((c for c in one.option.choices or () if c != one.default), None) or 0.125
    for name, one in settings(Training)
    if one.option.in_key
} | dict.fromkeys(("batch_size", "evaluations", "patience", "plateau_patience", "step_updates"), 7)
OTHERS["truncate"] = "9"


def trained(planned: Plan, **given: Any) -> Plan:
    """The plan with other settings of training."""
    return dataclasses.replace(planned, training=changed(planned.training, **given))


def networks(planned: Plan, **given: Any) -> Plan:
    """The plan with other settings of the networks."""
    return dataclasses.replace(planned, networks=changed(planned.networks, **given))


@pytest.fixture(scope="module")
def task() -> Task:
    source = Source.of("digits", limit=300)
    return pose(gather(source), source)


@pytest.fixture
def planned(task: Task) -> Plan:
    wish = changed(Comparison(), cells=("lstm", "elman"))
    return plan.fixed(
        wish, Source("digits"), task, describe(wish.networks.cells, task, 16, "hidden")
    )


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("number", [4, 8, 16])
def test_draws_fill_the_range_evenly(number: int, seed: int) -> None:
    found = rates.draw(number, 1e-4, 1e-1, seed)
    assert found[0] == pytest.approx(math.sqrt(1e-4 * 1e-1), rel=0.01)
    assert len(set(found)) == number
    places = sorted(math.log(r / 1e-4) / math.log(1e3) for r in found)
    # One point in each of `number` equal cells (turned): no gap reaches two cells.
    gaps = [b - a for a, b in zip(places, [*places[1:], places[0] + 1], strict=True)]
    assert max(gaps) < 2 / number + 0.01  # the rates are rounded to three digits


def test_more_draws_keep_the_first() -> None:
    assert rates.draw(16, 1e-4, 1e-1, 3)[:4] == rates.draw(4, 1e-4, 1e-1, 3)


@pytest.mark.parametrize("edges", [{-1}, {1}, {-1, 1}])
def test_a_wider_range_is_drawn_from_beyond_the_edge(edges: set[int]) -> None:
    (low, high), new = rates.wider(1e-4, 1e-1, edges, 8, seed=0)
    assert (low < 1e-4, high > 1e-1) == (-1 in edges, 1 in edges)
    assert len(new) == 3 * len(edges)
    assert all(low <= r <= 1e-4 or 1e-1 <= r <= high for r in new)


def test_the_good_range_is_contiguous() -> None:
    points = [(1e-4, 0.97), (1e-3, 0.5), (1e-2, 0.96), (1e-1, 1.0), (1.0, 0.4)]
    low, high = rates.good(points, True, tolerance=0.05) or (0.0, 0.0)
    assert 1e-3 < low < 1e-2  # the good point at 1e-4 lies behind a bad one
    assert 1e-1 < high < 1.0


def test_the_good_range_of_an_error() -> None:
    points = [(1e-3, 2.0), (1e-2, 1.0), (1e-1, 1.01)]
    low, high = rates.good(points, False, tolerance=0.05) or (0.0, 0.0)
    assert high == 1e-1  # not beyond what was tried
    assert math.log10(low) == pytest.approx(-2 - 0.05, abs=0.001)


def test_no_good_range_where_nothing_was_scored() -> None:
    assert rates.good([], True) is None
    assert rates.decades(None) == 0.0


def test_edges() -> None:
    assert rates.at_edge((0.1, 0.2, 0.3), 0.3) == 1
    assert rates.at_edge((0.1, 0.2, 0.3), 0.1) == -1
    assert rates.at_edge((0.1, 0.2, 0.3), 0.2) == 0


@pytest.mark.parametrize("full", [20, 400, 999])
def test_the_first_rung_is_a_quarter_at_least(full: int) -> None:
    found = rungs.updates(full)
    assert found[0] >= full / 4 and found[-1] == full and sorted(found) == list(found)


def test_promotion_takes_the_best_of_an_error() -> None:
    scores = {0.1: 2.0, 0.01: 1.0, 0.001: 1.0, 1.0: None}
    assert rungs.promote(scores, 3, higher_is_better=False) == (0.001, 0.01, 0.1)


@pytest.mark.parametrize("text", ["", "10", "ten minutes", "5m extra", "0s", "-3m"])
def test_a_budget_that_cannot_be_read(text: str) -> None:
    with pytest.raises(SettingError, match=r"10m|30s"):
        budget.seconds(text)


PACES = {"lstm": Pace(0.006, 0.05, 0.05), "elman": Pace(0.002, 0.03, 0.03)}


def costing(paces: dict[str, Pace] = PACES, workers: int = 2, looks: float = 20.0) -> Costing:
    return Costing(paces, lambda updates: looks, workers)


@pytest.mark.parametrize("left", [60.0, 500.0, 5000.0])
def test_a_time_budget_is_used_and_kept(left: float) -> None:
    found = budget.fit(left, costing(), seeds=5, most=1_000_000, budget=left)
    spent = costing().seconds(found.updates, found.rates, found.seeds, found.names)
    assert 0.9 * left < spent < left  # the reserve for a wider range is in it


def test_where_time_is_short_learning_is_given_up_last() -> None:
    """Rates, then seeds, then networks, the last named first; never the updates."""
    paces = {"lstm": Pace(0.05, 0.5), "gru": Pace(0.05, 0.5), "elman": Pace(0.05, 0.5)}
    found = [
        budget.fit(left, costing(paces, 1), seeds=5, most=2000, budget=left)
        for left in (2000.0, 800.0, 500.0, 450.0, 400.0, 320.0, 200.0)
    ]
    assert [f.rates for f in found] == sorted((f.rates for f in found), reverse=True)
    assert [f.seeds for f in found] == sorted((f.seeds for f in found), reverse=True)
    assert all(f.updates >= budget.ENOUGH for f in found)
    assert all(f.rates == 4 for f in found if f.seeds < 5)
    assert all(f.seeds == 3 for f in found if len(f.names) < 3)
    assert found[-1].names == ("lstm",) and found[0] == budget.fit(
        2000.0, costing(paces, 1), seeds=5, most=2000, budget=0.0
    )


def test_a_budget_that_is_too_short_says_what_would_be_enough() -> None:
    paces = {"lstm": Pace(0.05, 0.5), "gru": Pace(0.05, 0.5)}
    with pytest.raises(SettingError, match="too short") as caught:
        budget.fit(20.0, costing(paces, 1), seeds=5, most=2000, budget=60.0)
    asked = re.findall(r"--budget (\w+)", str(caught.value))
    assert len(asked) == 2 and "--quick" in str(caught.value)
    for text, number in zip(asked, (1, 2), strict=True):  # what it names is enough
        left = 20.0 + budget.seconds(text) - 60.0
        found = budget.fit(left, costing(paces, 1), seeds=5, most=2000, budget=60.0)
        assert len(found.names) >= number
    with speaking("ja"):
        assert asked[0] in str(caught.value) and "too short" not in str(caught.value)


def test_fewer_seeds_than_three_stay_as_asked_for() -> None:
    own = costing({"lstm": Pace(0.05, 0.5)}, 1)
    found = budget.fit(150.0, own, seeds=2, most=2000, budget=150.0)
    assert found.seeds == 2


def test_much_time_is_for_training_on_and_for_nothing_else() -> None:
    """The plan is that without a budget; what is left is kept for doublings, not exceeded."""
    own = costing({"lstm": Pace(0.001, 0.01), "gru": Pace(0.001, 0.01)}, 2)
    plain = own.seconds(2000, 8, 5, ("lstm", "gru"))
    last = 0
    for left in (plain / budget.SAFE, 40.0, 80.0, 320.0, 1e9):
        found = budget.fit(left, own, seeds=5, most=2000, budget=left)
        assert (found.rates, found.seeds, found.updates) == (8, 5, 2000)
        assert len(found.names) == 2 and found.doublings >= last
        last, spent = found.doublings, plain
        spent += sum(own.doubling(2000 << k, 5, found.names) for k in range(found.doublings))
        assert spent <= left
    assert last == budget.DOUBLINGS > 3
    assert budget.fit(1e9, own, seeds=5, most=2000, budget=1e9, on=False).doublings == 0


def test_ample_time_is_for_more_seeds_as_well() -> None:
    """With as many doublings as without a budget; never in place of them, and within the time."""
    own, found = costing({"lstm": Pace(0.001, 0.01), "gru": Pace(0.001, 0.01)}, 2), []
    for left in np.geomspace(30.0, 3000.0, 40):
        found.append(budget.fit(left, own, seeds=5, most=2000, budget=left, plenty=10))
        spent = own.seconds(found[-1].updates, found[-1].rates, found[-1].seeds, found[-1].names)
        longer = [own.doubling(2000 << k, found[-1].seeds, found[-1].names) for k in range(9)]
        assert spent + sum(longer[: found[-1].doublings]) <= left
    assert [f.seeds for f in found] == sorted(f.seeds for f in found)
    assert {f.seeds for f in found if f.doublings < budget.AMPLE} == {5}
    assert found[-1].seeds == 10


def test_what_begins_anew_affords_fewer_doublings() -> None:
    own = costing({"lstm": Pace(0.001, 0.0)}, 1, looks=0.0)
    anew = dataclasses.replace(own, anew=True)
    args = (100.0, 1000, 5, ("lstm",))
    assert (own.doublings(*args), anew.doublings(*args)) == (4, 3)
    # what comes after three doublings takes eight times as long as the first
    assert own.doublings(*args, done=3) == 1


def test_a_network_that_was_left_out_is_added_in_its_place(task: Task, planned: Plan) -> None:
    """And is not said to be missing any more; a range that was made wider is as it was at first."""
    skipped = {"elman", "lstm"}
    note = say(
        "planning.gave_up", budget="4m", rates=8, asked=8, seeds=5, wanted=5, names=tuple(skipped)
    )
    short = dataclasses.replace(
        planned,
        architectures=tuple(
            dataclasses.replace(a, skipped="no time") if a.name in skipped else a
            for a in planned.architectures
        ),
        notes=(note,),
    )
    wide = plan.widened(short, {-1, 1})
    one = plan.joined(wide, describe(("elman",), task, 16, "hidden"))
    assert [(a.name, bool(a.skipped)) for a in one.architectures[:2]] == [
        ("lstm", True), ("elman", False),
    ]  # fmt: skip
    assert one.search == planned.search != wide.search
    assert [n.facts["names"] for n in one.notes if isinstance(n, Words)] == [("lstm",)]
    both = plan.joined(one, describe(("elman", "lstm", "gru"), task, 16, "hidden"))
    assert [a.name for a in both.architectures[:3]] == ["lstm", "elman", "gru"]
    assert not any(a.skipped for a in both.architectures[:3]) and both.notes == ()


def test_equal_parameters_where_heads_divide_the_units(task: Task) -> None:
    spec = "slstm(heads=4)"
    target = describe(("lstm",), task, 33, "hidden")[0].parameters
    units = matching_units(find(spec), task, target)
    own, below, above = (
        describe((spec,), task, n, "hidden")[0].parameters for n in (units, units - 4, units + 4)
    )
    assert units % 4 == 0 and abs(own - target) <= min(abs(below - target), abs(above - target))
    with pytest.raises(CellError, match="multiples of 4"):
        describe((spec,), task, units + 1, "hidden")


def test_equal_parameters(task: Task) -> None:
    found = {a.name: a for a in describe(cells.DEFAULT, task, 32, "params")}
    target = found["lstm"].parameters
    for architecture in found.values():
        units = architecture.hidden["h"]
        assert units == matching_units(find(architecture.spec), task, target)
        model = build(architecture, task, 0, "reference")
        assert sum(p.numel() for p in model.parameters()) == architecture.parameters
        neighbours = [
            describe((architecture.spec,), task, n, "hidden")[0].parameters
            for n in (units - 1, units + 1)
        ]
        gap = abs(architecture.parameters - target)
        assert gap <= min(abs(n - target) for n in neighbours)
        assert (gap != 0) == any("against the LSTM" in str(note) for note in architecture.notes)


def test_the_issues_parameter_counts() -> None:
    """28 inputs, 100 units, a softmax of 10: the counts of the papers with one bias a gate."""
    source = Source("digits")
    task = pose(gather(source), source)
    task.input_size = 28
    found = {a.name: a.parameters for a in describe(cells.DEFAULT, task, 100, "hidden")}
    expected = {"lstm": 52_610, "lstm1": 44_210, "lstm2": 43_910, "lstm3": 14_210}
    assert {name: found[name] for name in expected} == expected


def test_the_same_seed_gives_the_same_model(task: Task, planned: Plan) -> None:
    one, two, other = (
        build(planned.architectures[0], task, seed, "reference").state_dict() for seed in (3, 3, 4)
    )
    assert all(one[name].equal(two[name]) for name in one)
    assert not all(one[name].equal(other[name]) for name in one)


def test_a_key_depends_on_what_decides_and_on_nothing_else(planned: Plan) -> None:
    architecture = planned.architectures[0]
    basic = {"stage": "search", "updates": 100, "learning_rate": 0.01, "seed": 0}

    def key(changed: Plan = planned, **options: object) -> str:
        return trial_key(changed, architecture, **{**basic, **options})  # type: ignore[arg-type]

    others = [
        key(updates=200),
        key(learning_rate=0.02),
        key(seed=1),
        key(networks(planned, dtype="float64")),
        key(networks(planned, backend="reference")),
        key(dataclasses.replace(planned, versions={"torch": "0"})),
        key(dataclasses.replace(planned, data=dataclasses.replace(planned.data, fingerprint="x"))),
        *(key(trained(planned, **{name: other})) for name, other in OTHERS.items()),
    ]
    assert len({key(), *others}) == len(others) + 1
    fewer = dataclasses.replace(
        planned,
        architectures=(architecture,),
        effort=Effort(budget="10m"),
        decision=Decision(margin=0.5),
        networks=changed(planned.networks, cells=("gru",), hidden_size=3, match="params"),
    )
    now = planned.search
    rates_more = dataclasses.replace(now, learning_rates=(*now.learning_rates, 0.5))
    assert key(fewer) == key() == key(dataclasses.replace(planned, search=rates_more))


def test_a_baseline_depends_on_class_weights_and_on_no_other_objective(planned: Plan) -> None:
    def key(**training: Any) -> str:
        changed = trained(planned, **training)
        return trial_key(changed, planned.architectures[-1], stage="baseline", seed=0)

    others = {name: other for name, other in OTHERS.items() if name != "class_weights"}
    assert all(key(**{name: other}) == key() for name, other in others.items())
    assert key(class_weights="balanced") != key()


def test_a_plan_from_before_reads_as_it_was(planned: Plan) -> None:
    """Settings that came later have the values which everything had before."""
    old = json.loads(to_json(planned))
    old["search"] |= {name: values(planned.training)[name] for name in keys.ALWAYS}
    old |= {**old["networks"], "margin": 0.01, "seed": 0, "budget": "default", "quick": False}
    for one in old["architectures"]:
        one["kind"] = {"network": "cell"}.get(one["kind"], one["kind"])
    del old["training"], old["data"]["leaks"], old["format"]
    for name in ("networks", "decision", "draws", "effort"):
        del old[name]
    assert from_json(Plan, json.dumps(old)) == planned
    old["search"] |= {"optimizer": "sgd", "schedule": "plateau", "init": "glorot"}
    old |= {"objective": {"loss": "squared_error"}, "recurrence": {"zoneout": 0.1}}
    read = values(from_json(Plan, json.dumps(old)).training)
    assert (read["optimizer"], read["schedule"], read["init"]) == ("sgd", "plateau", "glorot")
    assert (read["loss"], read["zoneout"], read["patience"]) == ("squared_error", 0.1, 8)
    assert keys._departures(planned, "search") == {}


def test_keys_of_runs_that_exist_stay() -> None:
    """A plan of before the settings were one tree, with most of them away from their defaults."""
    folder = Path(__file__).parent / "run_before"
    recorded = plan.read(folder)
    trials = list(read_lines(Trial, folder / "trials.jsonl"))
    best = {t.architecture: t.learning_rate for t in trials if t.stage == "final"}
    jobs = [*search.baseline_jobs(recorded), *search.first_jobs(recorded)]
    known = {t.key for t in trials}
    assert len({job.key for job in jobs}) == len(jobs) > 6
    assert {job.key for job in jobs} <= known
    # what decides among final trainings is another score since: they have other keys
    finals = {job.key for job in search.final_jobs(recorded, best)}
    assert len(finals) == sum(t.stage == "final" for t in trials) and not finals & known


@pytest.mark.parametrize("init", METHODS)
def test_starting_weights_are_drawn_as_asked(task: Task, init: str) -> None:
    lstm = describe(("lstm",), task, 8, "hidden")[0]
    usual = build(lstm, task, 0, "reference").body.weight_hh_l0
    found = build(lstm, task, 0, "reference", init=init).body.weight_hh_l0
    assert found.equal(usual) == (init == "uniform")


def test_chrono_is_refused_where_a_cell_has_no_forget_bias(task: Task) -> None:
    chosen = describe(("lstm", "elman", "lstm2"), task, 8, "hidden")
    check_init("chrono", chosen[:1], task)
    check_init("glorot", chosen, task)
    with pytest.raises(SettingError, match="elman, lstm2 have none"):
        check_init("chrono", chosen, task)


def test_a_cell_without_a_forget_bias_says_so(task: Task) -> None:
    found = {a.name: a for a in describe(("lstm", "lstm2", "elman"), task, 8, "hidden")}
    assert found["lstm"].notes == ()
    assert "forget bias" in str(found["lstm2"].notes[0])


@pytest.mark.parametrize("number", [1, 2, 5, 8, 16, 64])
def test_sobols_points_are_those_of_scipy(number):
    for seed in range(10):
        theirs = qmc.Sobol(1, scramble=True, rng=seed).random_base2(6)[:number, 0]
        assert np.array_equal(sobol.points(number, seed), theirs)
