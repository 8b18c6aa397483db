"""Running a paper: search, final trainings, claims; what is done is kept and not done again."""

import dataclasses
import time
from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from pathlib import Path

from recurra import records
from recurra.claims import Claim, Reproduction, Training
from recurra.comparison import keys, outcome, workers
from recurra.comparison.folder import mend_journal
from recurra.errors import RunError, unknown
from recurra.papers.paper import SIZES, Job, Paper
from recurra.report import paper_page

OnProgress = Callable[["Progress"], None]
TRAININGS = "trainings.jsonl"


@dataclasses.dataclass(frozen=True)
class Progress:
    """Where a reproduction is."""

    stage: str
    done: int
    total: int
    seconds_left: float | None


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came of it."""

    folder: Path
    reproduction: Reproduction
    claims: tuple[Claim, ...]


def run(
    paper: Paper,
    folder: Path,
    *,
    size: str = "default",
    number: int | None = None,
    command: Sequence[str] = (),
    progress: OnProgress | None = None,
) -> Outcome:
    """Reproduce a paper into a folder; one that was begun there goes on.

    Args:
        paper: what is reproduced.
        folder: new, empty, or of the same paper at the same size.
        size: "quick" tries the machinery, "default" ends within an hour on two cores, "full".
        number: processes of one thread each; by default one a core.
        command: recorded as what repeats the run.
        progress: called after every training.

    Raises:
        RunError: the folder cannot be used, or the run was interrupted.
    """
    if size not in SIZES:
        raise unknown("size", size, SIZES)
    begun = _begin(paper, Path(folder), size, command)
    bench = _Bench(paper, Path(folder), size, number or workers.default_number(), progress)
    start = time.monotonic()
    try:
        found = bench.everything()
    except BaseException as error:
        spent = begun.seconds + time.monotonic() - start
        _write(Path(folder), dataclasses.replace(begun, status="interrupted", seconds=spent))
        if not isinstance(error, KeyboardInterrupt):
            raise
        what = f"recurra reproduce {paper.name}{_flag(size)} --out {folder}"
        raise RunError(f"interrupted; what is done is kept. Go on with: {what}") from None
    done = dataclasses.replace(
        begun,
        status="finished",
        trainings=len(found),
        seconds=begun.seconds + time.monotonic() - start,
        machine=outcome.machine(),
    )
    claims = paper.claims(found, size)
    records.write_lines(Path(folder) / TRAININGS, found)  # in the order of the plan
    records.write_lines(Path(folder) / "claims.jsonl", claims)
    records.write_lines(Path(folder) / "plots.jsonl", paper.plots(found, size))
    _write(Path(folder), done)
    paper_page.write(Path(folder))
    return Outcome(Path(folder), done, claims)


class _Bench:
    """The trainings of one run."""

    def __init__(
        self, paper: Paper, folder: Path, size: str, number: int, progress: OnProgress | None
    ) -> None:
        self.paper, self.size, self.number, self.progress = paper, size, number, progress
        self.file = folder / TRAININGS
        mend_journal(self.file)
        self.known = {t.key: t for t in records.read_lines(Training, self.file)}
        rates, seeds = paper.rates(size), paper.seeds(size)
        self.conditions = paper.conditions(size)
        self.total = len(self.conditions) * (len(rates) + seeds)
        self.began, self.fresh = time.monotonic(), 0

    def everything(self) -> list[Training]:
        """Search at all rates with seed 0, then the best rate with the other seeds."""
        search = [
            dataclasses.replace(job, learning_rate=rate, seed=0, stage="search")
            for job in self.conditions
            for rate in self.paper.rates(self.size)
        ]
        pool = workers.processes(self.number)
        try:
            first = self._each(pool, "learning rates", search)
            final = [
                dataclasses.replace(
                    job, learning_rate=_best_rate(first, job), seed=seed, stage="final"
                )
                for job in self.conditions
                for seed in range(1, self.paper.seeds(self.size) + 1)
            ]
            return first + self._each(pool, "final trainings", final)
        finally:
            pool.shutdown(wait=True, kill_workers=True)  # type: ignore[call-arg]

    def _each(self, pool, stage: str, jobs: Sequence[Job]) -> list[Training]:  # type: ignore[no-untyped-def]
        open_jobs = [job for job in jobs if job.key not in self.known]
        self._say(stage)
        for future in as_completed([pool.submit(self.paper.train, job) for job in open_jobs]):
            one = future.result()
            self.known[one.key] = one
            with self.file.open("a", encoding="utf-8", newline="\n") as file:
                file.write(records.to_json(one) + "\n")
            self.fresh += 1
            self._say(stage)
        return [self.known[job.key] for job in jobs]

    def _say(self, stage: str) -> None:
        if self.progress is None:
            return
        done = len(self.known)
        spent = time.monotonic() - self.began
        left = spent / self.fresh * (self.total - done) if self.fresh else None
        self.progress(Progress(stage, done, self.total, left))


def _best_rate(found: Sequence[Training], job: Job) -> float:
    """By the validation part; of equal ones the first."""
    own = [t for t in found if (t.condition, t.architecture) == (job.condition, job.architecture)]
    return max(own, key=lambda t: t.validation).learning_rate


def _begin(paper: Paper, folder: Path, size: str, command: Sequence[str]) -> Reproduction:
    begun = Reproduction(
        paper=paper.name,
        title=paper.title,
        cite=paper.cite,
        size=size,
        command=tuple(command) or ("recurra", "reproduce", paper.name, *_flag(size).split()),
        status="running",
        protocol=paper.protocol(size),
        guessed=paper.guessed,
        versions=keys.versions(),
    )
    before = _before(folder)
    if before is not None:
        if (before.paper, before.size) != (paper.name, size):
            raise RunError(
                f"{folder} holds {before.paper} at size {before.size}. Give another --out"
            )
        if before.versions != begun.versions:
            raise RunError(
                f"{folder} was begun with other versions of recurra or its libraries, whose "
                "numbers can differ. Give another --out"
            )
        begun = dataclasses.replace(begun, seconds=before.seconds)
    _write(folder, begun)
    return begun


def _before(folder: Path) -> Reproduction | None:
    """What was begun in a folder; None where it is new or empty."""
    try:
        if folder.exists() and not folder.is_dir():
            raise RunError(f"{folder} is a file. Give another folder with --out")
        if (folder / "paper.json").is_file():
            return paper_page.reproduction(folder)
        if folder.is_dir() and any(folder.iterdir()):
            raise RunError(f"{folder} is not empty. Give another folder with --out")
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"cannot write to {folder}: {error.strerror or error}") from None
    return None


def _write(folder: Path, record: Reproduction) -> None:
    records.write_whole(folder / "paper.json", records.to_json(record) + "\n")


def _flag(size: str) -> str:
    return "" if size == "default" else f" --{size}"
