"""NumPy arrays of sequences: which array is what, labels, lengths, and what is refused."""

import gzip
import io

import numpy as np
import pytest

from recurra.data import fingerprint, gather
from recurra.errors import DataError, SettingError
from recurra.records import Source
from recurra.words import speaking

X = np.random.default_rng(0).standard_normal((12, 5, 2))
Y = np.arange(12) % 3


def read(path, **asked):
    return gather(Source.of(path, **asked))


def said(data):
    return " ".join(str(one) for one in (*data.inferred, *data.cleaned))


@pytest.mark.parametrize(
    "keys", [("x", "y"), ("X", "labels"), ("data", "target"), ("arr_0", "arr_1"), ("eeg", "y")]
)
def test_keys(tmp_path, keys):
    np.savez(tmp_path / "a.npz", **{keys[0]: X, keys[1]: Y})
    data = read(tmp_path / "a.npz")
    np.testing.assert_array_equal(np.stack(data.x), X)
    assert data.y.tolist() == Y.tolist() and data.classes == ("0", "1", "2")
    assert data.channels == ("dim1", "dim2") and repr(keys[0]) in said(data)


def test_parts_by_keys_and_by_files(tmp_path):
    np.savez(tmp_path / "a.npz", X_test=X[:4], y_test=Y[:4], X_train=X[4:], y_train=Y[4:])
    folder = tmp_path / "f"
    folder.mkdir()
    for name, one in {"x_train": X[4:], "y_train": Y[4:], "x_test": X[:4], "y_test": Y[:4]}.items():
        np.save(folder / f"{name}.npy", one)
    one, two = read(tmp_path / "a.npz"), read(folder)
    assert one.part.tolist() == two.part.tolist() == [0] * 8 + [2] * 4
    assert fingerprint(one) == fingerprint(two)


def test_labels_beside_a_file_and_named(tmp_path):
    np.save(tmp_path / "x.npy", X)
    np.save(tmp_path / "labels.npy", Y)
    np.save(tmp_path / "mine.npy", (Y + 1) % 3)
    assert read(tmp_path / "x.npy").y.tolist() == Y.tolist()
    other = read(tmp_path / "x.npy", labels=str(tmp_path / "mine.npy"))
    assert other.y.tolist() == ((Y + 1) % 3).tolist()


@pytest.mark.parametrize(
    "y, task, classes",
    [
        (Y, "auto", ("0", "1", "2")), (Y.astype(float), "auto", ("0", "1", "2")),
        (Y / 7, "auto", ()), (Y, "regression", ()), (np.eye(3)[Y], "auto", ("0", "1", "2")),
        (np.array(["b", "a", "c"])[Y], "auto", ("a", "b", "c")),
        (Y[:, None], "auto", ("0", "1", "2")),
        (Y % 2 == 0, "auto", ("False", "True")), (np.stack([Y, Y / 3], 1), "auto", ()),
        (np.array([b"b", b"a", b"c"])[Y], "auto", ("a", "b", "c")),
    ],
)  # fmt: skip
def test_labels_of_all_types(tmp_path, y, task, classes):
    np.savez(tmp_path / "a.npz", x=X, y=y)
    data = read(tmp_path / "a.npz", task=task)
    assert data.classes == classes
    if not classes:
        np.testing.assert_array_equal(data.y, np.asarray(y, float).reshape(12, -1))
        assert len(data.targets) == data.y.shape[1]


def test_lengths_and_padding(tmp_path):
    lengths = np.arange(12) % 4 + 2
    np.savez(tmp_path / "a.npz", x=X, y=Y, lengths=lengths)
    padded = X.copy()
    for one, n in zip(padded, lengths, strict=True):
        one[n:] = np.nan
    padded[5, 1, 0] = np.nan
    np.savez(tmp_path / "b.npz", x=padded, y=Y)
    one, two = read(tmp_path / "a.npz"), read(tmp_path / "b.npz")
    assert one.lengths().tolist() == two.lengths().tolist() == lengths.tolist()
    assert f"end of {(lengths < 5).sum()} sequences were taken for padding" in said(two)
    assert two.x[5][1, 0] == X[5, 0, 0] and np.isfinite(np.concatenate(two.x)).all()


