"""Intervals against simulation and closed forms; verdicts at their borders."""

import math

import numpy as np
import pytest

from recurra.claims import Training
from recurra.papers.judge import claim, difference, rank_correlation, skill
from recurra.records import Interval
from recurra.words import speaking


def trainings(values, spread=0.0, examples=100):
    return [
        Training(f"{k}", "c", "a", "final", 0.01, k, "ok", 1, v, v, spread, examples, parameters=1)
        for k, v in enumerate(values)
    ]


def test_without_examples_to_doubt_it_is_students_interval():
    found = skill(trainings([0.2, 0.4, 0.6]))
    reach = 4.302652729696142 * 0.2 / math.sqrt(3)  # t of 2 degrees of freedom, 97.5 %
    assert found.value == pytest.approx(0.4)
    assert (found.low, found.high) == (pytest.approx(0.4 - reach), pytest.approx(0.4 + reach))


def test_without_spread_over_seeds_it_is_the_normal_interval_of_the_examples():
    found = skill(trainings([0.5, 0.5], spread=0.4, examples=400))
    assert found.high - 0.5 == pytest.approx(1.959963984540054 * 0.4 / 20)


def test_one_training_has_no_interval_and_none_nothing():
    assert skill(trainings([0.5])).high == math.inf
    assert skill([]) is None
    assert difference(trainings([0.5]), []) is None


def test_intervals_of_differences_cover():
    """95 % of intervals hold the true difference: within 4 standard errors of 1,000 draws."""
    rng = np.random.default_rng(0)
    draws, hits = 1000, 0
    for _ in range(draws):
        a, b = rng.normal(0.7, 0.1, 4), rng.normal(0.5, 0.05, 4)
        found = difference(trainings(a), trainings(b))
        hits += found.low <= 0.2 <= found.high
    error = math.sqrt(0.95 * 0.05 / draws)
    # Welch's is known to be a little too wide for few values, never much too narrow
    assert 0.95 - 4 * error <= hits / draws <= 0.985


def test_rank_correlation():
    x = list(range(20))
    assert rank_correlation(x, [v**3 for v in x]).value == pytest.approx(1.0)
    assert rank_correlation(x, [-v for v in x]).high < 0
    assert rank_correlation([1, 2], [3, 4]) is None


@pytest.mark.parametrize(
    ("interval", "least", "most", "verdict"),
    [
        (Interval(0.5, 0.4, 0.6), 0.4, None, "holds"),
        (Interval(0.5, 0.4, 0.6), 0.41, None, "open"),
        (Interval(0.5, 0.4, 0.6), 0.61, None, "fails"),
        (Interval(0.5, 0.4, 0.6), None, 0.6, "holds"),
        (Interval(0.5, 0.4, 0.6), None, 0.3, "fails"),
        (Interval(0.5, 0.4, 0.6), 0.0, 0.5, "open"),
        (Interval(0.5, -math.inf, math.inf), 0.0, None, "open"),
        (None, 0.0, None, "open"),
    ],
)
def test_verdicts(interval, least, most, verdict):
    assert claim("k", "s", "p", interval, least=least, most=most).verdict == verdict


def test_what_is_expected_is_said():
    found = claim("k", "s", "p", None, least=0.1, most=0.2).expected
    assert str(found) == "at least 0.1 and at most 0.2"
    with speaking("ja"):
        assert str(found) == "0.1以上、0.2以下"
