"""A folder or a file of IDX images with labels (MNIST and its family) as labelled sequences."""

import re
from pathlib import Path

import numpy as np

from recurra.data.idx import read_idx
from recurra.data.limit import first_of_each_class
from recurra.data.part_names import part_of
from recurra.data.sequences import TEST, TRAIN, Images, Sequences, check_classes
from recurra.data.unpack import bare, missing
from recurra.errors import DataError, unknown
from recurra.settings.readers import ImageSettings
from recurra.words import Words, say

ORDERS = ("row", "column", "pixel", "permuted")
QMNIST = 8  # columns of its extended labels
PERMUTATION_SEED = 784  # one fixed permutation a size, the same on every machine and in every run
_NAME = re.compile(r"^(?P<stem>.*?)(?P<what>images|labels)(?P<rest>[-._]idx\d.*)$")


def is_idx(path: Path) -> bool:
    """Whether the name is one of an IDX file.

    >>> is_idx(Path("t10k-images-idx3-ubyte.gz")), is_idx(Path("a.csv"))
    (True, False)
    """
    return _NAME.match(bare(path.name)) is not None


def read_images(data: str, how: ImageSettings) -> Sequences:
    """Images and labels; train and test pairs are known by their names."""
    pairs = _pairs(Path(data))
    pixels: list[np.ndarray] = []
    labels, part = [], []
    for images, marks, where in pairs:
        x, y = read_pixels(images), _read_labels(marks)
        if len(x) != len(y):
            what = say("data.images.counts", images=len(x), labels=len(y), file=marks.name)
            raise DataError(what, file=images)
        if pixels and x.shape[1:] != pixels[0].shape[1:]:
            raise DataError(say("data.images.other_size", file=pairs[0][0].name), file=images)
        pixels.append(x)
        labels.append(y)
        part.append(np.full(len(x), where, np.int8))
    return _sequences(
        Path(data).name, how, pairs, pixels, np.concatenate(labels), np.concatenate(part)
    )


def read_pixels(path: Path) -> np.ndarray:
    """[N, H, W, C] as stored; a file of vectors is read as images of one row of pixels."""
    x = read_idx(path)
    if x.ndim == 2:
        return x[:, :, None, None]
    if x.ndim == 3:
        return x[..., None]
    if x.ndim == 4:
        return x
    raise DataError(say("data.images.dimensions", count=x.ndim), file=path)


def as_images(pixels: np.ndarray, order: str, top: float | None = None) -> Images:
    """Pixels as sequences, integers divided by their largest possible value (or `top`)."""
    if order not in ORDERS:
        raise unknown(say("nouns.order"), order, ORDERS)
    if top is None:
        top = float(np.iinfo(pixels.dtype).max) if pixels.dtype.kind in "iu" else 1.0
    steps = pixels.shape[1] * pixels.shape[2]
    mixed = np.random.default_rng(PERMUTATION_SEED).permutation(steps)
    return Images(pixels, order, top, mixed if order == "permuted" else None)


def list_images(folder: Path) -> list[Path]:
    """The files of images in a folder, training first."""
    images = _unpacked_first([p for p in _files(folder) if _what(p) == "images"])
    return sorted(images, key=lambda p: part_of(p.name))


def find_labels(path: Path, count: int) -> np.ndarray | None:
    """The labels beside a file of images, None where there are none or not as many."""
    try:
        labels = _read_labels(_partner(path, "labels"))
    except DataError:
        return None
    return labels if len(labels) == count else None


def order_sentence(images: Images) -> Words:
    """How the images became sequences.

    >>> print(order_sentence(as_images(np.zeros((1, 8, 8, 1), "u1"), "row")))
    Images are read row by row: 8 steps of 8 values.
    """
    steps, width = images.shape
    return say(
        "data.images.order", order=images.order, seed=PERMUTATION_SEED, steps=steps, width=width
    )


