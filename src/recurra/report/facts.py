"""The facts beside the figures: the verdict's tiles, the data, the settings, the machine."""

from collections.abc import Iterable
from typing import Any

from recurra.records import Plan, Results
from recurra.report import numbers, phrases
from recurra.report.folder import Material
from recurra.report.picture import Scene
from recurra.settings import Option, Training, departures, values
from recurra.settings import settings as settings_of
from recurra.settings.training import HEAVY_BALL
from recurra.words import text

Facts = list[tuple[str, str]]  # name, value
Tile = tuple[str, str, str]  # what, number, condition


def tiles(scene: Scene) -> list[Tile]:
    """The few numbers that stand in the verdict, of the recommended model."""
    material = scene.material
    name = material.results.verdict.recommended
    standing, cost = material.standing(name), material.cost(name)
    architecture = next((a for a in material.plan.architectures if a.name == name), None)
    found: list[Tile] = []
    if standing is not None and standing.test is not None:
        info, test = material.plan.score, standing.test
        none = text("report.tables.cell", name="no_interval")
        sub = numbers.between(test, info) if numbers.finite(test) else none
        value = numbers.score(test.value, info, numbers.half_width(test))
        found.append((text("report.tables.test_score", score=phrases.score(info)), value, sub))
    noise, whole = cost.noise, text("report.facts.one_training")
    times = (
        ("training", cost.train_seconds, whole),
        ("step", cost.step_p50, _median(cost.step_p99, noise)),
        ("sequence", cost.sequence_p50, _median(cost.sequence_p99, noise)),
    )
    for what, value_s, sub in times:
        if value_s is not None:
            found.append((_name(what), numbers.seconds(value_s, noise), sub))
    if cost.memory_inference is not None:
        training = numbers.size(cost.memory_training)
        sub = text("report.facts.training_memory", size=training)
        sub = sub if cost.memory_training else text("report.facts.to_predict")
        found.append((_name("memory"), numbers.size(cost.memory_inference), sub))
    if cost.disk is not None and architecture is not None:
        sub = text("report.facts.parameters", number=architecture.parameters)
        found.append((_name("disk"), numbers.size(cost.disk), sub))
    return found


def data(material: Material) -> Facts:
    """What the data are and how they were split."""
    summary = material.plan.data
    shortest, median, longest = summary.lengths
    length = text("report.facts.length", shortest=shortest, median=median, longest=longest)
    counts = tuple(
        text("report.facts.part", name=text("report.conditions.part", name=part), number=n)
        for part, n in summary.counts.items()
    )
    windows = summary.task == "forecasting"
    facts = [
        (_name("name"), summary.name),
        (_name("task"), text("report.conditions.task", name=summary.task)),
        (_name("parts"), text("report.facts.parts", counts=counts, windows=windows)),
        (_name("inputs"), _counted(summary.channels)),
        (_name("length"), length),
    ]
    if summary.classes:
        facts.append((_name("classes"), _counted(summary.classes)))
    if summary.targets:
        ahead, back = summary.horizon, summary.lookback
        facts.append((_name("targets"), _counted(summary.targets)))
        facts.append((_name("horizon"), text("report.facts.horizon", ahead=ahead, back=back)))
    if summary.step:
        facts.append((_name("step_of_time"), str(summary.step)))
    return [*facts, (_name("fingerprint"), summary.fingerprint)]


