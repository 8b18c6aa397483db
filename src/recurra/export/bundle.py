"""A model as a folder that another process can predict with: no pickle, no training data.

manifest.json      what the model is and what its inputs and outputs mean; see `export.manifest`
model.safetensors  its numbers
cell.py            the equations, where the cell is a user's own
"""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from safetensors import SafetensorError

import recurra
from recurra.errors import RecurraError, RunError, reason
from recurra.export import manifest as manifests
from recurra.export import network, simple
from recurra.export.manifest import FORMAT, WEIGHTS, BundleError
from recurra.json_lines import from_plain
from recurra.nn.model import Model
from recurra.records import Source
from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.served import Answerer, Network, Origin, Served, served
from recurra.words import Text, say

# Entries of a manifest that are made anew whenever one is written.
SEALS = ("format", "recurra", "torch", "files", "checksum", "sha256")
# What building a model may raise where a bundle is not as it was saved.
DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError,
    RuntimeError, SafetensorError, TypeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True)
class Bundle:
    """What predicts, what its manifest says, and what could not be checked."""

    answerer: Answerer
    manifest: dict[str, Any]
    notes: tuple[Text, ...] = ()
    equations: bytes | None = None  # the file of a user's own cell

    @property
    def name(self) -> str:
        """Of the model, as it was called in its comparison."""
        return str(self.manifest.get("name") or self.manifest.get("cell", ""))

    @property
    def errors(self) -> tuple[float, ...]:
        """On the validation part: how exact answers are (`tasks.exactness`); empty where a bundle
        does not say."""
        return tuple(self.manifest.get("errors", ()))

    @property
    def model(self) -> Model:
        """The network, in evaluation mode; RunError where the model is a simple baseline."""
        if not isinstance(self.answerer, Network):
            raise RunError(say("export.baseline", name=self.name))
        return self.answerer.model

    @cached_property
    def served(self) -> Served:
        """The model as an object that reads new data and answers; RunError where its manifest does
        not say what its inputs and answers mean."""
        found = served(self.manifest.get("task", {}), self.answerer)
        found.origin = Origin(self.name, self._source(), self.errors, self.save, self.notes)
        return found

    def save(self, folder: str | Path) -> Path:
        """Write it to another folder, as `save` does, with a checksum of today's format."""
        network = isinstance(self.answerer, Network)
        model: Any = self.model if network else self.answerer
        return save(folder, model, self.manifest, self.equations)

    def _source(self) -> Source | None:
        known = self.manifest.get("source")
        return None if known is None else from_plain(Source, known)


def save(
    folder: str | Path,
    model: Model | FittedBaseline,
    manifest: Mapping[str, Any],
    equations: bytes | None = None,
) -> Path:
    """Write a model; the folder appears as a whole, or not at all, and replaces an older one.

    Args:
        folder: where it goes.
        model: a `Recurrent` body and a head of `recurra.nn.heads`; or a fitted baseline.
        manifest: what the caller knows: of a network "cell", its specification, and whatever is
            needed to read new data ("task": classes, columns, scaler ...); plain JSON.
        equations: the file of a user's own cell; None: as it lies where the cell's name says.

    >>> import torch
    >>> from recurra.nn import Recurrent
    >>> from recurra.nn.heads import ClassificationHead
    >>> model = Model(Recurrent("gru", 3, 4), ClassificationHead(4, 2))
    >>> with tempfile.TemporaryDirectory() as place:
    ...     loaded = load(save(Path(place) / "best", model, {"cell": "gru"}))
    >>> torch.equal(loaded.model.head.linear.weight, model.head.linear.weight)
    True
    """
    folder = Path(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        os.chmod(part, 0o755)
        _write(part, model, dict(manifest), equations)
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(part, folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return folder


def load(folder: str | Path) -> Bundle:
    """Read what `save` wrote.

    A bundle of a user's own cell holds that cell's Python file, and loading runs it: load such
    bundles only from those you trust.

    Raises:
        RunError: the folder is no bundle, or is not as it was saved, or of a newer format.
    """
    folder = Path(folder)
    manifest, notes = manifests.read(folder)
    try:
        if manifest.get("kind", "network") == "baseline":
            return Bundle(simple.build(folder, manifest), manifest, notes)
        model, equations = network.build(folder, manifest)
        return Bundle(Network(model), manifest, notes, equations)
    except DAMAGE as error:
        raise manifests.no_bundle(folder, reason(error)) from error
    except BundleError:
        raise
    except RecurraError as error:
        raise RunError(say("export.in_folder", folder=folder, what=error.message)) from error


def size(folder: str | Path) -> int:
    """Bytes of all its files."""
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


def _write(
    folder: Path,
    model: Model | FittedBaseline,
    manifest: dict[str, Any],
    equations: bytes | None,
) -> None:
    if isinstance(model, FittedBaseline):
        known = simple.write(folder, model)
    else:
        known = network.write(folder, model, manifest["cell"], equations)
    os.chmod(folder / WEIGHTS, 0o644)
    told = {k: v for k, v in manifest.items() if k not in SEALS}
    _seal(folder, {"format": FORMAT, "recurra": recurra.__version__, **known, **told})


def _seal(folder: Path, manifest: Mapping[str, Any]) -> None:
    whole = manifests.sealed(manifest, folder)
    text = json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / manifests.FILE).write_text(text + "\n", encoding="utf-8")
