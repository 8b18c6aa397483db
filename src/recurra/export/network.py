"""A network in a bundle: weights, the settings of its parts, and a user's own equations."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from recurra.cells.find import source_file
from recurra.compiler import measure
from recurra.errors import RunError
from recurra.export import manifest as manifests
from recurra.export.manifest import CELL, WEIGHTS, BundleError, ModuleBody, NetworkManifest
from recurra.export.parts import built_head, built_pooling, described
from recurra.ir import Cell
from recurra.nn.bodies.design import Design, with_text
from recurra.nn.bodies.find import find
from recurra.nn.bodies.modules import built, least
from recurra.nn.bodies.own import Own
from recurra.nn.embedding import Embedding
from recurra.nn.inputs import Columned
from recurra.nn.model import Model
from recurra.nn.recurrent import Recurrent
from recurra.nn.recursive import Recursive
from recurra.nn.tree_model import TreeModel
from recurra.words import say

DTYPES = {"float32": torch.float32, "float64": torch.float64}


def write(folder: Path, model: Model, spec: str, equations: bytes | None = None) -> dict[str, Any]:
    """Write the files of a network of the cell `spec`, whose file holds `equations` where it is a
    user's own; gives its entries of the manifest."""
    tensors = {name: t.detach().contiguous() for name, t in model.state_dict().items()}
    save_file(tensors, folder / WEIGHTS)
    file = source_file(spec)
    if file is not None:  # a copy that was loaded may be all that is left of it
        equations = file.read_bytes() if equations is None else equations
        (folder / CELL).write_bytes(equations)
    return {
        "kind": "network",
        "torch": torch.__version__,
        **described(model),
        "dtype": str(next(model.parameters()).dtype).removeprefix("torch."),
        **_computed(model.body, spec, equations or b""),
    }


def _computed(body: nn.Module, spec: str, text: bytes) -> dict[str, str]:
    """What it computes, and a fingerprint of that."""
    if isinstance(body, Own):
        return {"equations": "", "fingerprint": with_text(body.kind.__name__, text)}
    design = find(cast(Cell, body.cell) if hasattr(body, "cell") else spec)
    return {"equations": design.equations, "fingerprint": fingerprint(design)}


def build(folder: Path, manifest: dict[str, Any]) -> tuple[Model, bytes | None]:
    """The network of a folder, in evaluation mode, and the file of a user's own cell; raises what
    a spoiled one brings about."""
    told: NetworkManifest = manifests.checked(NetworkManifest, folder, manifest)
    if told.format == 1 and manifest.get("sha256") != manifests.digest(folder / WEIGHTS):
        raise manifests.spoiled(folder, WEIGHTS)
    model = _model(folder, told, manifest, _tensors(folder)).eval()
    copied = _copied(folder, told, manifest)
    return model, (folder / CELL).read_bytes() if copied else None


def _model(
    folder: Path, told: NetworkManifest, manifest: dict[str, Any], tensors: dict[str, torch.Tensor]
) -> Model:
    design = _design(folder, told, manifest)
    dtype = DTYPES[told.dtype]
    if _least(design, told, len(tensors)) > sum(t.numel() for t in tensors.values()):
        raise BundleError(  # before memory is taken for them
            say("export.other_sizes", folder=folder, manifest=manifests.FILE, weights=WEIGHTS)
        )
    front = Embedding(**manifest["front"]).to(dtype) if told.front else None
    head = built_head(manifest["head"]).to(dtype)
    body = _body(design, manifest["body"], dtype)
    if isinstance(body, Recursive):
        leaf = built_head(manifest["leaf"]).to(dtype) if told.leaf else None
        model: Model = TreeModel(body, head, front, leaf)
    else:
        read = built_pooling(manifest.get("pooling")).to(dtype)
        model = Model(body, head, front, read)
    own = {name: tensor.dtype for name, tensor in model.state_dict().items()}
    if any(own.get(name, tensor.dtype) != tensor.dtype for name, tensor in tensors.items()):
        raise BundleError(
            say("export.other_type", folder=folder, weights=WEIGHTS, dtype=told.dtype)
        )
    model.load_state_dict(tensors)
    return model


def _tensors(folder: Path) -> dict[str, torch.Tensor]:
    """The numbers of a model, all of them finite."""
    found = load_file(folder / WEIGHTS)
    for name, tensor in found.items():
        if not torch.isfinite(tensor).all():
            raise BundleError(say("export.not_finite", file=folder / WEIGHTS, tensor=name))
    return found


def _body(design: Design, given: Mapping[str, Any], dtype: torch.dtype) -> nn.Module:
    if design.cell is None:
        return built(design, given).to(dtype)
    if design.cell.for_trees:
        return Recursive(design.cell, **given, dtype=dtype)
    kind = Columned if "columns" in given else Recurrent
    return kind(design.cell, **given, dtype=dtype)


def _design(folder: Path, told: NetworkManifest, manifest: Mapping[str, Any]) -> Design:
    """What the manifest names; a user's own file is the copy that lies in the bundle."""
    copied = _copied(folder, told, manifest)
    spec = f"{folder / CELL}:{told.cell.rpartition('.py:')[2]}" if copied else told.cell
    design = find(spec)
    if fingerprint(design) != told.fingerprint:
        raise BundleError(
            say("export.other_equations", folder=folder, cell=told.cell),
            remedy=say("export.other_recurra"),
        )
    return design


def _copied(folder: Path, told: NetworkManifest, manifest: Mapping[str, Any]) -> bool:
    """Whether the cell is the copy in the bundle; what is not asked for is not run."""
    there = (folder / CELL).is_file() if told.format == 1 else CELL in manifest["files"]
    return there and ".py:" in told.cell


def _least(design: Design, told: NetworkManifest, tensors: int) -> int:
    """How many numbers the model has at least: those of the largest of its parts."""
    body, others = (
        told.body,
        [p.least for p in (told.head, told.leaf, told.front, told.pooling) if p],
    )
    if isinstance(body, ModuleBody):
        layers = body.options.get("layers", 1)
        if not isinstance(layers, int) or layers > tensors:
            raise RunError(say("export.missing_entry", entry="body.options.layers"))
        return max(least(design, body.model_dump()), *others)
    assert design.cell is not None
    columns = getattr(body, "columns", None)
    width = {n: len(own) for n, own in columns.items()} if columns else body.input_size
    if width is None:
        raise RunError(say("export.missing_entry", entry="body.input_size"))
    first = measure.parameters(design.cell, width, body.hidden_size, body.bias)
    return max(first, getattr(body, "num_layers", 1), *others)


def fingerprint(design: Design) -> str:
    """Of a cell its equations, wherever the file lies; of other bodies as of their design."""
    return design.fingerprint if design.cell is None else design.cell.fingerprint
