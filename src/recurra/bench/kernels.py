"""The benchmark of kernels: every cell at every shape against every rival, taking turns.

Writes bench.jsonl line by line, so that what is done is kept whenever it is interrupted, and
bench.json with what all lines say together.
"""

import dataclasses
import datetime
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recurra import cells, records
from recurra.bench import machine, rounds, targets
from recurra.bench.crew import Contender, Crew
from recurra.bench.rivals import OWN, RIVALS
from recurra.bench.rounds import REST
from recurra.bench.shapes import MODES, Job, Shape, shapes_of
from recurra.errors import RunError, SettingError, unknown
from recurra.measurements import Bench, Measurement

QUICK_SHAPES: tuple[Shape, ...] = ((28, 64, 28, 100), (200, 1, 64, 128))
QUIET = 0.95  # share of a core that a call on a quiet machine has at least
SPEED = 2e10  # operations a second: a first guess of how long a row takes, to tell the time left


@dataclass(frozen=True)
class Settings:
    """What to time and how."""

    cells: tuple[str, ...] = cells.NAMES
    shapes: tuple[Shape, ...] = ()  # none: the benchmark's own for each kind of work
    modes: tuple[str, ...] = tuple(MODES)
    threads: tuple[int, ...] = (1, 2)
    rivals: tuple[str, ...] = tuple(r.name for r in RIVALS)
    rounds: int = 9
    turn: float = 0.1  # seconds of one contender's calls in a round
    rest: float = REST
    quick: bool = False
    backend: str = "auto"
    command: tuple[str, ...] = ()


@dataclass(frozen=True)
class Progress:
    """Where a benchmark is."""

    folder: Path
    stage: str  # in words
    done: float  # 0 to 1
    seconds_left: float | None
    lines: tuple[Measurement, ...] = ()  # of the row that has just been timed


Show = Callable[[Progress], None]


def kernels(settings: Settings, out: Path, progress: Show | None = None) -> Bench:
    """Run the benchmark; its records lie in the folder `out`, which must be new or empty.

    Raises:
        SettingError: a cell, kind of work, rival or number that does not fit.
        RunError: the folder cannot be used.
        KeyboardInterrupt: after what is done has been written.
    """
    if settings.quick:
        settings = dataclasses.replace(
            settings, shapes=settings.shapes or QUICK_SHAPES, turn=min(settings.turn, 0.01)
        )
    check(settings)
    run = _Run(settings, _folder(out), progress or (lambda _: None))
    try:
        for threads in settings.threads:
            run.at(threads)
    except KeyboardInterrupt:
        run.finish("interrupted")
        raise
    return run.finish("finished")


def check(settings: Settings) -> None:
    """Raise SettingError where a setting does not fit; CellError where a cell cannot be traced."""
    names = [r.name for r in RIVALS]
    for rival in settings.rivals:
        if rival not in names:
            raise unknown("rival", rival, names)
    for mode in settings.modes:
        if mode not in MODES:
            raise unknown("kind of work", mode, MODES)
    for spec in settings.cells:
        cells.find(spec).graph()
    if not (settings.cells and settings.modes and settings.threads):
        raise SettingError("nothing to time: name at least one cell, kind of work and thread")
    if min(settings.threads) < 1 or settings.rounds < 1:
        raise SettingError("threads and rounds are at least 1")


def jobs(settings: Settings, threads: int) -> list[Job]:
    """The rows at one number of threads; a single stream's step is timed on one thread only."""
    return [
        Job(cell, mode, *shape, threads, settings.backend)
        for cell in settings.cells
        for mode in settings.modes
        if mode != "step" or threads == min(settings.threads)
        for shape in shapes_of(mode, settings.shapes)
    ]


