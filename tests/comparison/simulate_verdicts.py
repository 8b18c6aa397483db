"""Whole comparisons simulated, from looks to the verdict: are intervals and answers to be trusted?

    python -m tests.comparison.simulate_verdicts coverage 400
    python -m tests.comparison.simulate_verdicts worth 400 [WORLD ...]

Only networks and data are simulated: what each training answers at each look. Everything after that
is the product's own code: the answers that decide (`looks.crossed`), who trains on
(`learning.gains`), the choice (`choice.choose`), the test part (`outcome.tested`) and the verdict
(`outcome.results`).

An example is as hard for all, for one network, for one training and at one look, in shares that add
up to one; a network follows its learning curve, each of its trainings lies a little beside it, and
wobbles from look to look.
"""

import contextlib
import dataclasses
import functools
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import numpy as np
from scipy.stats import beta, norm

from recurra.comparison import choice as choices
from recurra.comparison import learning, looks, outcome, statistics
from recurra.records import (
    Architecture,
    Cost,
    DataSummary,
    Plan,
    ScoreInfo,
    Search,
    Source,
    Trial,
    Verdict,
)
from recurra.settings import Decision, Draws
from recurra.tasks.scores import Score
from recurra.tasks.task import Blocks

UPDATES, LOOKS, DOUBLINGS, MARGIN = 300, 20, 3, 0.01
SIZES, NETWORKS = (50, 250, 1000, 2000), (2, 4, 8)
Curve = Callable[[np.ndarray], np.ndarray]
ALL, OWN, TRAINED, LOOKED = 0.45, 0.15, 0.25, 0.15  # shares of what makes an example hard


@dataclass(frozen=True)
class World:
    """What is true. A curve gives the score at times of the first training's length."""

    curves: tuple[Curve, ...]
    baselines: tuple[float, ...]  # against the best network at its end, by share; > 0 is better
    examples: int
    accuracy: bool = True  # else RMSE
    serial: int = 1  # neighbours that depend on each other
    seeds: int = 5
    seed_spread: float = 0.01  # of a training beside its curve, relative
    wobble: float = 0.01  # from look to look, relative
    dear: bool = True  # networks cost more than baselines


@dataclass
class Stand:
    """Stands in for a task whose answers are hits or errors, and for its store."""

    world: World
    kept: dict[tuple[str, str], Any] = field(default_factory=dict)
    output_shape: tuple[int, ...] = ()

    @functools.cached_property
    def score(self) -> Score:
        if self.world.accuracy:
            info = ScoreInfo("accuracy", "accuracy", True, percent=True, bounds=(0.0, 1.0))
            return Score(info, lambda _, a: a[:, None].astype(float), lambda m: m[..., 0])
        info = ScoreInfo("rmse", "RMSE", False)
        square = lambda _, a: np.square(a[:, None].astype(float))  # noqa: E731
        return Score(info, square, lambda m: np.sqrt(m[..., 0]))

    def truth(self, _: str) -> np.ndarray:
        return np.zeros(self.world.examples)

    def blocks(self, _: str) -> Blocks:
        return Blocks(self.world.serial)

    def get(self, key: str, kind: str) -> Any:
        return self.kept[key, kind]


