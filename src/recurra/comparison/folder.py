"""The folder of a run: made, locked against a second use, resumed, finished.

run.json       "running" until everything else is there
.state/        what a resumed run needs; of a finished one what it takes to go on with it
.state/asked.json  what was asked for, until there is a plan
"""

import contextlib
import dataclasses
import datetime
import math
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from recurra import json_lines
from recurra.comparison.asked import Asked
from recurra.comparison.clock import Clock
from recurra.comparison.lock import Lock
from recurra.comparison.store import Store
from recurra.errors import RunError, reason
from recurra.records import Plan, Run, Trial
from recurra.words import say

Record = TypeVar("Record")
STATE = ".state"
JOURNAL = "journal.jsonl"
ASKED = "asked.json"
LOCK = "lock"
BUNDLES = "bundles"  # of all networks, until it is known which is the best
TRIALS = "trials.jsonl"
# what is written into the folder; a crash can leave a part of one, as a hidden file or folder
OURS = (
    "run.json", "plan.json", "trials.jsonl", "costs.jsonl", "findings.jsonl", "results.json",
    "report.html", "study.log", "best", "best_network",
)  # fmt: skip


class Folder:
    """The files of one comparison, which nobody else can use until they are released.

    >>> import tempfile
    >>> folder = Folder.create(Path(tempfile.mkdtemp()) / "run", ("recurra", "compare", "digits"))
    >>> folder.run().status
    'running'
    >>> folder.release()
    """

    def __init__(self, path: Path, clock: Clock | None = None, lock: Lock | None = None) -> None:
        self.path = path
        self.state = path / STATE
        self.store = store(path)
        self.clock = clock or Clock("starting")
        self.new = False  # made by this process
        self._lock = lock

    @classmethod
    def create(
        cls,
        path: Path,
        command: Sequence[str],
        clock: Clock | None = None,
        workers: int = 0,
        asked: Asked | None = None,
    ) -> "Folder":
        """A new folder; RunError if it has anything in it, is in use or cannot be written."""
        lock = _made(path)
        folder = cls(path, clock, lock)
        folder.new = True
        try:
            if asked is not None:  # first: what has a run.json can be resumed
                json_lines.write_whole(folder.state / ASKED, json_lines.to_json(asked) + "\n")
            folder._write_run(Run(tuple(command), "running", _now(), workers=workers))
        except BaseException as error:
            folder.remove()
            if isinstance(error, OSError):
                raise _unwritable(path, error) from None
            raise
        return folder

    @classmethod
    def resume(cls, path: Path, clock: Clock | None = None) -> "Folder":
        """The folder of a run that was cut short, as it is until it is marked as running.

        RunError where there is nothing to go on with, and where the run is still at work.
        """
        check_resumable(path)
        if _read_run(path).status == "finished":
            with contextlib.suppress(OSError, RunError):
                cls(
                    path, clock, Lock(path / STATE / LOCK)
                ).tidy()  # it was killed while it did that
            raise _finished(path)
        (path / STATE).mkdir(exist_ok=True)
        folder = cls(path, clock, Lock(path / STATE / LOCK))
        try:
            if folder.run().status == "finished":  # while this process looked
                raise _finished(path)
            if not folder.planned and not (folder.state / ASKED).is_file():
                raise RunError(say("runs.nothing_asked", folder=path))
            _sweep(path)
            mend_journal(folder.state / JOURNAL)
        except BaseException:
            folder.release()
            raise
        return folder

    @classmethod
    def reopen(cls, path: Path, clock: Clock | None = None) -> "Folder":
        """The folder of a run to go on with, as it is until its new plan is written.

        RunError where there is nothing to go on with, and where the run is still at work.
        """
        check_resumable(path)
        (path / STATE).mkdir(exist_ok=True)
        folder = cls(path, clock, Lock(path / STATE / LOCK))
        try:
            if not folder.planned:
                raise RunError(say("comparison.errors.unfinished", folder=path))
            _sweep(path)
            journal = folder.state / JOURNAL
            mend_journal(journal)
            if folder.run().status == "finished":
                json_lines.write_lines(journal, json_lines.read_lines(Trial, path / TRIALS))
        except BaseException:
            folder.release()
            raise
        return folder

    def replan(self, plan: Plan, command: Sequence[str], workers: int) -> None:
        """From now on the run is under way again, with another plan.

        What it came to stays until it is replaced, but for the results, which are not those of the
        plan; cut short at any point it can be resumed.
        """
        run = self.run()
        self._write_run(dataclasses.replace(run, later=(*run.later, tuple(command))))
        self.mark("running", workers)
        (self.path / "results.json").unlink(missing_ok=True)
        self.write("plan.json", plan)

    @property
    def planned(self) -> bool:
        """Whether there is a plan."""
        return (self.path / "plan.json").is_file()

    def asked(self) -> Asked:
        """What was asked for, of a run without a plan."""
        return read_record(Asked, self.state / ASKED)

    def release(self) -> None:
        """Others may use the folder from now on."""
        if self._lock is not None:
            self._lock.close()

    def run(self) -> Run:
        """What run.json says."""
        return _read_run(self.path)

    def mark(self, status: str, workers: int = 0) -> None:
        """Write another status, with the time of now as the end and the seconds so far."""
        run, taken = self.run(), self.clock.taken()
        spent = {
            stage: run.stages.get(stage, 0.0) + taken.get(stage, 0.0)
            for stage in (*run.stages, *taken)
        }
        self._write_run(
            dataclasses.replace(
                run,
                status=status,
                ended=_now(),
                seconds=run.seconds + math.fsum(taken.values()),
                stages=spent,
                workers=workers or run.workers,
            )
        )

    def plan(self) -> Plan:
        """The plan that was written last."""
        return read_record(Plan, self.path / "plan.json")

    def write(self, name: str, record: object) -> None:
        """Write one record as a file, all or nothing."""
        json_lines.write_whole(self.path / name, json_lines.to_json(record) + "\n")

    def note(self, trial: Trial) -> None:
        """Keep a trial as soon as it is done, in the order of completion."""
        with (self.state / JOURNAL).open("a", encoding="utf-8", newline="\n") as file:
            file.write(json_lines.to_json(trial) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def known(self) -> dict[str, Trial]:
        """The trials that are done, by key."""
        return {t.key: t for t in json_lines.read_lines(Trial, self.state / JOURNAL)}

    def tidy(self) -> None:
        """Remove what a finished run left but is not needed to go on with it; the folder is
        released.

        Of networks the longest trainings can be continued; of shorter ones the answers are kept,
        which decide how long all train on; searches are not needed, as their scores are recorded.
        """
        trials = list(json_lines.read_lines(Trial, self.path / TRIALS))
        longest = max((t.planned for t in trials if t.stage == "final"), default=0)
        wanted: dict[str, tuple[str, ...]] = {}
        for trial in trials:
            if trial.stage == "baseline":
                wanted[trial.key] = ("bundle", "validation", "predictions")
            elif trial.stage == "final":
                more = ("checkpoint",) if trial.planned == longest else ()
                wanted[trial.key] = ("validation", "looks", *more)
        self.store.keep(wanted)
        shutil.rmtree(self.state / BUNDLES, ignore_errors=True)
        for name in (ASKED, JOURNAL):  # trials.jsonl has all that counts
            (self.state / name).unlink(missing_ok=True)
        self.release()

    def place(self, part: Path, name: str) -> None:
        """Put a folder that lies beside its place there, instead of the one of before."""
        target, before = self.path / name, self.path / f".{name}.{os.getpid()}.before"
        if target.exists():
            target.replace(before)
        part.replace(target)
        shutil.rmtree(before, ignore_errors=True)

    def clear(self) -> None:
        """Remove what a resumed run needs; the folder is released."""
        self.release()  # some systems remove no file that is open
        shutil.rmtree(self.state, ignore_errors=True)

    def remove(self) -> None:
        """Take back what `create` made."""
        with contextlib.suppress(OSError):
            (self.path / "run.json").unlink(missing_ok=True)
            _sweep(self.path)
        self.clear()
        with contextlib.suppress(OSError):
            self.path.rmdir()

    def _write_run(self, run: Run) -> None:
        self.write("run.json", run)


def store(path: Path) -> Store:
    """Where the artefacts of a run lie, wherever a worker stands."""
    return Store((path / STATE).absolute())


def default(data: str) -> Path:
    """A folder that is not there yet: recurra-<data>, recurra-<data>-2 ..."""
    name = "".join(c if c.isalnum() or c in "-_" else "-" for c in Path(data).name.split(".")[0])
    base, number = f"recurra-{name or 'run'}", 1
    while Path(base if number == 1 else f"{base}-{number}").exists():
        number += 1
    return Path(base if number == 1 else f"{base}-{number}")


def mend_journal(path: Path) -> None:
    """Cut off a last line that a crash left unfinished, so that what follows starts a line."""
    if not path.exists():
        return
    text = path.read_bytes()
    whole = text[: text.rfind(b"\n") + 1]
    if whole != text:
        path.write_bytes(whole)


def check_folder(path: Path) -> None:
    """Raise RunError where there is no folder, or not that of a comparison."""
    if not path.exists():
        raise RunError(say("comparison.errors.no_folder", folder=path))
    check_resumable(path)


def check_resumable(path: Path) -> None:
    """Raise RunError where a folder holds no comparison."""
    if not (path / "run.json").is_file():
        if _is_a_start(path):
            raise RunError(say("runs.nothing_begun", folder=path))
        raise RunError(say("comparison.errors.no_comparison", folder=path))


def check_unused(path: Path) -> None:
    """Raise RunError where a folder has anything in it but what a crash at its start left."""
    if path.exists() and not path.is_dir():
        raise RunError(say("comparison.errors.is_file", path=path))
    if not path.is_dir():
        return
    if Lock.held(path / STATE / LOCK):
        Lock(path / STATE / LOCK).close()  # says who has it
    if any(path.iterdir()) and not _is_a_start(path):
        raise RunError(say("runs.not_empty", folder=path))


def _is_a_start(path: Path) -> bool:
    """Whether a folder holds nothing but what `create` writes before run.json."""
    if not (path / STATE).is_dir():
        return False
    return all(p.name == STATE or p.name.startswith(".run.json.") for p in path.iterdir())


def _made(path: Path) -> Lock:
    """The lock of a folder that is there from now on, with nothing else in it."""
    try:
        check_unused(path)
        (path / STATE).mkdir(parents=True, exist_ok=True)
        lock = Lock(path / STATE / LOCK)
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        if not _is_a_start(path):  # another was faster, and is done
            raise RunError(say("runs.not_empty", folder=path))
        _sweep(path)
        (path / STATE / JOURNAL).unlink(missing_ok=True)
    except BaseException:
        lock.close()
        raise
    return lock


def _unwritable(path: Path, error: OSError) -> RunError:
    why = reason(error)
    return RunError(say("comparison.errors.not_writable", folder=path, why=why))


def _finished(path: Path) -> RunError:
    return RunError(say("comparison.errors.finished", folder=path))


def _sweep(path: Path) -> None:
    """Remove what a process that was killed had not finished writing."""
    ours = tuple(f".{name}." for name in OURS)
    parts = [p for p in path.iterdir() if p.name.startswith(ours)]
    parts += list((path / STATE).glob(".*")) if (path / STATE).is_dir() else []
    for part in parts:
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)


def _read_run(path: Path) -> Run:
    return read_record(Run, path / "run.json")


def read_record(kind: type[Record], file: Path) -> Record:
    """A record that must be there; RunError where it is not as it was written."""
    try:
        return json_lines.from_json(kind, file.read_text(encoding="utf-8"))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise RunError(say("runs.damaged", file=file)) from None


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
