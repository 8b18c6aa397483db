"""NumPy arrays with labels: keys, types, shapes, files beside each other, and what goes wrong."""

import gzip
import io

import numpy as np
from tests.data.mutants.mutant import Data, Mutant, chance, flipped, some

from recurra.data import Sequences

FORMS = [
    "keys", "compressed", "gz", "fortran", "big-endian", "float32", "whole", "two-dimensions",
    "text-labels", "byte-labels", "one-hot", "label-column", "float-labels", "parts", "padded",
    "lengths", "more-keys", "beside", "folder", "values", "old-header", "file-a-part",
]  # fmt: skip
DAMAGE = [
    "bytes", "bytes", "cut", "infinity", "nan", "huge", "all-missing", "objects", "complex",
    "text-inputs", "dimensions", "no-examples", "no-steps", "fewer-labels", "no-labels",
    "one-class", "half-labels", "nan-labels", "large-labels", "record-labels", "bad-lengths",
    "long-shape", "two-inputs", "dates", "no-archive", "negative-lengths", "half-floats",
]  # fmt: skip
KEYS = (("x", "y"), ("X", "Y"), ("data", "labels"), ("inputs", "targets"), ("features", "classes"))
Arrays = dict[str, np.ndarray]


def make(rng: np.random.Generator) -> Mutant:
    """Twelve to twenty-four examples of a few steps, about half of them damaged."""
    count, steps, channels = (int(rng.integers(*span)) for span in ((12, 25), (2, 9), (1, 4)))
    form = some(rng, FORMS, 4)
    damage = some(rng, DAMAGE, 2) if chance(rng, 0.5) else []
    channels = 1 if "two-dimensions" in form else channels
    x = np.round(float(rng.choice([1.0, 50.0, 1e6])) * rng.normal(size=(count, steps, channels)), 2)
    if "whole" in form:
        x = np.round(x)
    lengths = rng.integers(1, steps, count, endpoint=True)
    if not {"padded", "lengths"} & {*form} or "whole" in form:
        lengths[:] = steps
    y = np.array([(0, 1, 5)[k % 3] for k in range(count)])
    values = np.round(rng.normal(size=count), 3) if "values" in form else None
    arrays = _arrays(rng, x, lengths, (y, values), form)
    for name in damage:
        _spoil(arrays, name, rng)
    files, data = _written(rng, arrays, form, damage)
    if "text-labels" in form or "byte-labels" in form:
        names = [("a", "b", "c")[k % 3] for k in range(count)]
    else:
        names = [str(k) for k in (y if "one-hot" not in form else np.arange(count) % 3)]
    meant: list[object] = [*names] if values is None else values.tolist()
    rows = [one[:n] for one, n in zip(x, lengths, strict=True)]

    def check(read: Data) -> str:
        return "" if damage else _differences(read, rows, meant)

    return Mutant(files, data, {}, tuple(form), tuple(damage), check)


def _arrays(
    rng: np.random.Generator,
    x: np.ndarray,
    lengths: np.ndarray,
    answers: tuple[np.ndarray, np.ndarray | None],
    form: list[str],
) -> Arrays:
    """Key -> array, of both parts where there are two."""
    inputs = x.copy()
    for one, n in zip(inputs, lengths, strict=True):
        one[n:] = 0.0 if "lengths" in form else np.nan
    inputs = _typed(inputs, x, form)
    labels = _labels(*answers, form)
    names = KEYS[rng.integers(len(KEYS))] if "keys" in form else KEYS[0]
    found = {names[0]: inputs, names[1]: labels}
    if "lengths" in form:
        found["lengths"] = lengths.astype(rng.choice(["i8", "i4", "u1", "f8"]))
    if "parts" in form:
        cut = len(x) * 2 // 3
        ends = ("_train", "_test")
        found = {
            f"{key}{end}": part
            for key, one in found.items()
            for end, part in zip(ends, (one[:cut], one[cut:]), strict=True)
        }
    if "more-keys" in form:
        found["about"] = np.array("of a sensor")
    return found


def _typed(inputs: np.ndarray, x: np.ndarray, form: list[str]) -> np.ndarray:
    if "whole" in form:
        inputs = inputs.astype(np.int64)
    elif "float32" in form:
        inputs = inputs.astype(np.float32)
    if "two-dimensions" in form:
        inputs = inputs[:, :, 0]
    if "big-endian" in form:
        inputs = inputs.astype(inputs.dtype.newbyteorder(">"))
    return np.asfortranarray(inputs) if "fortran" in form else inputs


def _labels(y: np.ndarray, values: np.ndarray | None, form: list[str]) -> np.ndarray:
    if values is not None:
        return values[:, None] if "label-column" in form else values
    index = np.arange(len(y)) % 3
    if "text-labels" in form or "byte-labels" in form:
        names = np.array(["a", "b", "c"])[index]
        return names if "text-labels" in form else names.astype("S")
    if "one-hot" in form:
        return np.eye(3, dtype=np.int64)[index]
    y = y.astype(np.float64) if "float-labels" in form else y
    return y[:, None] if "label-column" in form else y


