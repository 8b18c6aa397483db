"""A fitted baseline in a bundle: its arrays as tensors, everything else as JSON."""

from pathlib import Path
from typing import Any

from safetensors.numpy import load_file, save_file

from recurra.errors import RunError
from recurra.export import manifest as manifests
from recurra.export.manifest import WEIGHTS, BaselineManifest
from recurra.tasks.baselines import FITTED
from recurra.tasks.baselines.fitted import FittedBaseline


def write(folder: Path, model: FittedBaseline) -> dict[str, Any]:
    """Write the file of a fitted baseline; gives its entries of the manifest."""
    save_file(model.arrays(), folder / WEIGHTS)
    return {"kind": "baseline", "model": type(model).__name__, "settings": model.settings()}


def build(folder: Path, manifest: dict[str, Any]) -> FittedBaseline:
    """The baseline of a folder; raises what a spoiled one brings about."""
    told: BaselineManifest = manifests.checked(BaselineManifest, folder, manifest)
    if told.model not in FITTED:
        raise RunError(
            f"{folder}: no baseline is called {told.model!r}. "
            "Load it with the version of recurra that saved it"
        )
    return FITTED[told.model].of_parts(load_file(folder / WEIGHTS), told.settings)
