"""NumPy arrays of sequences [N, T, C] with labels: .npz, or .npy files beside each other."""

from dataclasses import dataclass
from pathlib import Path, PurePath

import numpy as np

from recurra.data.array_files import LARGEST, PARTS, check_range, is_array, load, role, split
from recurra.data.labelled_series import VALUE, prepared
from recurra.data.limit import first_of_each_class
from recurra.data.prepare import plan as preparing
from recurra.data.prepare.plan import Plan
from recurra.data.sequences import TEST, TRAIN, Sequences, check_classes
from recurra.data.ts_format import Examples
from recurra.data.unpack import bare, missing
from recurra.errors import DataError
from recurra.settings.readers import ArraySettings
from recurra.words import Text, say


@dataclass(frozen=True, eq=False)
class _Lot:
    """The examples of one part: names and values of their arrays, y and lengths where given."""

    key: str
    x: np.ndarray
    y: np.ndarray | None = None
    lengths: np.ndarray | None = None
    y_key: str = ""
    lengths_key: str = ""


def are_arrays(path: Path) -> bool:
    """Whether a path is an array file, or a folder of such with inputs and labels by name."""
    if not path.is_dir():
        return is_array(path)
    files = [p for p in path.iterdir() if is_array(p) and not p.name.startswith(".")]
    names = [PurePath(bare(p.name)) for p in files]  # packed ones, too
    roles = {role(name.stem)[0] for name in names if name.suffix == ".npy"}
    return {"x", "y"} <= roles or (
        len(names) in (1, 2, 3)
        and all(name.suffix == ".npz" for name in names)
        and {PARTS.get(split(name.stem.lower())[1], -1) for name in names} >= {TRAIN, TEST}
    )


def read_arrays(data: str, how: ArraySettings, valued: bool | None = None) -> Sequences:
    """Sequences with classes, or with values: those that are no whole numbers, or where `valued`.

    Raises DataError for objects (pickles), other shapes, and where inputs or labels are not found.
    """
    path = Path(data)
    lots = _lots(path, how, labelled=True)
    y = np.concatenate([_checked_labels(path, lot) for lot in lots])
    part = np.concatenate([np.full(len(lot.x), PARTS[split(lot.key)[1]], np.int8) for lot in lots])
    fixed = part if len(set(part.tolist())) > 1 else None
    y, classes, said = _answers(path, y, valued)
    kind = y if classes else np.zeros(len(y), np.int64)
    keep, limited = first_of_each_class(kind, fixed, how.limit)
    plan = preparing.planned(how.prepare, _channels(lots))
    channels, x, cleaned, shaped = _sequences(path, lots, plan, None, how.missing)
    lengths = [len(x[i]) for i in keep]
    count = say(
        "data.labelled_series.series",
        count=len(keep), channels=len(channels), shortest=min(lengths), longest=max(lengths),
    )  # fmt: skip
    keys = [(lot.key, "x".join(map(str, lot.x.shape)), lot.y_key, lot.lengths_key) for lot in lots]
    found = Sequences(
        name=path.name,
        x=[x[i] for i in keep],
        y=y[keep],
        classes=classes,
        channels=channels,
        part=None if fixed is None else fixed[keep],
        inferred=(
            *(_keys_said(*one) for one in keys),
            *said,
            *shaped,
            count,
            *preparing.sentences(plan),
            *preparing.reordered(how.prepare),
        ),
        cleaned=(*limited, *cleaned),
        files=(str(path),),
        targets=() if classes else _targets(y.shape[1]),
        prepare=plan,
    )
    return check_classes(found) if classes else found


def read_new_arrays(
    path: Path,
    channels: tuple[str, ...],
    classes: tuple[str, ...],
    targets: int,
    plan: Plan | None = None,
) -> Sequences:
    """Arrays as a model takes them, with labels where there are any; one sequence [T, C], too."""
    lots = _lots(path, ArraySettings(), labelled=False)
    lots = [lot for lot in lots if PARTS[split(lot.key)[1]] == TEST] or lots
    plain = [c for c in channels if c.startswith("dim") and " " not in c]
    if len(lots) == 1 and lots[0].x.ndim == 2 and len(plain) == lots[0].x.shape[1] > 1:
        lots = [_Lot(lots[0].key, lots[0].x[None], lots[0].y)]
    every, x, cleaned, shaped = _sequences(path, lots, plan or {}, channels)
    if every != channels:
        found = lots[0].x.shape[2] if lots[0].x.ndim == 3 else 1
        what = say("data.new_data.channels", found=found, taken=len(plain))
        raise DataError(what, file=path)
    known = all(lot.y is not None and len(lot.y) == len(lot.x) for lot in lots)
    y: np.ndarray = np.full((len(x), targets), np.nan) if targets else np.full(len(x), -1)
    if known:
        given = np.concatenate([_checked_labels(path, lot) for lot in lots])
        if targets and given.dtype.kind in "iufb":
            y = given.reshape(len(x), -1).astype(np.float64)
        elif not targets:
            place = {label: k for k, label in enumerate(classes)}
            y = np.array([place.get(label, -1) for label in _named(given)], np.int64)
    return Sequences(
        path.name, x, y, classes, channels, cleaned=(*shaped, *cleaned), files=(str(path),),
        targets=_targets(targets) if targets else (),
    )  # fmt: skip