class Simulated:
    """One comparison in a world."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.random = world, np.random.default_rng(seed)
        self.stand = Stand(world)
        self.hard = [self._noise() for _ in range(2)]  # validation, test
        self.shared = self.random.normal(size=world.seeds)  # the same seed, the same luck
        self.trainings = [
            [Training(self, k, s, own) for s in range(world.seeds)]
            for k, own in enumerate([[self._noise() for _ in range(2)] for _ in world.curves])
        ]
        self.simple = [[self._noise() for _ in range(2)] for _ in world.baselines]
        self.plan = _plan(world, seed % 8)
        self.finals: list[Trial] = []
        self.fitted: list[Trial] = []
        self.doubled = 0

    def _noise(self) -> np.ndarray:
        """Of each example, standard normal; neighbours in a series are alike."""
        white, length = self.random.normal(size=self.world.examples), self.world.serial
        if length == 1:
            return white
        from scipy.signal import lfilter

        keep = np.exp(-2 / length)
        return lfilter([np.sqrt(1 - keep**2)], [1, -keep], white, zi=[keep * white[0]])[0]

    def answers(self, levels: np.ndarray, noise: np.ndarray) -> np.ndarray:
        """Hits or errors with these scores [T], given noise [T, N]."""
        if self.world.accuracy:
            return noise < norm.ppf(np.clip(levels, 1e-6, 1 - 1e-6))[:, None]
        return noise * levels[:, None]

    def train(self, most: int = DOUBLINGS) -> None:
        """Final trainings, all for twice as long while one gains."""
        for doubled in range(most + 1):
            self.doubled = doubled
            last = [t.trial(doubled) for some in self.trainings for t in some]
            self.finals += last
            self.fitted = self.fit()
            known = self.fitted + last
            if doubled == most or not learning.gains(self.plan, self.stand, known, self.stand):
                break

    def fit(self) -> list[Trial]:
        """The baselines."""
        found = []
        for number, level in enumerate(self.levels()[len(self.world.curves) :]):
            name = f"baseline {number}"
            for part, kind in enumerate(("validation", "predictions")):
                noise = (
                    np.sqrt(ALL) * self.hard[part] + np.sqrt(1 - ALL) * self.simple[number][part]
                )
                self.stand.kept[name, kind] = self.answers(np.array([level]), noise[None])[0]
            score = self.stand.score.value(np.zeros(1), self.stand.kept[name, "validation"])
            found.append(Trial(name, name, "baseline", -1, 0, None, 0, "ok", validation=score))
        return found

    def levels(self) -> list[float]:
        """The true scores: of networks as long as they were trained, over seeds and looks; of
        baselines."""
        found = [chosen_level(self.world, own)[self.doubled] for own in self.world.curves]
        sign = 1.0 if self.world.accuracy else -1.0
        best = max(found) if self.world.accuracy else min(found)
        return found + [best * (1 + sign * share) for share in self.world.baselines]

    def verdict(self) -> tuple[choices.Choice, Verdict, dict[str, statistics.Scores]]:
        """All of it, by the product's code."""
        self.train()
        trials = self.fitted + self.finals
        costs = [self._cost(a.name, a.kind) for a in self.plan.architectures]
        rates = {a.name: 0.01 for a in self.plan.architectures if a.network}
        chosen = choices.choose(self.plan, self.stand, trials, rates, costs, self.stand)
        scores, _ = outcome.tested(self.plan, self.stand, trials, self.stand)
        shown = {"gradients": ()}
        found = outcome.results(self.plan, chosen, trials, scores, costs, shown)
        return chosen, found.verdict, scores

    def _cost(self, name: str, kind: str) -> Cost:
        seconds = float(self.random.uniform(1e-4, 1e-3))
        if self.world.dear and kind == "network":
            seconds *= 100
        return Cost(name, sequence_p50=seconds, noise=0.05)


