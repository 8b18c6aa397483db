"""What is said of one competitor."""

import numpy as np
import pytest

from recurra.comparison import outcome
from recurra.comparison.statistics import draw, scores
from recurra.tasks.scores import find


@pytest.mark.parametrize(
    ("task", "name", "low", "high"),
    [
        ("regression", "rmse", 0.0, None),
        ("forecasting", "mape", 0.0, None),  # a percentage may be over 100
        ("classification", "accuracy", 0.0, 1.0),
        ("regression", "r2", None, 1.0),
    ],
)
def test_an_interval_stays_within_what_the_score_can_be(task, name, low, high):
    """Two seeds, far apart: their interval of 95 % is far wider than any score."""
    parts = np.array([0.1, 0.9])[:, None, None] + np.zeros((2, 50, 1))
    wide = scores(parts, lambda mean: mean[..., 0], draw(50, seed=0))
    found = outcome._tested(wide, find(name, task).info)
    assert found.value == pytest.approx(0.5)
    assert found.low == low if low is not None else found.low < 0
    assert found.high == high if high is not None else found.high > 1
