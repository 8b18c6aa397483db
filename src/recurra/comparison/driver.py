"""`compare`: from data to a verdict.

Nothing that computes is loaded here: `start` reads the data first, `stages` does the rest.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from recurra.comparison import plan as plans
from recurra.comparison import start as starts
from recurra.comparison.clock import Clock
from recurra.comparison.folder import Folder
from recurra.comparison.plan import Wish
from recurra.comparison.progress import OnProgress
from recurra.comparison.start import Place, Start
from recurra.comparison.workers import Processes, Workers
from recurra.data.probes import is_probe
from recurra.errors import RunError
from recurra.records import Results, Source


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
    workers: int | Workers | None = None,
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
        workers: processes, one thread each; by default one for each core. Or whoever else does the
            jobs, see `recurra.comparison.workers`.
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
    crew = Processes(workers) if workers is None or isinstance(workers, int) else workers
    place = Place(crew, None if out is None else Path(out), command, clock, progress)
    if resume is not None:
        return _guarded(lambda: starts.resumed(Path(resume), place), place)
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
    if plan is not None:
        return _guarded(lambda: starts.repeated(Path(plan), wish, score, place), place)
    return _guarded(lambda: starts.new(source, wish, score, place), place)


def _guarded(begin: Callable[[], Start], place: Place) -> Results:
    """Run; an interruption leaves a folder that can be resumed."""
    try:
        return _kept(begin(), place)
    finally:
        place.crew.stop()


def _kept(start: Start, place: Place) -> Results:
    from recurra.comparison import stages

    try:
        return stages.run(start, place.crew, place.tell)
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
    from recurra.comparison.stages import write_trials

    write_trials(folder, folder.plan(), list(folder.known().values()))
    return f"what is done is kept. Go on with: recurra compare --resume {folder.path}"
