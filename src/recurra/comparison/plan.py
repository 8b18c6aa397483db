"""The plan: everything that decides the result, fixed before the first trial."""

import dataclasses
import itertools
import math
from collections.abc import Container, Mapping, Sequence
from pathlib import Path

from recurra.comparison import budget, looks, rates, rungs
from recurra.comparison.budget import ENOUGH, Costing, Pace
from recurra.comparison.competitors import Simple, Wish
from recurra.comparison.keys import versions
from recurra.errors import RunError, SettingError
from recurra.json_lines import from_json
from recurra.records import Architecture, Plan, Search, Source
from recurra.settings import Comparison, Draws, Training, changed, departures
from recurra.tasks import Task
from recurra.tasks.inputs import parsed
from recurra.words import Text, Words, say

RATES = 8
DEFAULT_UPDATES = (300, 2000)  # least and most of a plan without a time budget
DEFAULT_EPOCHS = 10
QUICK_RATES, QUICK_UPDATES = 3, 100  # of a look that judges nothing
# which networks time is kept for where it is short and none are named; those that are cells for
# trees come as they are listed
WORTH = ("gru", "lstm", "peephole", "elman", "lstm2", "lstm1", "scrn", "lstm3")
CORE = 200e9  # operations a second, more than a core does
DOUBLINGS = 3  # at most, without a time budget
LARGE = 4000  # training examples from which on a batch holds 64


def checked(wish: Comparison) -> Comparison:
    """The wish, if its texts can be read; what a value alone can be wrong in its record has said.

    Raises SettingError.
    """
    if wish.effort.budget is not None:
        budget.seconds(wish.effort.budget)
    parsed(wish.training.inputs)
    return wish


def fixed(wish: Comparison, source: Source, task: Task, cells: Sequence[Architecture]) -> Plan:
    """The plan that does not depend on time; a time budget replaces its search later."""
    training, quick = settled(wish.training, task), wish.effort.quick
    number = wish.effort.trials or (QUICK_RATES if quick else RATES)
    updates = QUICK_UPDATES if quick else default_updates(task, training.batch)
    return Plan(
        source=source,
        data=task.summary,
        score=task.score.info,
        architectures=(*cells, *baselines(task)),
        search=search(wish, task, number, updates, training),
        seeds=seeds(wish.draws, 1 if quick else wish.draws.seeds),
        networks=wish.networks,
        effort=wish.effort,
        decision=wish.decision,
        draws=wish.draws,
        training=training,
        versions=versions(),
    )


def seeds(draws: Draws, number: int) -> tuple[int, ...]:
    """Of the final trainings."""
    return tuple(draws.seed + 1 + n for n in range(number))


def timed(plan: Plan, wish: Comparison, task: Task, costing: Costing, left: float) -> Plan:
    """The plan with as many learning rates, seeds, networks and updates as fit into `left` seconds;
    what had to be given up is said."""
    assert wish.effort.budget is not None
    text = wish.effort.budget
    found = budget.fit(
        left,
        costing,
        seeds=len(plan.seeds),
        budget=budget.seconds(text),
        least=budget.STEP if plan.quick else ENOUGH,
        most=plan.search.rungs[-1],
        on=not plan.quick,
        plenty=0 if "seeds" in departures(wish.draws) else 2 * len(plan.seeds),
    )
    without = tuple(name for name in costing.paces if name not in found.names)
    gave_up = say(
        "planning.gave_up",
        budget=text,
        rates=found.rates,
        asked=budget.RATES[0],
        seeds=found.seeds,
        wanted=len(plan.seeds),
        names=without,
    )
    more = say("planning.more_seeds", budget=text, seeds=found.seeds, otherwise=len(plan.seeds))
    less = found.rates < budget.RATES[0] or found.seeds < len(plan.seeds) or without
    return dataclasses.replace(
        plan,
        search=dataclasses.replace(
            search(wish, task, found.rates, found.updates, plan.training),
            doublings=found.doublings,
        ),
        seeds=seeds(wish.draws, found.seeds),
        architectures=tuple(
            dataclasses.replace(a, skipped=say("planning.left_out", budget=text))
            if a.name in without
            else a
            for a in plan.architectures
        ),
        pilot={name: pace.update for name, pace in costing.paces.items()},
        notes=_noted(gave_up if less else more if found.seeds > len(plan.seeds) else "", plan),
    )