def _lots(path: Path, how: ArraySettings, labelled: bool) -> list[_Lot]:
    """The arrays of a file or a folder, by part; training first."""
    if not path.exists():
        raise missing(path)
    found = _gathered(path, how)
    roles: dict[tuple[str, str], str] = {}
    for key in found:
        meant, part = role(key)
        if meant and (meant, part) not in roles:
            roles[meant, part] = key
    inputs = [(part, key) for (meant, part), key in roles.items() if meant == "x"]
    if not inputs:  # the only array of three dimensions, whatever it is called
        deep = [key for key, one in found.items() if one.ndim == 3 and one.dtype.kind in "iufb"]
        deep = deep or [k for k, one in found.items() if one.ndim == 2 and role(k)[0] == ""]
        if len(deep) != 1:
            shapes = {key or path.name: "x".join(map(str, o.shape)) for key, o in found.items()}
            what = say("data.arrays.no_inputs", shapes=shapes)
            raise DataError(what, file=path, remedy=say("data.arrays.how_keys"))
        inputs = [(role(deep[0])[1], deep[0])]
    lots = []
    for part, key in sorted(inputs, key=lambda one: PARTS[one[0]]):
        y_key, n_key = roles.get(("y", part), ""), roles.get(("lengths", part), "")
        x = _checked_inputs(path, key, found[key])
        lots.append(_Lot(key, x, found.get(y_key), found.get(n_key), y_key, n_key))
        if labelled and y_key not in found:
            keys = [k or path.name for k in found]
            what = say("data.arrays.no_labels", key=key or path.name, keys=keys)
            raise DataError(what, file=path, remedy=say("data.arrays.how_keys"))
    return lots


def _gathered(path: Path, how: ArraySettings) -> dict[str, np.ndarray]:
    """All arrays by key: of a file its own, of .npy files their names."""
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if is_array(p) and not p.name.startswith("."))
        found: dict[str, np.ndarray] = {}
        for file in files:
            for key, one in load(file).items():
                stem = bare(file.name).rpartition(".")[0]
                part = split(stem)[1]
                found[f"{key}_{part}" if key else stem] = one
        return found
    found = load(path)
    if "" not in found:
        return found
    stem = bare(path.name).rpartition(".")[0]
    found = {stem: found[""]}
    if how.labels:
        found[f"y_{role(stem)[1]}".rstrip("_")] = _answers_of(Path(how.labels))
        return found
    what, part = role(stem)
    for other in sorted(path.parent.iterdir()):  # its labels and lengths beside it
        name, _, ending = bare(other.name).rpartition(".")
        own, of = role(name)
        if ending == "npy" and other != path and own in ("y", "lengths") and of == part:
            found[name] = load(other)[""]
    if what != "x":  # the only inputs, whatever the file is called
        found = {("x" if key == stem else key): one for key, one in found.items()}
    return found


def _answers_of(path: Path) -> np.ndarray:
    found = load(path)
    if len(found) != 1:
        raise DataError(say("data.arrays.several", keys=list(found)), file=path)
    return next(iter(found.values()))


def _checked_inputs(path: Path, key: str, x: np.ndarray) -> np.ndarray:
    column = key or None
    if x.dtype.kind not in "iufb":
        raise DataError(
            say("data.arrays.no_numbers", kinds=[str(x.dtype)]), file=path, column=column
        )
    if x.ndim not in (2, 3):
        shape = "x".join(map(str, x.shape))
        what = say("data.arrays.dimensions", shape=shape or "1", count=x.ndim)
        raise DataError(what, file=path, column=column, remedy=say("data.arrays.how_shape"))
    if 0 in x.shape:
        what = say("data.arrays.empty", shape="x".join(map(str, x.shape)))
        raise DataError(what, file=path, column=column)
    check_range(path, key, x)
    return x


def _checked_labels(path: Path, lot: _Lot) -> np.ndarray:
    y = lot.y
    assert y is not None
    if y.dtype.kind not in "iufbUS" or y.ndim not in (1, 2):
        shape = "x".join(map(str, y.shape))
        what = say("data.arrays.odd_labels", kind=str(y.dtype), shape=shape)
        raise DataError(what, file=path, column=lot.y_key or None)
    if len(y) != len(lot.x):
        what = say("data.arrays.counts", inputs=len(lot.x), labels=len(y))
        raise DataError(what, file=path, column=lot.y_key or None)
    return y[:, 0] if y.ndim == 2 and y.shape[1] == 1 else y


