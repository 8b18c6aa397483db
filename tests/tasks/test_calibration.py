"""The calibration error against cases whose answer is known."""

import numpy as np
import pytest

from recurra.tasks import calibration


def spoken(confidence):
    """Probabilities [N,3] with these largest ones, always of class 1."""
    rest = (1 - confidence) / 2
    return np.stack([rest, confidence, rest], axis=1)


def test_by_hand():
    """30 examples make 15 bins of 2: confidences .5 (right, wrong) and .9 (both right)."""
    confidence = np.repeat(np.linspace(0.5, 0.92, 15), 2)
    right = np.tile([1, 0], 15)
    expected = np.mean([abs(0.5 - c) for c in confidence])
    found = calibration.error(right, spoken(confidence))
    assert found == pytest.approx(expected, rel=1e-12)


def test_too_sure_by_a_fixed_amount():
    """Right in 60 % and sure to 90 %: 0.3, up to the scatter of 1/sqrt(N)."""
    random = np.random.default_rng(0)
    truth = (random.random(10_000) < 0.6).astype(int)
    confidence = np.full(10_000, 0.9)
    assert calibration.error(truth, spoken(confidence)) == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize("count", [100, 1000, 10_000])
def test_a_perfect_classifier_errs_as_chance_does(count):
    random = np.random.default_rng(1)
    confidence = random.uniform(0.4, 1.0, count)
    found = [
        calibration.error((random.random(count) < confidence).astype(int), spoken(confidence))
        for _ in range(50)
    ]
    expected = calibration.by_chance(spoken(confidence))
    # Each is a mean of folded normals with deviations below sqrt(15) * 0.5 / sqrt(15 N).
    spread = np.std(found) * np.sqrt(1 / 50 + 1 / calibration.DRAWS)
    assert np.mean(found) == pytest.approx(expected, abs=4 * spread)
    assert expected < 0.5 * np.sqrt(15 / count)


def test_equal_confidences_share_a_bin_whatever_their_order():
    """One class after the other, as files have them: the share of right answers is what counts."""
    truth = np.repeat([0, 1], [30, 70])
    assert calibration.error(truth, spoken(np.full(100, 0.7))) == pytest.approx(0, abs=1e-12)
    assert calibration.error(truth[::-1], spoken(np.full(100, 0.7))) == pytest.approx(0, abs=1e-12)


def test_fewer_examples_than_bins():
    assert calibration.error(np.array([1]), spoken(np.array([0.8]))) == pytest.approx(0.2)
