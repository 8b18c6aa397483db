"""What the pictures of `recurra inspect --html` are drawn from: numbers only, some hundred each.

Columns along time in bins, how their values are distributed, where values are missing, how long
sequences or groups are, and how alike a target is to itself some steps before.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recurra.data.trees import Trees

BINS, BARS, COMMON = 240, 30, 8  # along time; of a distribution; categories that are named
DRAWN, NAMED = 40, 12  # columns at most; groups that are drawn each with its name
EXAMPLES = 500  # of sequences, evenly taken
CLASSES = 6  # whose means are drawn beside each other
LAGS, CYCLES = 60, 2.5  # of an autocorrelation: at least, and so many seasons
LATEST = 200_000  # steps of the training part that it is taken over
FAR = 0.002  # share of values at either end that may lie beyond a distribution's axis


@dataclass(frozen=True)
class Along:
    """Values along time, rows or steps, in bins: mean, least and most; NaN where a bin has none.

    at: middles of the bins. missing: share of each bin's places without a value.
    """

    at: tuple[float, ...]
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    missing: tuple[float, ...]
    classes: tuple[tuple[str, tuple[float, ...]], ...] = ()  # the mean of each, of some classes


@dataclass(frozen=True)
class Bars:
    """How often values fall between neighbouring edges; what lies beyond them at either end."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    below: int = 0
    above: int = 0


@dataclass(frozen=True)
class Drawn:
    """One column or channel; common: the most frequent texts, with the number of all others."""

    name: str
    along: Along | None = None
    bars: Bars | None = None
    common: tuple[tuple[str, int], ...] = ()
    others: int = 0


@dataclass(frozen=True)
class Portrait:
    """axis: what `Along.at` counts: time (seconds since 1970), rows (from one) or steps.

    correlation: of the target `of` with itself, lag 1 first, over `counted` steps of the training
    part.
    """

    axis: str
    columns: tuple[Drawn, ...]
    left_out: int = 0  # columns that are not drawn
    lengths: Bars | None = None  # of sequences, trees or groups
    groups: tuple[tuple[str, int], ...] = ()  # rows of each, the longest first
    correlation: tuple[float, ...] = ()
    of: str = ""
    counted: int = 0
    season: int = 0


@dataclass(frozen=True, eq=False)
class Places:
    """Where the rows of a table lie: row [T], -1 where a gap is; at [T], seconds or numbers."""

    axis: str
    row: np.ndarray
    at: np.ndarray

    @classmethod
    def of_file(cls, count: int) -> "Places":
        """In the order of the file."""
        return cls("rows", np.arange(count), np.arange(1.0, count + 1))


def places(rows: Sequence[np.ndarray], times: Sequence[np.ndarray | None]) -> Places:
    """Of groups on their grids; without time each row's number in its group.

    >>> places([np.array([0, -1, 1])], [np.array([0, 60, 120], "datetime64[s]")]).at.tolist()
    [0.0, 60.0, 120.0]
    """
    known = [t for t in times if t is not None]
    if len(known) < len(rows):
        return Places("rows", np.concatenate(rows), np.concatenate([_counted(r) for r in rows]))
    return Places("time", np.concatenate(rows), np.concatenate([_seconds(t) for t in known]))


def _counted(rows: np.ndarray) -> np.ndarray:
    return np.arange(1.0, len(rows) + 1)


def _seconds(stamps: np.ndarray) -> np.ndarray:
    """Of stamps of any unit, with fractions."""
    whole = stamps.astype("datetime64[s]")
    return whole.astype(np.float64) + (stamps - whole) / np.timedelta64(1, "ns") * 1e-9


def of_columns(
    where: Places, values: Mapping[str, np.ndarray], texts: Mapping[str, Mapping[str, int]]
) -> tuple[Drawn, ...]:
    """Columns of a table: numbers [N] with NaN for missing; texts with how often each occurs."""
    if not len(where.at):
        return ()
    low, high = float(where.at.min()), float(where.at.max())
    count = min(BINS, len(np.unique(where.at[:BINS])) if len(where.at) < BINS else BINS)
    bins = _binned(where.at, low, high, count)
    middles = low + (np.arange(count) + 0.5) * (high - low) / count
    found = []
    for name, own in values.items():
        laid = np.where(where.row >= 0, own[where.row], np.nan)
        found.append(Drawn(name, _along(laid, bins, middles), bars_of(own)))
    for name, counts in texts.items():
        common = tuple(Counter(counts).most_common(COMMON))
        rest = sum(counts.values()) - sum(n for _, n in common)
        found.append(Drawn(name, common=common, others=rest))
    return tuple(found)


def _binned(at: np.ndarray, low: float, high: float, count: int) -> np.ndarray:
    if high <= low:
        return np.zeros(len(at), np.int64)
    return np.minimum(((at - low) / (high - low) * count).astype(np.int64), count - 1)


def _along(values: np.ndarray, bins: np.ndarray, middles: np.ndarray) -> Along:
    count = len(middles)
    here = ~np.isnan(values)
    every, there = np.bincount(bins, minlength=count), np.bincount(bins[here], minlength=count)
    known, own = values[here], bins[here]
    least, most = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(least, own, known)
    np.maximum.at(most, own, known)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(own, known, count) / there
        missing = 1 - there / every
    absent = there == 0
    least[absent] = most[absent] = mean[absent] = np.nan
    missing = np.where(every > 0, missing, 1.0)
    own = [_plain(v) for v in (mean, least, most, missing)]
    return Along(tuple(middles.tolist()), own[0], own[1], own[2], own[3])


