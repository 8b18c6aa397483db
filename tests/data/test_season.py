"""Seasons are found where there are some, and not in noise of any length."""

import numpy as np
import pytest

from recurra.data.season import find_season
from recurra.data.steps import Step

HOURS = Step("milliseconds", 3_600_000)
DAYS = Step("milliseconds", 86_400_000)
MONTHS = Step("months")

# Passengers of an airline a month, thousands, 1949-1955 (Box & Jenkins 1976, series G).
PASSENGERS = [
    112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170,
    170, 158, 133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180,
    193, 181, 183, 218, 230, 242, 209, 191, 172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237,
    211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229, 242, 233, 267, 269,
    270, 315, 364, 347, 312, 274, 237, 278,
]  # fmt: skip


@pytest.mark.parametrize("rows", [75, 150, 280, 600, 2000])
def test_noise_has_no_season(rows: int) -> None:
    """At most 4 periods pass the first bound with 0.13 % each: 1 of 200 is expected, 6 are not.

    (Poisson with mean 200 * 4 * 0.0013 = 1.1: more than 6 has a probability of 1 in 10,000.)
    """
    random = np.random.default_rng(rows)
    noise = random.normal(size=(200, rows))
    for step in (HOURS, DAYS):
        assert sum(find_season(step, one) is not None for one in noise) <= 6


@pytest.mark.parametrize("rows", [280, 2000])
def test_a_random_walk_has_no_season(rows: int) -> None:
    walks = np.random.default_rng(rows).normal(size=(50, rows)).cumsum(axis=1)
    assert sum(find_season(HOURS, one) is not None for one in walks) <= 2


@pytest.mark.parametrize(("rows", "noise"), [(72, 0.3), (120, 0.5), (280, 0.7), (1000, 1.0)])
def test_a_daily_wave_is_found(rows: int, noise: float) -> None:
    wave = np.sin(2 * np.pi * np.arange(rows) / 24)
    random = np.random.default_rng(rows)
    assert find_season(HOURS, wave + random.normal(0, noise, rows)) == 24


def test_a_trend_does_not_hide_the_season() -> None:
    assert find_season(MONTHS, np.array(PASSENGERS, float)) == 12
    weeks = np.arange(210) + 5.0 * (np.arange(210) % 7 == 6)
    assert find_season(DAYS, weeks) == 7


def test_a_line_and_a_constant_have_none() -> None:
    assert find_season(HOURS, np.arange(500.0)) is None
    assert find_season(HOURS, np.ones(500)) is None
    assert find_season(HOURS, np.zeros(0)) is None
