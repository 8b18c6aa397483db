"""A training's state in one safetensors file; the plain numbers are JSON in its header."""

import os
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from recurra import json_lines
from recurra.errors import RunError, reason
from recurra.train.state import FitState, Progress
from recurra.words import say


def save(state: FitState, path: Path) -> None:
    """Write a state so that a reader sees the old file or the new one, never a part.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(FitState(Progress(update=7)), Path(folder) / "a.safetensors")
    ...     load(Path(folder) / "a.safetensors").progress.update
    7
    """
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        save_file(state.tensors, part, metadata={"progress": json_lines.to_json(state.progress)})
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def load(path: Path) -> FitState:
    """Read what `save` wrote; RunError where the file is missing or is something else."""
    try:
        with safe_open(path, framework="pt") as file:
            progress = json_lines.from_json(Progress, file.metadata()["progress"])
            # Copies: the file may be replaced or removed while the tensors are in use.
            tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise RunError(say("train.no_checkpoint", file=path, why=reason(error))) from error
    return FitState(progress, tensors)
