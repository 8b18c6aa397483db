"""What the validation part decides, before the test part is looked at."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from recurra.comparison import learning, statistics, verdict
from recurra.comparison.learning import Learned
from recurra.comparison.statistics import Scores
from recurra.comparison.store import Store
from recurra.comparison.verdict import Candidate, Decision, Rival
from recurra.records import Architecture, Cost, Plan, Trial
from recurra.tasks import Task


@dataclass(frozen=True)
class Choice:
    """What the validation part decides; the test part has not been looked at."""

    validation: dict[str, float | None]  # mean over seeds
    rates: dict[str, float | None]
    recommended: str
    network: str
    baseline: str
    naive: str = ""
    best: str = ""
    candidates: tuple[Candidate, ...] = ()
    learned: dict[str, Learned] = field(default_factory=dict)
    decision: Decision | None = None
    margin: float = 0.0  # in units of the score


def choose(
    plan: Plan,
    task: Task,
    trials: Sequence[Trial],
    best: Mapping[str, float | None],
    costs: Sequence[Cost],
    store: Store,
) -> Choice:
    """The recommended model, the best network, the best baseline and the best naive one."""
    validation = {a.name: _validation(trials, a.name) for a in plan.architectures}
    higher = plan.score.higher_is_better

    def first(*among: Architecture) -> str:
        return verdict.best(validation, among, higher)

    top = first(*plan.architectures)
    network = first(*(a for a in plan.architectures if a.network))
    baseline = first(*(a for a in plan.architectures if not a.network))
    naive = first(*(a for a in plan.architectures if a.naive))
    if not top:
        return Choice(validation, dict(best), "", network, baseline, naive)
    scores = _on_validation(plan, task, trials, store)
    simple = {a.name: scores[a.name] for a in plan.architectures if a.naive and a.name in scores}
    finals = [t for t in trials if t.stage == "final"]
    far = learning.learned(plan, task, finals, store, simple)
    candidates = tuple(
        _candidate(a, scores, top, plan, costs, far) for a in plan.architectures if a.name in scores
    )
    margin = plan.margin * abs(validation[top] or 0.0)
    taken = verdict.take(candidates, margin).name
    floor = 1 / len(task.truth("validation")) if task.score.counts else 0.0
    rivals = tuple(
        _rival(name, scores[name], scores[taken], plan, floor) for name in scores if name != taken
    )
    decision = verdict.decide(candidates, rivals, margin)
    return Choice(
        validation, dict(best), decision.taken, network, baseline, naive, top, candidates, far,
        decision, margin,
    )  # fmt: skip


def _on_validation(
    plan: Plan, task: Task, trials: Sequence[Trial], store: Store
) -> dict[str, Scores]:
    """Validation scores of everything that came to one, with their resamples."""
    draws, truth = learning.drawn(task, "validation", seed=plan.seed), task.truth("validation")
    found = {}
    for architecture in plan.architectures:
        own = scored(trials, architecture.name)
        if own:
            answers = [store.get(t.key, "validation") for t in own]
            found[architecture.name] = learning.scores(task, truth, answers, draws)
    return found


def _candidate(
    architecture: Architecture,
    scores: Mapping[str, Scores],
    top: str,
    plan: Plan,
    costs: Sequence[Cost],
    far: Mapping[str, Learned],
) -> Candidate:
    """An architecture as the rule sees it."""
    name, sign = architecture.name, 1.0 if plan.score.higher_is_better else -1.0
    behind = statistics.estimate((scores[top] - scores[name]).times(sign))
    cost = next((c for c in costs if c.architecture == name), Cost(name))
    own = far.get(name)
    return Candidate(
        name,
        behind.value,
        0.0 if name == top else behind.error,
        architecture.parameters,
        cost.sequence_p50,
        cost.noise or 0.0,
        architecture.network,
        own.gain.value if own is not None and own.gain is not None else 0.0,
        own is not None and own.improving,
        own is None or own.begun,
    )


def _rival(name: str, own: Scores, taken: Scores, plan: Plan, floor: float) -> Rival:
    """Another one beside the one that is taken; `floor`: what one example changes of the score."""
    sign = 1.0 if plan.score.higher_is_better else -1.0
    ahead = statistics.estimate((own - taken).times(sign))
    error = math.hypot(ahead.error, floor)
    return Rival(name, ahead.value, error, ahead.seed_error, ahead.freedom)


def scored(trials: Sequence[Trial], name: str) -> list[Trial]:
    """The longest final trainings (or the fit) of an architecture that came to a score."""
    return learning.last([t for t in trials if t.architecture == name and t.stage != "search"])


def _validation(trials: Sequence[Trial], name: str) -> float | None:
    found = [t.validation for t in scored(trials, name) if t.validation is not None]
    return float(np.mean(found)) if found else None
