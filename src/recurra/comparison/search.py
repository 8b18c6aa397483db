"""The trials of a comparison, stage by stage.

    baselines -> first rung -> (wider range) -> second and third rung -> final trainings
        -> (all train on, for twice as long, while one of them is improving)

Every architecture has the same learning rates, rungs and numbers of updates. A stage begins when
the one before is complete, so that nothing depends on which worker was faster.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from recurra.comparison import plan as plans
from recurra.comparison import rates, rungs
from recurra.comparison.budget import Pace
from recurra.comparison.desk import Desk
from recurra.comparison.keys import trial_key
from recurra.comparison.trial import Job
from recurra.records import Architecture, Plan, Trial

BASELINE_SECONDS = 1.0  # a guess, for the progress only
STAGES = ("baseline", "search", "final")


def networks(plan: Plan) -> tuple[Architecture, ...]:
    """The cells that take part."""
    return tuple(a for a in plan.architectures if a.network and not a.skipped)


def baseline_jobs(plan: Plan) -> list[Job]:
    """One fit of each baseline that takes part."""
    return [
        Job(trial_key(plan, a, stage="baseline", seed=plan.seed), a, "baseline", plan.seed)
        for a in plan.architectures
        if not a.network and not a.skipped
    ]


def rung_jobs(plan: Plan, rung: int, chosen: Mapping[str, Sequence[float]]) -> list[Job]:
    """The trainings of one rung; they go on from the rung before."""
    jobs = []
    for architecture in networks(plan):
        for rate in chosen[architecture.name]:
            before = _search_key(plan, architecture, rung - 1, rate) if rung else ""
            key = _search_key(plan, architecture, rung, rate)
            updates = plan.search.rungs[rung]
            jobs.append(Job(key, architecture, "search", plan.seed, rung, updates, rate, before))
    return jobs


def first_jobs(plan: Plan) -> list[Job]:
    """The first rung: every learning rate of every network."""
    return rung_jobs(
        plan, 0, dict.fromkeys([a.name for a in networks(plan)], plan.search.learning_rates)
    )


def final_jobs(plan: Plan, best: Mapping[str, float | None], doubled: int = 0) -> list[Job]:
    """The best learning rate of each architecture with each seed; after so many doublings."""
    jobs = []
    for architecture in networks(plan):
        rate = best[architecture.name]
        if rate is None:
            continue
        for seed in plan.seeds:
            key = _final_key(plan, architecture, rate, seed, doubled)
            before = ""
            if doubled and not plans.begins_anew(plan):
                before = _final_key(plan, architecture, rate, seed, doubled - 1)
            updates = plan.search.rungs[-1] << doubled
            jobs.append(Job(key, architecture, "final", seed, -1, updates, rate, before))
    return jobs


def doublings(plan: Plan, trials: Sequence[Trial]) -> int:
    """How often the final trainings were made twice as long."""
    longest = max((t.planned for t in trials if t.stage == "final"), default=0)
    return max(0, (longest // plan.search.rungs[-1]).bit_length() - 1)


def _final_key(plan: Plan, architecture: Architecture, rate: float, seed: int, doubled: int) -> str:
    updates = plan.search.rungs[-1] << doubled
    return trial_key(
        plan, architecture, stage="final", updates=updates, learning_rate=rate, seed=seed
    )


Improving = Callable[[Plan, Sequence[Trial]], bool]  # of final trainings: whether one still gains


def run(
    plan: Plan,
    desk: Desk,
    paces: Mapping[str, Pace],
    save: Callable[[Plan], None],
    improving: Improving,
) -> tuple[Plan, list[Trial]]:
    """All rungs and the final trainings; the plan comes back wider where it had to be.

    `save` is called with the wider plan before anything of it is run; `improving` says of the final
    trainings so far whether any network still gains, so that all of them train on.
    """
    weigh = weigher(plan, paces)
    found = desk.trials("search", first_jobs(plan), plan.search, weigh)
    edges = _edges(plan, found)
    if edges and not plan.search.widened:
        before = total_weight(plan, paces)
        plan = plans.widened(plan, edges)
        save(plan)
        desk.total += total_weight(plan, paces) - before
        done, jobs = {t.key for t in found}, first_jobs(plan)
        more = [job for job in jobs if job.key not in done]
        found = found + desk.trials("search_wider_range", more, plan.search, weigh)
    for rung in range(1, len(plan.search.rungs)):
        chosen = {a.name: _promoted(plan, found, a.name, rung) for a in networks(plan)}
        jobs = rung_jobs(plan, rung, chosen)
        found = found + desk.trials("search", jobs, plan.search, weigh)
    best = best_rates(plan, found)
    stage, jobs = "final_trainings", final_jobs(plan, best)
    last = finals = desk.trials(stage, jobs, plan.search, weigh, weights=False)
    for doubled in range(1, plan.search.doublings + 1):
        if not improving(plan, last):
            break
        stage, jobs = "training_on", final_jobs(plan, best, doubled)
        desk.total += sum(map(weigh, jobs))
        last = desk.trials(stage, jobs, plan.search, weigh, weights=False)
        finals = finals + last
    lost = [job for job in jobs if not desk.has_weights(job)]  # a run kept those of its last ones
    desk.trials(stage, lost, plan.search, weigh)
    return plan, found + finals


def best_rates(plan: Plan, trials: Sequence[Trial]) -> dict[str, float | None]:
    """For each network the learning rate with the best score at the highest rung that has one."""
    found: dict[str, float | None] = {}
    for architecture in networks(plan):
        found[architecture.name] = None
        for rung in reversed(range(len(plan.search.rungs))):
            ranked = rungs.ranked(
                _scores(trials, architecture.name, rung), plan.score.higher_is_better
            )
            if ranked:
                found[architecture.name] = ranked[0]
                break
    return found


def in_plan_order(plan: Plan, trials: Sequence[Trial]) -> list[Trial]:
    """Baselines, searches rung by rung, finals; each in the order of the plan."""
    place = {a.name: n for n, a in enumerate(plan.architectures)}
    rate_place = {rate: n for n, rate in enumerate(plan.search.learning_rates)}
    return sorted(
        trials,
        key=lambda t: (
            STAGES.index(t.stage),
            place[t.architecture],
            t.rung,
            -1 if t.learning_rate is None else rate_place.get(t.learning_rate, len(rate_place)),
            t.planned,
            t.seed,
        ),
    )


def weigher(plan: Plan, paces: Mapping[str, Pace]) -> Callable[[Job], float]:
    """Estimated seconds of a job; a rung counts from where the one before stopped."""
    full, steps = plan.search.rungs[-1], (0, *plan.search.rungs)

    def weigh(job: Job) -> float:
        if job.stage == "baseline":
            return BASELINE_SECONDS
        updates = job.updates - (steps[job.rung] if job.stage == "search" else 0)
        if job.before and job.stage == "final":
            updates = job.updates // 2
        return paces[job.architecture.name].training(updates, plan.search.looks * updates / full)

    return weigh


def total_weight(plan: Plan, paces: Mapping[str, Pace]) -> float:
    """Estimated seconds of one worker for the whole search and the final trainings."""
    weigh = weigher(plan, paces)
    names = [a.name for a in networks(plan)]
    total = sum(map(weigh, baseline_jobs(plan)))
    for rung, number in enumerate(plan.search.keep):
        some = dict.fromkeys(names, plan.search.learning_rates[:number])
        total += sum(map(weigh, rung_jobs(plan, rung, some)))
    first = dict.fromkeys(names, plan.search.learning_rates[0])
    return total + sum(map(weigh, final_jobs(plan, first)))


def with_parameters(plan: Plan, fitted: Sequence[Trial]) -> Plan:
    """The plan with the numbers that the baselines turned out to have."""
    known = {t.architecture: t.parameters for t in fitted}
    return dataclasses.replace(
        plan,
        architectures=tuple(
            dataclasses.replace(a, parameters=known[a.name]) if a.name in known else a
            for a in plan.architectures
        ),
    )


def _search_key(plan: Plan, architecture: Architecture, rung: int, rate: float) -> str:
    return trial_key(
        plan,
        architecture,
        stage="search",
        updates=plan.search.rungs[rung],
        learning_rate=rate,
        seed=plan.seed,
    )


def _scores(trials: Sequence[Trial], name: str, rung: int) -> dict[float, float | None]:
    return {
        t.learning_rate: t.validation if t.status == "ok" else None
        for t in trials
        if t.stage == "search" and t.architecture == name and t.rung == rung
        if t.learning_rate is not None
    }


def _promoted(plan: Plan, trials: Sequence[Trial], name: str, rung: int) -> tuple[float, ...]:
    scores = _scores(trials, name, rung - 1)
    return rungs.promote(scores, plan.search.keep[rung], plan.score.higher_is_better)


def _edges(plan: Plan, trials: Sequence[Trial]) -> set[int]:
    """Sides of the range at which some network has its best learning rate."""
    edges = set()
    for architecture in networks(plan):
        scores = _scores(trials, architecture.name, 0)
        ranked = rungs.ranked(scores, plan.score.higher_is_better)
        if ranked:
            edges.add(rates.at_edge(tuple(scores), ranked[0]))
    return edges - {0}