def _answers(
    path: Path, y: np.ndarray, valued: bool | None
) -> tuple[np.ndarray, tuple[str, ...], tuple[Text, ...]]:
    """Indices into classes, or values [N, K] and no classes, and what was concluded."""
    number = y.dtype.kind in "iufb"
    if y.ndim == 2 and number and not valued and _one_hot(y):
        y = y.argmax(axis=1)
        return *_classes(y), (say("data.arrays.one_hot"),)
    whole = number and bool(np.isfinite(y).all() and (y == np.floor(y)).all())
    if valued or (valued is None and number and (y.ndim == 2 or not whole)):
        if not number:
            raise DataError(say("data.arrays.no_values", kind=str(y.dtype)), file=path)
        values = y.reshape(len(y), -1).astype(np.float64)
        wrong = np.flatnonzero(~(np.abs(values) <= LARGEST).all(axis=1))
        if len(wrong):
            raise DataError(say("data.arrays.no_value", number=int(wrong[0]) + 1), file=path)
        return values, (), (say("data.arrays.values"),)
    if y.ndim != 1:
        raise DataError(
            say("data.arrays.odd_labels", kind=str(y.dtype), shape="x".join(map(str, y.shape))),
            file=path,
        )
    if number and not whole:
        what = say("data.arrays.no_classes", value=float(y[~(y == np.floor(y))][0]))
        raise DataError(what, file=path, remedy=say("data.arrays.regression"))
    return *_classes(y), (say("data.labelled_series.task"),)


def _classes(y: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    values, index = np.unique(y, return_inverse=True)
    return index.astype(np.int64).reshape(-1), tuple(_named(values))


def _named(values: np.ndarray) -> list[str]:
    """Labels as text; 1.0 as 1."""
    if values.dtype.kind == "f":
        return [f"{v:.15g}" for v in values.tolist()]
    if values.dtype.kind == "S":
        return [v.decode("utf-8", "replace") for v in values.tolist()]
    return [str(v) for v in values.tolist()]


def _one_hot(y: np.ndarray) -> bool:
    return y.shape[1] > 1 and bool(np.isin(y, (0, 1)).all() and (y.sum(axis=1) == 1).all())


def _targets(count: int) -> tuple[str, ...]:
    return (VALUE,) if count == 1 else tuple(f"{VALUE}{k + 1}" for k in range(count))


def _channels(lots: list[_Lot]) -> tuple[str, ...]:
    return tuple(f"dim{k + 1}" for k in range(lots[0].x.shape[2] if lots[0].x.ndim == 3 else 1))


def _sequences(
    path: Path,
    lots: list[_Lot],
    plan: Plan,
    channels: tuple[str, ...] | None = None,
    wish: str = "auto",
) -> tuple[tuple[str, ...], list[np.ndarray], tuple[Text, ...], tuple[Text, ...]]:
    """Sequences with missing values filled, what was done, and what their shape was taken for."""
    said: list[Text] = []
    if any(lot.x.ndim == 2 for lot in lots):
        said.append(say("data.arrays.one_channel"))
    widths = {lot.x.shape[2] if lot.x.ndim == 3 else 1 for lot in lots}
    if len(widths) > 1:
        shown = [str(w) for w in sorted(widths)]
        raise DataError(say("data.arrays.other_width", widths=shown), file=path)
    files, cut = [], 0
    for lot in lots:
        x, shorter = _cut(path, lot)
        cut += shorter
        files.append(Examples("", (), x, [], None, []))
    if cut:
        said.append(say("data.arrays.padding", count=cut))
    every, x, cleaned = prepared(files, path, channels, wish, plan)
    return every, x, cleaned, tuple(said)


def _cut(path: Path, lot: _Lot) -> tuple[list[np.ndarray], int]:
    """Each sequence to its length: the one that is given, else without missing steps at its end;
    and how many such there were."""
    x = lot.x[:, :, None] if lot.x.ndim == 2 else lot.x
    if lot.lengths is not None:
        n = lot.lengths
        right = n.ndim == 1 and len(n) == len(x) and n.dtype.kind in "iuf"
        if not right or not ((n >= 1) & (n <= x.shape[1]) & (n == np.floor(n))).all():
            what = say("data.arrays.lengths", steps=x.shape[1], count=len(x))
            raise DataError(what, file=path, column=lot.lengths_key or None)
        return [one[: int(k)].astype(np.float64) for one, k in zip(x, n, strict=True)], 0
    if x.dtype.kind != "f":
        return list(x.astype(np.float64)), 0
    present = ~np.isnan(x).all(axis=2)
    ends = np.where(present.any(axis=1), x.shape[1] - present[:, ::-1].argmax(axis=1), 0)
    if not ends.all():
        number = int(np.flatnonzero(ends == 0)[0]) + 1
        raise DataError(say("data.arrays.all_missing", number=number), file=path)
    cut = [one[:k].astype(np.float64) for one, k in zip(x, ends, strict=True)]
    return cut, int((ends < x.shape[1]).sum())


def _keys_said(key: str, shape: str, y_key: str, lengths_key: str) -> Text:
    return say("data.arrays.keys", inputs=key, shape=shape, labels=y_key, lengths=lengths_key)