def hopeless(wish: Comparison, task: Task, name: str, spent: float) -> None:
    """Refuse a time of which nothing is left for training as soon as the data are read; `name`: of
    the network that it is kept for.

    Raises SettingError, with what would not be enough either, as nothing is measured yet.
    """
    text = wish.effort.budget
    if text is None or wish.effort.quick or task.forest is not None:
        return
    left = budget.left(text, spent, 1)
    if left <= 0:
        nothing = Costing({name: Pace(0.0, 0.0)}, lambda _: 0.0, 1)
        raise budget.too_short(
            left, nothing, wish.draws.seeds, budget.seconds(text), measured=False
        )


def _noted(note: Text, plan: Plan) -> tuple[Text, ...]:
    """Of what judges nothing it is not said."""
    return () if plan.quick or not note else (note,)


def by_worth(cells: Sequence[Architecture], wish: Comparison | None) -> tuple[Architecture, ...]:
    """The networks in the order in which time is kept for them: as named, else by `WORTH`."""
    if wish is None or wish.networks.cells:
        return tuple(cells)
    return tuple(sorted(cells, key=lambda a: worth(a.name)))


def worth(name: str) -> int:
    """The place in `WORTH`; what is not there comes last."""
    return WORTH.index(name) if name in WORTH else len(WORTH)


def fastest(architecture: Architecture, plan: Plan, task: Task) -> Pace:
    """A pace that no processor core exceeds: what does not fit even so is refused before anything
    is compiled. Lengths are the median's."""
    steps = max(plan.data.lengths[1], plan.data.lookback)
    look = architecture.flops * (1 if architecture.reread else steps) / CORE
    return Pace(
        update=3 * look * plan.training.batch,
        evaluation=look * plan.data.counts["validation"],
        test=look * plan.data.counts["test"],
    )


def costing(plan: Plan, task: Task, paces: Mapping[str, Pace], workers: int) -> Costing:
    """What plans for these networks cost."""
    examples = task.summary.counts["validation"]

    def looked(updates: int) -> float:
        often, many = _looks(task, plan.training, updates)
        return often * many / examples

    return Costing(paces, looked, workers, begins_anew(plan))


def begins_anew(plan: Plan) -> bool:
    """Whether a training that is to go on for longer has to begin again."""
    from recurra.train import schedules

    return schedules.find(plan.training.fitting.schedule).needs_end


def settled(training: Training, task: Task) -> Training:
    """The settings of training with what follows from data and optimiser filled in."""
    from recurra.train import optimisers  # torch: the data have been summed up by now

    fitting = training.fitting
    own = optimisers.find(fitting.optimizer).momentum
    return changed(
        training,
        batch_size=training.batch_size or (64 if task.steps("train", 1) >= LARGE else 32),
        momentum=own if fitting.momentum is None else fitting.momentum,
    )


def search(wish: Comparison, task: Task, number: int, updates: int, training: Training) -> Search:
    """How learning rates are searched, how often the validation part is looked at, and for how
    long networks that still gain may train on where no time is given."""
    from recurra.train import optimisers

    low, high = optimisers.find(wish.training.fitting.optimizer).rates
    often, many = _looks(task, training, updates)
    return Search(
        learning_rates=rates.draw(number, low, high, wish.draws.seed),
        rate_range=(low, high),
        rungs=rungs.updates(updates),
        keep=rungs.keep(number),
        looks=often,
        look_at=many,
        doublings=0 if wish.effort.quick else DOUBLINGS,
    )


def _looks(task: Task, training: Training, updates: int) -> tuple[int, int]:
    examples = task.summary.counts["validation"]
    return looks.affordable(updates, training.batch, examples, training.fitting.evaluations)


def longer(plan: Plan, costing: Costing, left: float, time: str, done: int) -> Plan:
    """The plan with as many more doublings as fit into `left` seconds, after `done` of them.

    Raises SettingError where not one does, with what would be enough.
    """
    updates, seeds, names = plan.search.rungs[-1], len(plan.seeds), tuple(costing.paces)
    more = costing.doublings(left, updates, seeds, names, done)
    if not more:
        first = costing.doubling(updates, seeds, names) * (1 << done)
        needed = budget.seconds(time) - left + first / budget.SAFE
        now = updates << done
        raise SettingError(
            say("going_on.too_short", updates=now, longer=2 * now, needed=needed, time=time)
        )
    return dataclasses.replace(
        plan,
        search=dataclasses.replace(plan.search, doublings=done + more),
        more=(*plan.more, time),
        pilot={name: pace.update for name, pace in costing.paces.items()},
    )


