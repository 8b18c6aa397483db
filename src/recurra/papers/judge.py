"""From trainings to numbers with intervals, and from those to verdicts.

The skill of an example is (score - chance) / (best - chance): 0 by chance, 1 perfect. Of k
trainings that differ in their seed and n test examples that they share, the mean skill m has

    se^2 = s^2 / k + v / n        s: spread over seeds, v: mean variance over examples

and the interval m ± t se; the degrees of freedom are Welch's and Satterthwaite's, where only s is
estimated from few values.
"""

import math
from collections.abc import Sequence

import numpy as np

from recurra.claims import Claim, Training
from recurra.records import LEVEL, Interval
from recurra.words import Text, say


def skill(found: Sequence[Training]) -> Interval | None:
    """Mean test skill with its interval; None without trainings."""
    if not found:
        return None
    mean, parts = _moments(found)
    return _interval(mean, [(parts, len(found) - 1)])


def difference(one: Sequence[Training], other: Sequence[Training]) -> Interval | None:
    """Mean test skill of one minus that of the other."""
    if not one or not other:
        return None
    (a, u), (b, v) = _moments(one), _moments(other)
    return _interval(a - b, [(u, len(one) - 1), (v, len(other) - 1)])


def mean(values: Sequence[float]) -> Interval | None:
    """Of one number a seed, with Student's interval; None without numbers."""
    if not values:
        return None
    over_seeds = float(np.var(values, ddof=1)) / len(values) if len(values) > 1 else 0.0
    return _interval(float(np.mean(values)), [((over_seeds, 0.0), len(values) - 1)])


def rank_correlation(x: Sequence[float], y: Sequence[float]) -> Interval | None:
    """Spearman's, with the interval of Fisher's transform (variance 1.06 / (n - 3))."""
    from scipy.stats import spearmanr

    if len(x) < 5 or len(set(x)) < 2 or len(set(y)) < 2:
        return None
    found = float(spearmanr(x, y).statistic)
    z = math.atanh(min(max(found, -1 + 1e-12), 1 - 1e-12))
    reach = 1.96 * math.sqrt(1.06 / (len(x) - 3))
    return Interval(found, math.tanh(z - reach), math.tanh(z + reach), LEVEL)


def ratio_and_skill(*each: Sequence[Training]) -> Interval | None:
    """Rank correlation of the gradient ratio with the skill, where the ratio is above 0."""
    pairs = [(math.log10(t.ratio), t.test) for own in each for t in own if t.ratio]
    return rank_correlation([ratio for ratio, _ in pairs], [test for _, test in pairs])


def claim(
    key: str,
    says: Text,
    source: Text,
    measured: Interval | None,
    *,
    least: float | None = None,
    most: float | None = None,
    conditions: Text = "",
    quantity: Text = "",
) -> Claim:
    """The claim that a number is at least `least` and at most `most`, judged by its interval.

    >>> claim("k", "s", "p", Interval(0.5, 0.4, 0.6), least=0.3).verdict
    'holds'
    >>> claim("k", "s", "p", Interval(0.5, 0.4, 0.6), least=0.45).verdict
    'open'
    """
    low = -math.inf if least is None else least
    high = math.inf if most is None else most
    verdict = "open"
    if measured is not None and low <= measured.low and measured.high <= high:
        verdict = "holds"
    elif measured is not None and (measured.high < low or measured.low > high):
        verdict = "fails"
    expected = say("papers.judge.expected", least=least, most=most)
    return Claim(key, says, source, expected, measured, verdict, conditions, quantity)


def _moments(found: Sequence[Training]) -> tuple[float, tuple[float, float]]:
    """Mean, and its variance over seeds and over examples."""
    values = np.array([t.test for t in found])
    k = len(values)
    over_seeds = float(values.var(ddof=1)) / k if k > 1 else 0.0
    over_examples = float(np.mean([t.spread**2 / max(1, t.examples) for t in found]))
    return float(values.mean()), (over_seeds, over_examples)


def _interval(mean: float, groups: Sequence[tuple[tuple[float, float], int]]) -> Interval:
    """From the variances of each group and its degrees of freedom over seeds.

    One training alone says nothing of the spread over seeds: the interval has no ends then.
    """
    from scipy.stats import t

    if min(free for _, free in groups) < 1:
        return Interval(mean, -math.inf, math.inf, LEVEL)
    square = sum(sum(parts) for parts, _ in groups)
    below = sum(parts[0] ** 2 / free for parts, free in groups)
    free = square**2 / below if below > 0 else math.inf
    reach = float(t.ppf((1 + LEVEL) / 2, free)) * math.sqrt(square)
    return Interval(mean, mean - reach, mean + reach, LEVEL)
