"""The facts beside the figures: the verdict's tiles, the data, the settings, the machine."""

from collections.abc import Iterable
from typing import Any

from recurra.records import Plan
from recurra.report import numbers, phrases
from recurra.report.folder import Material
from recurra.report.picture import Scene
from recurra.settings import Option, Training, values
from recurra.settings import settings as settings_of

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
        score, test = material.plan.score, standing.test
        sub = f"{numbers.between(test, score)}" if numbers.finite(test) else "no interval"
        value = numbers.score(test.value, score, numbers.half_width(test))
        found.append((f"Test {score.label}", value, sub))
    noise = cost.noise
    times = (
        ("Training time", cost.train_seconds, None, "one full training"),
        ("One step", cost.step_p50, cost.step_p99, "median"),
        ("One sequence", cost.sequence_p50, cost.sequence_p99, "median"),
    )
    for what, value_s, tail, sub in times:
        if value_s is not None:
            late = f"; p99 {numbers.seconds(tail, noise)}" if tail is not None else ""
            found.append((what, numbers.seconds(value_s, noise), f"{sub}{late}"))
    if cost.memory_inference is not None:
        training = f"training {numbers.size(cost.memory_training)}" if cost.memory_training else ""
        found.append(("Memory", numbers.size(cost.memory_inference), training or "to predict"))
    if cost.disk is not None and architecture is not None:
        what = "parameter" if architecture.parameters == 1 else "parameters"
        sub = f"{numbers.count(architecture.parameters)} {what}"
        found.append(("Size on disk", numbers.size(cost.disk), sub))
    return found


def data(material: Material) -> Facts:
    """What the data are and how they were split."""
    summary = material.plan.data
    what = "windows" if summary.task == "forecasting" else "examples"
    shortest, median, longest = summary.lengths
    one = shortest == longest
    length = f"{longest:,}" if one else f"{shortest:,} to {longest:,} (median {median:,})"
    facts = [
        ("Name", summary.name),
        ("Task", summary.task),
        ("Parts", ", ".join(f"{part} {n:,}" for part, n in summary.counts.items()) + f" {what}"),
        ("Input columns", _counted(summary.channels)),
        ("Sequence length", f"{length} steps"),
    ]
    if summary.classes:
        facts.append(("Classes", _counted(summary.classes)))
    if summary.targets:
        facts.append(("Forecast columns", _counted(summary.targets)))
        facts.append(
            ("Horizon", f"{summary.horizon:,} steps ahead from {summary.lookback:,} steps back")
        )
    if summary.step:
        facts.append(("One step", str(summary.step)))
    return [*facts, ("Fingerprint of the values", summary.fingerprint)]


def settings(material: Material) -> Facts:
    """Everything that was set: the plan in phrases."""
    plan = material.plan
    search, fitting = plan.search, plan.training.fitting
    rungs = " → ".join(
        f"{kept} rates to {numbers.count(updates)} updates"
        for kept, updates in zip(search.keep, search.rungs, strict=False)
    )
    low, high = (numbers.rate(r) for r in search.rate_range)
    widened = " (widened once for all)" if search.widened else ""
    return [
        ("Score that decides", f"{plan.score.label}, {_direction(plan)}"),
        ("Margin of “loses nothing”", f"{numbers.share(plan.margin)} relative"),
        ("Architectures matched by", _matched(plan)),
        ("Optimiser", _optimiser(plan.training)),
        *_shown(plan.training),
        ("Inside the recurrence, in training", _recurrence(plan)),
        *_objective(plan),
        ("Learning rates", f"{len(search.learning_rates)} from {low} to {high}{widened}"),
        ("Search in rungs", rungs),
        ("Early stopping", f"{fitting.evaluations} evaluations, patience {fitting.patience}"),
        ("Seeds of the final trainings", ", ".join(map(str, plan.seeds))),
        ("Seed of split and search", str(plan.seed)),
        ("Budget", plan.budget or "default"),
        ("Backend", f"{plan.backend}, {plan.dtype}"),
        *_reading(plan),
    ]


def environment(material: Material) -> Facts:
    """Machine, threads, versions, repeats and when it ran."""
    results, run = material.results, material.run
    repeats = sorted({c.repeats for c in material.costs if c.repeats})
    facts = [(key, value) for key, value in results.machine.items()]
    facts.append(("Threads", f"{results.threads} a training"))
    if repeats:
        facts.append(("Repeats of a measurement", ", ".join(f"{r:,}" for r in repeats)))
    facts += [(f"Version of {key}", value) for key, value in material.plan.versions.items()]
    facts.append(("Started", run.started))
    if run.ended:
        facts.append(("Ended", f"{run.ended} (after {numbers.seconds(run.seconds)})"))
    return facts


def notes(material: Material) -> Facts:
    """What is to be known of single architectures."""
    found = [(a.name, str(note)) for a in material.ranked for note in a.notes]
    for architecture in material.ranked:
        standing = material.standing(architecture.name)
        if standing is not None and standing.note and standing.test is not None:
            found.append((architecture.name, standing.note))
    return found


def _optimiser(training: Training) -> str:
    fitting = training.fitting
    momentum = f", momentum {numbers.significant(fitting.momentum, 2)}" if fitting.momentum else ""
    return f"{fitting.optimizer}{momentum}, batches of {training.batch:,}"


def _shown(record: Any) -> Facts:
    """The settings that the report calls by words of their own, one line each."""
    now = values(record)
    return [
        (str(one.option.words), _value(now[name], one.option))
        for name, one in settings_of(record)
        if one.option.words and not (one.option.quiet and now[name] == one.default)
    ]


def _value(value: Any, said: Option) -> str:
    """Of a setting: a choice with what it is, a number, or what 0 means."""
    if said.choices:
        what = said.choices.get(value, "")
        return f"{value} ({what})" if what else value
    if isinstance(value, tuple):
        return phrases.listed(value)
    if not isinstance(value, float | int):
        return str(value)
    return str(said.zero) if said.zero and not value else numbers.significant(value)


def _direction(plan: Plan) -> str:
    return "higher is better" if plan.score.higher_is_better else "lower is better"


def _objective(plan: Plan) -> Facts:
    """What classifiers are trained for; forecasts know one loss."""
    if plan.data.task != "classification":
        return [("Loss", "squared error")]
    chosen = plan.objective
    loss = f"{chosen.loss.replace('_', ' ')} on {chosen.output} outputs"
    return [("Loss", loss), ("Class weights", chosen.class_weights)]


def _recurrence(plan: Plan) -> str:
    """What networks learn under, where anything was set."""
    wanted = plan.recurrence
    found = [
        f"{name} of {share:g}"
        for name, share in (
            ("recurrent dropout", wanted.recurrent_dropout),
            ("zoneout", wanted.zoneout),
        )
        if share
    ]
    if wanted.hidden_gradient_clip:
        limit = f"{wanted.hidden_gradient_clip:g}"
        found.append(f"gradient norm of a state and step at most {limit}")
    return ", ".join(found) or "nothing is dropped or clipped"


def _matched(plan: Plan) -> str:
    if plan.match == "params":
        return f"number of parameters, that of the LSTM with {plan.hidden_size:,} units"
    return f"hidden size: {plan.hidden_size:,} units"


def _reading(plan: Plan) -> Facts:
    return [("Data source", plan.source.data), *_shown(plan.source)]


def _counted(names: Iterable[str], most: int = 12) -> str:
    items = list(names)
    shown = ", ".join(items[:most])
    more = f", … ({len(items) - most:,} more)" if len(items) > most else ""
    return f"{len(items):,}: {shown}{more}"
