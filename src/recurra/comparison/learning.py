"""Had a network learned when its training ended? From answers to the validation part alone.

A network is improving where the second half of its training gained: the interval of the gain,
paired over examples and seeds and corrected for the number of networks, lies above zero and the
gain is more than the margin. It has settled where each of its trainings ended by itself, without a
better look for too long: more of them would change nothing, and it is not improving. It has begun
to learn where it is better than the answer without inputs. Of a network that was improving, or had
not begun, "worse" is not said; as long as there is one that was improving, or that had neither
begun nor settled, all train on.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recurra.comparison import statistics
from recurra.comparison.looks import spread
from recurra.comparison.statistics import Draws, Scores, estimate
from recurra.comparison.store import Store
from recurra.records import LEVEL, Interval, Plan, Trial
from recurra.tasks import Task

VALUE_DRAWS = 200  # resamples of a score that has to be computed anew for each


@dataclass(frozen=True)
class Learned:
    """How far the training of a network had come."""

    gain: Interval | None  # of its second half, > 0 is better; None: it cannot be told
    improving: bool
    begun: bool  # better than the answer without inputs
    updates: int  # of the longest training
    settled: bool = False  # every training ended by itself


def drawn(task: Task, part: str, rows: int = 0, seed: int = 0) -> Draws:
    """Resamples of a part, or of so many evenly spread examples of it."""
    examples = len(task.truth(part))
    index, blocks = spread(examples, rows), task.blocks(part)
    some = rows if 0 < rows < examples else examples
    parts = task.score.parts(task.truth(part)[:1], _like(task, task.truth(part)[:1]))
    return statistics.draw(
        some,
        block=max(1, math.ceil(blocks.length * some / examples)),
        groups=None if blocks.group is None else blocks.group[index],
        draws=VALUE_DRAWS if parts is None else statistics.DRAWS,
        seed=seed,
    )


def scores(task: Task, truth: np.ndarray, answers: Sequence[np.ndarray], draws: Draws) -> Scores:
    """Scores of one architecture from its answers, one array a seed."""
    parts = [task.score.parts(truth, found) for found in answers]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return statistics.scores_by_value(task.score.value, truth, answers, draws)
    return statistics.scores(np.stack(known), task.score.combine, draws)


def gains(plan: Plan, task: Task, trials: Sequence[Trial], store: Store) -> bool:
    """Whether all train on after these trainings, beside the fitted baselines."""
    finals = [t for t in trials if t.stage == "final"]
    naive = {a.name for a in plan.architectures if a.naive}
    fits = [t for t in trials if t.architecture in naive and t.validation is not None]
    draws, truth = drawn(task, "validation", seed=plan.seed), task.truth("validation")
    simple = {
        t.architecture: scores(task, truth, [store.get(t.key, "validation")], draws) for t in fits
    }
    found = learned(plan, task, finals, store, simple)
    return any(far.improving or not (far.begun or far.settled) for far in found.values())


def learned(
    plan: Plan, task: Task, finals: Sequence[Trial], store: Store, naive: Mapping[str, Scores]
) -> dict[str, Learned]:
    """Of each network with a result; `naive`: validation scores of the naive baselines."""
    names = dict.fromkeys(t.architecture for t in finals if t.validation is not None)
    own = {n: last([t for t in finals if t.architecture == n]) for n in names}
    rows = plan.search.look_at
    draws = drawn(task, "validation", rows, plan.seed)
    whole = drawn(task, "validation", seed=plan.seed)
    truth = task.truth("validation")
    some = truth[spread(len(truth), rows)]
    found = {}
    for name, trials in own.items():
        halves = [store.get(t.key, "looks") for t in trials]
        gain = _gain(task, some, halves, draws, len(own))
        level = np.mean([t.validation for t in trials if t.validation is not None])
        settled = all(t.updates < t.planned for t in trials)
        gained = gain is not None and gain.low > 0 and gain.value > plan.margin * abs(level)
        answers = [store.get(t.key, "validation") for t in trials]
        begun = not naive or _better(task, scores(task, truth, answers, whole), naive)
        found[name] = Learned(
            gain, bool(gained) and not settled, begun, max(t.planned for t in trials), settled
        )
    return found


def last(trials: Sequence[Trial]) -> list[Trial]:
    """Of final trainings (or fits) the longest ones, those that came to a score."""
    longest = max((t.planned for t in trials), default=0)
    return [t for t in trials if t.planned == longest and t.validation is not None]


def _gain(
    task: Task,
    truth: np.ndarray,
    halves: Sequence[Mapping[str, np.ndarray]],
    draws: Draws,
    networks: int,
) -> Interval | None:
    """Of the second halves of trainings over their first halves."""
    both = [half for half in halves if "early" in half]
    if not both or any(not np.isfinite(half["early"]).all() for half in both):
        return None
    sign = 1.0 if task.score.info.higher_is_better else -1.0
    late = scores(task, truth, [half["late"] for half in both], draws)
    early = scores(task, truth, [half["early"] for half in both], draws)
    return estimate((late - early).times(sign)).interval(LEVEL, networks)


def _better(task: Task, own: Scores, naive: Mapping[str, Scores]) -> bool:
    """Than every one of the naive baselines, beyond the noise of examples and seeds."""
    sign = 1.0 if task.score.info.higher_is_better else -1.0
    return all(estimate((own - one).times(sign)).interval(LEVEL).low > 0 for one in naive.values())


def _like(task: Task, truth: np.ndarray) -> np.ndarray:
    """Answers of the right shape, to ask a score whether it has parts."""
    if task.output_shape and truth.ndim == 1:
        return np.full((len(truth), *task.output_shape), 1.0 / task.output_shape[0])
    return np.asarray(truth, np.float64)
