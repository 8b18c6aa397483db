"""Intervals over seeds and examples, against closed forms, other libraries and simulation."""

import functools
import tracemalloc

import numpy as np
import pytest
from scipy import stats
from scipy.signal import lfilter
from statsmodels.stats.multitest import multipletests

from recurra.comparison import statistics
from recurra.comparison.statistics import (
    Draws,
    Scores,
    draw,
    estimate,
    holm,
    relative_loss,
    scores,
    scores_by_value,
)
from recurra.records import Interval


def mean_of(means: np.ndarray) -> np.ndarray:
    return means[..., 0]


def only_seeds(values: list[float]) -> Scores:
    """Scores that no resample of the examples changes."""
    seeds = np.array(values)
    return Scores(seeds, np.tile(seeds, (50, 1)), units=100)


def test_with_varying_seeds_alone_it_is_the_t_interval() -> None:
    values = [0.91, 0.93, 0.90, 0.95, 0.92]
    low, high = stats.t.interval(0.95, 4, np.mean(values), stats.sem(values))
    found = estimate(only_seeds(values)).interval()
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-12)


def test_with_varying_examples_alone_it_is_the_binomial_interval() -> None:
    hits = (np.arange(400) < 300).astype(float)
    parts = np.tile(hits[:, None], (3, 1, 1))
    found = estimate(scores(parts, mean_of, draw(400, draws=4000)))
    # 4,000 draws give the standard error to 1 / sqrt(8000) = 1.1 %; five times that is allowed.
    assert found.error == pytest.approx(np.sqrt(0.75 * 0.25 / 400), rel=0.056)
    assert found.freedom > 100


def test_what_differs_between_seeds_and_examples_counts_once() -> None:
    random = np.random.default_rng(0)
    parts = random.normal(size=(5, 2000, 1))  # no seed, no example: only their interaction
    found = estimate(scores(parts, mean_of, draw(2000, seed=1)))
    naive = np.sqrt(2 / (5 * 2000))  # counted by seeds and by examples
    assert found.error < 0.9 * naive


@pytest.mark.parametrize("seeds", [3, 5])
@pytest.mark.parametrize(
    "mixture", [(0.0, 1.0, 1.0), (1 / 300, 1.0, 1.0), (5 / 300, 1.0, 0.5), (1.0, 0.5, 0.0)]
)
def test_a_nominal_95_percent_interval_covers_90_to_98(
    seeds: int, mixture: tuple[float, float, float]
) -> None:
    assert 0.90 <= coverage(seeds, 300, *mixture, draws=draw(300, draws=200)) <= 0.98


def test_coverage_with_serial_dependence() -> None:
    """Errors of overlapping windows: neighbours up to 24 apart share most of what they see."""
    draws = draw(600, block=48, draws=200)
    assert 0.90 <= coverage(5, 600, 1 / 300, 1.0, 0.5, draws, overlap=24) <= 0.98


def test_coverage_without_blocks_would_be_wrong() -> None:
    """The simulation can fail: drawing dependent examples one by one covers far too rarely."""
    assert coverage(5, 600, 0.0, 1.0, 0.0, draw(600, draws=200), overlap=24) < 0.6


def fading(number: int, runs: int = 1000, overlap: int = 12) -> float:
    """Share of intervals that hold the true difference of two models' squared errors, which are
    alike as long as windows share rows, and fade beyond."""
    random, keep, held = np.random.default_rng(5), np.exp(-2 / overlap), 0
    white = random.normal(size=(2, runs, number))
    zi = keep * white[..., :1]
    errors = lfilter([np.sqrt(1 - keep**2)], [1, -keep], white, axis=-1, zi=zi)[0]
    both = np.sqrt(0.45) * errors[0], np.sqrt(0.55) * errors[1]
    parts = np.square(both[0] + both[1]) - np.square(both[0] - both[1])
    draws = draw(number, block=overlap, draws=200)
    for row in parts:
        found = estimate(scores(row[None, :, None], mean_of, draws)).interval()
        held += found.low <= 0.0 <= found.high
    return held / runs


@pytest.mark.parametrize("number", [250, 1000])
def test_coverage_where_errors_are_alike_beyond_what_windows_share(number: int) -> None:
    assert 0.93 - 0.025 <= fading(number) <= 0.98  # 0.025: 99.9 % of 1,000 runs