class _Run:
    """A benchmark under way."""

    def __init__(self, settings: Settings, folder: Path, show: Show) -> None:
        self.settings, self.folder, self.show = settings, folder, show
        self.began, self.spent = time.monotonic(), 0.0
        self.lines: list[Measurement] = []
        self.weights = {j: _guess(j, settings) for t in settings.threads for j in jobs(settings, t)}
        self.bench = Bench(
            settings.command,
            "running",
            _now(),
            threads=settings.threads,
            rounds=settings.rounds,
            quick=settings.quick,
            machine=machine.machine(),
            versions=machine.versions(),
            conditions=conditions(settings),
        )
        self._write()

    def at(self, threads: int) -> None:
        """All rows at one number of threads."""
        with Crew([OWN.name, *self.settings.rivals], threads) as crew:
            self._peak(crew[OWN.name], threads)
            for job in jobs(self.settings, threads):
                self._tell(job)
                self._keep(_row(job, crew, self.settings))
                self.spent += self.weights[job]
            self._peak(crew[OWN.name], threads)

    def finish(self, status: str) -> Bench:
        """Write what all lines say together, and their shares of the quickest product seen."""
        self.lines = [_share(line, self.bench.peak) for line in self.lines]
        records.write_lines(self.folder / "bench.jsonl", self.lines)
        self._replace(
            status=status,
            ended=_now(),
            seconds=time.monotonic() - self.began,
            conditions=(*self.bench.conditions, *crowded(self.lines)),
            means=targets.means(self.lines),
            targets=targets.judge(self.lines),
        )
        return self.bench

    def _peak(self, own: Contender, threads: int) -> None:
        """The quickest product seen, before and after: the machine is not always free."""
        answer = own.ask(do="peak")
        if "gflops" in answer:
            best = max(answer["gflops"], self.bench.peak.get(str(threads), 0.0))
            self._replace(peak={**self.bench.peak, str(threads): best})

    def _keep(self, lines: list[Measurement]) -> None:
        self.lines += lines
        with (self.folder / "bench.jsonl").open("a", encoding="utf-8") as file:
            file.writelines(records.to_json(line) + "\n" for line in lines)
        own = lines[0]
        if own.skipped.startswith("conformance"):
            self._replace(refused={**self.bench.refused, own.cell: own.skipped})

    def _tell(self, job: Job) -> None:
        total, passed = sum(self.weights.values()), time.monotonic() - self.began
        left = passed * (total - self.spent) / self.spent if self.spent else None
        shape = ",".join(str(n) for n in job.shape)
        stage = f"{job.cell} {job.mode} {shape}, {job.threads} thread(s)"
        last = self.lines and [m for m in self.lines if _row_of(m) == _row_of(self.lines[-1])]
        self.show(Progress(self.folder, stage, self.spent / total, left, tuple(last)))

    def _replace(self, **changes: Any) -> None:
        self.bench = dataclasses.replace(self.bench, **changes)
        self._write()

    def _write(self) -> None:
        records.write_whole(self.folder / "bench.json", records.to_json(self.bench) + "\n")


def conditions(settings: Settings) -> tuple[str, ...]:
    """How it was measured, in sentences."""
    return (
        f"Medians of {settings.rounds} rounds; in each round all contenders take turns, each "
        f"filling about {settings.turn:g} s with calls after one that warms up. The ratio is "
        "formed in every round; its median and quartiles are shown.",
        "Every contender has a process of its own with the same number of threads "
        "(OMP_NUM_THREADS, MKL_NUM_THREADS, OPENBLAS_NUM_THREADS, NUMBA_NUM_THREADS, NPROC for "
        "XLA, torch.set_num_threads, intra_op_num_threads of onnxruntime); processor time over "
        "wall time is recorded.",
        "float32. All compute the same numbers from the same weights: output, final states and, "
        "in training, gradients of the input (where it needs one), of the starting states and of "
        "all parameters. Before it is timed, each is held to the reference backend at a small "
        "size, and recurra passes its conformance suite.",
        "nn.LSTM, nn.GRU and nn.RNN compute the gradient of the input whether it is asked for or "
        "not. Packed sequences are handed to them packed, longest first. A cell that torch does "
        "not have is held against nn.LSTM of the same sizes.",
        "The loops in torch and JAX are printed from the cell's equations as a careful author "
        "writes them: input products for the whole sequence at once, one stacked product for each "
        "operand and step. Compilation is not timed; the first call at each size is kept apart.",
        "GFLOP/s count the matrix products that are done, a multiply-add as two; the peak is the "
        "quickest large product of torch's BLAS seen in the same run.",
    )


