"""A model as a folder that another process can predict with: no pickle, no training data.

manifest.json      what the model is and what its inputs and outputs mean
model.safetensors  its numbers
cell.py            the equations, where the cell is a user's own
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

import recurra
from recurra import cells
from recurra.cells.find import source_file
from recurra.errors import RunError, SettingError
from recurra.nn.embedding import Embedding
from recurra.nn.heads import ClassificationHead, ForecastHead
from recurra.nn.inputs import Columned
from recurra.nn.model import Model
from recurra.nn.recurrent import Recurrent
from recurra.nn.recursive import Recursive
from recurra.nn.tree_model import TreeModel

FORMAT = 1
HEADS = {"classification": ClassificationHead, "forecasting": ForecastHead}
DTYPES = {"float32": torch.float32, "float64": torch.float64}


@dataclass(frozen=True)
class Bundle:
    """A model in evaluation mode and what its manifest says."""

    model: Model
    manifest: dict[str, Any]


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
        RunError: the folder is no bundle, or is damaged, or of a newer format.
    """
    folder = Path(folder)
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise RunError(
                f"{folder} has format {manifest['format']}, this recurra reads {FORMAT}. "
                "Load it with the version that saved it"
            )
        model = _build(folder, manifest)
        tensors = load_file(folder / "model.safetensors")
        if manifest["sha256"] != _digest(folder / "model.safetensors"):
            raise RunError(f"{folder}: model.safetensors is not what was saved")
        model.load_state_dict(tensors)
    except (OSError, KeyError, TypeError, ValueError, RuntimeError, SafetensorError) as error:
        raise RunError(f"{folder} is not the bundle of a model: {error}") from error
    return Bundle(model.eval(), manifest)


def size(folder: str | Path) -> int:
    """Bytes of all its files."""
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


def _write(folder: Path, model: Model, manifest: dict[str, Any]) -> None:
    body, cell = model.body, cells.find(model.body.cell)  # type: ignore[arg-type]
    tensors = {name: t.detach().contiguous() for name, t in model.state_dict().items()}
    save_file(tensors, folder / "model.safetensors")
    os.chmod(folder / "model.safetensors", 0o644)
    file = source_file(manifest["cell"])
    if file is not None:
        (folder / "cell.py").write_bytes(file.read_bytes())
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
        "sha256": _digest(folder / "model.safetensors"),
    }
    text = json.dumps({**known, **manifest}, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


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


def _build(folder: Path, manifest: dict[str, Any]) -> Model:
    spec = str(manifest["cell"])
    if (folder / "cell.py").is_file():
        spec = f"{folder / 'cell.py'}:{spec.rpartition('.py:')[2]}"
    cell = cells.find(spec)
    if cell.fingerprint != manifest["fingerprint"]:
        raise RunError(
            f"{folder}: the equations of {manifest['cell']} are not those that were trained. "
            "Load it with the version of recurra that saved it"
        )
    dtype = DTYPES[manifest["dtype"]]
    sizes = manifest.get("front")
    front = Embedding(**sizes).to(dtype) if sizes else None
    head = _built(manifest["head"]).to(dtype)
    if cell.for_trees:
        leaf = _built(manifest["leaf"]).to(dtype) if manifest["leaf"] else None
        return TreeModel(Recursive(cell, **manifest["body"], dtype=dtype), head, front, leaf)
    kind = Columned if "columns" in manifest["body"] else Recurrent
    return Model(kind(cell, **manifest["body"], dtype=dtype), head, front)


def _built(head: Mapping[str, Any]) -> nn.Module:
    known = dict(head)
    made: nn.Module = HEADS[known.pop("kind")](**known)
    return made


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
