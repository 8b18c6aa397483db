"""A comparison that is killed at any moment, as often as one likes, ends with the same records.

`RECURRA_KILLS=100 pytest -s tests/comparison/test_kills.py` kills a hundred times, and leaves
nothing of a run out; ten kills of a shorter run belong to every change.
"""

import dataclasses
import json
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from recurra.json_lines import read_lines
from recurra.records import Trial

KILLS = int(os.environ.get("RECURRA_KILLS", "10"))
MARK = "RECURRA_TEST_MARK"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "killpg"), reason="kills groups of processes"),
]

COMMAND = """
import signal, sys
for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
    signal.signal(number, signal.SIG_DFL)  # not ignored, as under nohup
signal.signal(signal.SIGINT, signal.default_int_handler)
from recurra import cli
from recurra.comparison import budget, plan
from recurra.tasks import Classification

everything = Classification.baselines
Classification.baselines = lambda self: everything(self)[:2]
plan.DEFAULT_UPDATES = (20, 20)
budget.COST_SECONDS = (0.1, 0.1)
if sys.argv.pop(1) == "short":  # without what takes long and is written at once
    from recurra.comparison import study
    study.write = lambda *_: None
cli.main()
"""
OPTIONS = (
    "--limit", "120", "--cells", "elman,scrn", "--hidden-size", "4", "--backend", "reference",
    "--trials", "3", "--seeds", "2", "--evaluations", "2", "--workers", "2", "--force",
)  # fmt: skip


