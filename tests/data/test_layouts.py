"""Layouts of images and folders as people unpack them; images of another type for a model."""

import struct
from pathlib import Path

import numpy as np
import pytest

from recurra.data import Sequences, gather, split_classes
from recurra.data.new_data import gather_new_sequences
from recurra.errors import DataError
from recurra.records import Source

IMAGES, MARKS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"
CODES = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}


def idx(path: Path, values: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    head = bytes([0, 0, CODES[values.dtype.str[1:]], values.ndim])
    shape = struct.pack(f">{values.ndim}I", *values.shape)
    path.write_bytes(head + shape + values.astype(values.dtype.newbyteorder(">")).tobytes())
    return path


PIXELS = np.random.default_rng(0).integers(0, 256, (20, 4, 4)).astype("u1")
LABELS = (np.arange(20) % 2).astype("u1")


@pytest.mark.parametrize(
    "names",
    [
        (f"{IMAGES}/{IMAGES}", f"{MARKS}/{MARKS}"),
        ("train-images.idx3-ubyte", "train-labels.idx1-ubyte"),
        (IMAGES, f"{MARKS}/{MARKS}"),
    ],
)
def test_files_within_folders_of_their_name(tmp_path: Path, names: tuple[str, str]) -> None:
    idx(tmp_path / names[0], PIXELS)
    idx(tmp_path / names[1], LABELS)
    for where in (tmp_path, tmp_path / names[0]):
        data = gather(Source(str(where)))
        assert isinstance(data, Sequences) and len(data) == 20
    if "/" in names[0]:
        idx(tmp_path / "train-images.idx3-ubyte", PIXELS)  # twice, as some archives have them
        assert len(gather(Source(str(tmp_path))).y) == 20  # type: ignore[union-attr]


def test_extended_labels(tmp_path: Path) -> None:
    idx(tmp_path / "qmnist-train-images-idx3-ubyte", PIXELS)
    extended = np.arange(160).reshape(20, 8).astype("i4")
    extended[:, 0] = LABELS
    idx(tmp_path / "qmnist-train-labels-idx2-int", extended)
    data = gather(Source(str(tmp_path)))
    assert isinstance(data, Sequences) and data.y.tolist() == LABELS.tolist()


@pytest.mark.parametrize("dimensions", [0, 5, 65, 255])
def test_other_numbers_of_dimensions_are_one_clear_error(tmp_path: Path, dimensions: int) -> None:
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(bytes([0, 0, 8, dimensions]) + b"\0\0\0\1" * dimensions + b"\7")
    idx(tmp_path / "train-labels-idx1-ubyte", LABELS)
    with pytest.raises(DataError, match="dimensions"):
        gather(Source(str(path)))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (PIXELS, ""),
        (PIXELS.astype("f4"), "float32, 0 to 255) are divided by 255"),
        (PIXELS.astype("f8"), "float64, 0 to 255) are divided by 255"),
        (PIXELS.astype("i2"), "int16, 0 to 255) are divided by 255"),
        (PIXELS.astype("i4"), "int32, 0 to 255) are divided by 255"),
        ((PIXELS / 255).astype("f4"), "are divided by 1,"),
        ((PIXELS / 255).astype("f8"), "are divided by 1,"),
    ],
)
def test_pixels_of_another_type_are_converted_and_said(
    tmp_path: Path, values: np.ndarray, words: str
) -> None:
    idx(tmp_path / "train-images-idx3-ubyte", values)
    channels = tuple(f"p{k + 1}" for k in range(4))
    data = gather_new_sequences(Source(str(tmp_path)), channels, ("0", "1"), 255.0)
    np.testing.assert_allclose(data.x[3], PIXELS[3] / 255, atol=1e-6)
    assert words in " ".join(map(str, data.cleaned))


@pytest.mark.parametrize("values", [PIXELS.astype("i2") - 128, PIXELS.astype("i4") * 200])
def test_pixels_of_another_range_are_refused(tmp_path: Path, values: np.ndarray) -> None:
    idx(tmp_path / "train-images-idx3-ubyte", values)
    with pytest.raises(DataError, match="another range than those of the training"):
        gather_new_sequences(Source(str(tmp_path)), ("a", "b", "c", "d"), ("0", "1"), 255.0)


HEADER = "@problemName p\n@timeStamps false\n@univariate true\n@classLabel true a b c\n@data\n"


def pair(folder: Path, train: str, test: str = "") -> Path:
    for part, labels in (("TRAIN", train), ("TEST", test)):
        if labels:
            lines = "".join(f"{k},1,2:{label}\n" for k, label in enumerate(labels))
            (folder / f"P_{part}.ts").write_text(HEADER + lines)
    return folder


def test_of_a_folder_the_test_file_is_predicted(tmp_path: Path) -> None:
    pair(tmp_path, "ab" * 10, "ab" * 3)
    data = gather_new_sequences(Source(str(tmp_path)), ("dim1",), ("a", "b"))
    assert len(data) == 6 and "P_TEST.ts" in str(data.cleaned[0])
    (tmp_path / "P_TEST.ts").unlink()
    assert len(gather_new_sequences(Source(str(tmp_path)), ("dim1",), ("a", "b"))) == 20


@pytest.mark.parametrize(
    ("train", "test", "counts", "words"),
    [
        ("ab" * 6, "aaaa", (10, 2, 4), "test part has no example of class 'b'"),
        ("ab", "ababab", (2, 3, 3), "half of the test part became one (3 validation, 3 test)"),
        ("a" * 10 + "b", "abab", (9, 2, 4), "Class 'b' has 1 example to train on"),
        ("aabb" * 4 + "c", "", (9, 4, 4), "test part has no example of class 'c'"),
    ],
)
def test_one_example_of_a_class_is_allowed_and_said(
    tmp_path: Path, train: str, test: str, counts: tuple[int, ...], words: str
) -> None:
    data = gather(Source(str(pair(tmp_path, train, test))))
    assert isinstance(data, Sequences)
    parts = split_classes(data, seed=0)
    assert (len(parts.train), len(parts.validation), len(parts.test)) == counts
    assert words in " ".join(map(str, parts.sentences))
    every = np.concatenate([parts.train, parts.validation, parts.test])
    assert sorted(every.tolist()) == list(range(len(data)))


def test_parts_of_one_class_alone_are_refused(tmp_path: Path) -> None:
    data = gather(Source(str(pair(tmp_path, "a" * 10 + "b"))))
    assert isinstance(data, Sequences)
    with pytest.raises(DataError, match="class 'b' has too few examples"):
        split_classes(data, seed=0)


def test_parts_that_would_be_empty_are_refused(tmp_path: Path) -> None:
    data = gather(Source(str(pair(tmp_path, "ab", "a"))))
    assert isinstance(data, Sequences)
    with pytest.raises(DataError, match="too few for three parts"):
        split_classes(data, seed=0)