class Training:
    """One training of a network: its answers at each look."""

    def __init__(self, run: Simulated, network: int, seed: int, own: Sequence[np.ndarray]) -> None:
        self.run, self.network, self.seed = run, network, seed
        world, random = run.world, run.random
        self.noise = [
            np.sqrt(ALL) * hard + np.sqrt(OWN) * mine + np.sqrt(TRAINED) * run._noise()
            for hard, mine in zip(run.hard, own, strict=True)
        ]
        self.luck = (0.4 * run.shared[seed] + 0.9 * random.normal()) * world.seed_spread
        self.levels = np.zeros(0)
        self.kept: list[np.ndarray] = []
        self.best = 0  # the look with the best score on all of the validation part

    def _look(self, part: int, levels: np.ndarray) -> np.ndarray:
        size = (len(levels), self.run.world.examples)
        noise = self.noise[part] + np.sqrt(LOOKED) * self.run.random.normal(size=size)
        return self.run.answers(levels, noise)

    def train_on(self, doubled: int) -> None:
        """To the end of a doubling."""
        world, first = self.run.world, len(self.kept)
        times = np.arange(first + 1, (LOOKS << doubled) + 1) / LOOKS
        wobble = world.wobble * self.run.random.normal(size=len(times))
        levels = world.curves[self.network](times) * (1 + self.luck + wobble)
        self.levels = np.concatenate([self.levels, levels])
        self.kept += list(self._look(0, levels))
        means = np.stack(self.kept).astype(float)
        scores = means.mean(1) if world.accuracy else -np.square(means).mean(1)
        self.best = int(scores.argmax())

    def trial(self, doubled: int) -> Trial:
        """What is kept of it, as `trial._decided` does; the test part is answered as well."""
        self.train_on(doubled)
        stand, name = self.run.stand, f"network {self.network}"
        key, updates = f"{name} {self.seed} {doubled}", UPDATES << doubled
        fair = functools.partial(looks.crossed, stand.score, np.zeros(self.run.world.examples))
        late, early = fair(self.kept), fair(self.kept[: len(self.kept) // 2])
        stand.kept[key, "looks"] = {"late": late, "early": early}
        stand.kept[key, "validation"] = late
        stand.kept[key, "predictions"] = self._look(1, self.levels[[self.best]])[0]
        score = stand.score.value(np.zeros(1), late)
        return Trial(
            key, name, "final", -1, updates, 0.01, self.seed, "ok",
            validation=score, planned=updates,
        )  # fmt: skip


def _plan(world: World, seed: int) -> Plan:
    cells = [
        Architecture(f"network {n}", "network", "gru", parameters=1000 + n)
        for n in range(len(world.curves))
    ]
    simple = [
        Architecture(f"baseline {n}", "baseline", "", parameters=10 + n, naive=n == 0)
        for n in range(len(world.baselines))
    ]
    counts = {"train": 5 * world.examples, "validation": world.examples, "test": world.examples}
    return Plan(
        source=Source("simulated"),
        data=DataSummary("simulated", "", "", counts, (), (1, 1, 1)),
        score=Stand(world).score.info,
        architectures=(*cells, *simple),
        search=Search((0.01,), (1e-3, 1e-1), (UPDATES,), (1,), LOOKS, 0, DOUBLINGS),
        seeds=tuple(range(world.seeds)),
        decision=Decision(margin=MARGIN),
        draws=Draws(seed=seed),
    )


@functools.cache
def level(value: float) -> Curve:
    """A network that has learned all it can at once."""
    return lambda times: np.full(len(times), value)


@functools.cache
def curve(end: float, lost: float, power: float) -> Curve:
    """end - lost / times^power."""
    return lambda times: end - lost * times**-power


def chosen_level(world: World, own: Curve, trainings: int = 200) -> list[float]:
    """The true score after each number of doublings, by the weights that are kept, over seeds and
    validation parts: what an interval is to cover."""
    return _chosen_level(dataclasses.replace(world, curves=(own,), baselines=()), trainings)


@functools.cache
def _chosen_level(world: World, trainings: int) -> list[float]:
    found = []
    for seed in range(-(-trainings // world.seeds)):
        for one in Simulated(world, 10**6 + seed).trainings[0]:
            best = []
            for doubled in range(DOUBLINGS + 1):
                one.train_on(doubled)
                best.append(one.levels[one.best])
            found.append(best)
    return [float(x) for x in np.mean(found, axis=0)]


@contextlib.contextmanager
def same_draws() -> Iterator[None]:
    """Resamples are drawn once for all comparisons of a seed: they depend on nothing else."""
    with mock.patch.object(statistics, "draw", functools.lru_cache(64)(statistics.draw)):
        yield


@dataclass
class Share:
    """How often something was so."""

    name: str
    hits: int = 0
    runs: int = 0

    def add(self, hit: bool) -> None:
        self.hits += bool(hit)
        self.runs += 1

    @property
    def value(self) -> float:
        return self.hits / max(self.runs, 1)

    def bounds(self, level: float = 0.95) -> tuple[float, float]:
        """The exact interval of the true share (Clopper and Pearson 1934)."""
        tail, missed = (1 - level) / 2, self.runs - self.hits
        low = beta.ppf(tail, self.hits, missed + 1) if self.hits else 0.0
        high = beta.ppf(1 - tail, self.hits + 1, missed) if missed else 1.0
        return float(low), float(high)

    def __str__(self) -> str:
        low, high = self.bounds()
        return f"{self.value:6.1%} [{low:.1%}, {high:.1%}]"


def learners(world: World) -> World:
    """A network that still gains for long, one that soon does not, a naive baseline and one that is
    close behind them."""
    ends = ((0.91, 0.06), (0.90, 0.01)) if world.accuracy else ((0.59, -0.06), (0.60, -0.01))
    curves = tuple(curve(end, lost, 1.0) for end, lost in ends)
    return dataclasses.replace(world, curves=curves, baselines=(-0.3, -0.02))


def coverage(world: World, runs: int, begin: int = 0) -> tuple[list[Share], list[int]]:
    """How often nominal 95 % intervals cover; and how often networks trained on."""
    names = (
        "validation, two networks", "validation, with baseline", "test, two networks",
        "test, with baseline", "test, the chosen ones",
    )  # fmt: skip
    shares, doubled = [Share(name) for name in names], [0] * (DOUBLINGS + 1)
    sign = 1.0 if world.accuracy else -1.0
    for seed in range(begin, begin + runs):
        run = Simulated(world, seed)
        _, verdict, tested = run.verdict()
        doubled[run.doubled] += 1
        true = dict(zip([a.name for a in run.plan.architectures], run.levels(), strict=True))
        trials = run.fitted + run.finals
        scores = choices._on_validation(run.plan, run.stand, trials, run.stand)
        first, *others = "network 0", "network 1", "baseline 1"
        for place, found in enumerate((scores, tested)):
            for offset, other in enumerate(others):
                interval = statistics.estimate(found[first] - found[other]).interval()
                covered = interval.low <= true[first] - true[other] <= interval.high
                shares[2 * place + offset].add(covered)
        gain = sign * (true[verdict.best_network] - true[verdict.best_baseline])
        assert verdict.gain is not None
        shares[4].add(verdict.gain.low <= gain <= verdict.gain.high)
    return shares, doubled


@dataclass
class Answers:
    """What was said of whether a network is worth it."""

    taken: Share  # by the validation part alone
    yes: Share
    no: Share
    green: Share
    doubled: int = 0


def answers(world: World, runs: int, begin: int = 0) -> Answers:
    """Of so many comparisons."""
    found = Answers(Share("taken"), Share("yes"), Share("no"), Share("green"))
    for seed in range(begin, begin + runs):
        run = Simulated(world, seed)
        _, verdict, _ = run.verdict()
        found.taken.add(verdict.recommended.startswith("network"))
        found.yes.add(verdict.worth_it == "yes")
        found.no.add(verdict.worth_it == "no")
        found.green.add(verdict.light == "green")
        found.doubled += run.doubled
    return found


def equal(networks: int, examples: int, better: float = 0.0, **more: Any) -> World:
    """Networks with a true score of their own kind, of which half still learn when the first
    training ends, and three baselines: one naive, and two that are as good as the best network, or
    worse by so many margins."""
    accuracy = more.get("accuracy", True)
    top, lost = (0.9, 0.03) if accuracy else (0.6, -0.03)
    slow = curve(top, lost, 2.0)
    curves = tuple(slow if k < networks // 2 else level(top) for k in range(networks))
    share = -better * MARGIN
    return World(curves, (-0.2, share, share), examples, **more)


def permuted(networks: int, examples: int) -> World:
    """Labels that nothing can know: all answer by chance."""
    chance = (level(0.5),) * networks
    return World(chance, (0.0, 0.0, 0.0), examples, seed_spread=0.0, wobble=0.0)


OF_COVERAGE = {
    "accuracy": World((), (), 0),
    "RMSE": World((), (), 0, accuracy=False),
    "RMSE of a series in blocks of 12": World((), (), 0, accuracy=False, serial=12),
    "accuracy with 3 seeds": World((), (), 0, seeds=3),
}
# with true answers: of the first six no network is worth it
OF_WORTH: dict[str, Callable[[int, int], World]] = {
    "equal": equal,
    "equal-rmse": functools.partial(equal, accuracy=False),
    "equal-series": functools.partial(equal, accuracy=False, serial=12),
    "equal-3-seeds": functools.partial(equal, seeds=3),
    "permuted": permuted,
    "worse-by-1-margin-but-may-cost-less": functools.partial(equal, better=-1.01, dear=False),
    "better-by-2-margins": functools.partial(equal, better=2.0),
    "better-by-5-margins": functools.partial(equal, better=5.0),
}


def main(what: str, runs: int, *only: str) -> None:
    """Print the tables, of all worlds or of those named."""
    for name, world in OF_COVERAGE.items() if what == "coverage" else ():
        for size in SIZES if name in (only or OF_COVERAGE) else ():
            known = learners(dataclasses.replace(world, examples=size))
            shares, doubled = coverage(known, runs)
            said = "  ".join(f"{share.name} {share}" for share in shares)
            print(f"{name}, {size}: {said}  doublings {doubled}", flush=True)
    for name, make in OF_WORTH.items() if what == "worth" else ():
        for size in SIZES if name in (only or OF_WORTH) else ():
            for networks in NETWORKS:
                found = answers(make(networks, size), runs)
                print(
                    f"{name}, {size}, {networks} networks: taken {found.taken.value:.1%}  "
                    f"yes {found.yes}  no {found.no.value:.1%}  green {found.green.value:.1%}  "
                    f"doublings {found.doubled / runs:.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    with same_draws():
        main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
