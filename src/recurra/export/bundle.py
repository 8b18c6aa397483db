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
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

import recurra
from recurra import cells
from recurra.cells.find import source_file
from recurra.compiler import measure
from recurra.errors import RecurraError, RunError, SettingError
from recurra.export import manifest as manifests
from recurra.export.manifest import FORMAT, NetworkManifest
from recurra.ir import Cell
from recurra.json_lines import from_plain
from recurra.nn.embedding import Embedding
from recurra.nn.heads import ClassificationHead, ForecastHead
from recurra.nn.inputs import Columned
from recurra.nn.model import Model
from recurra.nn.recurrent import Recurrent
from recurra.nn.recursive import Recursive
from recurra.nn.tree_model import TreeModel
from recurra.records import Source
from recurra.tasks.served import Network, Served, served

HEADS = {"classification": ClassificationHead, "forecasting": ForecastHead}
DTYPES = {"float32": torch.float32, "float64": torch.float64}
WEIGHTS = "model.safetensors"
CELL = "cell.py"
# What building a model may raise where a bundle without checksum is not as it was saved.
DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError,
    RuntimeError, SafetensorError, TypeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True)
class Bundle:
    """A model in evaluation mode, what its manifest says, and what could not be checked."""

    model: Model
    manifest: dict[str, Any]
    notes: tuple[str, ...] = ()

    @cached_property
    def served(self) -> Served:
        """The model as an object that reads new data and answers; RunError where its manifest does
        not say what its inputs and answers mean."""
        return served(self.manifest.get("task", {}), Network(self.model))

    def source(self, data: str) -> Source:
        """How the training data were read, for another file."""
        if self.manifest.get("source") is None:
            raise RunError("the model's manifest does not say how its data were read")
        return replace(from_plain(Source, self.manifest["source"]), data=data, limit=None)