def _spoil(arrays: Arrays, name: str, rng: np.random.Generator) -> None:
    inputs, labels = (
        next(iter(arrays)),
        next(k for k in (*arrays, "") if k.lower()[:1] in "ylct" or not k),
    )
    x, y = arrays[inputs], arrays.get(labels, np.zeros(0))
    odd = {"infinity": -np.inf, "nan": np.nan, "huge": 1e39}
    if name in odd and x.size:
        x = _floats(x)
        x.flat[rng.integers(x.size)] = odd[name]
    elif name == "all-missing" and len(x):
        x = _floats(x)
        x[rng.integers(len(x))] = np.nan
    arrays[inputs] = {
        "objects": lambda: x.astype(object), "complex": lambda: x.astype(complex),
        "text-inputs": lambda: x.astype(str), "dimensions": lambda: x[None, None],
        "no-examples": lambda: x[:0], "no-steps": lambda: x[:, :0],
        "half-floats": lambda: np.clip(_floats(x), -6e4, 6e4).astype("f2"),
        "dates": lambda: np.zeros(x.shape, "M8[s]"),
    }.get(name, lambda: x)() if x.ndim > 1 else x  # fmt: skip
    if not labels:
        return
    arrays[labels] = {
        "fewer-labels": lambda: y[:-1], "one-class": lambda: y[:1].repeat(len(y), axis=0),
        "half-labels": lambda: y.astype(float) + 0.5 if y.dtype.kind in "iuf" else y,
        "nan-labels": lambda: np.full(y.shape, np.nan),
        "large-labels": lambda: np.full(y.shape, 1e300),
        "record-labels": lambda: np.zeros(len(y), [("a", "i4"), ("b", "f4")]),
    }.get(name, lambda: y)()  # fmt: skip
    if name == "no-labels":
        del arrays[labels]
    elif name in ("bad-lengths", "negative-lengths"):
        arrays["lengths"] = np.full(len(x), 99 if name == "bad-lengths" else -1)
    elif name == "two-inputs":
        arrays["data" if inputs != "data" else "x"] = x


def _floats(x: np.ndarray) -> np.ndarray:
    return x.real.astype(np.float64) if x.dtype.kind in "iufc" else np.zeros(x.shape)


def _written(
    rng: np.random.Generator, arrays: Arrays, form: list[str], damage: list[str]
) -> tuple[dict[str, bytes], str]:
    """Files, and the one that is read."""
    if "parts" in form and "file-a-part" in form and "no-labels" not in damage:
        data, files = "", {}
        for part in ("train", "test"):
            sink = io.BytesIO()
            own = {k.removesuffix(f"_{part}"): one for k, one in arrays.items() if part in k}
            np.savez(sink, **own)  # type: ignore[arg-type]
            files[f"{part}.npz"] = sink.getvalue()
    elif "folder" in form or "beside" in form:
        files = {f"{key}.npy": _npy(one, form) for key, one in arrays.items()}
        data = "" if "folder" in form or "parts" in form else next(iter(files))
    else:
        data, sink = "t.npz", io.BytesIO()
        save = np.savez_compressed if "compressed" in form else np.savez
        save(sink, **arrays)  # type: ignore[arg-type]
        files = {data: sink.getvalue()}
    broken = str(rng.choice([*files]))
    for name in damage:
        raw = files[broken]
        files[broken] = {
            "bytes": lambda raw=raw: flipped(raw, rng),
            "cut": lambda raw=raw: raw[: rng.integers(len(raw) + 1)],
            "long-shape": lambda raw=raw: raw.replace(b"'shape': (", b"'shape': (99999999, ", 1),
            "no-archive": lambda: b"time,y\n1,2\n",
        }.get(name, lambda raw=raw: raw)()  # fmt: skip
    if "gz" in form:
        files = {f"{name}.gz": gzip.compress(raw) for name, raw in files.items()}
        data = data and f"{data}.gz"
    return files, data


def _npy(one: np.ndarray, form: list[str]) -> bytes:
    sink = io.BytesIO()
    version = (2, 0) if "old-header" in form else None
    np.lib.format.write_array(sink, one, version)
    return sink.getvalue()


def _differences(data: Data, x: list[np.ndarray], meant: list[object]) -> str:
    assert isinstance(data, Sequences)
    own = [data.classes[k] for k in data.y] if data.classes else data.y[:, 0].tolist()
    if own != meant:
        return f"wrong: labels {own[:5]}, not {meant[:5]}"
    for k, one in enumerate(x):
        read = np.asarray(data.x[k])[:, : one.shape[1]]
        if len(read) != len(one) or not np.allclose(read, one, rtol=1e-6, atol=1e-9):
            return f"wrong: example {k}: {read[:2]}, not {one[:2]}"
    return ""