def bars_of(values: np.ndarray, whole: bool = False) -> Bars | None:
    """The distribution of values [N], NaN for missing; a few that lie far away are counted only.

    >>> bars_of(np.array([1.0, 2.0, 2.0, 3.0]), whole=True)
    Bars(edges=(0.5, 1.5, 2.5, 3.5), counts=(1, 2, 1), below=0, above=0)
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = float(known.min()), float(known.max())
    if whole or (high - low < BARS and bool((known == np.floor(known)).all())):
        step = max(1.0, np.ceil((high - low + 1) / BARS))
        edges = np.arange(low - 0.5, high + step, step)
    else:
        near = np.quantile(known, (FAR, 1 - FAR))
        room = 0.5 * max(near[1] - near[0], 0.0)
        low, high = max(low, near[0] - room), min(high, near[1] + room)
        if high <= low:
            low, high = low - 0.5, high + 0.5
        edges = np.linspace(low, high, BARS + 1)
    counts, _ = np.histogram(known, edges)
    below, above = int((known < edges[0]).sum()), int((known > edges[-1]).sum())
    return Bars(_plain(edges), tuple(counts.tolist()), below, above)


def correlations(values: np.ndarray, season: int) -> tuple[float, ...]:
    """Of a series [T] without gaps with itself, its straight line taken out, lag 1 first.

    >>> wave = np.sin(2 * np.pi * np.arange(240) / 24)
    >>> found = correlations(wave, 24)
    >>> len(found), found[11] < -0.9 < 0.8 < found[23]
    (60, True)
    """
    values = values[-LATEST:]
    time = np.arange(len(values)) - (len(values) - 1) / 2
    centred = values - values.mean()
    rest = centred - time * float(time @ centred) / max(float(time @ time), 1.0)
    power = float(rest @ rest)
    most = min(max(LAGS, int(CYCLES * season)), len(values) // 3)
    if power <= 0 or most < 2:
        return ()
    length = 1 << (2 * len(rest) - 1).bit_length()
    spectrum = np.abs(np.fft.rfft(rest, length)) ** 2
    return _plain(np.fft.irfft(spectrum, length)[1 : most + 1] / power)


def of_groups(names: Sequence[str], rows: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """The longest groups, at most as many as are named."""
    ordered = sorted(zip(names, rows, strict=True), key=lambda one: -one[1])
    return tuple((name, int(n)) for name, n in ordered[:NAMED])


def of_sequences(
    x: Sequence[np.ndarray],
    channels: Sequence[str],
    lengths: np.ndarray,
    y: np.ndarray,
    classes: Sequence[str],
) -> Portrait:
    """Of sequences [T, channels]: each channel along its steps, in the examples that are taken.

    y: [N] the class of each where there are `classes`.
    """
    chosen = np.unique(np.linspace(0, len(lengths) - 1, EXAMPLES).round().astype(np.int64))
    some = [np.asarray(x[int(i)], np.float64) for i in chosen]
    step = np.concatenate([np.arange(1.0, len(one) + 1) for one in some])
    count = int(min(BINS, step.max()))
    bins = _binned(step, 1.0, float(step.max()), count)
    middles = 1.0 + (np.arange(count) + 0.5) * (step.max() - 1.0) / count
    if count == step.max():
        bins, middles = step.astype(np.int64) - 1, np.arange(1.0, count + 1)
    rows = np.concatenate(some)
    label = np.repeat(y[chosen], [len(one) for one in some]) if classes else None
    found = []
    for k, name in enumerate(channels[:DRAWN]):
        own = _along(rows[:, k], bins, middles)
        if label is not None and 1 < len(classes) <= CLASSES:
            each = (_along(rows[label == c, k], bins[label == c], middles).mean
                    for c in range(len(classes)))  # fmt: skip
            pairs = tuple(zip(map(str, classes), each, strict=True))
            own = Along(own.at, own.mean, own.low, own.high, own.missing, pairs)
        found.append(Drawn(name, own, bars_of(rows[:, k])))
    left_out = max(0, len(channels) - DRAWN)
    return Portrait("steps", tuple(found), left_out, lengths_of(lengths))


def lengths_of(lengths: np.ndarray) -> Bars | None:
    """Nothing where all are equally long."""
    return bars_of(lengths.astype(float), whole=True) if len(np.unique(lengths)) > 1 else None


def of_trees(data: Trees) -> Portrait:
    """Their words and sizes."""
    counts = np.bincount(data.token[data.token > 0], minlength=len(data.words))
    order = [int(k) for k in np.argsort(-counts, kind="stable")[:COMMON] if counts[k]]
    common = tuple((data.words[k], int(counts[k])) for k in order)
    word = Drawn("word", common=common, others=int(counts.sum() - sum(n for _, n in common)))
    return Portrait("steps", (word,), lengths=lengths_of(data.sizes()))


def _plain(values: np.ndarray) -> tuple[float, ...]:
    """With ten digits: enough for a figure."""
    return tuple(float(f"{v:.10g}") for v in values.tolist())
