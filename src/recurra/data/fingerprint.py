"""One number that changes when the data change: sha256 over values, names and options."""

import hashlib

import numpy as np

from recurra.data import scratch
from recurra.data.sequences import Cuts, Images, Sequences
from recurra.data.series import Series
from recurra.data.steps import DAY, Step
from recurra.data.trees import Trees

LOST = 1e-3  # of a standard deviation, by the rounding of float32
WEEKDAYS = "1 day, Monday to Friday"
UNITS = {"week": 7 * DAY, "day": DAY, "hour": 3_600_000, "minute": 60_000, "second": 1000}


def fingerprint(data: Sequences | Series | Trees) -> str:
    """sha256 over everything that enters the split: values, labels, names, order, part.

    >>> one = Sequences("n", [np.zeros((2, 1), "f4")], np.array([0]), ("a",), ("c",))
    >>> two = Sequences("n", [np.ones((2, 1), "f4")], np.array([0]), ("a",), ("c",))
    >>> fingerprint(one) == fingerprint(one), fingerprint(one) == fingerprint(two)
    (True, False)
    """
    digest = hashlib.sha256()
    if isinstance(data, Series):
        _series(digest, data)
    elif isinstance(data, Trees):
        _trees(digest, data)
    else:
        _sequences(digest, data)
    return digest.hexdigest()


def _sequences(digest: "hashlib._Hash", data: Sequences) -> None:
    _words(digest, "sequences", data.classes, data.channels)
    if data.targets:
        _words(digest, data.targets)
    _array(digest, data.y)
    if data.prepare:
        _words(digest, "prepare", str(sorted(data.prepare.items())))
    if data.part is not None:
        _array(digest, data.part)
    if data.groups is not None:
        _words(digest, "groups", tuple(map(str, data.groups)))
    if isinstance(data.x, Images):
        _words(digest, data.x.order, (str(data.x.divisor),))
        _array(digest, data.x.pixels)
    elif isinstance(data.x, Cuts):
        _floats(digest, data.x.values)
        _array(digest, data.x.first)
        _array(digest, data.x.last)
    else:
        for one in data.x:
            _floats(digest, one)


def _floats(digest: "hashlib._Hash", one: np.ndarray) -> None:
    """As float32, as it always was; and whole, where that would lose what varies."""
    if one.dtype != np.float64:
        _array(digest, one)
        return
    short = one.astype(np.float32)
    _array(digest, short)
    if (np.abs(short - one).max(axis=0) > LOST * one.std(axis=0)).any():
        _array(digest, one)


def _series(digest: "hashlib._Hash", data: Series) -> None:
    _words(
        digest, "series", data.columns, data.targets, data.known, (_step(data.step), data.transform)
    )
    if data.facts.prepare:
        _words(digest, "prepare", str(sorted(data.facts.prepare.items())))
    for group in data.groups:
        _words(digest, group.key)
        if group.time is not None:
            _array(digest, group.time.view(np.int64))
        _array(digest, group.values)
        _array(digest, group.observed)


def _step(step: Step) -> str:
    """A step as fingerprints hold it, in whatever language it is said.

    >>> _step(Step("milliseconds", 3_600_000)), _step(Step("months", 3)), _step(Step("rows"))
    ('1 hour', '3 months', '1 row')
    """
    if step.kind == "weekdays":
        return f"{WEEKDAYS}{step.place}"
    if step.kind in ("nanoseconds", "rate") or step.size % 1:
        return repr(step)
    if step.kind == "months" and step.size == 12:
        return "1 year"
    if step.kind in ("months", "rows"):
        return f"{step.size} {step.kind[:-1]}{'s' * (step.size > 1)}"
    fits = (u for u in UNITS.items() if step.size % u[1] == 0)
    name, unit = next(fits, ("millisecond", 1))
    several = "s" * (step.size > unit or unit == 1)
    uneven = "uneven, typically " if step.kind == "uneven" else ""
    return f"{uneven}{step.size // unit} {name}{several}"


def _trees(digest: "hashlib._Hash", data: Trees) -> None:
    _words(digest, "trees", data.words, data.classes)
    for values in (data.start, data.parent, data.token, data.label, data.position, data.part):
        if values is not None:
            _array(digest, values)


def _array(digest: "hashlib._Hash", values: np.ndarray) -> None:
    _words(digest, str(values.dtype), tuple(str(n) for n in values.shape))
    values = np.ascontiguousarray(values)
    if values.nbytes < scratch.LARGE:
        digest.update(values.data)
        return
    for rows in scratch.blocks(len(values)):
        digest.update(values[rows].data)


def _words(digest: "hashlib._Hash", *words: str | tuple[str, ...]) -> None:
    digest.update(repr(words).encode())
