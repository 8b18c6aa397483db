"""The plan: everything that decides the result, fixed before the first trial."""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from recurra.choices import INITS, LOSSES, OUTPUTS, SCHEDULES
from recurra.comparison import budget, rates, rungs
from recurra.comparison.budget import Pace
from recurra.comparison.keys import versions
from recurra.errors import RunError, SettingError, unknown
from recurra.json_lines import from_json
from recurra.records import Architecture, Objective, Plan, Recurrence, Search, Source
from recurra.tasks import Task
from recurra.tasks.classification import CLASS_WEIGHTS
from recurra.tasks.inputs import parsed

EVALUATIONS = 20
PATIENCE = 8
CLIP_NORM = 1.0
MOMENTUM = {"adam": 0.9, "sgd": 0.9, "adagrad": 0.0}
RATES = 8
HIDDEN = 64
DEFAULT_UPDATES = (300, 2000)  # least and most of a plan without a time budget
DEFAULT_EPOCHS = 10
LONGEST_EPOCHS = 80  # a long budget does not train longer than this, but draws more rates
LEAST_UPDATES = 100
LARGE = 4000  # training examples from which on a batch holds 64


@dataclass(frozen=True)
class Wish:
    """What the user asked for beside the data: the options of `compare`."""

    cells: tuple[str, ...]
    budget: str | None = None
    trials: int | None = None
    match: str = "hidden"
    margin: float = 0.01
    seeds: int = 5
    seed: int = 0
    hidden_size: int = HIDDEN
    optimizer: str = "adam"
    batch_size: int | None = None
    backend: str = "auto"
    dtype: str = "float32"
    schedule: str = "none"
    init: str = "uniform"
    output: str = "softmax"
    loss: str = "cross_entropy"
    class_weights: str = "none"
    recurrent_dropout: float = 0.0
    zoneout: float = 0.0
    hidden_gradient_clip: float = 0.0
    inputs: str = ""  # columns of cells with several inputs

    def __post_init__(self) -> None:
        if self.budget is not None and self.trials is not None:
            raise SettingError("give a time budget or a number of trials, not both")
        if self.budget is not None:
            budget.seconds(self.budget)
        parsed(self.inputs)
        for name, value, known in (
            ("match", self.match, ("hidden", "params")),
            ("optimizer", self.optimizer, tuple(rates.RANGES)),
            ("dtype", self.dtype, ("float32", "float64")),
            ("backend", self.backend, ("auto", "reference", "numba")),
            ("schedule", self.schedule, SCHEDULES),
            ("initialisation", self.init, INITS),
            ("output", self.output, OUTPUTS),
            ("loss", self.loss, LOSSES),
            ("class weights", self.class_weights, CLASS_WEIGHTS),
        ):
            if value not in known:
                raise unknown(name, value, known)
        for name, number in (
            ("trials", self.trials),
            ("seeds", self.seeds),
            ("hidden_size", self.hidden_size),
            ("batch_size", self.batch_size),
        ):
            if number is not None and number < 1:
                raise SettingError(f"{name} must be at least 1; it is {number}")
        if not 0 < self.margin < 1:
            raise SettingError(
                f"margin must lie between 0 and 1 (0.01 is 1 %); it is {self.margin}"
            )

    @property
    def objective(self) -> Objective:
        """What classifiers are trained for."""
        return Objective(self.output, self.loss, self.class_weights)

    @property
    def recurrence(self) -> Recurrence:
        """What is done to the recurrence of all networks in training."""
        return Recurrence(self.recurrent_dropout, self.zoneout, self.hidden_gradient_clip)


def fixed(wish: Wish, source: Source, task: Task, cells: Sequence[Architecture]) -> Plan:
    """The plan that does not depend on time; a time budget replaces its search later."""
    number = wish.trials or RATES
    return Plan(
        source=source,
        data=task.summary,
        score=task.score.info,
        architectures=(*cells, *baselines(task)),
        search=search(wish, task, number, default_updates(task, _batch(wish, task))),
        match=wish.match,
        hidden_size=wish.hidden_size,
        margin=wish.margin,
        seed=wish.seed,
        seeds=tuple(wish.seed + 1 + n for n in range(wish.seeds)),
        backend=wish.backend,
        dtype=wish.dtype,
        budget=wish.budget or (f"{wish.trials} trials" if wish.trials else "default"),
        objective=wish.objective,
        recurrence=wish.recurrence,
        versions=versions(),
    )


def timed(
    plan: Plan, wish: Wish, task: Task, paces: Mapping[str, Pace], left: float, workers: int
) -> Plan:
    """The plan with as many learning rates and updates as fit into `left` seconds."""
    steps = task.steps("train", plan.search.batch_size)
    number, updates = budget.fit(
        left,
        paces,
        seeds=len(plan.seeds),
        workers=workers,
        evaluations=EVALUATIONS,
        least=LEAST_UPDATES,
        most=max(DEFAULT_UPDATES[1], LONGEST_EPOCHS * steps),
    )
    return dataclasses.replace(
        plan,
        search=search(wish, task, number, updates),
        pilot={name: pace.update for name, pace in paces.items()},
    )


def search(wish: Wish, task: Task, number: int, updates: int) -> Search:
    """How settings are searched."""
    low, high = rates.RANGES[wish.optimizer]
    return Search(
        optimizer=wish.optimizer,
        momentum=MOMENTUM[wish.optimizer],
        batch_size=_batch(wish, task),
        clip_norm=CLIP_NORM,
        learning_rates=rates.draw(number, low, high, wish.seed),
        rate_range=(low, high),
        rungs=rungs.updates(updates),
        keep=rungs.keep(number),
        evaluations=EVALUATIONS,
        patience=PATIENCE,
        schedule=wish.schedule,
        init=wish.init,
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
        raise RunError(f"no plan at {path}: give a plan.json or the folder of a run") from None
    except (ValueError, TypeError, KeyError) as error:
        raise RunError(f"{file} is not a plan ({error})") from None


def check(plan: Plan, task: Task) -> tuple[str, ...]:
    """Sentences on what differs from when the plan was made; RunError where the data do."""
    if plan.data.fingerprint != task.summary.fingerprint:
        raise RunError(
            f"{plan.source.data} is not what the plan was made for: its values, columns or options "
            "have changed. Make a new plan"
        )
    now = versions()
    other = [f"{k} {v} (now {now.get(k)})" for k, v in plan.versions.items() if now.get(k) != v]
    if not other:
        return ()
    return (
        f"The plan was made with {', '.join(other)}: the numbers can differ from those of then.",
    )


def _batch(wish: Wish, task: Task) -> int:
    if wish.batch_size:
        return wish.batch_size
    return 64 if task.steps("train", 1) >= LARGE else 32
