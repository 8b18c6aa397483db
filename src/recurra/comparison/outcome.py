"""From trials and predictions to what the report shows."""

import dataclasses
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from recurra.comparison import every_node, learning, rates, statistics, verdict
from recurra.comparison.choice import Choice, scored
from recurra.comparison.search import doublings, final_jobs, networks
from recurra.comparison.statistics import Scores
from recurra.comparison.store import Store
from recurra.comparison.trial import Job
from recurra.records import (
    Architecture,
    Cost,
    GradientProfile,
    Interval,
    LearningCurve,
    Plan,
    RateCurve,
    Results,
    ScoreInfo,
    Standing,
    Trial,
    Verdict,
)
from recurra.tasks import Task
from recurra.words import Text, say


def tested(
    plan: Plan, task: Task, trials: Sequence[Trial], store: Store
) -> tuple[dict[str, Scores], dict[str, list[np.ndarray]]]:
    """Test scores of all final models and baselines with their resamples; and the predictions.

    This is the only place where labels of the test part are read.
    """
    truth, draws = task.truth("test"), learning.drawn(task, "test", seed=plan.seed)
    scores: dict[str, Scores] = {}
    predictions: dict[str, list[np.ndarray]] = {}
    for architecture in plan.architectures:
        own = scored(trials, architecture.name)
        found = [store.get(t.key, "predictions") for t in own]
        if not found:
            continue
        predictions[architecture.name] = found
        scores[architecture.name] = learning.scores(task, truth, found, draws)
    return scores, predictions


def at_nodes(plan: Plan, task: Task, trials: Sequence[Trial], store: Store) -> dict[str, Interval]:
    """Test scores of every node, of the architectures whose nodes were scored."""
    draws = statistics.draw(len(task.truth("test")), seed=plan.seed)
    found = {
        a.name: every_node.tested(task.score, store, [t.key for t in scored(trials, a.name)], draws)
        for a in plan.architectures
    }
    return {name: _tested(s, plan.score) for name, s in found.items() if s is not None}


def results(
    plan: Plan,
    choice: Choice,
    trials: Sequence[Trial],
    scores: Mapping[str, Scores],
    costs: Sequence[Cost],
    shown: Mapping[str, tuple[Any, ...]],
) -> Results:
    """Standings, curves and the verdict."""
    standings = _standings(plan, choice, trials, scores)
    kind = _kind(plan, choice.recommended)
    network = kind == "network"
    # the network that the answer is about: the one that is taken, else the best
    asked = choice.recommended if network else choice.network
    chosen = sum(a.name in scores for a in networks(plan))
    gain = verdict.gain(scores, asked, choice.baseline, plan.score, chosen)
    baseline = scores.get(choice.baseline)
    loss = plan.margin * abs(float(baseline.seeds.mean())) if baseline else 0.0
    sure, tied = verdict.sure(standings, choice.recommended, len(plan.seeds))
    decided = Verdict(
        recommended=choice.recommended,
        best_network=asked,
        best_baseline=choice.baseline,
        worth_it="undecided",
        gain=gain,
        cheaper_equal=verdict.cheaper_equal(
            standings, {c.architecture: c for c in costs}, plan.architectures, choice.recommended
        ),
        sure=sure,
        tied_with=tied,
        naive=choice.naive,
        beat_naive=verdict.better_than(scores, choice.naive, plan.score, plan.margin),
        best=choice.best,
        for_less=network and _for_less(choice),
        **_left_open(plan, choice),
    )
    decided = _lit(decided, choice, standings, plan, kind, loss)
    return Results(
        verdict=decided,
        standings=standings,
        rate_curves=tuple(_rate_curve(plan, trials, a) for a in networks(plan)),
        learning_curves=tuple(
            curve for a in networks(plan) if (curve := _learning_curve(trials, a)) is not None
        ),
        machine=machine(),
        **shown,  # type: ignore[arg-type]
    )


