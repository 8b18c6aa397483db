"""`compare`: from data to a verdict."""

import dataclasses
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from recurra import cells as gallery
from recurra import json_lines
from recurra.comparison import (
    architectures,
    costs,
    deliver,
    openness,
    outcome,
    proving,
    repeat,
    scoring,
    search,
    study,
    trial,
    warm,
    workers,
)
from recurra.comparison import folder as folders
from recurra.comparison import plan as plans
from recurra.comparison.budget import Pace
from recurra.comparison.budget import seconds as in_seconds
from recurra.comparison.clock import Clock
from recurra.comparison.desk import Desk, OnProgress
from recurra.comparison.folder import Folder
from recurra.comparison.plan import Wish
from recurra.comparison.trial import Setting
from recurra.comparison.workers import Workers
from recurra.data.probes import is_probe
from recurra.data.read import gather
from recurra.errors import RunError, SettingError
from recurra.findings import FILE as FINDINGS
from recurra.records import Cost, Plan, Results, Source, Trial
from recurra.report import page
from recurra.tasks import Task, pose

PACE_SECONDS = 0.4  # of timed updates for each network before a time budget is planned
COST_SECONDS = (4.0, 20.0)  # least and most time for measuring costs
COST_SHARE = 0.05  # of a time budget
CLOSING_SECONDS = 10.0  # loading the libraries, memory of training, records, report
READING = "reading the data"
PREPARING = "compiling, baselines"  # one slow baseline keeps one worker, the others compile


@dataclasses.dataclass(frozen=True)
class _Start:
    """What a comparison begins with."""

    plan: Plan
    task: Task
    folder: Folder
    wish: Wish | None  # None: the plan is fixed already
    cautions: tuple[str, ...]
    began: float


def compare(
    data: str | Path | None = None,
    *,
    cells: Sequence[str] | None = None,
    task: str = "auto",
    budget: str | None = None,
    trials: int | None = None,
    match: str = "hidden",
    score: str | None = None,
    margin: float = 0.01,
    seeds: int = 5,
    workers: int | None = None,
    seed: int = 0,
    out: str | Path | None = None,
    resume: str | Path | None = None,
    plan: str | Path | None = None,
    hidden_size: int = plans.HIDDEN,
    optimizer: str = "adam",
    batch_size: int | None = None,
    backend: str = "auto",
    dtype: str = "float32",
    schedule: str = "none",
    init: str = "uniform",
    output: str = "softmax",
    loss: str = "cross_entropy",
    class_weights: str = "none",
    recurrent_dropout: float = 0.0,
    zoneout: float = 0.0,
    hidden_gradient_clip: float = 0.0,
    order: str = "row",
    limit: int | None = None,
    target: Sequence[str] = (),
    time: Sequence[str] = (),
    horizon: int = 1,
    lookback: int | None = None,
    known: Sequence[str] = (),
    group: str | None = None,
    transform: str = "none",
    length: str | int = "",
    depth: str | int = "",
    trees: str = "",
    examples: int | None = None,
    merge: str = "",
    missing: str = "auto",
    inputs: str = "",
    command: Sequence[str] = (),
    began: float | None = None,
    progress: OnProgress | None = None,
) -> Results:
    """Compare recurrent networks and simple baselines on your data; the main job of recurra.

    Every architecture gets its own learning-rate search under the same budget of updates, its
    best setting is trained again with several seeds, the validation part chooses, and the test
    part is scored once. Records, report and the best model are written to the folder `out`.

    Args:
        data: a path, a data set that comes with the installation ("digits"), or a probe.
        cells: names ("lstm") or files ("./mine.py:leaky"); by default eight cells.
        task: "auto", "classification" or "forecasting".
        budget: time for the whole run ("10m"); a short pilot turns it into a plan.
        trials: number of learning rates for each architecture, instead of a budget.
        match: "hidden" gives all the same hidden size, "params" the LSTM's parameter count.
        score: what decides ("accuracy", "mase" ...); by default what suits the task.
        margin: relative loss that counts as none.
        seeds: final trainings of each architecture.
        workers: processes, one thread each; by default one for each core.
        seed: of split, learning rates and search.
        out: folder, new or empty; by default ./recurra-<data>.
        resume: folder of a run that was cut short, to go on with; no other option counts then.
        plan: a plan.json, or the folder of a run, to be repeated exactly.
        hidden_size, optimizer, batch_size, backend, dtype: the same for all architectures.
        schedule: "none", or "plateau": the rate is halved after looks without a better score.
        init: how starting weights are drawn, see `recurra.nn.Recurrent`.
        output, loss: of classifiers: "softmax" or "logistic", "cross_entropy" or "squared_error".
        class_weights: "none", or "balanced": rare classes count more in the loss.
        recurrent_dropout, zoneout, hidden_gradient_clip: what is done to the recurrence of all
            networks in training, see `recurra.nn.Recurrent`; baselines have none.
        order, limit, target, time, horizon, lookback, known, group, transform: how the data are
            read, see `recurra.records.Source`.
        length, depth, trees, examples: of a probe ("probe:keyword"), see `recurra.data.probes`.
        merge: of trees, labels taken together as classes: "negative=0,1 positive=3,4".
        missing: channels for missing values: "auto" (where many are), "none", "mask" (seen or
            not), "gap" (time since seen) or "mask+gap".
        inputs: columns of cells with several inputs, "x=4,gap=1" or "x=temp+wind,mask=mask"; see
            `recurra.tasks.inputs`.
        command: recorded as what repeats the run.
        began: when the work of the caller began (`time.time()`), for the record of where time went.
        progress: called with a `Progress` after every trial.

    Returns:
        What the statistics say; the same as in results.json.

    Raises:
        DataError, CellError, SettingError: before anything is written.
        RunError: the folder cannot be used; or the run was interrupted, and can be resumed.
    """
    clock = Clock("starting", began)
    if resume is not None:
        begin = lambda crew: _resumed(Path(resume), crew, clock)  # noqa: E731
    else:
        source = Source(
            str(data) if data is not None else "", task, order, limit, tuple(target), tuple(time),
            horizon, lookback, tuple(known), group, transform,
            str(length), str(depth), trees, examples, seed if is_probe(str(data)) else 0, merge,
            missing,
        )  # fmt: skip
        wish = Wish(
            tuple(cells) if cells is not None else (), budget, trials, match,
            margin, seeds, seed, hidden_size, optimizer, batch_size, backend, dtype,
            schedule, init, output, loss, class_weights,
            recurrent_dropout, zoneout, hidden_gradient_clip, inputs,
        )  # fmt: skip
        begin = lambda crew: _started(  # noqa: E731
            source, wish, score, plan, out, command, crew, clock
        )
    return _guarded(begin, workers, progress)