def save(folder: str | Path, model: Model, manifest: Mapping[str, Any]) -> Path:
    """Write a model; the folder appears as a whole, or not at all, and replaces an older one.

    Args:
        folder: where it goes.
        model: a `Recurrent` body and a head of `recurra.nn.heads`.
        manifest: what the caller knows: "cell", its specification, and whatever is needed to read
            new data ("task": classes, columns, scaler ...); plain JSON.

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
        _write(part, model, dict(manifest))
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
    told: NetworkManifest = manifests.checked(NetworkManifest, folder, manifest)
    try:
        if told.format == 1 and manifest.get("sha256") != manifests.digest(folder / WEIGHTS):
            raise RunError(f"{folder}: {WEIGHTS} is not what was saved")
        model = _build(folder, told, manifest, _tensors(folder))
    except DAMAGE as error:
        why = str(error).strip().splitlines() or [type(error).__name__]
        raise RunError(f"{folder} is not the bundle of a model: {why[0]}") from error
    except RecurraError as error:
        if str(error).startswith(str(folder)):
            raise
        raise RunError(f"{folder}: {error}") from error
    return Bundle(model.eval(), manifest, notes)


def _tensors(folder: Path) -> dict[str, torch.Tensor]:
    """The numbers of a model, all of them finite."""
    found = load_file(folder / WEIGHTS)
    for name, tensor in found.items():
        if not torch.isfinite(tensor).all():
            raise RunError(f"{folder / WEIGHTS}: {name} holds what is not a finite number")
    return found


def size(folder: str | Path) -> int:
    """Bytes of all its files."""
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


def _write(folder: Path, model: Model, manifest: dict[str, Any]) -> None:
    body, cell = model.body, cells.find(model.body.cell)  # type: ignore[arg-type]
    tensors = {name: t.detach().contiguous() for name, t in model.state_dict().items()}
    save_file(tensors, folder / WEIGHTS)
    os.chmod(folder / WEIGHTS, 0o644)
    file = source_file(manifest["cell"])
    if file is not None:
        (folder / CELL).write_bytes(file.read_bytes())
    known = {
        "format": FORMAT,
        "recurra": recurra.__version__,
        "torch": torch.__version__,
        "body": _body(body),
        "head": _head(model.head),
        "front": _front(model.front),
        **_leaf(model),
        "dtype": str(next(model.parameters()).dtype).removeprefix("torch."),
        "equations": cell.equations,
        "fingerprint": cell.fingerprint,
    }
    _seal(folder, {**known, **manifest})


def _seal(folder: Path, manifest: Mapping[str, Any]) -> None:
    whole = manifests.sealed(manifest, folder)
    text = json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / manifests.FILE).write_text(text + "\n", encoding="utf-8")


def _body(body: nn.Module) -> dict[str, Any]:
    """The arguments that build a body again."""
    if isinstance(body, Recursive):
        return {
            "input_size": body.input_size,
            "hidden_size": body.hidden_size,
            "bias": body.biased,
            "init": body.init,
            "forget_bias": body.forget_bias,
        }
    assert isinstance(body, Recurrent)
    return {
        **_columns(body),
        **_start(body),
        "hidden_size": body.hidden_size,
        "num_layers": body.num_layers,
        "bias": body.bias,
        "bidirectional": body.bidirectional,
        "zoneout": dict(body.zoneout) if isinstance(body.zoneout, Mapping) else body.zoneout,
    }


def _columns(body: Recurrent) -> dict[str, Any]:
    """The width of the input, or which columns each of several inputs gets."""
    if isinstance(body, Columned):
        return {"columns": {n: list(own) for n, own in body.columns.items()}, "width": body.width}
    return {"input_size": body.input_size}


def _start(body: Recurrent) -> dict[str, Any]:
    """How starting weights were drawn, so that a diagnosis can draw others."""
    return {"init": body.init, "forget_bias": body.forget_bias, "longest": body.longest}


def _head(head: nn.Module) -> dict[str, Any]:
    """The kind of a head and the arguments that build it."""
    if isinstance(head, ClassificationHead):
        return {
            "kind": "classification",
            "features": head.linear.in_features,
            "classes": head.linear.out_features,
            "output": head.output,
            "loss": head.kind,
        }
    if isinstance(head, ForecastHead):
        return {
            "kind": "forecasting",
            "features": head.linear.in_features - head.horizon * head.known,
            "horizon": head.horizon,
            "targets": head.targets,
            "known": head.known,
        }
    raise SettingError(f"a head of type {type(head).__name__} cannot be saved as a bundle")


def _leaf(model: Model) -> dict[str, Any]:
    """Of a tree model, the head of leaves that are inputs alone."""
    if not isinstance(model, TreeModel):
        return {}
    return {"leaf": None if model.leaf is None else _head(model.leaf)}


def _front(front: nn.Module | None) -> dict[str, int] | None:
    """The sizes of the vectors for tokens; None where inputs are numbers."""
    if front is None:
        return None
    if not isinstance(front, Embedding):
        raise SettingError(f"a front of type {type(front).__name__} cannot be saved as a bundle")
    return {"tokens": front.tokens, "size": front.size}


def _build(
    folder: Path, told: NetworkManifest, manifest: dict[str, Any], tensors: dict[str, torch.Tensor]
) -> Model:
    cell = _cell(folder, told, manifest)
    numbers = sum(t.numel() for t in tensors.values())
    if _least(cell, told) > numbers:  # before memory is taken for them
        raise RunError(f"{folder}: the sizes of {manifests.FILE} are not those of {WEIGHTS}")
    dtype = DTYPES[told.dtype]
    front = Embedding(**manifest["front"]).to(dtype) if told.front else None
    head, body = _built(manifest["head"]).to(dtype), manifest["body"]
    if cell.for_trees:
        leaf = _built(manifest["leaf"]).to(dtype) if told.leaf else None
        model: Model = TreeModel(Recursive(cell, **body, dtype=dtype), head, front, leaf)
    else:
        kind = Columned if "columns" in body else Recurrent
        model = Model(kind(cell, **body, dtype=dtype), head, front)
    own = {name: tensor.dtype for name, tensor in model.state_dict().items()}
    if any(own.get(name, tensor.dtype) != tensor.dtype for name, tensor in tensors.items()):
        raise RunError(f"{folder}: the tensors of {WEIGHTS} are not of type {told.dtype}")
    model.load_state_dict(tensors)
    return model


def _cell(folder: Path, told: NetworkManifest, manifest: Mapping[str, Any]) -> Cell:
    """The cell of a manifest; a user's own from the copy that lies in the bundle."""
    there = (folder / CELL).is_file() if told.format == 1 else CELL in manifest["files"]
    copied = there and ".py:" in told.cell  # what is not asked for is not run
    spec = f"{folder / CELL}:{told.cell.rpartition('.py:')[2]}" if copied else told.cell
    cell = cells.find(spec)
    if cell.fingerprint != told.fingerprint:
        raise RunError(
            f"{folder}: the equations of {told.cell} are not those that were trained. "
            "Load it with the version of recurra that saved it"
        )
    return cell


def _least(cell: Cell, told: NetworkManifest) -> int:
    """How many numbers the model has at least: those of the largest of its parts."""
    body, others = told.body, [p.least for p in (told.head, told.leaf, told.front) if p]
    columns = getattr(body, "columns", None)
    width = {n: len(own) for n, own in columns.items()} if columns else body.input_size
    if width is None:
        raise RunError("body.input_size is missing")
    first = measure.parameters(cell, width, body.hidden_size, body.bias)
    return max(first, getattr(body, "num_layers", 1), *others)


def _built(head: Mapping[str, Any]) -> nn.Module:
    known = dict(head)
    made: nn.Module = HEADS[known.pop("kind")](**known)
    return made