def test_coverage_with_blocks_of_the_overlap_alone_would_be_too_rare(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(statistics, "block_length", lambda overlap, number: overlap)
    assert fading(1000) < 0.93 - 0.01


def test_coverage_with_whole_groups() -> None:
    groups = np.arange(600) // 30
    draws = draw(600, groups=groups, draws=200)
    assert draws.units == 20
    assert 0.90 <= coverage(5, 600, 1 / 300, 0.5, 0.5, draws, groups=groups) <= 0.98


def coverage(
    seeds: int,
    number: int,
    by_seed: float,
    by_example: float,
    both: float,
    draws: Draws,
    overlap: int = 1,
    groups: np.ndarray | None = None,
    runs: int = 500,
) -> float:
    """Share of 500 simulated comparisons whose interval holds the true mean, 0."""
    random = np.random.default_rng(7)
    kernel = np.ones(overlap) / np.sqrt(overlap)
    hits = 0
    for _ in range(runs):
        example = np.convolve(random.normal(size=number + overlap - 1), kernel, "valid")
        if groups is not None:
            example = example + random.normal(size=groups.max() + 1)[groups]
        table = (
            random.normal(size=(seeds, 1)) * np.sqrt(by_seed)
            + example * np.sqrt(by_example)
            + random.normal(size=(seeds, number)) * np.sqrt(both)
        )
        found = estimate(scores(table[:, :, None], mean_of, draws)).interval()
        hits += found.low <= 0 <= found.high
    return hits / runs


def test_pairs_are_narrower_than_what_is_compared() -> None:
    random = np.random.default_rng(3)
    shared = random.normal(size=(1, 500, 1)) + random.normal(size=(5, 1, 1))
    draws = draw(500)
    one = scores(shared + 0.1 * random.normal(size=(5, 500, 1)), mean_of, draws)
    two = scores(shared + 0.1 * random.normal(size=(5, 500, 1)), mean_of, draws)
    assert estimate(one - two).error < 0.2 * estimate(one).error


def test_equal_predictions_differ_by_exactly_nothing() -> None:
    parts = np.random.default_rng(0).normal(size=(5, 100, 1))
    one = scores(parts, mean_of, draw(100))
    found = estimate(one - one)
    assert found.interval() == Interval(0.0, 0.0, 0.0)
    assert found.p_value() == 1.0


def test_a_baseline_fitted_once_is_compared_with_every_seed() -> None:
    network, once = only_seeds([0.8, 0.9, 1.0]), only_seeds([0.7])
    found = estimate(network - once)
    assert found.value == pytest.approx(0.2)
    assert found.error == pytest.approx(0.1 / np.sqrt(3))


def test_more_comparisons_make_wider_intervals() -> None:
    found = estimate(only_seeds([0.1, 0.2, 0.3, 0.2, 0.1]))
    alone, among = found.interval(), found.interval(comparisons=10)
    assert among.high - found.value == pytest.approx(
        (alone.high - found.value) * stats.t.isf(0.0025, 4) / stats.t.isf(0.025, 4)
    )


def test_the_best_of_many_networks_was_in_luck_with_its_seeds() -> None:
    """Eight equal networks whose seeds vary: the best of them is tested with the same seeds. At
    most 2.5 % may seem better than they are; without the correction it is five times as much."""
    random, draws, runs, seemed = np.random.default_rng(0), draw(40, draws=200), 600, np.zeros(2)
    for _ in range(runs):
        luck = random.normal(size=(8, 5))
        best = luck[luck.mean(1).argmax()]
        parts = best[:, None, None] + 0.1 * random.normal(size=(5, 40, 1))
        found = estimate(scores(parts, mean_of, draws))
        seemed += [found.interval(chosen=n).low > 0 for n in (1, 8)]
    usual, allowed = seemed / runs
    assert usual > 0.1
    assert allowed < 0.025 + 3 * np.sqrt(0.025 * 0.975 / runs)


def test_where_seeds_do_not_vary_nothing_is_allowed_for() -> None:
    same = np.repeat(np.random.default_rng(0).normal(size=(1, 40, 1)), 5, axis=0)
    found = estimate(scores(same, mean_of, draw(40)))
    assert found.error > 0 and found.interval(chosen=8) == found.interval()


def test_holm_agrees_with_statsmodels() -> None:
    p = np.random.default_rng(5).uniform(0, 0.2, 13)
    expected = multipletests(p, method="holm")[1]
    assert holm(p.tolist()) == pytest.approx(tuple(expected))


def test_blocks_are_neighbours_inside_their_group() -> None:
    groups = np.repeat([0, 1], [30, 17])
    found = draw(47, block=5, groups=groups, draws=300)
    first, second = found.counts[:, :30], found.counts[:, 30:]
    assert set(first.sum(1)) == {35.0}  # five blocks of seven: a quarter of the group
    assert set(second.sum(1)) == {20.0}  # four blocks cover seventeen
    starts = (np.diff(first, axis=1, prepend=0) > 0).sum(1)
    assert starts.max() <= 5
    assert found.units == 4 + 3


def test_many_groups_are_drawn_whole() -> None:
    groups = np.arange(120) % 12
    counts = draw(120, block=7, groups=groups, draws=50).counts
    for key in range(12):
        assert (counts[:, groups == key] == counts[:, [key]]).all()


def test_scores_without_parts_agree_with_those_that_have_them() -> None:
    random = np.random.default_rng(2)
    truth = random.integers(0, 2, 200)
    predictions = [random.uniform(size=(200, 2)) for _ in range(3)]
    draws = draw(200, draws=40)

    def accuracy(truth: np.ndarray, p: np.ndarray) -> float:
        return float((p.argmax(1) == truth).mean())

    parts = np.stack([(p.argmax(1) == truth)[:, None] for p in predictions]).astype(float)
    fast = scores(parts, mean_of, draws)
    slow = scores_by_value(accuracy, truth, predictions, draws)
    assert slow.seeds == pytest.approx(fast.seeds)
    assert slow.drawn == pytest.approx(fast.drawn)


def test_a_draw_without_a_score_is_left_out() -> None:
    whole = only_seeds([0.5, 0.7])
    drawn = whole.drawn.copy()
    drawn[3] = np.nan
    found = estimate(Scores(whole.seeds, drawn, whole.units))
    assert found.error == pytest.approx(estimate(whole).error)


def test_relative_loss_by_hand() -> None:
    accuracy, reference = only_seeds([0.88, 0.92]), only_seeds([0.98, 1.02])
    assert estimate(relative_loss(accuracy, reference, True)).value == pytest.approx(0.1)
    error, least = only_seeds([2.2, 2.2]), only_seeds([2.0, 2.0])
    assert estimate(relative_loss(error, least, False)).value == pytest.approx(0.1)


def test_relative_loss_varies_with_its_denominator() -> None:
    """Both double together: the relative loss does not vary, though the difference does."""
    reference = only_seeds([1.0, 2.0, 3.0])
    found = estimate(relative_loss(reference.times(0.9), reference, True))
    assert found.value == pytest.approx(0.1)
    assert found.error == pytest.approx(0.0, abs=1e-12)


GROUPS = {"one": None, "three": np.repeat([0, 1, 2], 100), "many": np.repeat(np.arange(15), 20)}


@pytest.mark.parametrize("block", [1, 7])
@pytest.mark.parametrize("groups", GROUPS)
def test_resamples_of_a_large_part_are_those_of_a_small_one(groups, block, monkeypatch):
    draw = functools.partial(statistics.draw, 300, block=block, groups=GROUPS[groups], seed=3)
    parts = np.random.default_rng(0).normal(5.0, 1.0, (2, 300, 2))
    whole, small = draw().counts, statistics.scores(parts, lambda m: m.mean(-1), draw())
    monkeypatch.setattr(statistics, "WHOLE", 0)
    monkeypatch.setattr(statistics, "PIECE", 300 * 37)
    large = draw()
    pieces = list(large.pieces())
    assert len(pieces) > 1 and np.array_equal(np.concatenate(pieces), whole)
    found = statistics.scores(parts, lambda m: m.mean(-1), large).drawn
    assert np.allclose(found, small.drawn, rtol=300 * np.finfo(float).eps, atol=0)


def test_resamples_of_a_large_part_are_not_held_at_once():
    """Counts of all of them would take 8 bytes for each of 1,000 resamples and example."""
    number = 60_000
    parts = np.ones((1, number, 1))
    tracemalloc.start()
    statistics.scores(parts, lambda m: m.mean(-1), statistics.draw(number, block=25))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * statistics.DRAWS * number / 5
