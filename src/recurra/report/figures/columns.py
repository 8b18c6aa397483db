"""One column of data: its values along time, rows or steps, and how they are distributed."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from recurra.data.portrait import Along, Bars, Drawn
from recurra.report import numbers, palette, scale
from recurra.report.canvas import NARROW, canvas, cut, width_of
from recurra.report.palette import LIGHT
from recurra.words import text

BROAD, TALL, LOW = 960, 240, 150  # pixels: of the target's picture; heights
BARS, ROW = 96, 17
STRIP = 5  # pixels: what marks where values are missing
LETTERS = 18  # of a category
UNITS = (
    *(("Y", k) for k in (100, 50, 20, 10, 5, 2, 1)), *(("M", k) for k in (6, 3, 1)),
    *(("D", k) for k in (14, 7, 2, 1)), *(("h", k) for k in (12, 6, 3, 1)),
    *(("m", k) for k in (30, 15, 5, 1)), *(("s", k) for k in (30, 15, 5, 1)),
)  # fmt: skip
SECONDS = {"Y": 31_556_952, "M": 2_629_746, "D": 86_400, "h": 3600, "m": 60, "s": 1}


def along(column: Drawn, axis: str, name: str, width: int = NARROW, title: str = "") -> str:
    """Values along time; `title`: the page's own words for the column, for those who listen."""
    own = column.along
    assert own is not None
    height = LOW if width == NARROW else TALL
    said = title or column.name
    with canvas(name, width, height, said, told(column)) as drawing:
        ends = [v for v in (*own.low, *own.high) if math.isfinite(v)]
        up = scale.linear((min(ends), max(ends)) if ends else (0.0, 1.0), room=0.04, count=4)
        axes = drawing.axes(left=max(40.0, up.margin), right=14, top=10, bottom=28)
        up.up(axes)
        across(axis, own.at, 5 if width == NARROW else 8).across(axes)
        _strip(axes, own, drawing.height)
        if own.classes:
            for k, (_, mean) in enumerate(own.classes):
                look = palette.series(k)
                axes.plot(own.at, mean, color=look.hue, linestyle=look.line, linewidth=1.3)
        else:
            look = palette.series(0)
            axes.fill_between(own.at, own.low, own.high, color=look.hue, alpha=0.22, linewidth=0)
            alone = "." if sum(map(math.isfinite, own.mean)) < 2 else ""
            axes.plot(own.at, own.mean, color=look.hue, linewidth=1.3, marker=alone)
    return drawing.svg


def distribution(column: Drawn, name: str, title: str = "") -> str:
    """Bars of numbers, or rows of the most frequent texts."""
    if column.common:
        rows = tuple(column.common)
        if column.others:
            rows = (*rows, (text("report.inspect.others"), column.others))
        return named(rows, name, title or column.name)
    assert column.bars is not None
    return bars(column.bars, name, title or column.name)


def bars(own: Bars, name: str, title: str) -> str:
    """How often values fall between edges."""
    with canvas(name, NARROW, BARS, title, _bars_told(own)) as drawing:
        axes = drawing.axes(left=40, right=14, top=6, bottom=24)
        edges, counts = np.array(own.edges), np.array(own.counts, float)
        axes.bar(
            edges[:-1], counts, np.diff(edges), align="edge", color=palette.series(0).hue,
            alpha=0.75, linewidth=0,
        )  # fmt: skip
        scale.linear((edges[0], edges[-1]), count=4).across(axes)
        axes.set_ylim(0, max(1.0, float(counts.max()) * 1.04))
        axes.yaxis.set_visible(False)
        axes.grid(visible=False)
    return drawing.svg


