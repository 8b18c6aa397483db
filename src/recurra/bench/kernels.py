"""The benchmark of kernels: every cell at every shape against every rival, taking turns.

Writes bench.jsonl line by line, so that what is done is kept whenever it is interrupted, and
bench.json with what all lines say together.
"""

import dataclasses
import datetime
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recurra import json_lines
from recurra.bench import machine, plan, rounds, targets
from recurra.bench.crew import Contender, Crew
from recurra.bench.plan import Settings
from recurra.bench.rivals import OWN
from recurra.bench.rounds import LONG
from recurra.bench.shapes import Job
from recurra.errors import RunError, reason
from recurra.measurements import Bench, Measurement
from recurra.words import Text, Words, say

QUIET = 0.95  # share of a core that a call on a quiet machine has at least


@dataclass(frozen=True)
class Progress:
    """Where a benchmark is."""

    folder: Path
    stage: Text  # in words
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
    settings = plan.quick(settings)
    plan.check(settings)
    return _Run(settings, _folder(out), progress or (lambda _: None)).whole()


def resume(folder: Path, progress: Show | None = None) -> Bench:
    """Go on with a benchmark that was interrupted: rows that are complete are not timed again.

    Raises RunError where the folder holds no benchmark, or one of another machine or of other
    versions.
    """
    bench, lines = records_of(folder)
    if bench.status == "finished":
        return bench
    now = (machine.machine(), machine.versions())
    if now != (bench.machine, bench.versions):
        raise RunError(say("bench.kernels.other_machine", folder=folder))
    settings = plan.of_record(bench)
    plan.check(settings)
    return _Run(settings, Path(folder), progress or (lambda _: None), bench, lines).whole()


class _Run:
    """A benchmark under way."""

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        show: Show,
        before: Bench | None = None,
        lines: Sequence[Measurement] = (),
    ) -> None:
        self.settings, self.folder, self.show = settings, folder, show
        self.began = time.monotonic() - (before.seconds if before else 0.0)
        self.lines = _complete(lines, settings)
        self.last: list[Measurement] = []
        done = {_row_of(m) for m in self.lines}
        every = [job for threads in settings.threads for job in plan.jobs(settings, threads)]
        self.jobs = [job for job in every if _row_of(job) not in done]
        self.pace = plan.Pace(settings, every, self.jobs)
        self.bench = _begun(settings) if before is None else _going_on(before)
        json_lines.write_lines(self.folder / "bench.jsonl", self.lines)
        self._write()

    def whole(self) -> Bench:
        """All rows; what is done is kept whatever happens."""
        try:
            for threads in self.settings.threads:
                coming = [job for job in self.jobs if job.threads == threads]
                if coming:
                    self._at(threads, coming)
        except KeyboardInterrupt:
            self.finish("interrupted")
            raise
        return self.finish("finished")

    def _at(self, threads: int, coming: Sequence[Job]) -> None:
        with Crew([OWN.name, *self.settings.rivals], threads) as crew:
            self._peak(crew[OWN.name], threads)
            for job in coming:
                self._tell(job)
                began = time.monotonic()
                self._keep(_row(job, crew, self.settings))
                self.pace.took(job, time.monotonic() - began)
            self._peak(crew[OWN.name], threads)

    def finish(self, status: str) -> Bench:
        """Write what all lines say together, and their shares of the quickest product seen."""
        self.lines = [_share(line, self.bench.peak) for line in self.lines]
        json_lines.write_lines(self.folder / "bench.jsonl", self.lines)
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
        self.last = lines
        with (self.folder / "bench.jsonl").open("a", encoding="utf-8") as file:
            file.writelines(json_lines.to_json(line) + "\n" for line in lines)
        own, refused = lines[0], self.bench.refused
        if _is(own.skipped, "bench.worker.conformance"):
            refused = {**refused, own.cell: own.skipped}
        self._replace(refused=refused, seconds=time.monotonic() - self.began)

    def _tell(self, job: Job) -> None:
        shape = ",".join(str(n) for n in job.shape)
        stage = say(
            "bench.kernels.stage", cell=job.cell, mode=job.mode, shape=shape, threads=job.threads
        )
        pace = self.pace
        self.show(Progress(self.folder, stage, pace.done, pace.left, tuple(self.last)))

    def _replace(self, **changes: Any) -> None:
        self.bench = dataclasses.replace(self.bench, **changes)
        self._write()

    def _write(self) -> None:
        json_lines.write_whole(self.folder / "bench.json", json_lines.to_json(self.bench) + "\n")


