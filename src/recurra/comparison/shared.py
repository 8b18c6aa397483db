"""The data of a comparison, held once for all its processes: a file that each of them maps.

A large table takes the same memory with one worker as with eight, and is read and audited once. The
file lies in a folder for temporary files that only this user can read; it is gone with the run,
after a kill too (the tracker that outlives this process sees to that).
"""

import contextlib
import mmap
import pickle
import shutil
import tempfile
from pathlib import Path

from recurra.tasks import Task

ALIGNED = 64  # bytes, as kernels like their arrays
ARRAYS, REST = "arrays", "task"


class Shared:
    """A folder for one task, until it is closed."""

    def __init__(self) -> None:
        from joblib.externals.loky.backend import resource_tracker

        self._tracker = resource_tracker
        self.folder = Path(tempfile.mkdtemp(prefix="recurra-"))
        self._open = True
        resource_tracker.register(str(self.folder), "folder")

    def close(self) -> None:
        """Remove the folder; who has mapped its file keeps what it sees."""
        if not self._open:
            return
        self._open = False
        shutil.rmtree(self.folder, ignore_errors=True)
        self._tracker.unregister(str(self.folder), "folder")


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
        shared = Shared()
    except OSError:
        return task, None
    held.callback(shared.close)
    try:
        put(task, shared.folder)
        return get(shared.folder), shared.folder
    except OSError:  # a full disk
        shared.close()
        return task, None
