"""Columns that tell an answer."""

import numpy as np
import pytest

from recurra.data.tells import _correlation

X = np.random.default_rng(0).standard_normal((2, 40))


@pytest.mark.parametrize("size", [1e-310, 1e-200, 1.0, 1e200, 1e307])
def test_correlation_of_numbers_of_any_size(size: float) -> None:
    true = abs(np.corrcoef(X)[0, 1])
    assert _correlation(size * X[0], X[1]) == pytest.approx(true, rel=1e-3)
    assert _correlation(X[0], -size * X[0]) == pytest.approx(1.0, abs=1e-3)
    assert _correlation(np.full(40, size), X[1]) == 0.0
    assert _correlation(np.zeros(40), X[1]) == 0.0