def _guarded(
    begin: Callable[[Workers], _Start], number: int | None, progress: OnProgress | None
) -> Results:
    """Run; an interruption leaves a folder that can be resumed."""
    crew = Workers(number or workers.default_number())
    try:
        start = begin(crew)
        return _kept(start, crew, progress)
    finally:
        crew.stop()


def _kept(start: _Start, crew: Workers, progress: OnProgress | None) -> Results:
    try:
        return _run(start, crew, progress)
    except BaseException as error:
        kept = _leave(start.folder)
        if not isinstance(error, KeyboardInterrupt):
            raise
        raise RunError(f"interrupted; {kept}") from None


def _leave(folder: Folder) -> str:
    """Keep what is done; before there is a plan there is nothing worth keeping."""
    if not (folder.path / "plan.json").exists():
        folder.remove()
        return "no trial was done yet, so nothing is kept"
    folder.mark("interrupted")
    _write_trials(folder, folder.plan(), list(folder.known().values()))
    return f"what is done is kept. Go on with: recurra compare --resume {folder.path}"


def _started(
    source: Source,
    wish: Wish,
    score: str | None,
    recorded: str | Path | None,
    out: str | Path | None,
    command: Sequence[str],
    crew: Workers,
    clock: Clock,
) -> _Start:
    """Everything that can be wrong with data and options shows here, before a folder is made."""
    began = time.monotonic()
    clock.enter(READING)
    if recorded is not None:
        plan = plans.read(Path(recorded))
        task = _posed(plan)
        notes = plans.check(plan, task)
        source, timed = plan.source, None
    else:
        if not source.data:
            raise SettingError("no data: give a path or a name such as digits")
        named = wish.cells or gallery.DEFAULT
        with warm.meanwhile(crew, named, wish.backend, wish.dtype, wish.recurrence):
            task = pose(gather(source), source, wish.seed, score, wish.objective)
        specs = wish.cells or architectures.default_cells(task)
        chosen = architectures.describe(
            specs, task, wish.hidden_size, wish.match, wish.recurrence, wish.inputs
        )
        architectures.check_init(wish.init, chosen, task)
        chosen = openness.measured(chosen, task, wish.init)
        plan, notes = plans.fixed(wish, source, task, chosen), ()
        timed = wish
    plan = dataclasses.replace(plan, architectures=proving.proven(plan, task))
    path = Path(out) if out is not None else folders.default(source.data)
    told = command or repeat.command(source, wish, score)
    folder = Folder.create(path, told, clock, crew.number)
    return _Start(plan, task, folder, timed, notes, began)