@dataclasses.dataclass
class Site:
    """Where runs are begun, whose processes are known by a mark."""

    folder: Path
    mark: str = dataclasses.field(default_factory=lambda: uuid.uuid4().hex)

    def begin(self, name: str, *words: str) -> "subprocess.Popen[str]":
        """A run in the folder of this name, or the rest of the one that is there; `words`: another
        command."""
        folder = self.folder / name
        again = ("--resume", str(folder)) if (folder / "run.json").exists() else ()
        words = words or again or ("digits", "--out", str(folder), *OPTIONS)
        length = "short" if KILLS <= 10 else "whole"
        return subprocess.Popen(
            [sys.executable, "-c", COMMAND, length, "compare", *words],
            env={**os.environ, MARK: self.mark},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def whole(self, name: str, *words: str) -> float:
        """Finish the run of this name; its seconds."""
        began, child = time.monotonic(), self.begin(name, *words)
        _, told = child.communicate(timeout=300)
        assert child.returncode == 0, told
        return time.monotonic() - began

    def alive(self) -> list[psutil.Process]:
        """Processes of these runs, whoever began them."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get(MARK) == self.mark:
                    found.append(process)
            except (psutil.Error, OSError):
                continue
        return found

    def empties(self, seconds: float = 20.0) -> bool:
        """Whether all of them end within some time."""
        deadline = time.monotonic() + seconds
        while self.alive():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    found = Site(tmp_path)
    yield found
    for process in found.alive():
        process.kill()


def records(folder: Path) -> dict[str, Any]:
    """All that a run recorded, but measured times."""
    trials = [
        dataclasses.replace(t, seconds=0.0, spent=(0.0, 0.0))
        for t in read_lines(Trial, folder / "trials.jsonl")
    ]
    results = json.loads((folder / "results.json").read_text())
    return {
        "trials": trials,
        "plan": (folder / "plan.json").read_text(),
        "standings": results["standings"],
        "verdict": {k: v for k, v in results["verdict"].items() if k != "warnings"},
        "findings": (folder / "findings.jsonl").read_text(),
        "costs": [
            json.loads(line)["architecture"]
            for line in (folder / "costs.jsonl").read_text().splitlines()
        ],
        "files": sorted(f.name for f in folder.iterdir()),
        "best": (folder / "best/model.safetensors").read_bytes(),
    }


def killed(site: Site, name: str, delay: float, rng: random.Random, *words: str) -> bool:
    """Whether a run was killed after so many seconds of its start, or of its work, which begins
    when everything is loaded: it alone or its whole group."""
    at_work, everything = rng.random() < 0.5, rng.random() < 0.5
    record = site.folder / name / "run.json"
    before = stamp(record)
    child = site.begin(name, *words)
    while at_work and stamp(record) == before and child.poll() is None:
        time.sleep(0.01)
    try:
        child.wait(delay)
    except subprocess.TimeoutExpired:
        (os.killpg if everything else os.kill)(child.pid, signal.SIGKILL)
        child.communicate()
        return True
    _, told = child.communicate()
    assert child.returncode == 0, told
    return False


def test_killed_at_any_moment_it_ends_with_the_same_records(site: Site) -> None:
    rng = random.Random(int(os.environ.get("RECURRA_SEED", "0")))
    length = site.whole("whole")
    expected, done, runs, twice = records(site.folder / "whole"), 0, 0, 0
    where: list[str] = []
    most, share = (5, 0.5) if KILLS <= 10 else (3, 0.95)  # kills of a run, of its length
    while done < KILLS:
        name, here = f"cut{runs}", 0
        while (
            min(KILLS - done, most - here) > 0
            and not finished(site.folder / name)
            and killed(site, name, rng.uniform(0.02, share * length), rng)
        ):
            done, here = done + 1, here + 1
            where.append(reached(site.folder / name))
            assert rng.random() < 0.5 or site.empties(), "a worker outlives its parent"
        if not finished(site.folder / name):
            site.whole(name)
        elif (site.folder / name / ".state/journal.jsonl").exists():  # killed while it tidied up
            assert site.begin(name).wait(60) == 2
        assert records(site.folder / name) == expected, where[-here:]
        assert kept(site.folder / name) == kept(site.folder / "whole")  # to go on from
        runs, twice = runs + 1, twice + (here > 1)
        print(f"{done} kills, {runs} runs", flush=True)
    assert site.empties()
    counts = {one: where.count(one) for one in dict.fromkeys(sorted(where))}
    print(f"\n{done} kills of {runs} runs, {twice} of them killed more than once; {counts}")


def test_killed_while_networks_are_added_it_ends_as_one_run_with_all(site: Site) -> None:
    rng = random.Random(int(os.environ.get("RECURRA_SEED", "0")))
    folder = site.folder / "part"
    length = site.whole("whole")
    site.whole("part", "digits", "--out", str(folder), *OPTIONS, "--cells", "elman")
    add = ("--add", "scrn", "--to", str(folder), "--workers", "2", "--force")
    for _ in range(max(2, KILLS // 5)):
        again = add if finished(folder) else ()
        if not killed(site, "part", rng.uniform(0.02, 0.6 * length), rng, *again):
            break
        assert site.empties()
        assert (folder / "best/model.safetensors").exists() or not finished(folder)
    if not finished(folder) or "scrn" not in (folder / "trials.jsonl").read_text():
        site.whole("part", *(add if finished(folder) else ()))
    assert records(folder) == records(site.folder / "whole")
    assert kept(folder) == kept(site.folder / "whole")


def kept(folder: Path) -> set[str]:
    return {f.name for f in (folder / ".state").iterdir()} - {"lock"}


def stamp(file: Path) -> int:
    return file.stat().st_mtime_ns if file.exists() else 0


def finished(folder: Path) -> bool:
    return (folder / "run.json").exists() and json.loads((folder / "run.json").read_text())[
        "status"
    ] == "finished"


def reached(folder: Path) -> str:
    """How far a run had come."""
    if not (folder / "run.json").exists():
        return "0 no record" if folder.exists() else "0 no folder"
    if not (folder / "plan.json").exists():
        return "1 no plan"
    if (folder / "results.json").exists():
        return "4 results"
    return "3 trials" if (folder / "trials.jsonl").exists() else "2 plan"


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_asked_to_end_it_says_how_to_go_on_and_leaves_no_process(
    site: Site, number: int, code: int
) -> None:
    child = site.begin("cut")
    wait_for(site.folder / "cut/.state/journal.jsonl", child)
    (os.killpg if number == signal.SIGHUP else os.kill)(child.pid, number)
    _, told = child.communicate(timeout=60)
    assert child.returncode == code
    said = told.splitlines()[-1]
    assert said.startswith("recurra: interrupted; what is done is kept.")
    assert f"recurra compare --resume {site.folder / 'cut'}" in said
    assert "Traceback" not in told
    assert not site.alive()
    assert json.loads((site.folder / "cut/run.json").read_text())["status"] == "interrupted"


def test_asked_to_end_before_anything_is_written_nothing_is(site: Site) -> None:
    child = site.begin("cut")
    while len(site.alive()) < 3:  # it has begun to start workers, which load their libraries
        assert child.poll() is None
        time.sleep(0.01)
    os.killpg(child.pid, signal.SIGTERM)
    _, told = child.communicate(timeout=60)
    assert child.returncode == 143 and "Traceback" not in told
    assert told.splitlines()[-1].startswith("recurra: interrupted before anything was written")
    assert not site.alive() and not (site.folder / "cut").exists()


def test_a_worker_that_is_killed_ends_the_run_in_one_sentence(site: Site) -> None:
    child = site.begin("cut")
    wait_for(site.folder / "cut/.state/journal.jsonl", child)
    workers = [p for p in psutil.Process(child.pid).children() if "popen_loky" in _words(p)]
    workers[0].kill()
    _, told = child.communicate(timeout=60)
    assert child.returncode == 2 and "Traceback" not in told
    said = told.splitlines()[-1]
    assert "a worker process ended unexpectedly" in said and "--workers 1" in said
    assert not site.alive()


def test_nobody_else_works_in_the_folder_of_a_run(site: Site) -> None:
    child = site.begin("cut")
    wait_for(site.folder / "cut/.state/journal.jsonl", child)
    os.kill(child.pid, signal.SIGSTOP)  # it is at work as long as we look
    told = []
    for words in (("--resume", str(site.folder / "cut")),
                  ("digits", "--out", str(site.folder / "cut"))):  # fmt: skip
        other = subprocess.run(
            [sys.executable, "-m", "recurra", "compare", *words],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert other.returncode == 2
        told.append(other.stderr.strip())
    assert told[0] == told[1] and "\n" not in told[0]
    assert f"is being worked on by process {child.pid} on" in told[0]
    os.kill(child.pid, signal.SIGCONT)
    child.communicate(timeout=120)
    assert child.returncode == 0 and finished(site.folder / "cut")


def _words(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def wait_for(file: Path, child: "subprocess.Popen[str]") -> None:
    """Until a file is there."""
    while not file.exists():
        assert child.poll() is None, child.communicate()[1]
        time.sleep(0.02)