def _lit(
    decided: Verdict,
    choice: Choice,
    standings: Sequence[Standing],
    plan: Plan,
    kind: str,
    loss: float,
) -> Verdict:
    """The verdict with its light, its doubts, and whether a network is worth it."""
    if choice.decision is None:
        return decided
    doubts = verdict.doubts(decided, standings, kind, loss, len(plan.seeds))
    doubts += ("leak",) if plan.data.leaks else ()
    light = verdict.light(choice.decision, doubts, plan.quick)
    both = decided.best_baseline and decided.best_network  # else there is nothing to hold against
    paid = verdict.pays(decided.gain, decided.for_less, loss)
    worth = verdict.worth_it(light, kind == "network", paid) if both else "undecided"
    return dataclasses.replace(decided, light=light, doubts=doubts, worth_it=worth)


def _kind(plan: Plan, name: str) -> str:
    """network | baseline | naive."""
    one = next((a for a in plan.architectures if a.name == name), None)
    if one is not None and one.network:
        return "network"
    return "naive" if one is not None and one.naive else "baseline"


def _for_less(choice: Choice) -> bool:
    """Whether the one taken costs less than the best baseline, which is as close to the best."""
    near = {c.name: c for c in verdict.eligible(choice.candidates, choice.margin)}
    pair = [near[n] for n in (choice.baseline, choice.recommended) if n in near]
    return len(pair) == 2 and verdict.cheapest(pair).name == choice.recommended


def _left_open(plan: Plan, choice: Choice) -> dict[str, Any]:
    """What the validation part leaves open, and what would decide it."""
    decision = choice.decision
    if decision is None or choice.margin <= 0:
        return {}
    found: dict[str, Any] = {"open": decision.open, "unfinished": decision.unfinished}
    if decision.open:
        found["visible"] = verdict.SEEN * decision.error
        found["examples_needed"], found["seeds_needed"] = verdict.needed(
            decision, plan.data.counts["validation"], len(plan.seeds)
        )
    gains = [
        (one.gain.value, one.updates)
        for name in decision.unfinished
        if (one := choice.learned[name]).gain is not None
    ]
    found["updates_needed"] = verdict.updates_needed(gains, choice.margin)
    return found


def machine() -> dict[str, str]:
    """What the numbers were measured on."""
    import psutil

    found = {
        "cpu": _processor(),
        "cores": str(psutil.cpu_count(logical=False) or psutil.cpu_count() or 1),
        "memory": f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }
    return {k: v for k, v in found.items() if v}


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    if file.exists():
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.split() == ["model", "name"]:
                return value.strip()
    return platform.processor()


def _standings(
    plan: Plan, choice: Choice, trials: Sequence[Trial], scores: Mapping[str, Scores]
) -> tuple[Standing, ...]:
    against = verdict.compare(scores, choice.recommended, plan.score, plan.margin)
    by_name = {c.name: c for c in choice.candidates}
    near = {c.name for c in verdict.eligible(choice.candidates, choice.margin)}
    found = []
    for architecture in plan.architectures:
        name = architecture.name
        own = [t for t in trials if t.architecture == name]
        searched = {t.learning_rate: t for t in own if t.stage == "search"}
        difference, p_value, loss, harmless = against.get(name, (None, None, None, False))
        test = scores.get(name)
        far, seen = choice.learned.get(name), by_name.get(name)
        found.append(
            Standing(
                architecture=name,
                learning_rate=choice.rates.get(name),
                validation=choice.validation[name],
                test=_tested(test, plan.score) if test else None,
                test_seeds=tuple(float(s) for s in test.seeds) if test else (),
                difference=difference,
                p_value=p_value,
                loss=loss,
                loses_nothing=harmless,
                diverged=sum(t.status == "diverged" for t in searched.values()),
                trained=len(searched),
                note=_note(architecture, own),
                behind=seen.behind if seen else None,
                behind_error=seen.error if seen else None,
                eligible=name in near,
                gained=far.gain if far else None,
                improving=far is not None and far.improving,
                begun=far is None or far.begun,
                updates=far.updates if far else 0,
            )
        )
    return tuple(found)


