"""A fitted baseline in a bundle: its arrays as tensors, everything else as JSON."""

from pathlib import Path
from typing import Any

from safetensors.numpy import load_file, save_file

from recurra.export import manifest as manifests
from recurra.export.manifest import WEIGHTS, BaselineManifest, BundleError
from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.kinds import FITTED
from recurra.words import say


def write(folder: Path, model: FittedBaseline) -> dict[str, Any]:
    """Write the file of a fitted baseline; gives its entries of the manifest."""
    save_file(model.arrays(), folder / WEIGHTS)
    return {"kind": "baseline", "model": type(model).__name__, "settings": model.settings()}


def build(folder: Path, manifest: dict[str, Any]) -> FittedBaseline:
    """The baseline of a folder; raises what a spoiled one brings about."""
    told: BaselineManifest = manifests.checked(BaselineManifest, folder, manifest)
    if told.model not in FITTED:
        raise BundleError(
            say("export.no_such_baseline", folder=folder, name=told.model),
            remedy=say("export.other_recurra"),
        )
    return FITTED[told.model].of_parts(load_file(folder / WEIGHTS), told.settings)
