"""A time budget is turned into a plan: how many learning rates, seeds, networks and updates.

A budget is what a run may cost at most: where the plan without one fits, that is the plan, and what
is left is for training on, in doublings, while a network still gains. How many of them the time is
enough for is part of the plan, so that nothing depends on the clock once it is made. Where it is
enough for more of them than a plan without a budget has, each network is trained with twice as many
seeds, as what varies from seed to seed is then what keeps a verdict open.

A training of U updates takes U u seconds for its updates and e for each example that it looks at;
both are measured for each architecture by a short pilot. All architectures get the same number of
updates, so the slow ones take more of the time. What is never given up is learning: where time is
short there are first fewer learning rates, then fewer seeds, then fewer networks, the last named
first, and never fewer than `ENOUGH` updates.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from recurra.comparison import rungs
from recurra.errors import SettingError
from recurra.words import say

UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}
RATES = (8, 6, 4)  # learning rates: fewer where time is short
SEEDS = 3  # not fewer, unless fewer are asked for
AMPLE = 3  # doublings that a time is enough for besides: then it goes into more seeds
ENOUGH = 300  # updates: with fewer most networks have not begun to learn
SAFE = 0.94  # share of the remaining time that is planned with
STEP = 20  # updates are a multiple of this: four rungs of five looks
COST_SECONDS = (4.0, 20.0)  # least and most time for measuring costs
COST_SHARE = 0.05  # of a time budget
CLOSING_SECONDS = 10.0  # loading the libraries, memory of training, records, report
WIDER = 3  # trials of the first rung kept in reserve for a wider range
DOUBLINGS = 8  # at most, however much time there is: 256 times as long


@dataclass(frozen=True)
class Pace:
    """Measured seconds of one architecture, alone on a core as in the search."""

    update: float
    evaluation: float  # one look at all of the validation part
    test: float = 0.0  # predicting the test part once

    def training(self, updates: float, looks: float) -> float:
        """Seconds of a training; `looks` in looks at all of the validation part."""
        return updates * self.update + looks * self.evaluation


@dataclass(frozen=True)
class Affordable:
    """What a time is enough for."""

    rates: int
    seeds: int
    names: tuple[str, ...]  # of the networks that take part
    updates: int
    doublings: int = 0  # for which all can train on


def seconds(text: str) -> float:
    """A budget in words as seconds.

    >>> seconds("90s"), seconds("10m"), seconds("1h30m")
    (90.0, 600.0, 5400.0)
    """
    found = re.findall(r"(\d+(?:\.\d+)?)\s*([smh])", text.strip().lower())
    if not found or re.sub(r"(\d+(?:\.\d+)?)\s*([smh])\s*", "", text.strip().lower()):
        raise SettingError(say("planning.unreadable", text=text))
    total = sum(float(number) * UNITS[unit] for number, unit in found)
    if total <= 0:
        raise SettingError(say("planning.no_time", text=text))
    return total


def for_costs(text: str) -> float:
    """Seconds for measuring costs; of a budget that cannot be read, or none, the least.

    >>> for_costs("4m"), for_costs("")
    (12.0, 4.0)
    """
    least, most = COST_SECONDS
    try:
        return min(most, max(least, COST_SHARE * seconds(text)))
    except SettingError:
        return least


def left(text: str, spent: float, networks: int) -> float:
    """Seconds of a budget for trainings, after what was spent and what comes at the end."""
    return seconds(text) - spent - for_costs(text) - CLOSING_SECONDS - 0.5 * networks


def trainings(rates: int, seeds: int) -> float:
    """Full trainings of one architecture: search, reserve for a wider range, final seeds.

    >>> trainings(8, seeds=5)
    9.75
    """
    return rungs.trainings(rates) + WIDER * rungs.SHARES[0] + seeds


@dataclass(frozen=True)
class Costing:
    """What plans cost: paces by name, the worthiest first; how many examples of the validation part
    a training of so many updates looks at, in looks at all of it; workers; whether a training that
    goes on for longer begins anew."""

    paces: Mapping[str, Pace]
    looks: Callable[[int], float]
    workers: int
    anew: bool = False

    def seconds(self, updates: int, rates: int, seeds: int, names: tuple[str, ...]) -> float:
        """Of all trainings, with one look at everything and the test part for each final one."""
        each, ends = trainings(rates, seeds), seeds
        total = 0.0
        for name in names:
            pace = self.paces[name]
            total += each * pace.training(updates, self.looks(updates))
            total += ends * (pace.evaluation + pace.test)
        return total / self.workers

    def doubling(self, updates: int, seeds: int, names: tuple[str, ...]) -> float:
        """Of training all of them on, from so many updates to twice as many."""
        longer = sum(self.paces[n].training(updates, self.looks(updates)) for n in names)
        return (2 if self.anew else 1) * seeds * longer / self.workers

    def doublings(
        self, left: float, updates: int, seeds: int, names: tuple[str, ...], done: int = 0
    ) -> int:
        """How many more of them, after `done`, take no longer; each takes twice as long as the one
        before.

        >>> Costing({"lstm": Pace(0.01, 0.0)}, lambda updates: 0.0, workers=1).doublings(
        ...     100.0, 1000, seeds=3, names=("lstm",))  # 30 s and 60 s
        2
        """
        first, found = self.doubling(updates, seeds, names), 0
        while found < DOUBLINGS and first * ((2 << found) - 1 << done) <= left * SAFE:
            found += 1
        return found

    def updates(
        self, left: float, rates: int, seeds: int, names: tuple[str, ...], most: int
    ) -> int:
        """The most updates that take no longer; 0: not even one step of them."""
        low, high = 0, most // STEP
        while low < high:
            middle = (low + high + 1) // 2
            fits = self.seconds(middle * STEP, rates, seeds, names) <= left * SAFE
            low, high = (middle, high) if fits else (low, middle - 1)
        return low * STEP


def fit(
    left: float,
    costing: Costing,
    *,
    seeds: int,
    most: int,
    budget: float,
    least: int = ENOUGH,
    on: bool = True,
    plenty: int = 0,
) -> Affordable:
    """What fits into `left` seconds of a budget, with at least `least` updates and at most `most`;
    `on`: networks may train on for longer; `plenty`: seeds that are taken where time is ample.

    Raises SettingError where not even one network could be judged, with what would be enough.

    >>> costing = Costing({"lstm": Pace(0.01, 0.0)}, lambda updates: 0.0, workers=1)
    >>> fit(250.0, costing, seeds=5, most=1000, budget=270.0)
    Affordable(rates=8, seeds=5, names=('lstm',), updates=1000, doublings=1)
    >>> fit(21.0, costing, seeds=5, most=1000, budget=40.0)
    Affordable(rates=4, seeds=3, names=('lstm',), updates=340, doublings=0)
    >>> fit(2500.0, costing, seeds=5, most=1000, budget=2600.0, plenty=10)
    Affordable(rates=8, seeds=10, names=('lstm',), updates=1000, doublings=4)
    """
    names = tuple(costing.paces)
    if plenty > seeds and on:
        spent = costing.seconds(most, RATES[0], plenty, names)
        more = costing.doublings(left - spent / SAFE, most, plenty, names)
        if more >= AMPLE:
            return Affordable(RATES[0], plenty, names, most, more)
    for rates, number, some in choices(seeds, names):
        updates = costing.updates(left, rates, number, some, most)
        if updates >= min(least, most):
            break
    else:
        raise too_short(left, costing, seeds, budget, least)
    spent = costing.seconds(updates, rates, number, some)
    more = costing.doublings(left - spent / SAFE, updates, number, some) if on else 0
    return Affordable(rates, number, some, updates, more)


def choices(seeds: int, names: tuple[str, ...]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """What is given up, in order: learning rates, seeds, networks.

    >>> [(r, s, len(n)) for r, s, n in choices(5, ("lstm", "gru"))]
    [(8, 5, 2), (6, 5, 2), (4, 5, 2), (4, 4, 2), (4, 3, 2), (4, 3, 1)]
    """
    for rates in RATES:
        yield rates, seeds, names
    fewest = min(SEEDS, seeds)
    for number in range(seeds - 1, fewest - 1, -1):
        yield RATES[-1], number, names
    for count in range(len(names) - 1, 0, -1):
        yield RATES[-1], fewest, names[:count]


def too_short(
    left: float,
    costing: Costing,
    seeds: int,
    budget: float,
    least: int = ENOUGH,
    measured: bool = True,
) -> SettingError:
    """Why a budget is not enough, and what would be; where paces are no measured ones, what would
    not be either."""
    names, fewest = tuple(costing.paces), min(SEEDS, seeds)
    alone, everything = (
        budget - left + costing.seconds(least, RATES[-1], fewest, some) / SAFE
        for some in (names[:1], names)
    )
    return SettingError(
        say(
            "planning.too_short",
            name=names[0],
            updates=least,
            rates=RATES[-1],
            seeds=fewest,
            alone=alone,
            everything=everything,
            networks=len(names),
            measured=measured,
        )
    )
