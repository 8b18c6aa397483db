"""How far the probabilities of a classifier can be believed."""

import numpy as np

BINS = 15
DRAWS = 100  # label draws of a perfectly calibrated classifier


def error(truth: np.ndarray, probabilities: np.ndarray) -> float:
    """Expected calibration error: sum over bins b of (n_b / N) |right_b - confidence_b|.

    The confidence of an example is its largest probability; right_b is the share of a bin's n_b
    examples whose likeliest class is the true one, confidence_b their mean confidence. The error of
    Naeini, Cooper & Hauskrecht 2015 (AAAI), on the confidence in the likeliest class and with 15
    bins as Guo, Pleiss, Sun & Weinberger 2017 (ICML, arXiv 1706.04599) have it. But where their
    bins are equally wide, these hold equally many examples, so that none rests on a handful; equal
    confidences are in the same bin.

    Args:
        truth: labels [N].
        probabilities: [N,C], rows with sum 1.

    >>> error(np.array([0, 1]), np.array([[0.9, 0.1], [0.8, 0.2]]))
    0.45
    """
    confidence, bins = _binned(probabilities)
    return _error(confidence, probabilities.argmax(axis=1) == truth, bins)


def by_chance(probabilities: np.ndarray, seed: int = 0) -> float:
    """The mean `error` of a classifier that is right exactly as often as it says.

    With few examples a bin's share of right answers scatters around its confidence, so the error
    of a perfect classifier is above 0: labels are drawn from its own confidences.

    >>> 0 < by_chance(np.full((50, 2), 0.5)) < 0.2
    True
    """
    confidence, bins = _binned(probabilities)
    random = np.random.default_rng(seed)
    drawn = (random.random(len(confidence)) < confidence for _ in range(DRAWS))
    return float(np.mean([_error(confidence, right, bins) for right in drawn]))


def _binned(probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Confidence [N] and number of the bin [N] of each example."""
    confidence = probabilities.max(axis=1).astype(np.float64)
    below = np.searchsorted(np.sort(confidence), confidence, side="left")
    return confidence, below * BINS // len(confidence)


def _error(confidence: np.ndarray, right: np.ndarray, bins: np.ndarray) -> float:
    gaps = np.bincount(bins, weights=right - confidence, minlength=BINS)
    return float(np.abs(gaps).sum() / len(confidence))