def settings(material: Material) -> Facts:
    """Everything that was set: the plan in phrases."""
    plan = material.plan
    search, fitting = plan.search, plan.training.fitting
    rungs = " → ".join(
        text("report.facts.rung", rates=kept, updates=updates)
        for kept, updates in zip(search.keep, search.rungs, strict=False)
    )
    low, high = (numbers.rate(r) for r in search.rate_range)
    number, widened = len(search.learning_rates), search.widened
    margin = text("report.facts.relative", margin=numbers.share(plan.margin))
    networks = plan.networks
    matched = text("report.facts.matched", by=networks.match, units=networks.hidden_size)
    score = text(
        "report.facts.score", label=phrases.score(plan.score), higher=plan.score.higher_is_better
    )
    seeds = ", ".join(map(str, plan.seeds))
    if len(plan.seeds) == plan.draws.seeds:  # a time, or a look that judges nothing, takes less
        seeds = _because(seeds, plan.draws, "seeds")
    rates = text("report.facts.rates", number=number, low=low, high=high, widened=widened)
    stopping = text("report.facts.stopping", patience=fitting.patience)
    return [
        (_name("score"), score),
        (_name("margin"), _because(margin, plan.decision, "margin")),
        (_name("matched"), _because(matched, networks, "match", "hidden_size")),
        (_name("optimiser"), _because(_optimiser(plan.training), fitting, "optimizer")),
        *_shown(plan.networks),
        *_shown(plan.decision),
        *_shown(plan.training),
        (_name("recurrence"), _recurrence(plan)),
        *_objective(plan),
        (_name("rates"), _because(rates, plan.effort, "trials", "quick", "budget")),
        (_name("rungs"), rungs),
        (_name("looks"), _because(_looks(plan), fitting, "evaluations")),
        *_trained_on(material),
        (_name("stopping"), _because(stopping, fitting, "patience")),
        (_name("seeds"), seeds),
        (_name("seed"), str(plan.seed)),
        (_name("budget"), _budget(material)),
        (_name("backend"), f"{plan.backend}, {plan.dtype}"),
        *_reading(plan),
    ]


def _because(value: str, record: Any, *names: str) -> str:
    """A value with the reasons for these settings, where all of them are at their defaults."""
    away, known = departures(record), dict(settings_of(record))
    why = [str(known[name].option.why) for name in names if known[name].option.why]
    if not why or any(name in away for name in names):
        return value
    return text("report.facts.by_default", value=value, why=why)


def _looks(plan: Plan) -> str:
    """How often the validation part is looked at, and at how much of it."""
    search, examples = plan.search, plan.data.counts.get("validation", 0)
    some = search.look_at or examples
    return text("report.facts.looks", number=search.looks, some=some, examples=examples)


def _trained_on(material: Material) -> Facts:
    """How long the final trainings were, where all went on for longer than was planned at first."""
    planned = material.plan.search.rungs[-1]
    longest = max((s.updates for s in material.results.standings), default=0)
    if longest <= planned:
        return []
    said = text("report.facts.trained_on", planned=planned, updates=longest)
    return [(_name("trained_on"), said)]


def environment(material: Material) -> Facts:
    """Machine, threads, versions, repeats and when it ran."""
    results, run = material.results, material.run
    repeats = sorted({c.repeats for c in material.costs if c.repeats})
    facts = [(_of_machine(key), value) for key, value in results.machine.items()]
    facts.append((_name("threads"), text("report.facts.threads", number=results.threads)))
    if repeats:
        facts.append((_name("repeats"), ", ".join(f"{r:,}" for r in repeats)))
    facts += [
        (text("report.facts.version", package=package), version)
        for package, version in material.plan.versions.items()
    ]
    facts.append((_name("started"), run.started))
    if run.ended:
        after = numbers.seconds(run.seconds)
        facts.append((_name("ended"), text("report.facts.ended", at=run.ended, after=after)))
    return facts


def _name(of: str) -> str:
    return text("report.facts.name", of=of)


def _of_machine(key: str) -> str:
    return text("report.facts.memory_of_machine") if key == "memory" else _name(key)


def _median(tail: float | None, noise: float | None) -> str:
    """What stands below a median: how long the slowest hundredth takes."""
    late = None if tail is None else numbers.seconds(tail, noise)
    return text("report.facts.median", tail=late)


def spared(plan: Plan, results: Results) -> bool:
    """Whether a run in a given time ended before it was over, as no network still gained."""
    return plan.effort.budget is not None and _fewer(plan, results) is not None


