"""IDX files and images as sequences."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from recurra.data import Sequences, fingerprint, gather, split_classes
from recurra.data.idx import read_idx
from recurra.errors import DataError, SettingError
from recurra.records import Source


def idx(values: np.ndarray, code: int = 0x08) -> bytes:
    """The bytes of an IDX file."""
    return (
        bytes([0, 0, code, values.ndim])
        + np.array(values.shape, ">u4").tobytes()
        + values.tobytes()
    )


def write_set(
    folder: Path, per_class: int = 6, size: tuple[int, int] = (3, 2), test: bool = True
) -> Path:
    rng = np.random.default_rng(0)
    for stem in ("train", "t10k") if test else ("train",):
        y = np.tile(np.arange(3, dtype="u1"), per_class)
        x = rng.integers(0, 256, (len(y), *size), dtype="u1")
        (folder / f"{stem}-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(x)))
        (folder / f"{stem}-labels-idx1-ubyte").write_bytes(idx(y))
    return folder


def read(folder: Path, **options: object) -> Sequences:
    data = gather(Source.of(str(folder), **options))  # type: ignore[arg-type]
    assert isinstance(data, Sequences)
    return data


def test_digits_equal_scikit_learns() -> None:
    from sklearn.datasets import load_digits

    data = gather(Source("digits"))
    assert isinstance(data, Sequences)
    truth = load_digits()
    np.testing.assert_array_equal(np.stack(list(data.x)) * 16, truth.images)
    np.testing.assert_array_equal(data.y, truth.target)


@pytest.mark.parametrize("order", ["row", "column", "pixel", "permuted"])
def test_orders_hold_the_same_pixels(tmp_path: Path, order: str) -> None:
    write_set(tmp_path)
    data, rows = read(tmp_path, order=order), read(tmp_path)
    shape = {"row": (3, 2), "column": (2, 3)}.get(order, (6, 1))
    assert data.x[0].shape == shape and data.x[0].dtype == np.float32
    np.testing.assert_array_equal(np.sort(data.x[4].ravel()), np.sort(rows.x[4].ravel()))
    if order == "column":
        np.testing.assert_array_equal(data.x[4].T, rows.x[4])
    assert data.part is not None and data.part.tolist() == [0] * 18 + [2] * 18


def test_permutation_is_fixed_and_not_the_identity(tmp_path: Path) -> None:
    write_set(tmp_path, size=(8, 8))
    a, b, plain = (read(tmp_path, order=o) for o in ("permuted", "permuted", "pixel"))
    np.testing.assert_array_equal(a.x[0], b.x[0])
    assert (a.x[0] != plain.x[0]).any()


def test_batch_is_time_major(tmp_path: Path) -> None:
    data = read(write_set(tmp_path))
    x, lengths = data.batch(np.array([3, 5]))
    np.testing.assert_array_equal(x[:, 1], data.x[5])
    assert lengths.tolist() == [3, 3]


def test_one_training_file_finds_its_test_file(tmp_path: Path) -> None:
    write_set(tmp_path)
    assert len(read(tmp_path / "train-images-idx3-ubyte.gz")) == 36
    assert len(read(tmp_path / "t10k-images-idx3-ubyte.gz")) == 18


def test_limit_keeps_proportions_and_the_test_part(tmp_path: Path) -> None:
    data = read(write_set(tmp_path), limit=9)
    assert data.part is not None
    assert np.bincount(data.y[data.part == 0]).tolist() == [3, 3, 3]
    assert (data.part == 2).sum() == 18
    assert "9" in str(data.cleaned[0])


def test_split_is_stratified_disjoint_and_complete(tmp_path: Path) -> None:
    data = read(write_set(tmp_path, per_class=10, test=False))
    parts = split_classes(data, seed=3)
    for part, share in (("train", 6), ("validation", 2), ("test", 2)):
        assert np.bincount(data.y[parts[part]]).tolist() == [share] * 3
    together = np.concatenate([parts.train, parts.validation, parts.test])
    assert sorted(together.tolist()) == list(range(30))
    assert (split_classes(data, seed=4).train != parts.train).any()
    assert (split_classes(data, seed=3).train == parts.train).all()


def test_fingerprint_sees_order_and_values(tmp_path: Path) -> None:
    write_set(tmp_path)
    seen = {fingerprint(read(tmp_path, order=o)) for o in ("row", "column", "pixel", "permuted")}
    assert len(seen) == 4
    assert fingerprint(read(tmp_path)) in seen
    assert fingerprint(read(tmp_path, limit=9)) not in seen


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"RIFF", "not an IDX file"),
        (b"PK\x03\x04", "zip file is damaged or cut short"),
        (b"\x00\x00\x08\x03\x00\x00", "header is cut short"),
        (idx(np.zeros((4, 3, 2), "u1"))[:-1], "cut short.*24 bytes, but 23"),
        (idx(np.zeros((4, 3, 2), "u1")) + b"\x00", "too long"),
        (idx(np.zeros((4, 0, 2), "u1")), "length of zero"),
        (gzip.compress(idx(np.zeros((4, 3, 2), "u1")), mtime=0)[:-9], "damaged or cut short"),
        (idx(np.array([[1.0, np.inf]], ">f4"), 0x0D), r"\(0, 1\) is not finite"),
    ],
)
def test_broken_idx(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message) as caught:
        read_idx(path)
    assert str(path) in str(caught.value)


def test_labels_that_do_not_match(tmp_path: Path) -> None:
    write_set(tmp_path)
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx(np.zeros(5, "u1")))
    with pytest.raises(DataError, match="18 images, but 5 labels"):
        read(tmp_path)
    (tmp_path / "train-labels-idx1-ubyte").unlink()
    with pytest.raises(DataError, match="no labels beside"):
        read(tmp_path)


def test_one_class_and_a_class_too_small(tmp_path: Path) -> None:
    write_set(tmp_path, test=False)
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx(np.full(18, 7, "u1")))
    with pytest.raises(DataError, match="one class, '7'"):
        read(tmp_path)
    rare = np.array([0] * 9 + [1] * 7 + [2] * 2, "u1")
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx(rare))
    said = split_classes(read(tmp_path), seed=0).sentences
    assert "Class '2' has 2 examples to train on" in " ".join(map(str, said))


def test_a_class_that_the_test_file_lacks(tmp_path: Path) -> None:
    write_set(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").write_bytes(idx(np.tile(np.arange(2, dtype="u1"), 9)))
    said = split_classes(read(tmp_path), seed=0).sentences
    assert "test part has no example of class '2'" in " ".join(map(str, said))


def test_names_that_do_not_exist(tmp_path: Path) -> None:
    write_set(tmp_path)
    with pytest.raises(DataError, match="Did you mean train-images-idx3-ubyte"):
        gather(Source(str(tmp_path / "train-image-idx3-ubyte.gz")))
    with pytest.raises(SettingError, match="did you mean 'row'"):
        read(tmp_path, order="rows")
    (tmp_path / "sub").mkdir()
    with pytest.raises(DataError, match="IDX images"):
        gather(Source(str(tmp_path / "sub")))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"target": ("y",)}, "--target does not fit digits"),
        ({"horizon": 3}, "--horizon does not fit digits"),
        ({"task": "forecasting"}, "--task forecasting does not fit digits"),
        ({"limit": 0}, "limit must be at least 1"),
    ],
)
def test_options_that_do_not_fit(options: dict[str, object], message: str) -> None:
    with pytest.raises(SettingError, match=message):
        gather(Source.of("digits", **options))  # type: ignore[arg-type]


def test_mnist(data_file) -> None:  # type: ignore[no-untyped-def]
    data = gather(Source.of(str(data_file("mnist")), limit=5000))
    assert isinstance(data, Sequences)
    assert len(data) == 15000 and data.x[0].shape == (28, 28)
    parts = split_classes(data, seed=0)
    assert np.bincount(data.y[parts.test]).tolist() == [
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009,
    ]  # fmt: skip
