"""Intervals and answers of whole simulated comparisons; more of them: `simulate_verdicts`.

Each bound is of the number of simulated runs, at 99.9 %, and each is broken by a rule that is known
to be wrong.
"""

from collections.abc import Iterator

import numpy as np
import pytest
from tests.comparison import simulate_verdicts
from tests.comparison.simulate_verdicts import (
    Share,
    World,
    answers,
    coverage,
    equal,
    learners,
    permuted,
    same_draws,
)

from recurra.comparison import looks, statistics

pytestmark = pytest.mark.slow
SURE = 0.999
FALSE_YES = 0.05
COVERED = (0.93, 0.98)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(statistics, "DRAWS", 300)
    with same_draws():
        yield


def test_intervals_cover_where_looks_and_gains_decide_how_long_is_trained() -> None:
    """One network trains on and another has ended; fixed pairs, and the pair that is chosen."""
    shares, doubled = coverage(learners(World((), (), 50)), runs=60)
    assert doubled[0] and sum(doubled[1:])  # the data did decide
    for share in shares:
        low, high = share.bounds(SURE)
        assert low <= COVERED[1] and high >= COVERED[0], str(share)


def test_the_best_of_many_looks_would_not_be_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    def best(score, truth, kept):
        return kept[int(np.argmax([score.value(truth, one) for one in kept]))]

    monkeypatch.setattr(looks, "crossed", best)
    shares, _ = coverage(learners(World((), (), 50)), runs=60)
    assert shares[1].name == "validation, with baseline"
    assert shares[1].bounds(0.99)[1] < COVERED[0]


@pytest.mark.parametrize(
    "world",
    [equal(3, 50), permuted(3, 50), equal(3, 50, better=-1.01, dear=False)],
    ids=["equal", "permuted", "worse by a margin, cheaper"],
)
def test_a_network_that_is_no_better_is_not_called_worth_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the validation part alone would take one too often."""
    monkeypatch.setattr(simulate_verdicts, "LOOKS", 10)
    found = answers(world, runs=35)
    assert found.yes.bounds(SURE)[0] <= FALSE_YES
    assert found.taken.bounds(0.9)[0] > FALSE_YES


def test_a_network_that_is_much_better_is_called_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulate_verdicts, "LOOKS", 10)
    assert answers(equal(2, 250, better=15.0), runs=10).yes.value > 0.5


def test_bounds_of_a_share_are_exact() -> None:
    """None of 100: 1 - (1 - share)^100 = 0.975 at the upper end."""
    low, high = Share("x", 0, 100).bounds()
    assert low == 0 and high == pytest.approx(1 - 0.025**0.01)
