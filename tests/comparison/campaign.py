"""Twenty data sets compared in little and in much time: does the verdict hold?

From the top folder, with the two cores to itself:

    python -m tests.comparison.campaign --minutes 2,20 --out runs.jsonl
    python -m tests.comparison.campaign --minutes 1,2,10 --only vowels --out vowels.jsonl
    python -m tests.comparison.campaign --minutes 1,2,10 --only vowels --busy 4 --out vowels.jsonl
    python -m tests.comparison.campaign --table runs.jsonl

Each run is `recurra compare ... --budget` in a fresh folder beside the file, and one line of JSON
in it; what has a line is not run again. What stands after `--` is added to every command.
"""

import argparse
import contextlib
import datetime
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.comparison.campaign_sets import SETS, Absent, Set

from recurra.comparison.lock import Lock
from recurra.errors import RunError

Line = dict[str, Any]
PATIENCE = 3.0  # times the budget, then a run is ended
SPARE = 300.0  # and so many seconds more
BUSY = "while True: pass"
AT_WORK = Path(tempfile.gettempdir()) / "recurra-campaign.lock"


def measured(one: Set, minutes: float, busy: int, extra: Sequence[str], runs: Path) -> Line:
    """Run it and say what came of it."""
    label = f"{one.name}-{minutes:g}m" + (f"-busy{busy}" if busy else "")
    folder, material = runs / label, runs / ".data" / one.name
    for path in (folder, material):
        shutil.rmtree(path, ignore_errors=True)
    material.mkdir(parents=True)
    line = {"set": one.name, "minutes": minutes, "busy": busy, "extra": list(extra)}
    line |= {"began": datetime.datetime.now().isoformat(timespec="seconds"), "commit": _commit()}
    try:
        data = one.data(material)
    except Absent as why:
        return line | {"status": "absent", "said": str(why)}
    command = [sys.executable, "-m", "recurra", "--language", "en", "compare", data, *one.options]
    command += ["--budget", f"{60 * minutes:g}s", "--out", str(folder), *extra]
    load = os.getloadavg() if hasattr(os, "getloadavg") else ()
    start = time.monotonic()
    with keeping_busy(busy):
        code, said = _finished(command, PATIENCE * 60 * minutes + SPARE)
    wall = round(time.monotonic() - start, 1)
    line |= {"load": load, "cpu": platform.processor(), "cores": os.cpu_count(), "exit": code}
    line |= {"wall": wall, "late": wall > 60 * minutes}
    if code:
        return line | {"status": "refused" if code == 2 else "failed", "said": said}
    return line | {"status": "finished"} | told(one, folder)


def told(one: Set, folder: Path) -> Line:
    """What the records of a run say: keys and numbers, no prose."""
    results, plan, run = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("results", "plan", "run")
    )
    lines = (folder / "trials.jsonl").read_text(encoding="utf-8").splitlines()
    finals = [t for t in map(json.loads, lines) if t["stage"] == "final"]
    verdict, kinds = results["verdict"], {a["name"]: a["kind"] for a in plan["architectures"]}
    first = plan["search"]["rungs"][-1]
    longest = max((t["planned"] for t in finals), default=0)
    found = {
        "light": verdict["light"],
        "worth_it": verdict["worth_it"],
        "recommended": verdict["recommended"],
        "kind": kinds.get(verdict["recommended"], ""),
        "verdict": verdict,
        "updates": longest,
        "doublings": max(0, (longest // first).bit_length() - 1) if first else 0,
        "rates": len(plan["search"]["learning_rates"]),
        "seeds": len(plan["seeds"]),
        "left_out": [a["name"] for a in plan["architectures"] if a["skipped"]],
        "counts": plan["data"]["counts"],
        "score": plan["score"]["name"],
        "stages": run["stages"],
        "standings": results["standings"],
    }
    return found | {"planted": one.truth(found) if one.truth else ""}


def _finished(command: Sequence[str], patience: float) -> tuple[int, str]:
    """Exit code and last line of the errors; a run that takes too long is asked to end."""
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,  # the end of this process is told to it once, below
        )
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _ended(process)
        errors.seek(0)
        said = [text for text in errors.read().splitlines() if text.strip()]
    return process.returncode, said[-1] if said else ""


def _ended(process: subprocess.Popen[Any]) -> None:
    """Nothing of it is left."""
    if process.poll() is not None:
        return
    process.terminate()  # it ends its own workers
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


@contextlib.contextmanager
def keeping_busy(number: int) -> Iterator[None]:
    """So many processes that take all the time they get."""
    crew = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(number)]
    try:
        yield
    finally:
        for process in crew:
            process.kill()
        for process in crew:
            process.wait()


def _commit() -> str:
    here = Path(__file__).parent
    found = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=here, capture_output=True, text=True
    )
    return found.stdout.strip()


def read(paths: Sequence[Path]) -> list[Line]:
    """The lines so far; one that was cut short is left out."""
    found = []
    for path in paths:
        for text in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            with contextlib.suppress(ValueError):
                found.append(json.loads(text))
    return found


