"""Numbers for people: nothing is shown that its interval does not carry, nothing contradicts it."""

import math

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
