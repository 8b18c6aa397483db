"""The leakage audit: does anything of a later part reach an earlier one?

Each check answers with findings; none means that it passed. A serious finding makes scores on the
test part worthless; the others are facts of the data that a reader should know.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from recurra.data import scratch
from recurra.data.scale import Scaler, fit_sequences, fit_series
from recurra.data.sequences import Cuts, Images, Sequences
from recurra.data.series import PARTS, Boundaries, Series
from recurra.data.shown_ahead import shown
from recurra.data.split import Parts
from recurra.data.window import Windows
from recurra.words import Text, say

SHOWN = 3  # names in a sentence
STRETCH = 16  # rows of a table that are held to those of the training
VARIED = 8  # different values of a target that a stretch has at least
HALF = 0.5  # of the stretches of the test part that are there twice, at least
OFTEN = 0.1  # share of stretches that the training has three times, as what is periodic does
SAME = 1e-9  # share of a value's variance that a channel may leave if it is that value
MANY = 5  # examples of a class that tell


@dataclass(frozen=True)
class Finding:
    """What was found; whether it spoils the test."""

    what: Text
    serious: bool


def audit_sequences(data: Sequences, parts: Parts, scaler: Scaler) -> tuple[Finding, ...]:
    """Parts that share examples, groups or recordings in two parts, equal examples in two parts,
    channels that hold the answer, a scaler that saw more than training.

    >>> x = [np.full((1, 1), float(i % 9), "f4") for i in range(10)]
    >>> data = Sequences("n", x, np.array([0, 1] * 5), ("a", "b"), ("c",))
    >>> parts = Parts(np.arange(6), np.array([6, 7]), np.array([8, 9]))
    >>> scaler = fit_sequences(data, parts.train)
    >>> [str(f.what) for f in audit_sequences(data, parts, scaler)]
    ['1 of 2 test examples equals a training example.']
    """
    found = [*_shared(parts), *_divided(data, parts), *_repeated(data, parts)]
    found += _answered(data, parts.train)
    if not _same(scaler, fit_sequences(data, parts.train, _kind(scaler))):
        found.append(Finding(say("data.leakage.scaler"), True))
    return tuple(found)


def audit_series(
    series: Series, bounds: Boundaries, scaler: Scaler, windows: Windows
) -> tuple[Finding, ...]:
    """Windows across parts, an order of time that is broken, rows that are there twice, a scaler
    that saw more than training, columns that show the future."""
    found = [*_crossing(series, bounds, windows), *_order(series), *_late(series, bounds)]
    found += [*_unsorted(series), *_rows_again(series, bounds)]
    if not _same(scaler, fit_series(series, bounds, _kind(scaler))):
        found.append(Finding(say("data.leakage.scaler"), True))
    return (*found, *(Finding(one.said, one.serious) for one in shown(series)))


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
    return one.steps == other.steps and all(
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
    """Groups, and recordings of which several examples were cut, that lie in more than one part."""
    found = []
    for by, whole in ((data.grouped_by, data.groups), ("", data.recordings)):
        if whole is None:
            continue
        own = np.concatenate([np.unique(whole[parts[part]]) for part in PARTS])
        names, count = np.unique(own, return_counts=True)
        both = names[count > 1]
        if len(both):
            shown = [str(name) for name in both[:SHOWN]]
            what = say("data.leakage.in_two", by=by, count=len(both), names=shown)
            found.append(Finding(what, True))
    return found


def _repeated(data: Sequences, parts: Parts) -> list[Finding]:
    training = set(_contents(data, parts.train))
    found = []
    for part in ("validation", "test"):
        n = sum(one in training for one in _contents(data, parts[part]))
        if n:
            what = say("data.leakage.repeated", count=n, of=len(parts[part]), part=part)
            found.append(Finding(what, False))
    return found


def _contents(data: Sequences, index: np.ndarray) -> Iterator[bytes | int]:
    """What examples hold; pieces of recordings as numbers, as all their rows may be very many."""
    if isinstance(data.x, Cuts):
        yield from data.x.digests(index).tolist()
    elif isinstance(data.x, Images):
        yield from (data.x.pixels[i].tobytes() for i in index)
    else:
        yield from (data.x[i].tobytes() for i in index)


def _crossing(series: Series, bounds: Boundaries, windows: Windows) -> list[Finding]:
    """Targets outside their part, inputs from another group, or targets that two parts share."""
    found = []
    lengths = np.array([len(g) for g in series.groups])
    used = []
    for part in PARTS:
        where = windows.origins[part]
        spans = np.array([bounds.span(g, part, n) for g, n in enumerate(lengths)])
        wrong = sum(_outside(where[some], windows, spans) for some in scratch.blocks(len(where)))
        if wrong:
            what = say("data.leakage.beyond", count=wrong, part=part)
            found.append(Finding(what, True))
        used.append(_covered(where, windows.horizon, int(series.starts[-1])))
    for (a, rows), (b, others) in itertools.combinations(zip(PARTS, used, strict=True), 2):
        shared = np.count_nonzero(rows & others)
        if shared:
            what = say("data.leakage.shared_rows", count=shared, one=a, other=b)
            found.append(Finding(what, True))
    return found


def _outside(where: np.ndarray, windows: Windows, spans: np.ndarray) -> int:
    """How many windows reach beyond their part of their group, [groups, 2]."""
    group = windows.group(where)
    inside, span = where - windows.series.starts[group], spans[group]
    wrong = (inside < span[:, 0]) | (inside + windows.horizon > span[:, 1])
    return int((wrong | (inside < windows.lookback)).sum())


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


def _late(series: Series, bounds: Boundaries) -> list[Finding]:
    """Rows of the training part that lie after rows of the test part, of whatever group."""
    train, test = [], []
    for k, group in enumerate(series.groups):
        if group.time is None:
            return []
        last, first = bounds.span(k, "train", len(group))[1], bounds.span(k, "test", len(group))[0]
        train += [group.time[last - 1]] if last else []
        test += [group.time[first]] if first < len(group) else []
    if train and test and max(train) >= min(test):
        return [Finding(say("data.leakage.late"), True)]
    return []


def _unsorted(series: Series) -> list[Finding]:
    """Columns that number the rows, of a table without a time, that are not in order."""
    found = []
    for c, name in enumerate(series.facts.numbers if series.step.kind == "rows" else ()):
        rows = [g.values[:, c] for g in series.groups if len(g) > 2]
        counts = bool(rows) and all(
            np.ptp(x) == len(x) - 1 and np.array_equal(np.unique(x), x.min() + np.arange(len(x)))
            for x in rows
        )
        if counts and any(len(np.unique(np.diff(x))) > 1 for x in rows):
            found.append(Finding(say("data.leakage.unsorted", column=name), True))
    return found


def _rows_again(series: Series, bounds: Boundaries) -> list[Finding]:
    """Stretches of rows of the test part that the training part has too, number by number."""
    columns = [series.columns.index(n) for n in series.facts.numbers]
    targets = series.where(series.targets)
    train, test = [], []
    for k, group in enumerate(series.groups):
        own = _stretches(group.values[:, columns], group.values[:, targets])
        first, last = bounds.span(k, "train", len(group))
        train.append(own[first : max(first, last - STRETCH + 1)])
        test.append(own[bounds.span(k, "test", len(group))[0] :])
    known, asked = (_told(np.concatenate(one)) for one in (train, test))
    counts = np.unique(known, return_counts=True)[1]
    if not len(asked) or not len(known) or (counts > 2).mean() > OFTEN:
        return []
    again = int(np.isin(asked, known).sum())
    if again < HALF * len(asked):
        return []
    return [
        Finding(say("data.leakage.rows_again", count=again, of=len(asked), rows=STRETCH), False)
    ]


def _stretches(rows: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """[T - STRETCH + 1] a number for the values of each stretch; NaN where a target varies little.

    Equal stretches have equal numbers: the same products are summed in the same order.
    """
    if len(rows) < STRETCH:
        return np.zeros(0)
    rng = np.random.default_rng(0)
    weights = rng.normal(size=(rows.shape[1],))
    places = rng.normal(size=(STRETCH,))
    count = len(rows) - STRETCH + 1
    one, numbers = np.zeros(len(rows)), np.zeros(count)
    with np.errstate(all="ignore"):
        for c, weight in enumerate(weights):
            one = one + rows[:, c] * weight
        for k, place in enumerate(places):
            numbers = numbers + one[k : k + count] * place
    around = np.lib.stride_tricks.sliding_window_view(targets[:, 0], STRETCH)
    distinct = 1 + np.count_nonzero(np.diff(np.sort(around, axis=1), axis=1), axis=1)
    return np.where(distinct >= VARIED, numbers, np.nan)


def _told(stretches: np.ndarray) -> np.ndarray:
    return stretches[np.isfinite(stretches)]


def _answered(data: Sequences, train: np.ndarray) -> list[Finding]:
    """Channels whose last value is the value to be predicted, in whatever unit, or that are one
    number for each class, from the first step to the last."""
    if data.tokens or isinstance(data.x, Images) or not len(train):
        return []
    last = np.stack([data.x[i][-1] for i in train]).astype(np.float64)
    if data.targets:
        return _values_told(data, data.y[train].astype(np.float64), last)
    still = np.stack([np.ptp(data.x[i], axis=0) == 0 for i in train]).all(axis=0)
    found = []
    for c in np.flatnonzero(still):
        own = [np.unique(last[data.y[train] == k, c]) for k in range(len(data.classes))]
        few = min(np.bincount(data.y[train], minlength=len(data.classes)))
        alike = all(len(one) == 1 for one in own)
        if few >= MANY and alike and len(np.unique(np.concatenate(own))) == len(own):
            what = say("data.leakage.class_told", channel=data.channels[c])
            found.append(Finding(what, True))
    return found


def _values_told(data: Sequences, y: np.ndarray, last: np.ndarray) -> list[Finding]:
    found = []
    for c, channel in enumerate(data.channels):
        for k, target in enumerate(data.targets):
            x, spread = last[:, c] - last[:, c].mean(), y[:, k] - y[:, k].mean()
            size = (x @ x) * (spread @ spread)
            if len(x) > MANY and size > 0 and 1 - (x @ spread) ** 2 / size < SAME:
                what = say("data.leakage.value_told", channel=channel, target=target)
                found.append(Finding(what, True))
    return found