def records_of(folder: Path) -> tuple[Bench, list[Measurement]]:
    """What a benchmark's folder holds.

    Raises RunError where it holds no benchmark or a damaged one.
    """
    try:
        text = (Path(folder) / "bench.json").read_text(encoding="utf-8")
        lines = list(json_lines.read_lines(Measurement, Path(folder) / "bench.jsonl"))
        return json_lines.from_json(Bench, text), lines
    except OSError as error:
        why = reason(error)
        raise RunError(say("bench.kernels.no_benchmark", folder=folder, why=why)) from None
    except (ValueError, TypeError, KeyError) as error:
        why = reason(error)
        raise RunError(say("bench.kernels.damaged", folder=folder, why=why)) from None


def _begun(settings: Settings) -> Bench:
    return Bench(
        settings.command,
        "running",
        _now(),
        threads=settings.threads,
        rounds=settings.rounds,
        quick=settings.quick,
        machine=machine.machine(),
        versions=machine.versions(),
        conditions=conditions(settings),
        settings=plan.recorded(settings),
    )


def _going_on(bench: Bench) -> Bench:
    conditions = [c for c in bench.conditions if not _is(c, "bench.kernels.crowded")]
    resumed = (*bench.resumed, _now())
    return dataclasses.replace(
        bench, status="running", ended="", resumed=resumed, conditions=tuple(conditions)
    )


def _is(said: Text, key: str) -> bool:
    """Whether a message is that one."""
    return isinstance(said, Words) and said.key == key


def _complete(lines: Sequence[Measurement], settings: Settings) -> list[Measurement]:
    """The lines of rows in which nobody is missing."""
    rows: dict[tuple[object, ...], list[Measurement]] = {}
    for line in lines:
        rows.setdefault(_row_of(line), []).append(line)
    return [
        line
        for threads in settings.threads
        for job in plan.jobs(settings, threads)
        if (row := rows.get(_row_of(job))) is not None
        if row[0].skipped or len(row) == 1 + len(plan.rivals(settings, job))
        for line in row
    ]


def conditions(settings: Settings) -> tuple[Text, ...]:
    """How it was measured, in sentences."""
    least = plan.rounds(settings, float("inf"))
    return (
        say("bench.kernels.rounds", most=settings.rounds, least=least, turn=settings.turn),
        say("bench.kernels.processes"),
        say("bench.kernels.same_work"),
        say("bench.kernels.of_torch"),
        say("bench.kernels.loops"),
        say("bench.kernels.operations"),
    )


def crowded(lines: Sequence[Measurement]) -> tuple[Text, ...]:
    """A warning where the processor was often taken away: with one thread, a call has it whole."""
    alone = [m.cores for m in lines if m.threads == 1 and m.cores is not None]
    if not alone or np.median(alone) >= QUIET:
        return ()
    return (say("bench.kernels.crowded", share=float(np.median(alone))),)


def _row(job: Job, crew: Crew, settings: Settings) -> list[Measurement]:
    """Time one row: ourselves first, then the rivals."""
    names = [OWN.name, *plan.rivals(settings, job)]
    answers = {OWN.name: crew[OWN.name].prepare(job)}
    if "reason" in answers[OWN.name]:
        return [_skipped(job, OWN.name, answers[OWN.name]["reason"])]
    answers |= {name: crew[name].prepare(job) for name in names[1:]}
    ready = [name for name in names if "reason" not in answers[name]]
    each = {name: rounds.calls(answers[name]["once"], settings.turn) for name in ready}
    count = plan.rounds(settings, _round_seconds({n: answers[n]["once"] for n in ready}, each))
    laps = rounds.turns({n: crew[n] for n in ready}, each, count, settings.rest)
    own = laps[OWN.name]
    if own.failed:
        return [_skipped(job, OWN.name, own.failed)]
    return [
        _skipped(job, name, answers[name].get("reason") or laps[name].failed)
        if name not in ready or laps[name].failed
        else _measured(job, name, laps[name], own, answers[name])
        for name in names
    ]


def _round_seconds(once: Mapping[str, float], each: Mapping[str, int]) -> float:
    return sum(s * (each[name] + (s < LONG)) for name, s in once.items())


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


def _skipped(job: Job, rival: str, reason: Text) -> Measurement:
    return Measurement(**_where(job), rival=rival, skipped=reason)


def _where(job: Job) -> dict[str, Any]:
    left_out = ("backend", "seed")
    return {k: v for k, v in dataclasses.asdict(job).items() if k not in left_out}


def _row_of(m: Measurement | Job) -> tuple[object, ...]:
    return m.cell, m.mode, m.steps, m.batch, m.width, m.hidden, m.threads


def _folder(out: Path) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True)
        held: Iterable[Path] = out.iterdir()
        if any(True for _ in held):
            raise RunError(say("bench.kernels.not_empty", folder=out))
    except OSError as error:
        why = reason(error)
        raise RunError(say("bench.kernels.cannot_use", folder=out, why=why)) from None
    return out


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
