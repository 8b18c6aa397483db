"""Numbers for people: nothing is shown that its interval does not carry, nothing contradicts it."""

import math
import re
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recurra.records import Interval, ScoreInfo
from recurra.report import numbers

PERCENT = ScoreInfo("accuracy", "accuracy", True, percent=True)
COUNT = ScoreInfo("rmse", "RMSE", False, unit="bikes")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0 s"), (3e-9, "3.0 ns"), (9.999e-4, "1.0 ms"), (59.96, "60 s"), (3599.9, "1.0 h"),
     (600, "10 min"), (7200, "2.0 h"), (math.nan, "–"), (math.inf, "–")],
)  # fmt: skip
def test_seconds(value: float, shown: str) -> None:
    assert numbers.seconds(value).replace(numbers.SPACE, " ") == shown


def test_digits_follow_the_interval() -> None:
    assert numbers.score(0.9723, PERCENT, 0.02) == "97.2\u00a0%"
    assert numbers.score(0.9723, PERCENT, 0.2) == "97\u00a0%"
    assert numbers.score(1234.5678, COUNT, 40) == "1,235\u00a0bikes"
    assert numbers.gap(-0.0001, COUNT, 0.5) == "0.0\u00a0bikes"


def test_an_end_that_is_not_zero_is_not_shown_as_zero() -> None:
    shown = numbers.between(Interval(0.01, 0.00002, 0.02), PERCENT)
    assert shown == "0.002 to 2.000\u00a0%"


@given(st.floats(-1e12, 1e12), st.integers(1, 6))
def test_significant_digits_are_near_the_value(value: float, digits: int) -> None:
    text = numbers.significant(value, digits).replace(",", "").replace(numbers.MINUS, "-")
    assert float(text) == pytest.approx(value, rel=0.5 * 10 ** (1 - digits) * 1.001)


@given(st.floats(-1e6, 1e6), st.floats(1e-9, 1e6))
def test_rounding_stays_far_within_the_interval(value: float, spread: float) -> None:
    text = numbers.fixed(value, spread).replace(",", "").replace(numbers.MINUS, "-")
    # One digit of a half-width that begins with 3 or more, two otherwise: at most a sixth of it;
    # beyond six decimals four digits of the value.
    assert abs(float(text) - value) <= max(spread / 5.8, abs(value) * 5.1e-4, 1e-300)


@pytest.mark.parametrize("seed", range(20))
def test_two_scores_and_their_difference_can_be_subtracted(seed: int) -> None:
    """What is shown: 95.3 and 95.3 with a difference of 0.3 is never said."""
    random = Random(seed)
    for _ in range(200):
        one = random.uniform(0.5, 1.0)
        other = one + random.choice((0.0, random.gauss(0, 0.05), random.gauss(0, 0.0005)))
        spread = random.choice((None, 0.0, abs(random.gauss(0, 0.02)), 1e-9))
        left, right, apart = (
            Decimal(re.match(r"[\d.]+", text)[0])
            for text in numbers.apart(one, other, PERCENT, spread)
        )
        assert abs(left - right) == apart
        if abs(one - other) > 0.0001 * max(1, 10000 * (spread or 0)):
            assert apart > 0