def crowded(lines: Sequence[Measurement]) -> tuple[str, ...]:
    """A warning where the processor was often taken away: with one thread, a call has it whole."""
    alone = [m.cores for m in lines if m.threads == 1 and m.cores is not None]
    if not alone or np.median(alone) >= QUIET:
        return ()
    return (
        f"The machine was not free: single-threaded calls had {np.median(alone):.0%} of a core in "
        "the median. Take these figures on a quiet machine before quoting them.",
    )


def _row(job: Job, crew: Crew, settings: Settings) -> list[Measurement]:
    """Time one row: ourselves first, then the rivals."""
    names = [OWN.name, *settings.rivals]
    answers = {OWN.name: crew[OWN.name].prepare(job)}
    if "reason" in answers[OWN.name]:
        return [_skipped(job, OWN.name, answers[OWN.name]["reason"])]
    answers |= {name: crew[name].prepare(job) for name in names[1:]}
    ready = [name for name in names if "reason" not in answers[name]]
    each = {name: rounds.calls(answers[name]["once"], settings.turn) for name in ready}
    laps = rounds.turns({n: crew[n] for n in ready}, each, settings.rounds, settings.rest)
    own = laps[OWN.name]
    if own.failed:
        return [_skipped(job, OWN.name, own.failed)]
    return [
        _skipped(job, name, answers[name].get("reason") or laps[name].failed)
        if name not in ready or laps[name].failed
        else _measured(job, name, laps[name], own, answers[name])
        for name in names
    ]


def _measured(
    job: Job,
    rival: str,
    laps: rounds.Laps,
    own: rounds.Laps,
    answer: dict[str, Any],
) -> Measurement:
    low, middle, high = rounds.quartiles(laps.medians)
    ratio_low, ratio, ratio_high = rounds.quartiles(laps.medians / own.medians)
    return Measurement(
        **_where(job),
        rival=rival,
        seconds=middle,
        p99=float(np.quantile(np.concatenate(laps.rounds), 0.99)),
        noise=(high - low) / middle,
        ratio=ratio,
        ratio_low=ratio_low,
        ratio_high=ratio_high,
        rounds=len(laps.rounds),
        calls=len(laps.rounds[0]),
        cores=laps.cores,
        first_seconds=answer["first"],
        operations=answer["operations"],
        gflops=answer["operations"] / middle / 1e9,
        computes=answer["computes"],
        note=answer["note"],
    )


def _share(line: Measurement, peak: dict[str, float]) -> Measurement:
    best = peak.get(str(line.threads))
    if line.gflops is None or best is None:
        return line
    return dataclasses.replace(line, share=line.gflops / best)


def _skipped(job: Job, rival: str, reason: str) -> Measurement:
    return Measurement(**_where(job), rival=rival, skipped=reason)


def _where(job: Job) -> dict[str, Any]:
    left_out = ("backend", "seed")
    return {k: v for k, v in dataclasses.asdict(job).items() if k not in left_out}


def _row_of(m: Measurement) -> tuple[object, ...]:
    return m.cell, m.mode, m.steps, m.batch, m.width, m.hidden, m.threads


def _guess(job: Job, settings: Settings) -> float:
    """Seconds that a row may take; only their proportions matter."""
    steps, batch, width, hidden = job.shape
    once = 8 * steps * batch * hidden * (width + hidden) * (3 if job.trains else 1) / SPEED
    once += steps * 2e-5  # a loop in Python costs so much a step
    turns = settings.rounds * (2 * once + settings.turn)
    return 2 + (1 + len(settings.rivals)) * (turns + 3 * once)


def _folder(out: Path) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True)
        held: Iterable[Path] = out.iterdir()
        if any(True for _ in held):
            raise RunError(f"{out} is not empty; name a new folder with --out")
    except OSError as error:
        raise RunError(f"{out} cannot be used: {error.strerror}") from None
    return out


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