def named(rows: Sequence[tuple[str, int]], name: str, title: str, width: int = NARROW) -> str:
    """A bar with its number for each name."""
    shown = [cut(one, LETTERS) for one, _ in rows]
    most = max((count for _, count in rows), default=1) or 1
    said = tuple(
        text("report.figures.valued", name=one, value=numbers.count(count)) for one, count in rows
    )
    words = text("report.figures.bars_told", values=said)
    height = ROW * len(rows) + 12
    with canvas(name, width, height, title, words) as drawing:
        left = 10 + max(map(width_of, shown), default=0.0)
        axes = drawing.axes(left=left, right=64, top=4, bottom=8)
        axes.set_axis_off()
        axes.set_xlim(0, most)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        for k, (label, (_, count)) in enumerate(zip(shown, rows, strict=True)):
            axes.barh(k, count, 0.7, color=palette.series(0).hue, alpha=0.75, linewidth=0)
            for place, what, ha in ((0, label, "right"), (count, numbers.count(count), "left")):
                axes.annotate(
                    what, (place, k), (-6 if ha == "right" else 6, 0), ha=ha, va="center",
                    textcoords="offset points", color=LIGHT["ink"], fontsize=12,
                )  # fmt: skip
    return drawing.svg


def told(column: Drawn) -> str:
    """What is read aloud of a column along time."""
    own = column.along
    known = [v for v in own.mean if math.isfinite(v)] if own else []
    if own is None or not known:
        return text("report.inspect.no_values")
    return text(
        "report.inspect.told",
        first=numbers.significant(known[0]), last=numbers.significant(known[-1]),
        low=numbers.significant(min(v for v in own.low if math.isfinite(v))),
        high=numbers.significant(max(v for v in own.high if math.isfinite(v))),
    )  # fmt: skip


def across(axis: str, at: Sequence[float], count: int) -> scale.Scale:
    """The horizontal axis: moments as people write them, or whole numbers."""
    low, high = (at[0], at[-1]) if at else (0.0, 1.0)
    high = high if high > low else low + 1.0
    if axis != "time":
        return scale.counts((low, high), count)
    found = _moments(low, high, count)
    return scale.Scale(low, high, *found) if found[0] else scale.linear((low, high), count=count)


def _moments(low: float, high: float, count: int) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """Round moments, at most `count`, with as much of each as tells them apart.

    >>> _moments(0.0, 86400.0 * 800, 4)[1]
    ('1970', '1971', '1972')
    """
    fits = [(u, k) for u, k in UNITS if (high - low) / (SECONDS[u] * k) <= count]
    if not fits or high - low < 2:
        return (), ()
    unit, every = fits[-1]
    first, last = (
        np.datetime64(math.floor(end), "s").astype(f"datetime64[{unit}]").astype(np.int64)
        for end in (low, high)
    )
    steps = np.arange(math.ceil(first / every) * every, last + 1, every)
    moments = steps.astype(f"datetime64[{unit}]")
    seconds = moments.astype("datetime64[s]").astype(np.int64)
    within = (seconds >= low) & (seconds <= high)
    written = [str(m) for m in moments[within]]
    cut_off = {"D": 5, "h": 11, "m": 11, "s": 11}.get(unit, 0)
    labels = [f"{w[cut_off:]}:00" if unit == "h" else w[cut_off:] for w in written]
    return tuple(float(s) for s in seconds[within]), tuple(labels)


def _strip(axes: Axes, own: Along, height: int) -> None:
    """Along the lower edge, where values are missing: the more, the stronger."""
    share = np.round(np.array(own.missing), 1)
    if not (share > 0).any() or len(own.at) < 2:
        return
    half = (own.at[1] - own.at[0]) / 2
    tall = STRIP / (axes.get_position().height * height)
    starts = np.flatnonzero(np.diff(share, prepend=-1.0))
    for first, after in zip(starts, [*starts[1:], len(share)], strict=True):
        if share[first] > 0:
            left, right = own.at[first] - half, own.at[after - 1] + half
            axes.add_patch(
                Rectangle(
                    (left, 0), right - left, tall, facecolor=LIGHT["s2"], linewidth=0,
                    alpha=0.3 + 0.7 * float(share[first]), transform=axes.get_xaxis_transform(),
                )
            )  # fmt: skip


def _bars_told(own: Bars) -> str:
    most = int(np.argmax(own.counts))
    return text(
        "report.inspect.bars_told",
        low=numbers.significant(own.edges[0]), high=numbers.significant(own.edges[-1]),
        first=numbers.significant(own.edges[most]), last=numbers.significant(own.edges[most + 1]),
    )  # fmt: skip
