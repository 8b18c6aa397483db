"""The decisions, on scores made for them."""

import numpy as np
import pytest

from recurra.comparison import verdict
from recurra.comparison.statistics import Scores, draw, scores
from recurra.records import Architecture, Cost, Interval, ScoreInfo, Standing

ACCURACY = ScoreInfo("accuracy", "accuracy", True, percent=True)
ERROR = ScoreInfo("rmse", "RMSE", False)


def sample(mean: float, spread: float, seed: int, number: int = 2000) -> Scores:
    random = np.random.default_rng(seed)
    parts = mean + spread * random.normal(size=(5, number, 1))
    return scores(parts, lambda m: m[..., 0], draw(number, seed=0))


def cell(name: str, parameters: int = 100, flops: int = 100) -> Architecture:
    return Architecture(name, "network", name, parameters=parameters, flops=flops)


def test_the_best_on_validation_and_fewer_parameters_on_a_tie() -> None:
    order = [cell("big", 200), cell("small", 100), cell("bad")]
    scored = {"big": 0.9, "small": 0.9, "bad": 0.1}
    assert verdict.best(scored, order, higher=True) == "small"
    assert verdict.best(scored, order, higher=False) == "bad"
    assert verdict.best({"big": None}, order, higher=True) == ""


def test_differences_are_signed_so_that_more_is_better() -> None:
    tested = {"a": sample(1.0, 0.01, 1), "b": sample(1.2, 0.01, 2)}
    up, p, loss, harmless = verdict.compare(tested, "a", ACCURACY, 0.01)["b"]
    assert up.low > 0 and p < 1e-6 and loss is not None and loss.high < 0 and harmless
    down, _, loss, harmless = verdict.compare(tested, "a", ERROR, 0.01)["b"]
    assert down.high < 0 and loss is not None and loss.low > 0.19 and not harmless


def test_losing_nothing_is_not_the_same_as_not_being_different() -> None:
    """Two noisy scores do not differ significantly; still a loss over 1 % is possible."""
    tested = {"a": sample(1.0, 1.0, 1, 100), "b": sample(1.0, 1.0, 2, 100)}
    _, p, loss, harmless = verdict.compare(tested, "a", ACCURACY, 0.01)["b"]
    assert p > 0.05 and loss is not None and loss.high > 0.01 and not harmless
    tested = {"a": sample(1.0, 0.01, 1), "b": sample(0.999, 0.01, 2)}
    _, p, _, harmless = verdict.compare(tested, "a", ACCURACY, 0.01)["b"]
    assert p < 0.05 and harmless  # surely different, and surely by less than the margin


def test_more_architectures_widen_the_intervals() -> None:
    two = {"a": sample(1.0, 0.1, 1), "b": sample(1.0, 0.1, 2)}
    many = {**two, **{f"c{k}": sample(1.0, 0.1, k + 3) for k in range(8)}}
    alone, _, _, _ = verdict.compare(two, "a", ACCURACY, 0.01)["b"]
    among, _, _, _ = verdict.compare(many, "a", ACCURACY, 0.01)["b"]
    assert among.high - among.low > 1.3 * (alone.high - alone.low)


def test_nothing_is_compared_without_a_score() -> None:
    assert verdict.compare({"b": sample(1.0, 0.1, 1)}, "a", ACCURACY, 0.01) == {}
    assert verdict.worth_it(None, None, 0.01) == "undecided"
    assert verdict.gain({}, "a", "b", ACCURACY) is None


def standing(name: str, p: float, value: float = -0.1, harmless: bool = False) -> Standing:
    gap = Interval(value, value - 0.05, value + 0.05)
    return Standing(name, None, 0.5, gap, (), gap, p, gap, harmless)


@pytest.mark.parametrize(
    ("others", "seeds", "expected"),
    [
        ([standing("b", 0.001)], 5, ("clear", ())),
        ([standing("b", 0.001), standing("c", 0.4)], 5, ("tied", ("c",))),
        ([standing("b", 0.001)], 2, ("undecided", ())),
        ([standing("b", 0.001, value=0.2)], 5, ("undecided", ())),  # the test part disagrees
    ],
)
def test_how_sure(
    others: list[Standing], seeds: int, expected: tuple[str, tuple[str, ...]]
) -> None:
    assert verdict.sure([standing("a", 1.0), *others][1:], "a", seeds) == expected


def cost(name: str, step: float, noise: float = 0.05) -> Cost:
    return Cost(name, 1.0, step, step, step, step, 1000, 1000, 1000, noise, 5)


def test_a_cheaper_network_that_loses_nothing() -> None:
    order = [cell("a", 200, 200), cell("less", 100, 100), cell("least", 50, 50), cell("worse", 10)]
    standings = [standing(n, 0.5, harmless=True) for n in ("less", "least")]
    standings.append(standing("worse", 0.5))
    costs = {n: cost(n, 1.0) for n in ("a", "less", "least", "worse")}
    assert verdict.cheaper_equal(standings, costs, order, "a") == ("least", "less")
    slower = {**costs, "least": cost("least", 1.2)}
    assert verdict.cheaper_equal(standings, slower, order, "a") == ("less",)


def test_costs_within_the_noise_are_equal() -> None:
    order = [cell("a"), cell("b")]
    found = [standing("b", 0.5, harmless=True)]
    near = {"a": cost("a", 1.0), "b": cost("b", 0.97)}
    assert verdict.cheaper_equal(found, near, order, "a") == ()
    far = {"a": cost("a", 1.0), "b": cost("b", 0.9)}
    assert verdict.cheaper_equal(found, far, order, "a") == ("b",)


def test_few_seeds_are_said() -> None:
    assert "2 seeds" in " ".join(map(str, verdict.cautions(2)))
    assert verdict.cautions(3) == ()