def _tested(scores: Scores, info: ScoreInfo) -> Interval:
    """Score and interval over seeds and examples, within what the score can be at all."""
    found = statistics.estimate(scores).interval()
    least, most = info.bounds
    low = found.low if least is None else max(least, found.low)
    high = found.high if most is None else min(most, found.high)
    return dataclasses.replace(found, low=low, high=high)


def _note(architecture: Architecture, trials: Sequence[Trial]) -> Text:
    if architecture.skipped:
        return say("comparison.notes.not_run", why=architecture.skipped)
    if not architecture.network:
        return next((t.reason for t in trials if t.reason), "")
    failed = [t for t in trials if t.status == "failed"]
    finals = [t for t in trials if t.stage == "final"]
    longest = max((t.planned for t in finals), default=0)
    finals = [t for t in finals if t.planned == longest]
    lost = [t for t in finals if t.status != "ok"]
    if failed and len(failed) == len(trials):
        return say("comparison.notes.all_failed", why=failed[0].reason)
    if not finals:
        return say("comparison.notes.all_diverged")
    if lost:
        why, number = lost[0].reason, len(lost)
        return say("comparison.notes.ended_early", number=number, total=len(finals), why=why)
    return ""


def _rate_curve(plan: Plan, trials: Sequence[Trial], architecture: Architecture) -> RateCurve:
    own = [
        t
        for t in trials
        if t.stage == "search" and t.rung == 0 and t.architecture == architecture.name
    ]
    higher = plan.score.higher_is_better
    points = sorted(
        (t.learning_rate, t.validation)
        for t in own
        if t.status == "ok" and t.learning_rate is not None and t.validation is not None
    )
    good = rates.good(points, higher)
    pick = max if higher else min
    best = pick(points, key=lambda p: p[1])[0] if points else 0.0
    return RateCurve(
        architecture=architecture.name,
        updates=plan.search.rungs[0],
        points=tuple(points),
        diverged=tuple(
            sorted(t.learning_rate for t in own if t.status != "ok" and t.learning_rate is not None)
        ),
        good=good,
        good_decades=rates.decades(good),
        best_at_edge=bool(rates.at_edge(plan.search.learning_rates, best)),
        tolerance=rates.TOLERANCE,
    )


def _learning_curve(trials: Sequence[Trial], architecture: Architecture) -> LearningCurve | None:
    """Mean and range over seeds, at the updates that all of them reached."""
    own = [t for t in trials if t.stage == "final" and t.architecture == architecture.name]
    curves = [dict(t.curve) for t in learning.last(own) if t.curve]
    if not curves:
        return None
    common = sorted(set.intersection(*(set(c) for c in curves)))
    values = {u: [c[u] for c in curves] for u in common}
    return LearningCurve(
        architecture=architecture.name,
        points=tuple((u, float(np.mean(v))) for u, v in values.items()),
        low=tuple((u, min(v)) for u, v in values.items()),
        high=tuple((u, max(v)) for u, v in values.items()),
    )


def profiled(plan: Plan, choice: Choice, trials: Sequence[Trial]) -> dict[str, Job]:
    """Of each network the final training with the best validation score."""
    doubled = doublings(plan, trials)
    jobs = {job.key: job for job in final_jobs(plan, choice.rates, doubled)}
    sign = -1.0 if plan.score.higher_is_better else 1.0
    found: dict[str, tuple[tuple[float, int], Job]] = {}
    for trial in trials:
        if trial.key in jobs and trial.validation is not None:
            rank = (sign * trial.validation, trial.seed)
            if trial.architecture not in found or rank < found[trial.architecture][0]:
                found[trial.architecture] = (rank, jobs[trial.key])
    return {name: job for name, (_, job) in found.items()}


def fits(plan: Plan, trials: Sequence[Trial]) -> dict[str, str]:
    """Of each baseline that came to a score the key of its fit."""
    kinds = {a.name for a in plan.architectures if not a.network}
    scores = [t for t in trials if t.architecture in kinds and t.validation is not None]
    return {t.architecture: t.key for t in scores}


def finite(profile: GradientProfile) -> bool:
    """Whether there is something to draw."""
    return bool(np.isfinite(profile.median).all())
