"""The folder of a run: made, locked against a second use, resumed, finished.

run.json       "running" until everything else is there
.state/        what only a resumed run needs: removed when the run is finished
"""

import contextlib
import dataclasses
import datetime
import math
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from recurra import json_lines
from recurra.comparison.clock import Clock
from recurra.comparison.store import Store
from recurra.errors import RunError
from recurra.records import Plan, Run, Trial
from recurra.words import say

STATE = ".state"
JOURNAL = "journal.jsonl"


class Folder:
    """The files of one comparison.

    >>> import tempfile
    >>> folder = Folder.create(Path(tempfile.mkdtemp()) / "run", ("recurra", "compare", "digits"))
    >>> folder.run().status
    'running'
    """

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self.path = path
        self.state = path / STATE
        self.store = store(path)
        self.clock = clock or Clock("starting")

    @classmethod
    def create(
        cls, path: Path, command: Sequence[str], clock: Clock | None = None, workers: int = 0
    ) -> "Folder":
        """A new folder; RunError if it has anything in it or cannot be written."""
        _make(path)
        folder = cls(path, clock)
        folder._write_run(Run(tuple(command), "running", _now(), workers=workers))
        return folder

    @classmethod
    def resume(cls, path: Path, clock: Clock | None = None, workers: int = 0) -> "Folder":
        """The folder of a run that was cut short; RunError where there is nothing to go on with."""
        check_resumable(path)
        folder = cls(path, clock)
        if folder.run().status == "finished":
            raise RunError(say("comparison.errors.finished", folder=path))
        if not (path / "plan.json").is_file():
            raise RunError(say("comparison.errors.no_plan_yet", folder=path))
        folder.state.mkdir(exist_ok=True)
        mend_journal(folder.state / JOURNAL)
        folder.mark("running", workers)
        return folder

    def run(self) -> Run:
        """What run.json says."""
        return json_lines.from_json(Run, (self.path / "run.json").read_text(encoding="utf-8"))

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
        return json_lines.from_json(Plan, (self.path / "plan.json").read_text(encoding="utf-8"))

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

    def clear(self) -> None:
        """Remove what only a resumed run needs."""
        shutil.rmtree(self.state, ignore_errors=True)

    def remove(self) -> None:
        """Take back what `create` made."""
        self.clear()
        (self.path / "run.json").unlink(missing_ok=True)
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


def check_resumable(path: Path) -> None:
    """Raise RunError where a folder holds no comparison."""
    if not (path / "run.json").is_file():
        raise RunError(say("comparison.errors.no_comparison", folder=path))


def check_unused(path: Path) -> None:
    """Raise RunError where a folder has anything in it."""
    if path.exists() and not path.is_dir():
        raise RunError(say("comparison.errors.is_file", path=path))
    if path.is_dir() and any(path.iterdir()):
        raise RunError(say("comparison.errors.not_empty", folder=path))


def _make(path: Path) -> None:
    try:
        check_unused(path)
        (path / STATE).mkdir(parents=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise RunError(say("comparison.errors.not_writable", folder=path, why=why)) from None


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
