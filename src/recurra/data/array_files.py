"""NumPy files: their arrays, without ever reading a pickle, and what their names mean."""

import io
import re
import struct
import tokenize
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from recurra.data.sequences import TEST, TRAIN, VALIDATION
from recurra.data.unpack import bare, read_bytes
from recurra.errors import DataError, reason
from recurra.words import say

LARGEST = 3e38  # what float32 holds
INPUTS = ("x", "data", "inputs", "input", "sequences", "series", "values", "features", "signals")
ANSWERS = ("y", "labels", "label", "targets", "target", "classes", "outputs", "class")
LENGTHS = ("lengths", "length", "len", "lens", "seq_lengths", "n_steps", "seqlen")
_PART = re.compile(r"^(.*?)[_.-]?(train|training|tr|test|te|val|valid|validation|dev)$")
PARTS = {
    "": TRAIN, "train": TRAIN, "training": TRAIN, "tr": TRAIN, "test": TEST, "te": TEST,
    "val": VALIDATION, "valid": VALIDATION, "validation": VALIDATION, "dev": VALIDATION,
}  # fmt: skip


# What NumPy raises where a file, its header or what it packs is damaged.
_DAMAGED = (
    ValueError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, SyntaxError,
    TypeError, OverflowError, MemoryError, NotImplementedError, RuntimeError,
    tokenize.TokenError, struct.error,
)  # fmt: skip


def is_array(path: Path) -> bool:
    """Whether the name is one of a NumPy file.

    >>> is_array(Path("a.npz")), is_array(Path("a.csv"))
    (True, False)
    """
    return bare(path.name).endswith((".npy", ".npz"))


def load_array(path: Path) -> np.ndarray:
    """The one array of numbers of a file, .npy or .npz.

    Raises DataError where it holds several, none, objects or what is no number.
    """
    found = _numbers(path, load(path))
    if len(found) != 1:
        raise DataError(say("data.arrays.several", keys=list(found)), file=path)
    values = next(iter(found.values()))
    check_range(path, "", values)
    return values.astype(np.float64)


def load(path: Path) -> dict[str, np.ndarray]:
    """The arrays of a file by key; DataError for pickles and what is damaged."""
    raw = read_bytes(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # a header of Python 2
            found = np.load(io.BytesIO(raw), allow_pickle=False)
            if isinstance(found, np.ndarray):
                return {"": found}
            with found:
                return {key: found[key] for key in found.files}
    except _DAMAGED as error:
        raise _unreadable(path, raw, error) from None


def _unreadable(path: Path, raw: bytes, error: Exception) -> DataError:
    """Objects, that is pickles, are refused; anything else is damaged."""
    pickled = raw[:1] == b"\x80" or b"|O" in raw[:400] or _holds_objects(raw)
    if pickled:
        return DataError(say("data.arrays.objects"), file=path, remedy=say("data.arrays.padded"))
    what = say("data.unpack.damaged", kind="NumPy", reason=reason(error))
    return DataError(what, file=path, remedy=say("data.unpack.get_again"))


def _holds_objects(raw: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return any(b"|O" in packed.open(name).read(400) for name in packed.namelist())
    except _DAMAGED:
        return False


def _numbers(path: Path, found: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    kept = {key: one for key, one in found.items() if one.dtype.kind in "iufb"}
    if not kept:
        kinds = sorted({str(one.dtype) for one in found.values()})
        raise DataError(say("data.arrays.no_numbers", kinds=kinds), file=path)
    return kept


def split(key: str) -> tuple[str, str]:
    """A key without its part, and the part.

    >>> split("x_train"), split("test_labels"), split("data")
    (('x', 'train'), ('labels', 'test'), ('data', ''))
    """
    own = key.lower()
    match = _PART.match(own)
    if match:
        return match[1], match[2]
    first, mark, rest = own.partition("_")
    return (rest, first) if mark and first in PARTS and first else (own, "")


def role(key: str) -> tuple[str, str]:
    """x, y, lengths or "" and the part of a key.

    >>> role("X_train"), role("y"), role("testLabels"), role("lengths_test"), role("arr_0")
    (('x', 'train'), ('y', ''), ('', ''), ('lengths', 'test'), ('x', ''))
    """
    own, part = split(key)
    if own in ("arr_0", "arr_1"):
        return ("x" if own == "arr_0" else "y"), part
    for what, names in (("x", INPUTS), ("y", ANSWERS), ("lengths", LENGTHS)):
        if own in names:
            return what, part
    return "", part


def check_range(path: Path, key: str, x: np.ndarray) -> None:
    """Raise DataError for the first value that is infinite or larger than float32 holds."""
    if x.dtype.kind != "f":
        return
    x = x if x.dtype.itemsize > 2 else x.astype(np.float32)  # which holds all of float16
    wrong = np.isinf(x) | (np.abs(np.nan_to_num(x, posinf=0, neginf=0)) > LARGEST)
    if wrong.any():
        place = tuple(int(k) for k in np.argwhere(wrong)[0])
        where = ", ".join(map(str, place))
        what = say("data.arrays.too_large", place=where, value=repr(float(x[place])))
        raise DataError(what, file=path, column=key or None)
