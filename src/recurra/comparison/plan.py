"""The plan: everything that decides the result, fixed before the first trial."""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from recurra.comparison import budget, rates, rungs
from recurra.comparison.budget import Pace
from recurra.comparison.keys import versions
from recurra.errors import RunError
from recurra.json_lines import from_json
from recurra.records import Architecture, Plan, Search, Source
from recurra.settings import Comparison, Effort, Training, changed
from recurra.tasks import Task
from recurra.tasks.inputs import parsed
from recurra.words import Text, say

RATES = 8
DEFAULT_UPDATES = (300, 2000)  # least and most of a plan without a time budget
DEFAULT_EPOCHS = 10
LONGEST_EPOCHS = 80  # a long budget does not train longer than this, but draws more rates
LEAST_UPDATES = 100
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
    asked, run, training = wish.networks, wish.run, settled(wish.training, task)
    number = wish.effort.trials or RATES
    return Plan(
        source=source,
        data=task.summary,
        score=task.score.info,
        architectures=(*cells, *baselines(task)),
        search=search(wish, number, default_updates(task, training.batch)),
        match=asked.match,
        hidden_size=asked.hidden_size,
        margin=wish.decision.margin,
        seed=run.seed,
        seeds=tuple(run.seed + 1 + n for n in range(run.seeds)),
        backend=asked.backend,
        dtype=asked.dtype,
        budget=_budget(wish.effort),
        training=training,
        versions=versions(),
    )


def _budget(effort: Effort) -> str:
    """As it was asked for."""
    return effort.budget or (f"{effort.trials} trials" if effort.trials else "default")


def timed(
    plan: Plan, wish: Comparison, task: Task, paces: Mapping[str, Pace], left: float, workers: int
) -> Plan:
    """The plan with as many learning rates and updates as fit into `left` seconds."""
    steps = task.steps("train", plan.training.batch)
    number, updates = budget.fit(
        left,
        paces,
        seeds=len(plan.seeds),
        workers=workers,
        evaluations=plan.training.fitting.evaluations,
        least=LEAST_UPDATES,
        most=max(DEFAULT_UPDATES[1], LONGEST_EPOCHS * steps),
    )
    return dataclasses.replace(
        plan,
        search=search(wish, number, updates),
        pilot={name: pace.update for name, pace in paces.items()},
    )


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


def search(wish: Comparison, number: int, updates: int) -> Search:
    """How learning rates are searched."""
    from recurra.train import optimisers

    low, high = optimisers.find(wish.training.fitting.optimizer).rates
    return Search(
        learning_rates=rates.draw(number, low, high, wish.run.seed),
        rate_range=(low, high),
        rungs=rungs.updates(updates),
        keep=rungs.keep(number),
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
    return tuple(
        Architecture(b.name, "baseline", b.name, naive=b.naive, skipped=b.skip())
        for b in task.baselines()
    )


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