def joined(plan: Plan, described: Sequence[Architecture]) -> Plan:
    """The plan as it was at first, with these networks: those that it has stay as they are, one
    that was left out takes part."""
    there = {a.spec: a for a in plan.architectures if a.network}
    found = {a.spec: a for a in described}
    cells = [a if not a.skipped else found.get(a.spec, a) for a in there.values()]
    cells += [a for a in described if a.spec not in there]
    names = [a.name for a in described]
    others = [a for a in plan.architectures if not a.network]
    before = plan.networks.cells or tuple(there)
    asked = dict.fromkeys((*before, *(a.spec for a in described if a.spec not in there)))
    return dataclasses.replace(
        plan,
        architectures=(*cells, *others),
        networks=changed(plan.networks, cells=tuple(asked)),
        search=narrowed(plan),
        notes=tuple(n for note in plan.notes if (n := _without(note, names)) is not None),
    )


def _without(note: Text, names: Container[str]) -> Text | None:
    """What had to be given up, when these networks are not any more; None: nothing."""
    if not isinstance(note, Words) or note.key != "planning.gave_up":
        return note
    facts = note.facts
    facts["names"] = tuple(name for name in facts["names"] if name not in names)
    less = facts["rates"] < facts["asked"] or facts["seeds"] < facts["wanted"] or facts["names"]
    return dataclasses.replace(note, given=tuple(facts.items())) if less else None


def narrowed(plan: Plan) -> Search:
    """The search as it was before its range was made wider, as what is new may widen it anew."""
    from recurra.train import optimisers

    wide = plan.search
    if not wide.widened:
        return wide
    low, high = optimisers.find(plan.training.fitting.optimizer).rates
    first = tuple(itertools.takewhile(lambda rate: low <= rate <= high, wide.learning_rates))
    return dataclasses.replace(
        wide,
        learning_rates=first,
        rate_range=(low, high),
        keep=(len(first), *wide.keep[1:]),
        widened=False,
    )


def widened(plan: Plan, edges: set[int]) -> Plan:
    """The plan with a range one decade wider at these edges, for all architectures."""
    old = plan.search
    span, new = rates.wider(*old.rate_range, edges, len(old.learning_rates), plan.seed)
    everything = (*old.learning_rates, *(rate for rate in new if rate not in old.learning_rates))
    return dataclasses.replace(
        plan,
        search=dataclasses.replace(
            old,
            learning_rates=everything,
            rate_range=span,
            keep=(len(everything), *old.keep[1:]),
            widened=True,
        ),
    )


def default_updates(task: Task, batch_size: int) -> int:
    """About 10 epochs, but not fewer than 300 updates and not more than 2,000."""
    steps = DEFAULT_EPOCHS * task.steps("train", batch_size)
    least, most = DEFAULT_UPDATES
    return math.ceil(min(most, max(least, steps)) / budget.STEP) * budget.STEP


def baselines(task: Task) -> tuple[Architecture, ...]:
    """The task's simple baselines; those that take no part with the reason."""
    return tuple(Simple(b.name).describe(task, Wish()) for b in task.baselines())


def read(path: Path) -> Plan:
    """A recorded plan: a plan.json or the folder that holds it."""
    file = path / "plan.json" if path.is_dir() else path
    try:
        return from_json(Plan, file.read_text(encoding="utf-8"))
    except OSError:
        raise RunError(say("comparison.errors.no_plan", path=path)) from None
    except (ValueError, TypeError, KeyError) as error:
        raise RunError(say("comparison.errors.not_a_plan", file=file, why=str(error))) from None


def check(plan: Plan, task: Task) -> tuple[Text, ...]:
    """Messages on what differs from when the plan was made; RunError where the data do."""
    if plan.data.fingerprint != task.summary.fingerprint:
        raise RunError(say("comparison.errors.other_data", data=plan.source.data))
    now = versions()
    other = {k: (v, now.get(k)) for k, v in plan.versions.items() if now.get(k) != v}
    return (say("comparison.notes.other_versions", versions=other),) if other else ()