def append(path: Path, line: Line) -> None:
    """One more line, on the disk when this returns."""
    whole = not path.exists() or not path.stat().st_size or path.read_bytes().endswith(b"\n")
    with path.open("a", encoding="utf-8") as file:
        file.write(("" if whole else "\n") + json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def campaign(
    sets: Sequence[Set], minutes: Sequence[float], busy: int, extra: Sequence[str], out: Path
) -> None:
    """All runs that have no line yet, one after the other."""
    for length in minutes:
        for one in sets:
            done = {(x["set"], x["minutes"], x["busy"], *x["extra"]) for x in read([out])}
            if (one.name, length, busy, *extra) in done:
                continue
            line = measured(one, length, busy, extra, out.parent / f"{out.name}.runs")
            append(out, line)
            print(f"{length:g} min, busy {busy}  {one.name:16} {_cell(line)}", flush=True)


def _cell(line: Line) -> str:
    if line["status"] != "finished":
        return f"{line['status']}: {line['said'][:60]}"
    planted = f" [{line['planted']}]" if line["planted"] else ""
    late = " late" if line["late"] else ""
    return (
        f"{line['light']}, worth it: {line['worth_it']}, {line['recommended']}{planted}; "
        f"{line['updates']} updates, {line['wall']:.0f} s{late}"
    )


def _decided(line: Line) -> bool:
    return line.get("light") == "green"


def contradictions(lines: Sequence[Line]) -> list[tuple[str, str, str]]:
    """Sets of which one run says yes and another no: the set, and when each was said."""
    found = []
    for name in dict.fromkeys(x["set"] for x in lines):
        said: dict[str, str] = {}
        for one in lines:
            if one["set"] == name and "worth_it" in one:
                said.setdefault(one["worth_it"], _when(one))
        if {"yes", "no"} <= said.keys():
            found.append((name, said["yes"], said["no"]))
    return found


def _when(line: Line) -> str:
    return f"{line['minutes']:g} min" + (f" beside {line['busy']}" if line["busy"] else "")


def table(lines: Sequence[Line]) -> str:
    """A row a set, a column a length; below, what must hold."""
    order = sorted(lines, key=lambda x: (x["busy"], x["minutes"]))
    columns = list(dict.fromkeys(_when(x) for x in order))
    cells = {(x["set"], _when(x)): x for x in lines}  # the last of several
    last = list(cells.values())
    text = ["| set | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name in dict.fromkeys(x["set"] for x in lines):
        row = [_cell(cells[name, c]) if (name, c) in cells else "" for c in columns]
        text.append("| " + " | ".join([name, *row]) + " |")
    text.append("")
    most = {x["set"] for x in last if _when(x) == columns[-1] and _decided(x)} if columns else set()
    for column in columns:
        some = [x for x in last if _when(x) == column]
        decided = {x["set"] for x in some if _decided(x)}
        answered = sum(x.get("worth_it") in ("yes", "no") for x in some)
        planted = [x.get("planted") for x in some if x.get("planted")]
        counts = ", ".join(f"{planted.count(k)} {k}" for k in ("right", "open", "wrong"))
        late = sum(x.get("late", False) for x in some)
        text.append(
            f"{column}: {len(some)} runs, {len(decided)} decided ({len(decided & most)} of those "
            f"decided at {columns[-1]}), yes or no {answered}; planted: {counts}; {late} late"
        )
    against = [f"{n} (yes: {yes}, no: {no})" for n, yes, no in contradictions(last)]
    text.append(f"yes against no: {', '.join(against) or 'none'}")
    wrong = [f"{x['set']} ({_when(x)})" for x in last if x.get("planted") == "wrong"]
    text.append(f"planted truths wrong: {', '.join(wrong) or 'none'}")
    text.append("commits: " + ", ".join(sorted({x["commit"] for x in last})))
    return "\n".join(text)


def _asked(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    own, extra = list(arguments), []
    if "--" in own:
        cut = own.index("--")
        own, extra = own[:cut], own[cut + 1 :]
    parser = argparse.ArgumentParser(prog="campaign", description=__doc__.split("\n")[0])
    names = ", ".join(one.name for one in SETS)
    parser.add_argument("--minutes", default="2", help="lengths, with commas")
    parser.add_argument("--only", default="", help=f"names, with commas, of {names}")
    parser.add_argument("--busy", type=int, default=0, help="processes that keep the cores busy")
    parser.add_argument("--out", type=Path, help="file of lines, gone on with where it is there")
    parser.add_argument("--beside", action="store_true", help="even while another one is running")
    parser.add_argument("--table", type=Path, nargs="+", help="no runs: compare those of files")
    asked = parser.parse_args(own)
    unknown = set(filter(None, asked.only.split(","))) - {one.name for one in SETS}
    if unknown:
        parser.error(f"no such set: {', '.join(sorted(unknown))}; there are {names}")
    if not asked.table and not asked.out:
        parser.error("--out or --table")
    return asked, extra


def main(arguments: Sequence[str]) -> None:
    """The command."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends the run at work as well
    asked, extra = _asked(arguments)
    if asked.table:
        print(table(read(asked.table)))
        return
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    some = [one for one in SETS if not asked.only or one.name in asked.only.split(",")]
    with contextlib.ExitStack() as held:
        if not asked.beside:
            try:
                held.enter_context(contextlib.closing(Lock(AT_WORK)))
            except RunError:
                sys.exit("another campaign is running: two would slow each other; or --beside")
        campaign(some, [float(m) for m in asked.minutes.split(",")], asked.busy, extra, asked.out)


if __name__ == "__main__":
    main(sys.argv[1:])
