"""Images as IDX files: types, sizes, layouts of folders, labels."""

import gzip

import numpy as np
from tests.data.mutants.mutant import Data, Mutant, chance, flipped, some

from recurra.data import Sequences

TYPES = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}
FORMS = [
    "gz",
    "own-folder",
    "test-files",
    "ending",
    "wide-labels",
    "long-labels",
    "of-file",
    "beside",
]
DAMAGE = [
    "bytes", "header", "size", "cut", "more", "type", "labels-cut", "labels-missing", "infinity",
    "nan", "huge", "one-class", "empty", "other-size", "labels-float", "negative-label",
    "label-bytes",
]  # fmt: skip


def make(rng: np.random.Generator) -> Mutant:
    """Sixteen images, about half of the folders damaged."""
    kind = str(rng.choice([*TYPES]))
    shape = (16, int(rng.integers(1, 6)), int(rng.integers(1, 6)))
    if chance(rng, 0.15):
        shape = (*shape, 3) if chance(rng, 0.5) else shape[:2]  # type: ignore[assignment]
    low, high = (0, 255) if kind == "u1" else (-120, 120)
    pixels = rng.integers(low, high, shape, endpoint=True).astype(kind)
    if kind[0] == "f":
        pixels = (pixels * rng.choice([1.0, 1e-3, 1e9])).astype(kind)
    labels = np.array([0, 1, 2, 7] * 4)
    form = some(rng, FORMS, 3)
    damage = some(rng, DAMAGE, 2) if chance(rng, 0.5) else []
    files = _files(rng, pixels, labels, form, damage)
    data = ""
    if "of-file" in form:
        data = next(name for name in files if name.startswith("train-images"))

    def check(read: Data) -> str:
        return "" if damage else _differences(read, pixels, labels)

    return Mutant(files, data, {}, (kind, *form), tuple(damage), check)


def _files(
    rng: np.random.Generator,
    pixels: np.ndarray,
    labels: np.ndarray,
    form: list[str],
    damage: list[str],
) -> dict[str, bytes]:
    pixels, labels = _values(rng, pixels, labels, form, damage)
    images, marks = _idx(pixels), _idx(labels)
    for name in damage:
        images, marks = _broken(images, marks, name, rng)
    files = {"train-images-idx3-ubyte": images, "train-labels-idx1-ubyte": marks}
    if "test-files" in form:
        other = pixels[:, :1] if "other-size" in damage else pixels
        files["t10k-images-idx3-ubyte"] = _idx(other)
        files["t10k-labels-idx1-ubyte"] = _idx(labels)
    if "labels-missing" in damage:
        del files["train-labels-idx1-ubyte"]
    return _named(files, form)


def _values(
    rng: np.random.Generator,
    pixels: np.ndarray,
    labels: np.ndarray,
    form: list[str],
    damage: list[str],
) -> tuple[np.ndarray, np.ndarray]:
    pixels, labels = pixels.copy(), labels.copy()
    kind = "i4" if {"long-labels", "wide-labels"} & {*form} else "u1"
    if "one-class" in damage:
        labels[:] = 3
    if "negative-label" in damage:
        labels[0], kind = -1, "i1"
    if "labels-float" in damage:
        kind = "f4"
    if pixels.dtype.kind == "f":
        for name, value in {"infinity": np.inf, "nan": np.nan, "huge": 3.3e38}.items():
            if name in damage:
                pixels.flat[rng.integers(pixels.size)] = np.float64(value)
    if "wide-labels" in form:
        labels = np.stack([labels, *[np.zeros(16, np.int64)] * 7], axis=1)
    return pixels, labels.astype(kind)


def _named(files: dict[str, bytes], form: list[str]) -> dict[str, bytes]:
    if "ending" in form:
        files = {n.replace("-idx3", ".idx3").replace("-idx1", ".idx1"): f for n, f in files.items()}
    if "gz" in form:
        files = {f"{n}.gz": gzip.compress(f) for n, f in files.items()}
    elif "own-folder" in form and "of-file" not in form:
        files = {f"{n}/{n}": f for n, f in files.items()}
    if "beside" in form:
        files["README.md"] = b"# images"
        files[".DS_Store"] = b"\x00\x01"
    return files


def _broken(
    images: bytes, marks: bytes, name: str, rng: np.random.Generator
) -> tuple[bytes, bytes]:
    place = int(rng.integers(16))
    changed = {
        "bytes": flipped(images, rng), "cut": images[: rng.integers(len(images) + 1)],
        "header": images[:place] + rng.bytes(1) + images[place + 1 :],
        "size": images[:4] + rng.bytes(4) + images[8:], "more": images + rng.bytes(3),
        "type": images[:2] + bytes([rng.integers(7, 16)]) + images[3:], "empty": b"",
    }  # fmt: skip
    labels = {"labels-cut": marks[:-3], "label-bytes": flipped(marks, rng)}
    return changed.get(name, images), labels.get(name, marks)


def _idx(values: np.ndarray) -> bytes:
    head = bytes([0, 0, TYPES[values.dtype.str[1:]], values.ndim])
    swapped = values.astype(values.dtype.newbyteorder(">"))
    return head + np.array(values.shape, ">u4").tobytes() + swapped.tobytes()


def _differences(data: Data, pixels: np.ndarray, labels: np.ndarray) -> str:
    assert isinstance(data, Sequences)
    own = [int(data.classes[k]) for k in data.y[:16]]
    if own != labels.tolist():
        return f"wrong: labels {own[:4]}, not {labels[:4]}"
    top = float(np.iinfo(pixels.dtype).max) if pixels.dtype.kind in "iu" else 1.0
    for k in range(16):
        read, true = np.asarray(data.x[k]).ravel(), pixels[k].ravel() / top
        if not np.allclose(read, true, rtol=1e-5, atol=1e-7):
            return f"wrong: image {k}: {read[:3]}, not {true[:3]}"
    return ""
