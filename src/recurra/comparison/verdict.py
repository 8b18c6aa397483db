"""The decisions, made from numbers alone.

The rule. Let d be how far a candidate's validation score lies behind the best one, paired over
examples (and seeds), s the standard error of d, m the margin. Eligible are candidates with

    d <= max(m, s)  and  d <= 3 m.

Of these the one is taken that costs least, baselines included: the time of one answer decides where
it differs by more than half and beyond its noise, then the number of parameters.

The light is green where that is decided: with 95 % certainty (one-sided, over examples and seeds,
paired) no other is truly better than the one taken by more than two margins. It is amber, "not yet
decided; this one meanwhile", where
- another may be: r, by how much it is ahead of the one taken on the validation part, and its
  standard error e leave room for it, r + t e > 2 m (of scores that count right answers, one example
  more or less is part of e: two models that answer few examples alike are not yet alike); beside
  one that answers nearly everything right there is no room for a better one, however unsure r is;
- a network had not learned to the end and could still overtake: by another gain like its last one
  it would come within the margin of the best; or no network is eligible and one has not begun;
- the test part raises a doubt: it does not bear out that the network taken is better than the best
  baseline or than the naive one, or it shows another to be better than the one taken; or one seed
  gives no interval; or the data leak.

Whether a recurrent network is worth it follows from the choice: "yes" where a network is taken and
the test part shows it to be better than the best baseline, "no" where a baseline is taken and the
light is green, else "undecided". What is shown allows for the luck of seeds by which a network is
chosen among several. A network that costs less than the best baseline need not be
better, only not worse by more than the margin. The validation part chooses; the test part can only
take certainty away.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scipy import stats

from recurra.records import LEVEL, Architecture, Interval, Standing, Verdict

MOST = 3.0  # margins: what lies further behind is never taken
RISK = 2.0  # margins: where another may be better by more, nothing is decided
APART = 1.5  # times of one answer that differ by this factor, and beyond noise, are different
SEEN = 1.96  # standard errors: a difference that is seen


@dataclass(frozen=True)
class Candidate:
    """An architecture with a validation score, as the rule sees it."""

    name: str
    behind: float  # d
    error: float  # s; of the best itself 0
    parameters: int
    seconds: float | None = None  # of one answer
    noise: float = 0.0  # of that, relative
    network: bool = False
    gain: float = 0.0  # of the second half of its training
    improving: bool = False
    begun: bool = True


@dataclass(frozen=True)
class Rival:
    """Another candidate beside the one that is taken."""

    name: str
    ahead: float  # r: > 0 where it has the better validation score
    error: float  # e
    seed_error: float = 0.0  # the part of e that training again would change
    freedom: float = math.inf  # of e
    most: float = math.inf  # by which anything can be ahead: no score is better than its bound

    @property
    def certainty(self) -> float:
        """Standard errors between a value and the end of its one-sided interval."""
        return float(stats.t.isf(1 - LEVEL, self.freedom))

    def could(self, margin: float) -> bool:
        """Whether it may be better by more than two margins.

        >>> Rival("lstm", 0.0, 0.01).could(0.01), Rival("lstm", 0.005, 0.01).could(0.01)
        (False, True)
        """
        end = self.ahead + self.certainty * self.error
        return min(end, self.most) > RISK * margin

    def enough(self, margin: float) -> float:
        """The error with which it could not, or with which the choice would be another one."""
        left = RISK * margin - self.ahead
        return left / self.certainty if self.ahead < margin else margin

    def lacks(self, margin: float) -> float:
        """How many times its error is too large; a margin of nothing no error is small enough for.

        >>> Rival("lstm", 0.0, 0.02).lacks(0.0)
        inf
        """
        enough = self.enough(margin)
        return self.error / enough if enough > 0 else math.inf


def eligible(candidates: Sequence[Candidate], margin: float) -> list[Candidate]:
    """Those close enough to the best.

    >>> few = [Candidate("gru", 0.0, 0.0, 900), Candidate("ridge", 0.02, 0.03, 40)]
    >>> [c.name for c in eligible(few, margin=0.01)], [c.name for c in eligible(few, margin=0.005)]
    (['gru', 'ridge'], ['gru'])
    """
    return [c for c in candidates if c.behind <= min(max(margin, c.error), MOST * margin)]


def cheapest(candidates: Sequence[Candidate]) -> Candidate:
    """The one that costs least: a time of one answer that is clearly lower, then parameters.

    >>> cheapest([Candidate("a", 0, 0, 900, 1e-3), Candidate("b", 0, 0, 40, 1.2e-3)]).name
    'b'
    """
    times = [c for c in candidates if c.seconds is not None]
    if len(times) == len(candidates):
        fastest = min(times, key=lambda c: c.seconds or 0.0)
        candidates = [c for c in candidates if not _slower(c, fastest)]
    return min(candidates, key=lambda c: c.parameters)  # the first of equal ones: plan order


def _slower(one: Candidate, fastest: Candidate) -> bool:
    # a machine that was very busy makes any two times alike; then the factor alone decides
    limit = APART * (1 + min(1.0, max(one.noise, fastest.noise)))
    return (one.seconds or 0.0) > (fastest.seconds or 0.0) * limit


@dataclass(frozen=True)
class Decision:
    """What the validation part decides."""

    taken: str
    open: tuple[str, ...]  # who may be better than that by more than two margins
    unfinished: tuple[str, ...]  # networks that had not learned to the end, and could matter
    error: float = 0.0  # of the open one that would need most to be decided
    seed_error: float = 0.0  # its part that training again would change
    enough: float = 0.0  # the error with which that would be decided

    @property
    def decided(self) -> bool:
        """Whether nothing is open."""
        return not self.open and not self.unfinished


def take(candidates: Sequence[Candidate], margin: float) -> Candidate:
    """The cheapest of those that are close enough to the best; `margin` in units of the score.

    >>> gru = Candidate("gru", 0.0, 0.0, 900, network=True)
    >>> take([gru, Candidate("ridge", 0.02, 0.03, 9)], margin=0.01).name
    'ridge'
    """
    return cheapest(eligible(candidates, margin))


def decide(candidates: Sequence[Candidate], rivals: Sequence[Rival], margin: float) -> Decision:
    """Whether what is taken of the candidates is decided; `rivals`: the others beside it.

    >>> gru = Candidate("gru", 0.0, 0.0, 900, network=True)
    >>> decide([gru, Candidate("ridge", 0.02, 0.03, 9)], [Rival("gru", 0.02, 0.03)], margin=0.01)
    Decision(taken='ridge', open=('gru',), unfinished=(), error=0.03, seed_error=0.0, enough=0.01)
    """
    near, taken = eligible(candidates, margin), take(candidates, margin)
    open_ = [rival for rival in rivals if rival.could(margin)]
    others = [c for c in candidates if c.network and c is not taken]
    unfinished = [c for c in others if c.improving and c.behind - max(c.gain, 0.0) <= margin]
    if not any(c.network for c in near):
        unfinished += [c for c in others if not c.begun or c.improving]
    names = tuple(dict.fromkeys(c.name for c in unfinished))
    if not open_:
        return Decision(taken.name, (), names)
    hardest = max(open_, key=lambda rival: rival.lacks(margin))
    return Decision(
        taken.name,
        tuple(rival.name for rival in open_),
        names,
        hardest.error,
        hardest.seed_error,
        hardest.enough(margin),
    )


MOST_SEEDS = 20  # more are not advised: where they would be needed, training is not at its end
ROOM = 0.75  # of the error that would be enough, that what seeds vary may take up


def needed(decision: Decision, examples: int, seeds: int) -> tuple[int | None, int | None]:
    """Validation examples and seeds with which the error would be small enough; None: as many as
    there are.

    e^2 = x^2 + z^2, where x falls with examples and z with seeds alone. None for both: neither
    would, as the trainings themselves differ too much.

    >>> needed(Decision("gru", ("lstm",), (), 0.05, 0.0, 0.01), examples=250, seeds=5)
    (6000, None)
    >>> needed(Decision("gru", ("lstm",), (), 0.02, 0.015, 0.01), examples=250, seeds=5)
    (1000, 20)
    >>> needed(Decision("gru", ("lstm",), (), 0.2, 0.2, 0.01), examples=250, seeds=5)
    (None, None)
    """
    by_seed, enough = min(decision.seed_error, decision.error), decision.enough
    left = min(by_seed, ROOM * enough)
    more = math.ceil(seeds * (by_seed / left) ** 2) if by_seed > left else None
    if more is not None and more > MOST_SEEDS:
        return None, None
    share = (decision.error**2 - by_seed**2) / (enough**2 - left**2)
    return int(float(f"{examples * share:.1g}")) if share > 1 else None, more


def light(decision: Decision, doubts: Sequence[str], quick: bool) -> str:
    """The light.

    >>> light(Decision("gru", (), (), 0.0), (), quick=False)
    'green'
    """
    if quick:
        return "quick"
    return "green" if decision.decided and not doubts else "amber"


def doubts(
    found: Verdict,
    standings: Sequence[Standing],
    kind: str,
    loss: float,
    seeds: int,
) -> tuple[str, ...]:
    """What the test part speaks against, as keys; `loss`: the margin in units of the score, `kind`:
    whether a network, a baseline or a naive one is taken.

    A naive baseline need not be better than another one.
    """
    own, said, network = found.recommended, [], kind == "network"
    if network and seeds < 2:
        said.append("seed")
    elif network and found.best_baseline and not pays(found.gain, found.for_less, loss):
        said.append("gain")
    elif not network and found.best_network and found.gain is not None and found.gain.low > loss:
        said.append("network")
    if found.naive and kind != "naive" and own not in found.beat_naive:
        said.append("naive")
    if any(_shown_better(s) for s in standings if s.architecture != own):
        said.append("better")
    return tuple(said)


def _shown_better(standing: Standing) -> bool:
    difference, p = standing.difference, standing.p_value
    return difference is not None and difference.low > 0 and p is not None and p < 1 - LEVEL


def pays(gain: Interval | None, for_less: bool, loss: float) -> bool:
    """Whether the test part bears out a network that is taken: it is better than the best baseline,
    or, where it costs less, not worse by more than the margin."""
    return gain is not None and gain.low > (-loss if for_less else 0)


def worth_it(light: str, network: bool, paid: bool) -> str:
    """Is a recurrent network worth it: "yes", "no" or "undecided".

    >>> worth_it("green", True, True), worth_it("green", False, False)
    ('yes', 'no')
    """
    if light == "quick":
        return "undecided"
    if network:
        return "yes" if paid else "undecided"
    return "no" if light == "green" else "undecided"


def updates_needed(candidates: Iterable[tuple[float, int]], margin: float) -> int | None:
    """How long a training must be for gains to end, by halving at every doubling; pairs of the last
    gain and the updates so far.

    >>> updates_needed([(0.08, 300)], margin=0.01)
    2400
    """
    found = [
        updates << max(1, math.ceil(math.log2(max(gain / margin, 1.0))))
        for gain, updates in candidates
    ]
    return max(found, default=None)


def best(
    validation: Mapping[str, float | None], order: Sequence[Architecture], higher: bool
) -> str:
    """The name with the best validation score; equal scores: fewer parameters, then plan order."""
    sign = -1.0 if higher else 1.0
    ranks = [
        (sign * score, architecture.parameters, place, architecture.name)
        for place, architecture in enumerate(order)
        if (score := validation.get(architecture.name)) is not None
    ]
    return min(ranks)[-1] if ranks else ""
