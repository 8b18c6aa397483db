"""Intervals over seeds and examples as crossed factors.

Letters: A architectures, S seeds, N examples of a part, P statistics an example, B resamples.

The score of a training is f(mean over n of parts[s, n]). Training again draws another seed, testing
again draws other examples; both vary at once, and all seeds see the same examples:

    score[s] = mean + seed[s] + mean over n of (example[n] + both[s, n])
    Var(mean over s) = V_seed + V_example - V_both

V_seed is the variance of the S scores over S (t with S - 1 degrees of freedom), V_example the
variance of the seeds' mean when the examples are drawn anew, the same draw for every seed and
every architecture, and V_both is what the two count twice. The degrees of freedom of the sum are
Satterthwaite's. Differences are taken seed by seed and draw by draw before any of this.
"""

import copy
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import stats

from recurra.records import LEVEL, Interval

DRAWS = 1000
FEWEST = 4  # blocks that longer ones leave
CLUSTERS = 10  # with at least as many groups, whole groups are drawn
WHOLE, PIECE = 8_000_000, 2_000_000  # counts that are held at once: all, or some of very many


@dataclass(frozen=True, eq=False)
class Draws:
    """How often each example is in each of B resamples, made when it is asked for.

    All [B, N] at once would be gigabytes for a large part: `pieces` gives some resamples at a time,
    each time the same. `units` is the number of independent pieces that were drawn from, which
    gives the degrees of freedom; `inflate` is the factor by which the variance of the draws falls
    short for that number.
    """

    number: int
    draws: int
    units: int
    inflate: float
    make: Callable[[list[int]], Iterator[np.ndarray]]  # how many at a time -> [that many, N]
    total: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray | int]]  # see `means`

    def means(self, values: np.ndarray) -> np.ndarray:
        """[B, P] of values [N, P] over each resample: of many by the sums of whole blocks."""
        if self.number * self.draws <= WHOLE:
            return self.counts @ values / self.counts.sum(1, keepdims=True)
        sums, examples = self.total(values)
        return sums / examples

    def pieces(self) -> Iterator[np.ndarray]:
        """[some, N] each: all of the resamples, in order."""
        if self.number * self.draws <= WHOLE:
            yield self.counts
            return
        some = max(1, PIECE // self.number)
        yield from self.make(_cut(self.draws, some))

    @cached_property
    def counts(self) -> np.ndarray:
        """[B, N], all of them."""
        return next(self.make([self.draws]))


@dataclass(frozen=True)
class Scores:
    """The scores of one architecture: `seeds` [S] as observed, `drawn` [B, S] for each resample."""

    seeds: np.ndarray
    drawn: np.ndarray
    units: int
    inflate: float = 1.0

    def __sub__(self, other: "Scores") -> "Scores":
        """Paired differences, seed by seed; one that was fitted once counts for every seed."""
        return Scores(self.seeds - other.seeds, self.drawn - other.drawn, self.units, self.inflate)

    def times(self, factor: float) -> "Scores":
        """The scores in another unit or with the other sign."""
        return Scores(self.seeds * factor, self.drawn * factor, self.units, self.inflate)


@dataclass(frozen=True)
class Estimate:
    """A mean over seeds, its standard error and the degrees of freedom of that."""

    value: float
    error: float
    freedom: float
    seed_error: float = 0.0  # the part of it that training again would change

    def interval(self, level: float = LEVEL, comparisons: int = 1, chosen: int = 1) -> Interval:
        """The interval that holds for all of `comparisons` together (Bonferroni).

        `chosen`: among how many it was chosen, on other examples. The same trainings were in luck
        there: with t at level/chosen for what seeds vary, and t at level for examples,

            half^2 = (t_chosen seed_error)^2 + t^2 (error^2 - seed_error^2)

        >>> Estimate(0.1, 0.05, 30.0, 0.0).interval(chosen=8).low > -0.01  # seeds do not matter
        True
        >>> round(Estimate(0.1, 0.05, 30.0, 0.05).interval(chosen=8).low, 3)
        -0.047
        """
        if self.error == 0:
            return Interval(self.value, self.value, self.value, level)
        tail = (1 - level) / 2 / comparisons
        usual, lucky = stats.t.isf([tail, tail / chosen], self.freedom)
        by_seed = min(self.seed_error, self.error)
        rest = self.error**2 - by_seed**2
        half = float(np.sqrt((lucky * by_seed) ** 2 + usual**2 * rest))
        return Interval(self.value, self.value - half, self.value + half, level)

    def p_value(self) -> float:
        """Two-sided, of the value being zero."""
        if self.error == 0:
            return 1.0 if self.value == 0 else 0.0
        return float(2 * stats.t.sf(abs(self.value) / self.error, self.freedom))


def draw(
    number: int,
    *,
    block: int = 1,
    groups: np.ndarray | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Draws:
    """Resamples of `number` examples that keep what depends on each other together.

    Independent examples are drawn one by one. Windows of a series are drawn in moving blocks of at
    least `block` neighbours, see `block_length`, inside each group. With 10 groups or more, whole
    groups are drawn.

    >>> draws = draw(6, block=2, draws=3)
    >>> draws.counts.shape, draws.units
    ((3, 6), 3)
    """
    random = np.random.default_rng(seed)
    members = _members(number, groups)
    if len(members) >= CLUSTERS:
        return _draw_groups(members, number, draws, random)
    parts, units, lost = [], 0, 0.0
    for member in members:
        length = block_length(block, len(member))
        parts.append((member, _Blocks(len(member), length, copy.deepcopy(random))))
        if member is not members[-1]:  # the next one's chance comes after this one's
            for some in _cut(draws, max(1, PIECE // len(member))):
                parts[-1][1].chance(random, some)
        units += max(1, len(member) // length)
        lost += len(member) / number * (length - 1) / len(member)

    def make(sizes: list[int]) -> Iterator[np.ndarray]:
        each = [blocks.make(sizes) for _, blocks in parts]
        for some in sizes:
            counts = np.zeros((some, number))
            for (member, _), own in zip(parts, each, strict=True):
                counts[:, member] = next(own)
            yield counts

    def total(values: np.ndarray) -> tuple[np.ndarray, int]:
        sums = sum(blocks.total(values[member], draws) for member, blocks in parts)
        return np.asarray(sums), sum(blocks.examples for _, blocks in parts)

    return Draws(number, draws, max(units, 2), 1.0 / (1.0 - lost), make, total)


def block_length(overlap: int, number: int) -> int:
    """How many of `number` neighbours are drawn together, where `overlap` of them share rows.

    Errors that follow each other are alike beyond the rows that their windows share, and blocks
    miss what reaches over their ends: with blocks of the overlap itself intervals of 95 % held in
    86 to 92 % of simulated series. Blocks that grow with the cube root of the number balance what
    is missed against how many there are (Künsch 1989; Hall, Horowitz and Jing 1995):

        length = overlap^(2/3) number^(1/3), at most number / 4; at least overlap, at most number/2

    >>> block_length(1, 1000), block_length(12, 250), block_length(12, 2000), block_length(12, 40)
    (1, 33, 66, 12)
    """
    if overlap <= 1:
        return 1
    grown = min(int(overlap ** (2 / 3) * number ** (1 / 3)), number // FEWEST)
    return max(1, min(max(overlap, grown), number // 2))


def scores(parts: np.ndarray, combine: Callable[[np.ndarray], np.ndarray], draws: Draws) -> Scores:
    """Scores of one architecture from the additive statistics [S, N, P] of its examples."""
    seeds, number, statistics = parts.shape
    flat = np.moveaxis(parts, 1, 0).reshape(number, -1).astype(np.float64)
    drawn = np.asarray(combine(draws.means(flat).reshape(-1, seeds, statistics)), np.float64)
    observed = np.asarray(combine(parts.astype(np.float64).mean(1)), np.float64)
    return Scores(observed.reshape(seeds), drawn.reshape(-1, seeds), draws.units, draws.inflate)


def scores_by_value(
    value: Callable[[np.ndarray, np.ndarray], float],
    truth: np.ndarray,
    predictions: Sequence[np.ndarray],
    draws: Draws,
) -> Scores:
    """Scores of one architecture for a score without additive statistics (AUROC)."""
    observed = np.array([value(truth, p) for p in predictions])
    drawn = np.empty((draws.draws, len(predictions)))
    for row, counts in enumerate(itertools.chain.from_iterable(draws.pieces())):
        index = np.repeat(np.arange(len(truth)), counts.astype(np.int64))
        drawn[row] = [value(truth[index], p[index]) for p in predictions]
    return Scores(observed, drawn, draws.units, draws.inflate)


def estimate(scores: Scores) -> Estimate:
    """Mean over seeds with its standard error over seeds and examples, crossed."""
    seeds = len(scores.seeds)
    drawn = scores.drawn[np.isfinite(scores.drawn).all(1)]  # a draw may miss a class altogether
    mean = drawn.mean(1)
    by_example = _variance(mean) * scores.inflate
    by_seed, twice = 0.0, 0.0
    if seeds > 1:
        by_seed = float(scores.seeds.var(ddof=1)) / seeds
        own = drawn - mean[:, None]
        twice = float(own.var(0, ddof=1).mean()) * scores.inflate / (seeds - 1)
    total = max(by_seed + by_example - twice, by_seed, by_example)
    spread = by_seed**2 / max(seeds - 1, 1) + by_example**2 / max(scores.units - 1, 1)
    freedom = total**2 / spread if spread > 0 else 1.0
    luck = max(by_seed - twice, 0.0) ** 0.5
    return Estimate(float(scores.seeds.mean()), total**0.5, max(freedom, 1.0), luck)


def relative_loss(scores: Scores, reference: Scores, higher_is_better: bool) -> Scores:
    """How much of the reference's score is lost, as a share of it; > 0 is worse.

        loss = ±(mean reference - mean scores) / |mean reference|

    Seed by seed it is linearised, so that a varying denominator counts as well.
    """
    sign = 1.0 if higher_is_better else -1.0

    def share(own: np.ndarray, other: np.ndarray) -> np.ndarray:
        middle = np.abs(other.mean(-1, keepdims=True))
        middle = np.where(middle > 0, middle, np.nan)
        whole = sign * (other - own).mean(-1, keepdims=True) / middle
        turn = np.sign(other.mean(-1, keepdims=True))
        return (sign * (other - own) - whole * turn * (other - turn * middle)) / middle

    own, other = np.broadcast_arrays(scores.seeds, reference.seeds)
    drawn, drawn_other = np.broadcast_arrays(scores.drawn, reference.drawn)
    return Scores(share(own, other), share(drawn, drawn_other), scores.units, scores.inflate)


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """P-values corrected for their number by Holm's step-down method (1979).

    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    """
    corrected = [0.0] * len(p_values)
    highest = 0.0
    for rank, index in enumerate(np.argsort(p_values, kind="stable")):
        highest = max(highest, min(1.0, p_values[index] * (len(p_values) - rank)))
        corrected[index] = highest
    return tuple(corrected)


def _variance(values: np.ndarray) -> float:
    return float(values.var(ddof=1)) if len(values) > 1 else 0.0


def _members(number: int, groups: np.ndarray | None) -> list[np.ndarray]:
    if groups is None:
        return [np.arange(number)]
    return [np.flatnonzero(groups == key) for key in np.unique(groups)]


def _draw_groups(
    members: list[np.ndarray], number: int, draws: int, random: np.random.Generator
) -> Draws:
    picked = random.multinomial(len(members), np.full(len(members), 1 / len(members)), draws)
    column = np.empty(number, np.int64)
    for place, member in enumerate(members):
        column[member] = place

    def make(sizes: list[int]) -> Iterator[np.ndarray]:
        for end, some in zip(np.cumsum(sizes), sizes, strict=True):
            yield picked[end - some : end, column].astype(np.float64)

    def total(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        whole = np.stack([values[member].sum(0) for member in members])
        sizes = np.array([[len(member)] for member in members])
        return picked @ whole, picked @ sizes

    return Draws(number, draws, len(members), len(members) / (len(members) - 1), make, total)


@dataclass(frozen=True, eq=False)
class _Blocks:
    """Moving blocks of neighbours out of `number`; `random` stands where their chance begins."""

    number: int
    length: int
    random: np.random.Generator

    def chance(self, random: np.random.Generator, some: int) -> np.ndarray:
        """Of so many resamples: how often each of single ones is drawn, or where blocks begin."""
        if self.length == 1:
            return random.multinomial(self.number, np.full(self.number, 1 / self.number), some)
        last = self.number - self.length
        return random.integers(0, last + 1, (some, -(-self.number // self.length)))

    @property
    def examples(self) -> int:
        """How many are in a resample."""
        return -(-self.number // self.length) * self.length

    def total(self, values: np.ndarray, draws: int) -> np.ndarray:
        """[draws, P]: sums of values [number, P] over each resample."""
        random, found = copy.deepcopy(self.random), []
        middle = values.mean(0)  # sums from here: they stay small, and so does their rounding
        until = np.concatenate([np.zeros_like(values[:1]), (values - middle).cumsum(0)])
        blocks = until[self.length :] - until[: -self.length]
        for some in _cut(draws, max(1, PIECE // self.number)):
            drawn = self.chance(random, some)
            found.append(drawn @ blocks if self.length == 1 else blocks[drawn].sum(1))
        return np.concatenate(found) + middle * self.examples

    def make(self, sizes: list[int]) -> Iterator[np.ndarray]:
        """[some, number] float64 for each size."""
        random = copy.deepcopy(self.random)
        for some in sizes:
            drawn = self.chance(random, some)
            if self.length > 1:
                wide = self.number + 1
                places = (drawn + np.arange(some)[:, None] * wide).ravel()
                begun = np.bincount(places, minlength=some * wide)
                begun -= np.bincount(places + self.length, minlength=some * wide)
                drawn = begun.reshape(some, wide)[:, :-1].cumsum(1)
            yield drawn.astype(np.float64)


def _cut(count: int, some: int) -> list[int]:
    """So many at a time, and the rest.

    >>> _cut(5, 2)
    [2, 2, 1]
    """
    return [min(some, count - first) for first in range(0, count, some)]
