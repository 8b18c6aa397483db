"""The stages of a comparison, from a plan to the report, top to bottom."""

import dataclasses
import functools
import time
from collections.abc import Mapping, Sequence

from recurra import json_lines
from recurra.comparison import budget, context, search, trial
from recurra.comparison import plan as plans
from recurra.comparison.budget import Pace
from recurra.comparison.context import Setting
from recurra.comparison.desk import Desk
from recurra.comparison.folder import Folder
from recurra.comparison.progress import OnProgress
from recurra.comparison.start import Reopened, Start
from recurra.comparison.trial import Job
from recurra.comparison.workers import Workers
from recurra.findings import FILE as FINDINGS
from recurra.records import Cost, Plan, Results, Trial

PACE_SECONDS = 0.4  # of timed updates for each network before a time budget is planned
COMPILING = "compiling"


def run(start: Start, crew: Workers, progress: OnProgress | None) -> Results:
    """All stages, top to bottom."""
    plan, task, folder = start.plan, start.task, start.folder
    crew.equip(context.load, Setting.of(plan), task.summary, folder.store.folder, start.common)
    desk = Desk(crew, folder, progress)
    plan, paces = _planned(start, desk)
    plan, found = _trained(plan, start, desk, paces)
    # what draws, tests and saves is loaded now that there is something for it
    from recurra.comparison import choice as choices
    from recurra.comparison import costs, deliver, outcome, scoring
    from recurra.report import page

    desk.say("costs")  # times are measured with one worker at work
    spend = budget.for_costs(plan.budget)
    measured = desk.result(
        crew.assign(costs.measure_all, search.networks(plan), plan.search, spend)
    )
    measured += desk.result(crew.assign(costs.measure_simple, outcome.fits(plan, found), spend))
    # in processes of its own: nothing else changes it, and one worker waits while others go on
    rise = crew.submit(
        costs.training_memory, search.networks(plan), Setting.of(plan), plan.data, start.common
    )
    rates = search.best_rates(plan, found)
    choice = choices.choose(plan, task, found, rates, measured, folder.store)
    best = outcome.profiled(plan, choice, found)
    doubled = search.doublings(plan, found)
    finals = [j for j in search.final_jobs(plan, choice.rates, doubled) if _scored(desk, j.key)]
    desk.each("test_part", scoring.predict_test, [(job,) for job in finals])
    memory = [crew.assign(scoring.remembered, best[n]) for n in [choice.network] if n in best]
    profiles = desk.each("gradients", scoring.gradients, [(job,) for job in best.values()])
    desk.say("examining")
    findings = [finding for future in memory for finding in desk.result(future)]
    json_lines.write_lines(folder.path / FINDINGS, findings)
    desk.say("memory_of_training")
    measured = _with_memory(measured, desk.result(rise))
    crew.stop()
    desk.say("statistics")
    drawn = tuple(p for p in profiles if outcome.finite(p))
    material = deliver.Material(plan, task, folder, choice, found, best)
    results = deliver.finish(material, measured, {"gradients": drawn}, start.cautions)
    desk.say("report")
    folder.mark("running")  # with the time spent, which the report shows
    page.write(folder.path)
    folder.mark("finished")
    folder.tidy()
    return results


def _trained(
    plan: Plan, start: Start, desk: Desk, paces: dict[str, Pace]
) -> tuple[Plan, list[Trial]]:
    """The baselines, and the networks at every learning rate and seed; the plan as it was at last,
    which is written down with the trials."""
    save = lambda wider: start.folder.write("plan.json", wider)  # noqa: E731
    weigh = search.weigher(plan, paces)
    desk.begin(search.first_jobs(plan), plan.search, weigh)
    baselines = desk.begin(search.baseline_jobs(plan), plan.search, weigh)  # beside the search

    @functools.cache
    def fitted() -> list[Trial]:
        return desk.finish("baselines", baselines)

    def gains(plan: Plan, finals: Sequence[Trial]) -> bool:
        from recurra.comparison import learning

        return learning.gains(plan, start.task, [*fitted(), *finals], start.folder.store)

    plan, networks = search.run(plan, desk, paces, save, gains)
    plan = search.with_parameters(plan, fitted())
    save(plan)
    found = fitted() + networks
    write_trials(start.folder, plan, found)
    return plan, found


def _scored(desk: Desk, key: str) -> bool:
    return desk.known[key].validation is not None


def _planned(start: Start, desk: Desk) -> tuple[Plan, dict[str, Pace]]:
    """Compile and time the networks, and fix the plan; where time is short, after the baselines,
    which take their part of it."""
    plan, wish = start.plan, start.wish
    cells = plans.by_worth(search.networks(plan), wish)
    timed = wish is not None and wish.effort.budget is not None
    again = start.reopened
    spend = PACE_SECONDS if timed or (again and again.time) else 0.05

    def affordable(pace: Pace) -> None:
        """What cannot be judged in any case is said at once."""
        if wish is not None and timed and not plan.quick:
            one = plans.costing(plan, start.task, {cells[0].name: pace}, desk.crew.number)
            plans.timed(plan, wish, start.task, one, _left(start, plan.budget, 1))

    if cells:
        affordable(plans.fastest(cells[0], plan, start.task))  # before anything is compiled
    pilots = [(a, spend) for a in cells]
    # the worthiest before all else: what is refused is refused at once
    measured = desk.each(COMPILING, trial.pace, pilots[:1] if timed else [], affordable)
    baselines = desk.begin(search.baseline_jobs(plan) if timed else [], plan.search, _guess)
    measured += desk.each(COMPILING, trial.pace, pilots[len(measured) :])
    paces = {a.name: pace for a, pace in zip(cells, measured, strict=True)}
    desk.finish(COMPILING, baselines)
    if wish is not None and timed:
        costing = plans.costing(plan, start.task, paces, desk.crew.number)
        plan = plans.timed(plan, wish, start.task, costing, _left(start, plan.budget, len(cells)))
    if again is None:
        start.folder.write("plan.json", plan)
    else:
        plan = _again(start, again, plan, paces, desk)
    desk.total = search.total_weight(plan, paces)
    desk.start_clock()
    return plan, paces


def _again(start: Start, why: Reopened, plan: Plan, paces: Mapping[str, Pace], desk: Desk) -> Plan:
    """The plan of a run that goes on, which is under way again from here."""
    if why.time is not None:
        costing = plans.costing(plan, start.task, paces, desk.crew.number)
        done = search.doublings(plan, list(desk.known.values()))
        plan = plans.longer(plan, costing, _left(start, why.time, len(paces)), why.time, done)
    start.folder.replan(plan, ("recurra", "compare", *why.command), desk.crew.number)
    return plan


def _left(start: Start, time_given: str, cells: int) -> float:
    return budget.left(time_given, time.monotonic() - start.began, cells)


def _guess(job: Job) -> float:
    return search.BASELINE_SECONDS


def _with_memory(measured: Sequence[Cost], rise: Mapping[str, int]) -> tuple[Cost, ...]:
    return tuple(dataclasses.replace(c, memory_training=rise.get(c.architecture)) for c in measured)


def write_trials(folder: Folder, plan: Plan, trials: Sequence[Trial]) -> None:
    """Write the trials, in the order of the plan, and their study."""
    from recurra.comparison import study

    json_lines.write_lines(folder.path / "trials.jsonl", search.in_plan_order(plan, trials))
    if plan.search:
        study.write(folder.path / study.FILE, plan, trials)