def _resumed(path: Path, crew: Workers, clock: Clock) -> _Start:
    began = time.monotonic()
    clock.enter(READING)
    folder = Folder.resume(path, clock, crew.number)
    plan = folder.plan()
    specs = [a.spec for a in search.networks(plan)]
    with warm.meanwhile(crew, specs, plan.backend, plan.dtype, plan.recurrence):
        task = _posed(plan)
    return _Start(plan, task, folder, None, plans.check(plan, task), began)


def _posed(plan: Plan) -> Task:
    return pose(gather(plan.source), plan.source, plan.seed, plan.score.name, plan.objective)


def _run(start: _Start, crew: Workers, progress: OnProgress | None) -> Results:
    """All stages, top to bottom."""
    plan, task, folder = start.plan, start.task, start.folder
    setting = Setting(
        plan.source, plan.score.name, plan.seed, plan.backend, plan.dtype,
        str(folder.state.resolve()), plan.objective, plan.recurrence,
    )  # fmt: skip
    crew.furnish(trial.prepare, setting, task.summary.fingerprint)
    desk = Desk(crew, folder, progress)
    plan, fitted, paces = _planned(start, desk)
    save = lambda wider: folder.write("plan.json", wider)  # noqa: E731
    plan, trained = search.run(plan, desk, paces, save)
    found = fitted + trained
    _write_trials(folder, plan, found)
    choice = outcome.choose(plan, found, search.best_rates(plan, trained))
    best = outcome.profiled(plan, choice, found)
    finals = [j for j in search.final_jobs(plan, choice.rates) if _scored(desk, j.key)]
    desk.each("test part", scoring.predict_test, [(job,) for job in finals])
    memory = [crew.submit(scoring.remembered, best[n]) for n in [choice.network] if n in best]
    profiles = desk.each("gradients", scoring.gradients, [(job,) for job in best.values()])
    desk.say("examining")
    findings = [finding for future in memory for finding in future.result()]
    json_lines.write_lines(folder.path / FINDINGS, findings)
    desk.say("costs")  # times are measured with one worker at work
    measured = crew.submit(
        costs.measure_all, search.networks(plan), plan.search, _cost_seconds(plan)
    ).result()
    measured += crew.submit(
        costs.measure_simple, outcome.fits(plan, found), _cost_seconds(plan)
    ).result()
    crew.stop()
    desk.say("memory of training")  # is measured with nothing else running
    measured = _memory(measured, plan, setting)
    desk.say("statistics")
    drawn = tuple(p for p in profiles if outcome.finite(p))
    material = deliver.Material(plan, task, folder, choice, found, best)
    results = deliver.finish(material, measured, {"gradients": drawn}, start.cautions)
    desk.say("report")
    folder.mark("running")  # with the time spent, which the report shows
    page.write(folder.path)
    folder.clear()
    folder.mark("finished")
    return results


def _scored(desk: Desk, key: str) -> bool:
    return desk.known[key].validation is not None


def _planned(start: _Start, desk: Desk) -> tuple[Plan, list[Trial], dict[str, Pace]]:
    """Fit the baselines, compile and time the networks beside them, and fix the plan."""
    plan, wish = start.plan, start.wish
    cells = search.networks(plan)
    timed = wish is not None and wish.budget is not None
    spend = PACE_SECONDS if timed else 0.05
    jobs = search.baseline_jobs(plan)
    baselines = desk.begin(jobs, plan.search, lambda job: search.BASELINE_SECONDS)
    measured = desk.each(PREPARING, trial.pace, [(a, plan.search, spend) for a in cells])
    paces = {a.name: pace for a, pace in zip(cells, measured, strict=True)}
    fitted = desk.finish(PREPARING, baselines)
    if wish is not None and wish.budget is not None:
        left = in_seconds(wish.budget) - (time.monotonic() - start.began)
        left -= _cost_seconds(plan) + CLOSING_SECONDS + 0.5 * len(cells)
        plan = plans.timed(plan, wish, start.task, paces, left, desk.crew.number)
    plan = search.with_parameters(plan, fitted)
    start.folder.write("plan.json", plan)
    desk.total = search.total_weight(plan, paces)
    desk.start_clock()
    return plan, fitted, paces


def _cost_seconds(plan: Plan) -> float:
    least, most = COST_SECONDS
    try:
        return min(most, max(least, COST_SHARE * in_seconds(plan.budget)))
    except SettingError:
        return least


def _memory(measured: Sequence[Cost], plan: Plan, setting: Setting) -> tuple[Cost, ...]:
    rise = costs.training_memory(search.networks(plan), plan.search, setting)
    return tuple(dataclasses.replace(c, memory_training=rise.get(c.architecture)) for c in measured)


def _write_trials(folder: Folder, plan: Plan, trials: Sequence[Trial]) -> None:
    json_lines.write_lines(folder.path / "trials.jsonl", search.in_plan_order(plan, trials))
    if plan.search:
        study.write(folder.path / study.FILE, plan, trials)
