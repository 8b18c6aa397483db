"""Simple competitors without a network; one file each, one line here.

All are fitted on one thread, on the training part; where a setting is chosen (a penalty, a number
of rounds) the validation part chooses it, as it does for the networks. A forecast from an origin
uses nothing but what was known there.
"""

from recurra.tasks.baselines.bag_of_words import BagOfWords
from recurra.tasks.baselines.boosted_classes import BoostedClasses
from recurra.tasks.baselines.boosted_lags import BoostedLags
from recurra.tasks.baselines.drift import Drift
from recurra.tasks.baselines.ets import Ets
from recurra.tasks.baselines.last_value import LastValue
from recurra.tasks.baselines.logistic import Logistic
from recurra.tasks.baselines.majority import Majority
from recurra.tasks.baselines.mean import Mean
from recurra.tasks.baselines.mean_value import MeanValue
from recurra.tasks.baselines.minirocket import MiniRocket
from recurra.tasks.baselines.ridge_lags import RidgeLags
from recurra.tasks.baselines.seasonal_naive import SeasonalNaive
from recurra.tasks.baselines.zero import Zero
from recurra.tasks.task import Baseline


def classification() -> tuple[Baseline, ...]:
    """For labelled sequences."""
    return (Majority(), Logistic(), BoostedClasses(), MiniRocket())


def tokens() -> tuple[Baseline, ...]:
    """For labelled sequences of tokens, whose numbers mean nothing by their size."""
    return (Majority(), BagOfWords())


def regression() -> tuple[Baseline, ...]:
    """For sequences with values."""
    return (MeanValue(),)


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
