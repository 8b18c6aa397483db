"""Running a paper: search, final trainings, claims; what is done is kept and not done again."""

import dataclasses
import shlex
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, as_completed
from pathlib import Path

from recurra import json_lines
from recurra.claims import Beside, Claim, Look, Reproduction, Training
from recurra.comparison import outcome, workers
from recurra.comparison.folder import mend_journal
from recurra.errors import Interrupted
from recurra.papers import folder as folders
from recurra.papers.lines import drawn
from recurra.papers.paper import Job, Paper, Setup
from recurra.papers.setup import set_up
from recurra.papers.statement import grouped, judged, unjudged
from recurra.report import paper_page
from recurra.words import Text, say

OnProgress = Callable[["Progress"], None]
TRAININGS = "trainings.jsonl"


@dataclasses.dataclass(frozen=True)
class Progress:
    """Where a reproduction is."""

    stage: Text
    done: int
    total: int
    seconds_left: float | None


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came of it."""

    folder: Path
    reproduction: Reproduction
    claims: tuple[Claim, ...]
    beside: Beside | None = None


def run(
    paper: Paper,
    folder: Path,
    *,
    size: str = "default",
    look: Look | None = None,
    beside: Path | None = None,
    number: int | None = None,
    command: Sequence[str] = (),
    progress: OnProgress | None = None,
) -> Outcome:
    """Reproduce a paper into a folder; one that was begun there goes on.

    Args:
        paper: what is reproduced.
        folder: new, empty, or of the same paper, size and look.
        size: "quick" tries the machinery, "default" ends within an hour on two cores, "full".
        look: other seeds, learning rates or optimiser, a part of the conditions.
        beside: folder of an earlier look that is finished; the report shows both.
        number: processes of one thread each; by default one a core.
        command: recorded as what repeats the run.
        progress: called after every training.

    Raises:
        SettingError: a size or look that does not fit the paper.
        RunError: a folder cannot be used, or the run was interrupted.
    """
    folder, setup = Path(folder), set_up(paper, size, look)
    earlier = folders.beside(paper, setup, folder, Path(beside)) if beside else None
    begun = folders.begin(paper, setup, folder, command)
    bench = _Bench(paper, setup, folder, number or workers.default_number(), progress)
    start = time.monotonic()
    try:
        found = bench.everything()
    except BaseException as error:
        spent = begun.seconds + time.monotonic() - start
        folders.write(folder, dataclasses.replace(begun, status="interrupted", seconds=spent))
        if not isinstance(error, KeyboardInterrupt):
            raise
        what = shlex.join(begun.command)
        told = say("papers.laboratory.interrupted", command=what)
        raise Interrupted.by(error, told) from None
    done = dataclasses.replace(
        begun,
        status="finished",
        trainings=len(found),
        seconds=begun.seconds + time.monotonic() - start,
        machine=outcome.machine(),
    )
    return _concluded(paper, setup, folder, done, found, earlier)


def _concluded(
    paper: Paper,
    setup: Setup,
    folder: Path,
    done: Reproduction,
    found: Sequence[Training],
    earlier: Beside | None,
) -> Outcome:
    """Judge, write the records and draw the report."""
    table = grouped(found)
    claims = tuple(judged(one, table, setup.left_out) for one in paper.statements(setup.size))
    if setup.size == "quick":  # it tries the machinery: its numbers say nothing of a claim
        claims = tuple(map(unjudged, claims))
    json_lines.write_lines(folder / TRAININGS, found)  # in the order of the plan
    json_lines.write_lines(folder / "claims.jsonl", claims)
    json_lines.write_lines(folder / "plots.jsonl", drawn(paper.plots(table, setup)))
    if earlier is not None:
        json_lines.write_whole(folder / paper_page.BESIDE, json_lines.to_json(earlier) + "\n")
    folders.write(folder, done)
    paper_page.write(folder)
    return Outcome(folder, done, claims, earlier)


class _Bench:
    """The trainings of one run."""

    def __init__(
        self, paper: Paper, setup: Setup, folder: Path, number: int, progress: OnProgress | None
    ) -> None:
        self.paper, self.setup, self.number, self.progress = paper, setup, number, progress
        self.file = folder / TRAININGS
        mend_journal(self.file)
        self.known = {t.key: t for t in json_lines.read_lines(Training, self.file)}
        self.total = len(setup.jobs) * (len(setup.rates) + len(setup.seeds))
        self.began, self.fresh = time.monotonic(), 0

    def everything(self) -> list[Training]:
        """Search at all rates with the look's seed, then the best rate with the other seeds."""
        search = [
            dataclasses.replace(job, learning_rate=rate, stage="search")
            for job in self.setup.jobs
            for rate in self.setup.rates
        ]
        pool = workers.processes(self.number)
        try:
            first = self._each(pool, say("papers.laboratory.search"), search)
            final = [
                dataclasses.replace(
                    job, learning_rate=_best_rate(first, job), seed=seed, stage="final"
                )
                for job in self.setup.jobs
                for seed in self.setup.seeds
            ]
            return first + self._each(pool, say("papers.laboratory.finals"), final)
        finally:
            pool.shutdown(wait=True, kill_workers=True)  # type: ignore[call-arg]

    def _each(self, pool: Executor, stage: Text, jobs: Sequence[Job]) -> list[Training]:
        open_jobs = [job for job in jobs if job.key not in self.known]
        self._tell(stage)
        for future in as_completed([pool.submit(self.paper.train, job) for job in open_jobs]):
            one = future.result()
            self.known[one.key] = one
            with self.file.open("a", encoding="utf-8", newline="\n") as file:
                file.write(json_lines.to_json(one) + "\n")
            self.fresh += 1
            self._tell(stage)
        return [self.known[job.key] for job in jobs]

    def _tell(self, stage: Text) -> None:
        if self.progress is None:
            return
        done = len(self.known)
        spent = time.monotonic() - self.began
        left = spent / self.fresh * (self.total - done) if self.fresh else None
        self.progress(Progress(stage, done, self.total, left))


def _best_rate(found: Sequence[Training], job: Job) -> float:
    """By the validation part; of equal ones the first."""
    own = [t for t in found if (t.condition, t.architecture) == job.place]
    return max(own, key=lambda t: t.validation).learning_rate
