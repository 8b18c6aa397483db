"""What one job of a comparison leaves for another, by key and kind; where it lies is said here.

A kind is a row of `KINDS`: the end of a file's name, how it is written and how it is read.
"""

import contextlib
import errno
import io
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recurra.comparison.trouble import named


class Store:
    """Artefacts in a folder, which must be there.

    >>> import tempfile
    >>> store = Store(Path(tempfile.mkdtemp()))
    >>> store.put("a", "predictions", np.ones(2))
    >>> store.get("a", "predictions").tolist(), store.has("b", "predictions")
    ([1.0, 1.0], False)
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: str, kind: str, value: Any) -> None:
        """Keep a value so that a reader sees all of it or nothing."""
        path = self._path(key, kind)
        part = path.with_name(f".{os.getpid()}.{path.name}")
        if not self.folder.is_dir():  # a writer that makes folders shall not bring it back
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.folder))
        try:
            KINDS[kind].write(part, value)
            if path.is_dir():  # which cannot be replaced at once
                shutil.rmtree(path)
            part.replace(path)
        except BaseException as error:
            if part.is_dir():
                shutil.rmtree(part, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    part.unlink(missing_ok=True)
            raise named(error, path)  # noqa: B904 - the same error where it has a name already

    def get(self, key: str, kind: str) -> Any:
        """What was put; raises where there is nothing (see `has`)."""
        return KINDS[kind].read(self._path(key, kind))

    def has(self, key: str, kind: str) -> bool:
        """Whether there is something of this key and kind."""
        return self._path(key, kind).exists()

    def size(self, key: str, kind: str) -> int:
        """Bytes on disk."""
        path = self._path(key, kind)
        files = path.rglob("*") if path.is_dir() else [path]
        return sum(file.stat().st_size for file in files if file.is_file())

    def copy(self, key: str, kind: str, target: Path) -> None:
        """Copy a folder to a place, at once; a run that is resumed has it still."""
        part = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            shutil.copytree(self._path(key, kind), part)
            part.replace(target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise

    def keep(self, wanted: Mapping[str, Sequence[str]]) -> None:
        """Remove everything but these kinds of these keys; other files of the folder stay."""
        names = {self._path(key, kind).name for key, kinds in wanted.items() for kind in kinds}
        endings = tuple(kind.ending for kind in KINDS.values())
        for path in self.folder.glob("*"):
            if path.name.endswith(endings) and path.name not in names:
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)

    def _path(self, key: str, kind: str) -> Path:
        return self.folder / f"{key}{KINDS[kind].ending}"


@dataclass(frozen=True)
class Kind:
    """How values of a kind lie on disk."""

    ending: str
    write: Callable[[Path, Any], None]
    read: Callable[[Path], Any]


def _write_state(path: Path, state: Any) -> None:
    from recurra.train import checkpoint

    checkpoint.save(state, path)


def _read_state(path: Path) -> Any:
    from recurra.train import checkpoint

    return checkpoint.load(path)


def _write_array(path: Path, array: np.ndarray) -> None:
    found = io.BytesIO()  # NumPy itself does not say why it could not write to a file
    np.save(found, array)
    path.write_bytes(found.getbuffer())


def _write_arrays(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    found = io.BytesIO()
    np.savez(found, **arrays)  # type: ignore[arg-type]
    path.write_bytes(found.getbuffer())


def _read_arrays(path: Path) -> dict[str, np.ndarray]:
    with np.load(path) as found:
        return dict(found)


def _write_bundle(path: Path, found: tuple[Any, Mapping[str, Any]]) -> None:
    from recurra.export import bundle

    bundle.save(path, *found)


def _read_bundle(path: Path) -> Any:
    from recurra.export import bundle

    return bundle.load(path)


KINDS = {
    "checkpoint": Kind(".safetensors", _write_state, _read_state),  # train.FitState
    "predictions": Kind(".npy", _write_array, np.load),  # of the test part
    "validation": Kind(".validation.npy", _write_array, np.load),  # the answers that decide
    # of a final training: what its looks came to at its end and after half of it (`Looks.kept`)
    "looks": Kind(".looks.npz", _write_arrays, _read_arrays),
    "nodes": Kind(".nodes.npz", _write_arrays, _read_arrays),  # of the test part's trees
    "bundle": Kind(".bundle", _write_bundle, _read_bundle),  # a folder: model and manifest
}