def sooner(plan: Plan, results: Results) -> tuple[int, int] | None:
    """Updates of a run without a given time that could have trained on, and how many those would
    have been at most; no network still gained."""
    return None if plan.effort.budget is not None else _fewer(plan, results)


def _fewer(plan: Plan, results: Results) -> tuple[int, int] | None:
    longest = max((s.updates for s in results.standings), default=0)
    most = plan.search.rungs[-1] << plan.search.doublings
    return (longest, most) if 0 < longest < most else None


def _budget(material: Material) -> str:
    """A time and what of it was not needed, "8 trials" or "default"; and what came later."""
    plan = material.plan
    if spared(plan, material.results):
        taken = material.run.seconds
        return text("report.facts.spared", asked=plan.budget, taken=taken)
    effort = plan.effort
    asked = effort.budget or ("quick" if effort.quick and not effort.trials else "")
    found = text("report.facts.budget", asked=asked, trials=effort.trials, more=plan.more)
    if (ended := sooner(plan, material.results)) is not None:
        return text("report.facts.sooner", asked=found, updates=ended[0], most=ended[1])
    return found


def notes(material: Material) -> Facts:
    """What is to be known of single architectures."""
    found = [(phrases.called(a.name), str(note)) for a in material.ranked for note in a.notes]
    for architecture in material.ranked:
        standing = material.standing(architecture.name)
        if standing is not None and standing.note and standing.test is not None:
            found.append((phrases.called(architecture.name), str(standing.note)))
    return found


def _optimiser(training: Training) -> str:
    fitting = training.fitting
    momentum = numbers.significant(fitting.momentum, 2) if fitting.momentum else None
    return text(
        "report.facts.optimiser",
        name=fitting.optimizer,
        momentum=momentum,
        steady=1 / (1 - (fitting.momentum or 0)) if fitting.optimizer in HEAVY_BALL else 1,
        batch=training.batch,
    )


def _shown(record: Any) -> Facts:
    """The settings that the report calls by words of their own, one line each."""
    now = values(record)
    return [
        (str(one.option.words), _because(_value(now[name], one.option), record, name))
        for name, one in settings_of(record)
        if one.option.words and not (one.option.quiet and now[name] == one.default)
    ]


def _value(value: Any, said: Option) -> str:
    """Of a setting: a choice with what it is, a number, or what 0 means."""
    if said.choices:
        what = said.choices.get(value, "")
        return text("report.facts.value", value=value, what=what) if what else value
    if isinstance(value, tuple):
        return phrases.listed(value)
    if not isinstance(value, float | int):
        return str(value)
    if said.zero and not value:
        return str(said.zero)
    return f"{value:,}" if isinstance(value, int) else numbers.significant(value)


def _objective(plan: Plan) -> Facts:
    """What networks are trained for."""
    if plan.data.task != "classification":
        asked, level = plan.objective.loss, plan.objective.quantile
        said = text("report.facts.loss_of_values", task=plan.data.task, asked=asked, level=level)
        return [(_name("loss"), said)]
    chosen = plan.objective
    loss = text(
        "report.facts.loss_classes",
        loss=chosen.loss,
        output=chosen.output,
        smoothing=chosen.label_smoothing,
    )
    return [
        (_name("loss"), loss),
        (_name("weights"), _because(chosen.class_weights, chosen, "class_weights")),
    ]


def _recurrence(plan: Plan) -> str:
    """What networks learn under, where anything was set."""
    wanted = plan.recurrence
    return text(
        "report.facts.recurrence",
        dropout=wanted.recurrent_dropout,
        zoneout=wanted.zoneout,
        clip=wanted.hidden_gradient_clip or 0.0,
    )


def _reading(plan: Plan) -> Facts:
    return [(_name("source"), plan.source.data), *_shown(plan.source.settings)]


def _counted(names: Iterable[str], most: int = 12) -> str:
    items = tuple(names)
    more = max(0, len(items) - most)
    return text("report.facts.names", number=len(items), shown=items[:most], more=more)
