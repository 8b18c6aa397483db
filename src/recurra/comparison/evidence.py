"""What the test part shows, which the validation part has not decided: differences, and how sure.

Every difference is paired over examples and seeds and corrected for the number of comparisons. The
rule that decides, and takes certainty away by these, is in `comparison.verdict`.
"""

from collections.abc import Iterable, Mapping, Sequence

from recurra.comparison.statistics import Scores, estimate, holm, relative_loss
from recurra.comparison.verdict import LEVEL
from recurra.records import Architecture, Cost, Interval, ScoreInfo, Standing
from recurra.words import Text, say

FEW_SEEDS = 3
COST_FIELDS = ("train_seconds", "step_p50", "sequence_p50", "memory_inference", "memory_training")
COUNTED = ("memory_inference",)  # computed, not measured: free of noise


def better_than(
    tested: Mapping[str, Scores], name: str, score: ScoreInfo, margin: float
) -> tuple[str, ...]:
    """Those shown to be better than one of them on the test part, corrected for their number."""
    against = compare(tested, name, score, margin)
    return tuple(
        other
        for other, (difference, p_value, _, _) in against.items()
        if difference.low > 0 and p_value < 1 - LEVEL
    )


def compare(
    tested: Mapping[str, Scores], recommended: str, score: ScoreInfo, margin: float
) -> dict[str, tuple[Interval, float, Interval | None, bool]]:
    """Each architecture against the recommended: difference, corrected p, loss, loses nothing.

    Differences are signed so that > 0 is better than the recommended. Their intervals and those
    of the loss hold for all comparisons together (Bonferroni), the p-values are Holm's.
    """
    others = [name for name in tested if name != recommended]
    reference = tested.get(recommended)
    if reference is None or not others:
        return {}
    sign = 1.0 if score.higher_is_better else -1.0
    differences = {n: estimate((tested[n] - reference).times(sign)) for n in others}
    corrected = dict(zip(others, holm([differences[n].p_value() for n in others]), strict=True))
    found = {}
    for name in others:
        loss = _loss(tested[name], reference, score, len(others))
        harmless = loss is not None and loss.high < margin
        interval = differences[name].interval(LEVEL, len(others))
        found[name] = (interval, corrected[name], loss, harmless)
    return found


def gain(
    tested: Mapping[str, Scores], network: str, baseline: str, score: ScoreInfo, networks: int = 1
) -> Interval | None:
    """The best of so many networks against the best baseline on the test part; > 0: the network is
    better. The one that is chosen was so by the luck of its seeds as well, which the test part
    shares: the interval is as much wider."""
    if network not in tested or baseline not in tested:
        return None
    sign = 1.0 if score.higher_is_better else -1.0
    difference = estimate((tested[network] - tested[baseline]).times(sign))
    return difference.interval(LEVEL, chosen=networks)


def sure(
    standings: Sequence[Standing], recommended: str, seeds: int
) -> tuple[str, tuple[str, ...]]:
    """How sure the recommendation is, and the names it cannot be told apart from."""
    others = [s for s in standings if s.architecture != recommended and s.difference is not None]
    tied = tuple(s.architecture for s in others if s.p_value is not None and s.p_value >= 1 - LEVEL)
    better = [s for s in others if s.p_value is not None and s.p_value < 1 - LEVEL]
    if seeds < FEW_SEEDS or any(
        s.difference is not None and s.difference.value > 0 for s in better
    ):
        return "undecided", tied
    return ("tied" if tied else "clear"), tied


def cheaper_equal(
    standings: Iterable[Standing],
    costs: Mapping[str, Cost],
    architectures: Sequence[Architecture],
    recommended: str,
) -> tuple[str, ...]:
    """Networks that lose nothing and cost less than the recommended one, cheapest first.

    Costing less: something is lower by more than the measured noise, and nothing is higher by
    more than that. Cheapest: fewest operations a step, then fewest parameters.
    """
    known = {a.name: a for a in architectures if a.network}
    if recommended not in known or recommended not in costs:
        return ()
    reference = known[recommended]
    names = [
        s.architecture
        for s in standings
        if s.loses_nothing
        and s.architecture in known
        and s.architecture in costs
        and _cheaper(
            costs[s.architecture],
            costs[recommended],
            known[s.architecture].parameters,
            reference.parameters,
        )
    ]
    return tuple(sorted(names, key=lambda n: (known[n].flops, known[n].parameters)))


def cautions(seeds: int) -> tuple[Text, ...]:
    """What the numbers cannot decide for want of seeds."""
    return (say("comparison.verdict.few_seeds", seeds=seeds),) if seeds < FEW_SEEDS else ()


def spoiled(leaks: Sequence[Text]) -> tuple[Text, ...]:
    """A warning for each leak: what was found, and what it makes of the scores.

    >>> print(*spoiled(["Column 'b' holds 'a' of 1 step later."]))
    Leak: column 'b' holds 'a' of 1 step later. Do not trust these scores: they use what will \
not be known when it counts. Mend the data or the options and compare anew.
    """
    return tuple(say("comparison.verdict.leak", what=what) for what in leaks)


def _loss(own: Scores, reference: Scores, score: ScoreInfo, number: int) -> Interval | None:
    if float(reference.seeds.mean()) == 0:
        return None  # a share of nothing
    return estimate(relative_loss(own, reference, score.higher_is_better)).interval(LEVEL, number)


def _cheaper(own: Cost, other: Cost, parameters: int, others_parameters: int) -> bool:
    noise = max(own.noise or 0.0, other.noise or 0.0)
    ratios = [parameters / max(others_parameters, 1)]
    for name in COST_FIELDS:
        mine, theirs = getattr(own, name), getattr(other, name)
        if mine is None or not theirs:
            continue
        ratio = mine / theirs
        equal = name not in COUNTED and abs(ratio - 1) <= noise
        ratios.append(1.0 if equal else ratio)
    return max(ratios) <= 1 and min(ratios) < 1
