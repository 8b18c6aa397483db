"""A full disk, a folder that is gone or in use: one sentence, and what was done is kept."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.comparison.test_compare import run, trials

from recurra.comparison import driver, stages, trouble, workers
from recurra.comparison.folder import Folder, check_unused
from recurra.comparison.lock import Lock
from recurra.comparison.store import Store
from recurra.errors import Interrupted, RunError, SettingError, Stopped
from recurra.records import Results
from recurra.words import LANGUAGES, speaking

Small = Callable[..., Results]
SHORT = {"cells": ("elman",), "trials": 1, "seeds": 1}
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def failing(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, number: int, error: BaseException
) -> None:
    """The call of this number fails, and all later ones as long as the patch holds."""
    original, count = getattr(owner, name), 0

    def call(*arguments: Any, **keywords: Any) -> Any:
        nonlocal count
        count += 1
        if count >= number:
            raise error
        return original(*arguments, **keywords)

    monkeypatch.setattr(owner, name, call)


@pytest.mark.parametrize(("owner", "name", "number"), [
    (os, "fsync", 3),  # the plan
    (os, "fsync", 6),  # a line of the journal
    (Store, "put", 4),
    (stages, "write_trials", 1),
])  # fmt: skip
def test_a_full_disk_is_one_sentence_and_the_run_goes_on(
    small: Small, tmp_path: Path, owner: Any, name: str, number: int
) -> None:
    small("whole", **SHORT)
    with pytest.MonkeyPatch.context() as broken:
        failing(broken, owner, name, number, FULL)
        with pytest.raises(RunError) as said:
            small("cut", **SHORT)
    told = str(said.value)
    assert told.startswith("the disk is full: ") and "\n" not in told
    assert told.endswith(f"go on with: recurra compare --resume {tmp_path / 'cut'}")
    small(resume=tmp_path / "cut")
    assert run(tmp_path / "cut").status == "finished"
    assert trials(tmp_path / "cut") == trials(tmp_path / "whole")
    names = [{f.name for f in (tmp_path / one).iterdir()} for one in ("cut", "whole")]
    assert names[0] == names[1]


def test_a_disk_that_is_full_from_the_start_is_left_as_it_was(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, os, "fsync", 1, FULL)
    with pytest.raises(RunError, match=r"the disk is full\. Give another folder with --out"):
        small(**SHORT)
    assert not (tmp_path / "run").exists()


def test_a_folder_that_is_removed_meanwhile_stays_removed(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Folder.note

    def note(self: Folder, done: Any) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        original(self, done)

    monkeypatch.setattr(Folder, "note", note)
    with pytest.raises(RunError, match="removed or moved while the run was at work"):
        small(**SHORT)
    assert not (tmp_path / "run").exists()
    with pytest.raises(FileNotFoundError):
        Store(tmp_path / "run/.state").put("a", "predictions", None)


def test_asked_to_end_before_the_plan_it_starts_anew_as_it_was_asked_for(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small("whole", **SHORT, hidden_size=5, seed=3)
    with pytest.MonkeyPatch.context() as broken:
        failing(broken, stages, "_planned", 1, Stopped(15))
        with pytest.raises(Interrupted, match="interrupted; what is done is kept") as said:
            small("cut", **SHORT, hidden_size=5, seed=3)
    folder = tmp_path / "cut"
    assert said.value.code == 143 and run(folder).status == "interrupted"
    assert not (folder / "plan.json").exists()
    small(resume=folder)
    assert trials(folder) == trials(tmp_path / "whole")
    assert (folder / "plan.json").read_text() == (tmp_path / "whole/plan.json").read_text()
    assert run(folder).command == run(tmp_path / "whole").command
    assert not (folder / ".state/asked.json").exists()


def test_a_repeated_plan_that_was_cut_short_at_once_is_repeated(
    small: Small, tmp_path: Path
) -> None:
    small("one", **SHORT)
    with pytest.MonkeyPatch.context() as broken:
        failing(broken, stages, "_planned", 1, KeyboardInterrupt())
        with pytest.raises(Interrupted):
            small("two", plan=tmp_path / "one")
    small(resume=tmp_path / "two")
    assert trials(tmp_path / "one") == trials(tmp_path / "two")


def test_one_works_in_a_folder_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "run"
    first = Folder.create(path, ("recurra",))
    before = (path / "run.json").read_bytes()
    for other in (lambda: Folder.resume(path), lambda: Folder.create(path, ("recurra",)),
                  lambda: check_unused(path)):  # fmt: skip
        with pytest.raises(RunError, match=f"is being worked on by process {os.getpid()} on "):
            other()
    assert (path / "run.json").read_bytes() == before
    first.release()
    with pytest.raises(RunError, match="does not say what was asked for"):
        Folder.resume(path)  # which lets go of it
    with pytest.raises(RunError, match="not empty"):
        check_unused(path)
    assert not Lock.held(path / ".state/lock")


def test_what_a_kill_at_the_very_start_leaves_is_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "run"
    (path / ".state").mkdir(parents=True)
    (path / ".state/lock").write_text("1 elsewhere\n")  # of a process that is gone
    (path / ".run.json.abc").write_text('{"comm')
    with pytest.raises(RunError, match="nothing was recorded in"):
        Folder.resume(path)
    Folder.create(path, ("recurra",)).release()
    assert {f.name for f in path.iterdir()} == {"run.json", ".state"}


def test_a_lock_that_was_removed_is_made_again(tmp_path: Path) -> None:
    first = Lock(tmp_path / "lock")
    (tmp_path / "lock").unlink()
    second = Lock(tmp_path / "lock")
    first.close()
    assert Lock.held(tmp_path / "lock")
    second.close()
    assert not Lock.held(tmp_path / "lock")


def test_a_damaged_record_is_said(tmp_path: Path) -> None:
    Folder.create(tmp_path / "run", ("recurra",)).release()
    (tmp_path / "run/run.json").write_text('{"command": [')
    with pytest.raises(RunError, match="not as it was written"):
        Folder.resume(tmp_path / "run")


def test_more_workers_than_cores_are_meant(tmp_path: Path) -> None:
    cores = workers.default_number()
    with pytest.raises(SettingError, match=f"--workers {cores}, or --force"):
        driver.compare("digits", out=tmp_path / "run", workers=cores + 1)
    assert workers.allowed(cores, force=False) == cores
    assert workers.allowed(cores + 1, force=True) == cores + 1
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_full_is_named(tmp_path: Path, language: str) -> None:
    (tmp_path / "run.json").touch()
    cache = OSError(errno.ENOSPC, "No space left on device", "/cache/kernels/a.py")
    inside = OSError(errno.EROFS, "Read-only file system", str(tmp_path / ".plan.json.x1"))
    why = {"en": "can only be read", "ja": "読み取り専用"}[language]
    with speaking(language):
        assert "/cache/kernels/a.py" in str(trouble.sentence(cache, tmp_path))
        told = str(trouble.sentence(inside, tmp_path))
    assert f"{tmp_path} " in told and ".plan.json.x1" not in told and why in told