def _sequences(
    name: str,
    how: ImageSettings,
    pairs: list[tuple[Path, Path, int]],
    pixels: list[np.ndarray],
    labels: np.ndarray,
    part: np.ndarray,
) -> Sequences:
    classes, y = np.unique(labels, return_inverse=True)
    fixed = part if len(set(part.tolist())) > 1 else None
    keep, cleaned = first_of_each_class(y, fixed, how.limit)
    whole = pixels[0] if len(pixels) == 1 else np.concatenate(pixels)
    x = as_images(whole if len(keep) == len(y) else whole[keep], how.order)
    data = Sequences(
        name=name,
        x=x,
        y=y[keep].astype(np.int64),
        classes=tuple(str(c) for c in classes),
        channels=tuple(f"p{i + 1}" for i in range(x.shape[1])),
        part=None if fixed is None else fixed[keep],
        inferred=(
            say("data.images.task"),
            order_sentence(x),
            _part_sentence(pairs, fixed),
        ),
        cleaned=cleaned,
        files=tuple(str(p) for pair in pairs for p in pair[:2]),
        unit=whole.dtype.kind == "u",
    )
    return check_classes(data)


def _part_sentence(pairs: list[tuple[Path, Path, int]], fixed: np.ndarray | None) -> Words:
    if fixed is None:
        return say("data.part_names.split_off", files=2 * len(pairs))
    names = [pair[0].name for pair in pairs if pair[2] == TEST]
    if names:
        return say("data.part_names.test_is", names=names)
    return say("data.part_names.no_test")


def _read_labels(path: Path) -> np.ndarray:
    y = read_idx(path)
    if y.ndim == 2 and y.shape[1] == QMNIST and y.dtype.kind in "iu":
        y = y[:, 0]  # the class; further columns say who wrote the digit, and where
    if y.ndim != 1 or y.dtype.kind not in "iu":
        raise DataError(say("data.images.labels_no_numbers"), file=path)
    return y


def _pairs(path: Path) -> list[tuple[Path, Path, int]]:
    """(images, labels, part) for each pair that belongs to `path`."""
    if not path.exists():
        raise missing(path)
    if path.is_dir():
        images = _unpacked_first([p for p in _files(path) if _what(p) == "images"])
        if not images:
            raise DataError(say("data.images.none_here"), file=path)
    else:
        images = _with_test(path if _what(path) == "images" else _partner(path, "images"))
    pairs = [(p, _partner(p, "labels"), part_of(p.name)) for p in images]
    for where in {pair[2] for pair in pairs}:
        same = [pair[0].name for pair in pairs if pair[2] == where]
        if len(same) > 1:
            raise DataError(
                say("data.images.several", names=same),
                file=path,
                remedy=say("data.images.say_which"),
            )
    return sorted(pairs, key=lambda pair: pair[2])


def _files(folder: Path) -> list[Path]:
    """The files of a folder; for a folder named as a file, as unpackers make them, the file of
    that name in it, unless such a file lies beside it."""
    found = sorted(p for p in folder.iterdir() if p.is_file())
    within = [p / p.name for p in sorted(folder.iterdir()) if p.is_dir() and _what(p)]
    known = {_key(p) for p in found}
    return found + [p for p in within if p.is_file() and _key(p) not in known]


def _home(path: Path) -> Path:
    """The folder with a file and its partner."""
    return path.parent.parent if path.parent.name == path.name else path.parent


def _key(path: Path) -> tuple[str, ...]:
    match = _NAME.match(bare(path.name))
    return (match["stem"], match["what"]) if match else (path.name,)


def _with_test(images: Path) -> list[Path]:
    """A given training file and the test file beside it, where there is one."""
    found = [images]
    if part_of(images.name) == TRAIN:
        for word in ("t10k", "test"):
            name = re.sub("train", word, images.name, flags=re.IGNORECASE)
            beside = [p for p in _spellings(images.with_name(name)) if p.exists()]
            if name != images.name and beside:
                return [*found, beside[0]]
    return found


def _what(path: Path) -> str:
    match = _NAME.match(bare(path.name))
    return match["what"] if match else ""


def _unpacked_first(paths: list[Path]) -> list[Path]:
    """One of a.idx and a.idx.gz, the former."""
    plain = {p.name for p in paths}
    return [p for p in paths if p.name.removesuffix(".gz") == p.name or p.name[:-3] not in plain]


def _partner(path: Path, what: str) -> Path:
    """The file with the labels of these images, or the other way round."""
    match = _NAME.match(bare(path.name))
    for other in _files(_home(path)) if match else ():
        found = _NAME.match(bare(other.name))
        if match and found and found["what"] == what and found["stem"] == match["stem"]:
            return other
    remedy = say("data.images.its_name", what=what)
    raise DataError(say("data.images.no_partner", what=what), file=path, remedy=remedy)


def _spellings(path: Path) -> tuple[Path, ...]:
    name = path.name.removesuffix(".gz")
    return path, path.with_name(name), path.with_name(name + ".gz")
