"""Ways to spoil the folder of a model, drawn from a seed.

A `Mutation` changes the folder in place. `told` says what was done, for the message of a failure.
"""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from recurra.export import manifest as manifests

WEIGHTS = "model.safetensors"
STRANGE: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, -7, 2**31, 2**70, 1e308, -1e308, 0.5, "", "a", "lstm", "../../x",
    "\ud800", [], {}, [1], ["a", "a"], {"a": 1}, [[]], float("nan"), float("inf"),
)  # fmt: skip


def mutate(folder: Path, other: Path, rng: random.Random) -> str:
    """Spoil a folder in one way; `other` is the bundle of another model. Says what was done."""
    return rng.choice(EVERY)(folder, other, rng)


def seal(folder: Path) -> None:
    """Make the checksums fit again, as one who edits by hand might."""
    try:
        manifest = json.loads((folder / manifests.FILE).read_text())
        manifest = {k: v for k, v in manifest.items() if k not in ("files", "checksum")}
        (folder / manifests.FILE).write_text(json.dumps(manifests.sealed(manifest, folder)))
    except (OSError, ValueError, AttributeError, RecursionError):
        return  # nothing that could be sealed


def age(folder: Path) -> None:
    """As an older version saved it: one checksum, of the weights alone."""
    try:
        manifest = json.loads((folder / manifests.FILE).read_text())
        old = {k: v for k, v in manifest.items() if k not in ("files", "checksum")}
        old |= {"format": 1, "sha256": manifests.digest(folder / WEIGHTS)}
        (folder / manifests.FILE).write_text(json.dumps(old))
    except (OSError, ValueError, AttributeError, RecursionError):
        return


def _entry(folder: Path, other: Path, rng: random.Random) -> str:
    """An entry of the manifest, however deep, is deleted, renamed, or another value."""
    file = folder / manifests.FILE
    manifest = json.loads(file.read_text())
    holder, key = rng.choice(list(_places(manifest)))
    how = rng.randrange(4)
    if how == 0:
        del holder[key]
        told = "deleted"
    elif how == 1 and isinstance(holder, dict):
        holder[f"{key}_"] = holder.pop(key)
        told = "renamed"
    elif how == 2 and isinstance(holder[key], int | float):
        holder[key] = rng.choice([holder[key] * 2, -holder[key], holder[key] + 1, 1e300, 10**9])
        told = f"number {holder[key]}"
    else:
        holder[key] = rng.choice(STRANGE)
        told = repr(holder[key])
    file.write_text(json.dumps(manifest))
    return f"entry {key}: {told}"


def _places(value: Any) -> Any:
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(entries):
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


def _text(folder: Path, other: Path, rng: random.Random) -> str:
    """The manifest is no JSON, or in another encoding."""
    file = folder / manifests.FILE
    text = file.read_text()
    made: dict[str, bytes] = {
        "empty": b"",
        "binary": bytes(rng.randrange(256) for _ in range(50)),
        "utf-16": text.encode("utf-16"),
        "latin-1": text.replace("{", '{"é": 1, ', 1).encode("latin-1"),
        "list": b"[1, 2]",
        "number": b"NaN",
        "null": b"null",
        "deep": b"[" * 100_000,
        "digits": b'{"format": ' + b"9" * 5000 + b"}",
        "comma": text.replace(",", ";", 1).encode(),
        "twice": (text + text).encode(),
    }
    name = rng.choice(list(made))
    file.write_bytes(made[name])
    return f"manifest {name}"


def _bytes(folder: Path, other: Path, rng: random.Random) -> str:
    """Any file is cut short, or some of its bytes are others."""
    file = rng.choice(sorted(folder.iterdir()))
    raw = bytearray(file.read_bytes())
    place = rng.randrange(len(raw))
    if rng.random() < 0.4:
        file.write_bytes(raw[:place])
        return f"{file.name} cut at {place}"
    for _ in range(rng.choice([1, 1, 8])):
        raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    file.write_bytes(raw)
    return f"{file.name}: bits flipped"


def _files(folder: Path, other: Path, rng: random.Random) -> str:
    """A file is deleted, that of another model, a folder, or there is one more."""
    file = rng.choice(sorted(folder.iterdir()))
    how = rng.choice(["deleted", "swapped", "folder", "added", "moved"])
    if how == "swapped" and (other / file.name).exists():
        file.write_bytes((other / file.name).read_bytes())
    elif how == "folder":
        file.unlink()
        file.mkdir()
    elif how == "added":
        (folder / rng.choice(["cell.py", "notes.txt", "model.bin"])).write_text("raise SystemExit")
    elif how == "moved":
        file.rename(folder / f"{file.name}.old")
    else:
        file.unlink()
    return f"{file.name} {how}"


def _tensors(folder: Path, other: Path, rng: random.Random) -> str:
    """A tensor has another name, shape, type or values, or is missing."""
    found = load_file(folder / WEIGHTS)
    name = rng.choice(sorted(found))
    one = found.pop(name)
    changes: dict[str, Callable[[], dict[str, torch.Tensor]]] = {
        "missing": dict,
        "renamed": lambda: {f"{name}_": one},
        "transposed": lambda: {name: one.t().contiguous() if one.ndim == 2 else one[None]},
        "longer": lambda: {name: torch.cat([one, one])},
        "double": lambda: {name: one.double()},
        "integer": lambda: {name: one.to(torch.int32)},
        "nan": lambda: {name: torch.full(one.shape, float("nan"))},
        "infinite": lambda: {name: torch.full(one.shape, float("inf"))},
        "huge": lambda: {name: torch.full(one.shape, 3e38)},
        "more": lambda: {name: one, "more": torch.zeros(3)},
    }
    how = rng.choice(list(changes))
    save_file({**found, **changes[how]()}, folder / WEIGHTS)
    return f"tensor {name} {how}"


EVERY = (_entry, _entry, _entry, _text, _bytes, _bytes, _files, _tensors)
