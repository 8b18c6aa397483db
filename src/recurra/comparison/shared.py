"""The data of a comparison, held once for all its processes: a file that each of them maps.

A large table takes the same memory with one worker as with eight, and is read and audited once. The
file lies in the user's cache folder, where only this user can read it, and is gone with the run;
what a killed run left there the next one removes.
"""

import contextlib
import mmap
import os
import pickle
import shutil
import tempfile
from pathlib import Path

from recurra.compiler import cache_folder
from recurra.tasks import Task

ALIGNED = 64  # bytes, as kernels like their arrays
ARRAYS, REST = "arrays", "task"


def _folder() -> Path:
    """A new folder for one task, named after this process."""
    import psutil

    home = cache_folder.wanted() / "data"
    home.mkdir(parents=True, exist_ok=True)
    for left in home.iterdir():
        owner = left.name.partition("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=home))


def put(task: Task, folder: Path) -> None:
    """Write a task: its arrays, each where a process can map it, and the rest."""
    buffers: list[pickle.PickleBuffer] = []
    rest = pickle.dumps(task, protocol=5, buffer_callback=buffers.append)
    places = []
    with (folder / ARRAYS).open("wb") as file:
        for buffer in buffers:
            raw = buffer.raw()
            places.append((file.tell(), raw.nbytes))
            file.write(raw)
            file.write(bytes(-raw.nbytes % ALIGNED or (ALIGNED if not raw.nbytes else 0)))
        if not buffers:  # nothing cannot be mapped
            file.write(bytes(ALIGNED))
    (folder / REST).write_bytes(pickle.dumps((places, rest)))


def get(folder: Path) -> Task:
    """The task that was put there; what is written to its arrays is seen by this process alone.

    Raises OSError where it is not there.
    """
    places, rest = pickle.loads((folder / REST).read_bytes())
    with (folder / ARRAYS).open("rb") as file:
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    task: Task = pickle.loads(rest, buffers=[whole[at : at + size] for at, size in places])
    return task


def kept(task: Task, held: contextlib.ExitStack) -> tuple[Task, Path | None]:
    """The task as all processes see it until `held` is closed, and where it lies; as it is and None
    where there is no room for it: each process reads the data itself then."""
    try:
        folder = _folder()
    except OSError:
        return task, None
    held.callback(shutil.rmtree, folder, ignore_errors=True)  # who has mapped it keeps what it sees
    try:
        put(task, folder)
        return get(folder), folder
    except OSError:  # a full disk
        shutil.rmtree(folder, ignore_errors=True)
        return task, None
