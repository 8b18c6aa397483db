"""Simple competitors without a network; one file each, one line here.

All are fitted on one thread, on the training part; where a setting is chosen (a penalty, a number
of rounds) the validation part chooses it, as it does for the networks. A forecast from an origin
uses nothing but what was known there.
"""

from recurra.tasks.baselines.bag_of_words import BagOfWords, WordCounts
from recurra.tasks.baselines.boosted_classes import BoostedClasses, BoostedProbabilities
from recurra.tasks.baselines.boosted_lags import BoostedChanges, BoostedLags
from recurra.tasks.baselines.drift import Drift, Line
from recurra.tasks.baselines.ets import Ets, Smoothing
from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.baselines.last_value import Last, LastValue
from recurra.tasks.baselines.logistic import LinearClasses, Logistic
from recurra.tasks.baselines.majority import Majority, Shares
from recurra.tasks.baselines.mean import Mean, Means
from recurra.tasks.baselines.mean_value import MeanValue, OneValue
from recurra.tasks.baselines.minirocket import MiniRocket, RocketRidge
from recurra.tasks.baselines.on_means import (
    LogisticOnMeans,
    MeanClasses,
    MeanLinear,
    RidgeOnMeans,
)
from recurra.tasks.baselines.ridge_lags import LinearLags, RidgeLags
from recurra.tasks.baselines.seasonal_naive import SeasonAgo, SeasonalNaive
from recurra.tasks.baselines.zero import NoChange, Zero
from recurra.tasks.task import Baseline

# What each becomes by its fit; a task can have more of its own (`fits`).
FITTED: dict[str, type[FittedBaseline]] = {
    kind.__name__: kind
    for kind in (
        BoostedChanges, BoostedProbabilities, Last, Line, LinearClasses, LinearLags,
        MeanClasses, MeanLinear, Means, NoChange, OneValue, RocketRidge, SeasonAgo, Shares,
        Smoothing, WordCounts,
    )
}  # fmt: skip


def classification(pieces: bool = False) -> tuple[Baseline, ...]:
    """For labelled sequences; `pieces`: of recordings of engines or persons, whose means tell."""
    simple = (Majority(), LogisticOnMeans()) if pieces else (Majority(),)
    return (*simple, Logistic(), BoostedClasses(), MiniRocket())


def tokens() -> tuple[Baseline, ...]:
    """For labelled sequences of tokens, whose numbers mean nothing by their size."""
    return (Majority(), BagOfWords())


def regression(tokens: bool = False) -> tuple[Baseline, ...]:
    """For sequences with values; of tokens, whose numbers cannot be averaged, the mean alone."""
    return (MeanValue(),) if tokens else (MeanValue(), RidgeOnMeans())


def forecasting(season: int | None, transform: str) -> tuple[Baseline, ...]:
    """For series: differences and returns have zero among their simple forecasts, levels drift."""
    simplest = Drift() if transform == "none" else Zero()
    return (
        LastValue(),
        SeasonalNaive(season),
        simplest,
        Mean(),
        Ets(season),
        RidgeLags(),
        BoostedLags(),
    )
