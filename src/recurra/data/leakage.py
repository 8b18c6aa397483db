"""The leakage audit: does anything of a later part reach an earlier one?

Each check answers with findings; none means that it passed. A serious finding makes scores on the
test part worthless; the others are facts of the data that a reader should know.
"""

import hashlib
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from recurra.data import calendar_columns
from recurra.data.scale import Scaler, fit_sequences, fit_series
from recurra.data.sequences import Cuts, Images, Sequences
from recurra.data.series import PARTS, Boundaries, Series
from recurra.data.split import Parts
from recurra.data.window import Windows
from recurra.words import Text, say

COPY = 0.99  # correlation of changes above which a column is taken for the target itself
LAGS = 48  # steps ahead that are looked at, at most
SHOWN = 3  # names in a sentence
ENOUGH = 50_000  # rows tell whether a column is a copy


@dataclass(frozen=True)
class Finding:
    """What was found; whether it spoils the test."""

    what: Text
    serious: bool


def audit_sequences(data: Sequences, parts: Parts, scaler: Scaler) -> tuple[Finding, ...]:
    """Parts that share examples, groups or recordings in two parts, equal examples in two parts, a
    scaler that saw more than training.

    >>> x = [np.full((1, 1), float(i % 9), "f4") for i in range(10)]
    >>> data = Sequences("n", x, np.array([0, 1] * 5), ("a", "b"), ("c",))
    >>> parts = Parts(np.arange(6), np.array([6, 7]), np.array([8, 9]))
    >>> scaler = fit_sequences(data, parts.train)
    >>> [str(f.what) for f in audit_sequences(data, parts, scaler)]
    ['1 of 2 test examples equals a training example.']
    """
    found = [*_shared(parts), *_divided(data, parts), *_repeated(data, parts)]
    if not _same(scaler, fit_sequences(data, parts.train, _kind(scaler))):
        found.append(Finding(say("data.leakage.scaler"), True))
    return tuple(found)


def audit_series(
    series: Series, bounds: Boundaries, scaler: Scaler, windows: Windows
) -> tuple[Finding, ...]:
    """Windows across parts, a scaler that saw more than training, columns that show the future."""
    found = [*_crossing(series, bounds, windows), *_order(series)]
    if not _same(scaler, fit_series(series, bounds, _kind(scaler))):
        found.append(Finding(say("data.leakage.scaler"), True))
    return (*found, *_shifted(series, windows.horizon), *_copies_ahead(series))


def sentences(findings: Iterable[Finding]) -> tuple[Text, ...]:
    """What the summary says.

    >>> [str(one) for one in sentences(())]
    ['Leakage audit: nothing found.']
    """
    said = tuple(say("data.leakage.found", serious=f.serious, what=f.what) for f in findings)
    return said or (say("data.leakage.nothing"),)


def serious(findings: Iterable[Finding]) -> tuple[Text, ...]:
    """What spoils the test, alone.

    >>> serious([Finding("All is lost.", True), Finding("So what.", False)])
    ('All is lost.',)
    """
    return tuple(f.what for f in findings if f.serious)


def _kind(scaler: Scaler) -> str:
    return "standard" if scaler.kind == "none" else scaler.kind


def _same(one: Scaler, other: Scaler) -> bool:
    """Up to the rounding of a sum over another order of the same rows."""
    return all(
        a.shape == b.shape and np.allclose(a, b, rtol=1e-9, atol=1e-12)
        for a, b in ((one.centre, other.centre), (one.spread, other.spread))
    )


def _shared(parts: Parts) -> list[Finding]:
    pairs = (("train", "validation"), ("train", "test"), ("validation", "test"))
    counts = {(a, b): len(np.intersect1d(parts[a], parts[b])) for a, b in pairs}
    return [
        Finding(say("data.leakage.shared", count=n, one=a, other=b), True)
        for (a, b), n in counts.items()
        if n
    ]


def _divided(data: Sequences, parts: Parts) -> list[Finding]:
    """Groups, and recordings of which several examples were cut, that lie in two parts."""
    found = []
    for by, whole in ((data.grouped_by, data.groups), ("", data.recordings)):
        own = {part: np.unique(whole[parts[part]]) for part in PARTS if whole is not None}
        for a, b in itertools.combinations(own, 2):
            both = np.intersect1d(own[a], own[b])
            if len(both):
                what = say(
                    "data.leakage.in_two",
                    by=by,
                    count=len(both),
                    names=[str(name) for name in both[:SHOWN]],
                    one=a,
                    other=b,
                )
                found.append(Finding(what, True))
    return found


