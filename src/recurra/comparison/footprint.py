"""Memory of training: how far a fresh process's memory rises, one process for each network.

    python -m recurra.comparison.footprint < order.json

Where processes can be forked, this one loads torch, the compiler and the data, and forks one
child for each network; elsewhere it starts itself anew for each.
"""

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from recurra.comparison import context as contexts
from recurra.comparison import trial, warm
from recurra.comparison.context import Context, Setting
from recurra.comparison.parent import leave_with
from recurra.json_lines import from_plain
from recurra.nn.bodies.find import find
from recurra.records import Architecture, DataSummary

UPDATES = 5


def main() -> None:
    """Read the order, print {name: bytes}."""
    order = json.loads(sys.stdin.read())
    if "parent" in order:
        leave_with(order["parent"])
    with contextlib.redirect_stdout(sys.stderr):
        found = _measure(order)
    print(json.dumps(found))


def rise(context: Context, architecture: Architecture) -> int:
    """Bytes by which the peak of this process rises while a model is built and trained.

    The same architecture with at most 16 units (of a body without kernels with all of them) goes
    first, on one example: what it loads and
    compiles is code, not the memory of a training. As many units as are left over by sixteens, so
    that it is the same code: there are kernels for units that fill the machine's registers, and for
    others.
    """
    task, training = context.task, context.setting.training
    tiny = architecture
    if find(architecture.spec).cell is not None:
        few = {k: (n - 1) % 16 + 1 for k, n in architecture.hidden.items()}
        tiny = replace(architecture, hidden=few)
    trial.timed_updates(trial.untrained(context, tiny), task, replace(training, batch_size=1), 1)
    before = _peak_from_now()
    trial.timed_updates(trial.untrained(context, architecture), task, training, UPDATES)
    return max(0, _peak() - before)


def _measure(order: dict[str, Any]) -> dict[str, int]:
    chosen = [from_plain(Architecture, a) for a in order["architectures"]]
    if not hasattr(os, "fork") and len(chosen) > 1:
        return {
            a.name: _anew({**order, "architectures": [x]})[a.name]
            for a, x in zip(chosen, order["architectures"], strict=True)
        }
    setting, data = from_plain(Setting, order["setting"]), from_plain(DataSummary, order["data"])
    common = Path(order["common"]) if order.get("common") else None
    context = contexts.load(setting, data, Path(), common)  # nothing is kept
    if not hasattr(os, "fork"):
        return {a.name: rise(context, a) for a in chosen}
    batches = context.task.batches("train", setting.training.batch, seed=0)
    next(iter(batches))  # the data are there already
    for first in chosen[:1]:  # and so is the code that compiles
        warm.kernels(first.spec, setting.backend, setting.dtype)
    return {a.name: _in_child(context, a) for a in chosen}


def _in_child(context: Context, architecture: Architecture) -> int:
    reader, writer = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        status = 1
        leave_with(parent)
        try:
            os.write(writer, str(rise(context, architecture)).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader) as file:
        answer = file.read()
    os.waitpid(child, 0)
    return int(answer or 0)


def _anew(order: dict[str, Any]) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-m", "recurra.comparison.footprint"],
        input=json.dumps({**order, "parent": os.getpid()}),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _peak_from_now() -> int:
    """Forget the peak so far where the system can, and say what is in use."""
    with contextlib.suppress(OSError), open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    return _peak()


def _peak() -> int:
    """Peak of the resident memory in bytes."""
    if sys.platform.startswith("linux"):
        with open("/proc/self/status") as file:
            line = next(row for row in file if row.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    import resource

    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    main()