def test_one_channel(tmp_path):
    np.savez(tmp_path / "a.npz", x=X[:, :, 0], y=Y)
    data = read(tmp_path / "a.npz")
    assert data.x[0].shape == (5, 1) and "sequences of one channel" in said(data)


def ragged():
    out = np.empty(3, object)
    out[:] = [np.zeros(k + 1) for k in range(3)]
    return out


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "arrays, key",
    [
        ({"x": ragged(), "y": Y[:3]}, "objects"), ({"x": X}, "no_labels"),
        ({"a": X, "b": X, "y": Y}, "no_inputs"), ({"x": X, "y": Y[:5]}, "counts"),
        ({"x": X[None], "y": Y[:1]}, "dimensions"), ({"x": X[:, :0], "y": Y}, "empty"),
        ({"x": X * np.inf, "y": Y}, "too_large"), ({"x": X * 1e300, "y": Y}, "too_large"),
        ({"x": X + 1j, "y": Y}, "no_numbers"), ({"x": X, "y": Y, "lengths": Y}, "lengths"),
        ({"x": X * np.nan, "y": Y}, "all_missing"), ({"x": X, "y": X}, "odd_labels"),
        ({"x": X, "y": np.where(Y == 1, np.nan, Y / 7)}, "no_value"),
        ({"x": X, "y": np.zeros(12, int)}, "one_class"),
        ({"x_train": X, "y_train": Y, "x_test": X[..., :1], "y_test": Y}, "other_width"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_one_sentence(tmp_path, arrays, key, language):
    np.savez(tmp_path / "a.npz", **arrays)
    with speaking(language), pytest.raises(DataError) as raised:
        read(tmp_path / "a.npz")
    with speaking(language):
        text = str(raised.value)
    assert "a.npz" in text and "\n" not in text and raised.value.what.key.endswith(key)


@pytest.mark.parametrize("name", ["a.npy", "a.npz"])
def test_a_damaged_file_is_one_sentence(tmp_path, name):
    path = tmp_path / name
    np.save(path, X) if name == "a.npy" else np.savez(path, x=X, y=Y)
    np.save(tmp_path / "y.npy", Y)
    whole = path.read_bytes()
    for raw in (whole[: len(whole) // 2], whole[:7], b"x" + whole[1:], whole[:20] + b"\0" * 40):
        path.write_bytes(raw)
        with pytest.raises(DataError):
            read(path)


def test_a_pickle_is_not_read(tmp_path):
    np.save(tmp_path / "x.npy", ragged(), allow_pickle=True)
    np.save(tmp_path / "y.npy", Y[:3])
    with pytest.raises(DataError, match=r"can run code when they are read"):
        read(tmp_path / "x.npy")


def test_options_of_others_are_refused(tmp_path):
    np.savez(tmp_path / "a.npz", x=X, y=Y)
    with pytest.raises(SettingError, match="--horizon does not fit"):
        read(tmp_path / "a.npz", horizon=3)
    with pytest.raises(DataError, match=r"--task regression|names? of no class"):
        np.savez(tmp_path / "b.npz", x=X, y=Y / 7)
        read(tmp_path / "b.npz", task="classification")


def test_packed_files_beside_each_other_are_found_as_plain_ones_are(tmp_path):
    for name, one in {"x_train": X, "y_train": Y}.items():
        sink = io.BytesIO()
        np.save(sink, one)
        (tmp_path / f"{name}.npy.gz").write_bytes(gzip.compress(sink.getvalue()))
    for path in (tmp_path, tmp_path / "x_train.npy.gz"):
        data = read(path)
        np.testing.assert_array_equal(np.stack(data.x), X)
        assert data.y.tolist() == Y.tolist()


def test_half_precision(tmp_path):
    np.savez(tmp_path / "a.npz", x=X.astype("f2"), y=Y)
    np.testing.assert_array_equal(np.stack(read(tmp_path / "a.npz").x), X.astype("f2"))
    np.savez(tmp_path / "b.npz", x=np.full((3, 2, 1), np.inf, "f2"), y=Y[:3])
    with pytest.raises(DataError, match="0, 0, 0"):
        read(tmp_path / "b.npz")