def _repeated(data: Sequences, parts: Parts) -> list[Finding]:
    training = {_content(data, i) for i in parts.train}
    found = []
    for part in ("validation", "test"):
        n = sum(_content(data, i) in training for i in parts[part])
        if n:
            what = say("data.leakage.repeated", count=n, of=len(parts[part]), part=part)
            found.append(Finding(what, False))
    return found


def _content(data: Sequences, i: int) -> bytes:
    if isinstance(data.x, Images):
        return data.x.pixels[i].tobytes()
    if isinstance(data.x, Cuts):  # the rows of all pieces at once may be many
        return hashlib.blake2b(data.x[i].tobytes(), digest_size=16).digest()
    return data.x[i].tobytes()


def _crossing(series: Series, bounds: Boundaries, windows: Windows) -> list[Finding]:
    """Targets outside their part, inputs from another group, or targets that two parts share."""
    found = []
    lengths = np.array([len(g) for g in series.groups])
    used = []
    for part in PARTS:
        where = windows.origins[part]
        group = windows.group(where)
        span = np.array([bounds.span(g, part, n) for g, n in enumerate(lengths)])[group]
        inside = where - series.starts[group]
        wrong = (inside < span[:, 0]) | (inside + windows.horizon > span[:, 1])
        wrong |= inside < windows.lookback
        if wrong.any():
            what = say("data.leakage.beyond", count=wrong.sum(), part=part)
            found.append(Finding(what, True))
        used.append(_covered(where, windows.horizon, int(series.starts[-1])))
    for (a, rows), (b, others) in itertools.combinations(zip(PARTS, used, strict=True), 2):
        shared = np.count_nonzero(rows & others)
        if shared:
            what = say("data.leakage.shared_rows", count=shared, one=a, other=b)
            found.append(Finding(what, True))
    return found


def _covered(where: np.ndarray, horizon: int, rows: int) -> np.ndarray:
    """[rows] bool: whether a target of a window lies there."""
    found = np.zeros(rows, bool)
    for step in range(horizon):
        at = where + step
        found[at[at < rows]] = True
    return found


def _order(series: Series) -> list[Finding]:
    wrong = [
        g.key for g in series.groups if g.time is not None and not (g.time[1:] > g.time[:-1]).all()
    ]
    return [Finding(say("data.leakage.backwards", group=key), True) for key in wrong]


def _shifted(series: Series, horizon: int) -> list[Finding]:
    """Columns whose changes are the target's changes of a later step."""
    found = []
    made = set(series.known) | set(series.targets)
    for name in (n for n in series.columns if n not in made):
        for target in series.targets:
            now = _change_correlation(series, name, target, 0)
            for lag in range(1, min(horizon, LAGS) + 1):
                ahead = _change_correlation(series, name, target, lag)
                if ahead > COPY and ahead > now + (1 - COPY):
                    what = say("data.leakage.shifted", column=name, target=target, steps=lag)
                    found.append(Finding(what, True))
                    break
    return found


def _copies_ahead(series: Series) -> list[Finding]:
    """Columns given as known in the future that are the target itself."""
    return [
        Finding(say("data.leakage.copy_ahead", column=name, target=target), True)
        for name in series.known
        if name not in calendar_columns.names(series.facts.calendar)
        for target in series.targets
        if _change_correlation(series, name, target, 0) > COPY
    ]


def _change_correlation(series: Series, column: str, target: str, lag: int) -> float:
    """|correlation| of a column's changes with the target's changes `lag` rows later."""
    c, t = series.columns.index(column), series.columns.index(target)
    first = int(np.searchsorted(series.starts, ENOUGH)) + 1
    both = [
        (np.diff(g.values[: len(g) - lag, c][:ENOUGH]), np.diff(g.values[lag:, t][:ENOUGH]))
        for g in series.groups[:first]
        if len(g) > lag + 2
    ]
    a = np.concatenate([x for x, _ in both]) if both else np.zeros(0)
    b = np.concatenate([y for _, y in both]) if both else np.zeros(0)
    if len(a) < 3 or a.std() == 0 or b.std() == 0:
        return 0.0
    return float(abs(np.corrcoef(a, b)[0, 1]))
