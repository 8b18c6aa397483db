"""A plot of a reproduction as a picture: lines with their intervals, wide and narrow."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullFormatter

from recurra.claims import Plot, Series
from recurra.report.canvas import NARROW, WIDE, canvas, heading
from recurra.report.palette import DASHES, LIGHT, MARKERS, SERIES, Look
from recurra.words import text

MARKED = 15  # points from which on a line has no markers


@dataclass(frozen=True)
class Drawn:
    """One figure of the page."""

    key: str
    title: str
    reading: str
    conditions: str
    wide: str
    narrow: str


def draw(plot: Plot) -> Drawn:
    """Both widths of a figure."""
    return Drawn(
        plot.key,
        str(plot.title),
        str(plot.reading),
        str(plot.conditions),
        _picture(plot, WIDE),
        _picture(plot, NARROW),
    )


def aloud(plot: Plot) -> str:
    """What is read aloud: first and last point of each line.

    >>> one = Series("lstm", (1.0, 2.0), (0.5, 0.25))
    >>> aloud(Plot("k", "t", "steps", "skill", (one,), "", ""))
    'skill over steps. lstm: 0.5 at 1, 0.25 at 2.'
    """
    names = dict(plot.ticks)
    lines = tuple((one.name, _ends(one, names)) for one in plot.series if one.x)
    return text("report.paper_figure.aloud", up=plot.up, across=plot.across, lines=lines)


def _ends(one: Series, names: Mapping[float, str]) -> tuple[tuple[str, str], ...]:
    """Value and place of the first and the last point of a line."""
    ends = dict.fromkeys((0, len(one.x) - 1))
    return tuple((f"{one.y[k]:.2g}", names.get(one.x[k], f"{one.x[k]:g}")) for k in ends)


def power(value: float) -> str:
    """A power of ten as people read it.

    >>> power(0.01), power(1e-6), power(1.0)
    ('0.01', '10⁻⁶', '1')
    """
    exponent = round(math.log10(value))
    if -3 < exponent < 4:
        return f"{10.0**exponent:g}"
    return "10" + raised(str(exponent))


def raised(number: str) -> str:
    """
    >>> raised("-20")
    '⁻²⁰'
    """
    return number.translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _picture(plot: Plot, width: int) -> str:
    rows = -(-len(plot.series) // (3 if width == WIDE else 1))
    below = 22 * rows
    name, height, title = f"{plot.key}-{width}", 330 + below, str(plot.title)
    with canvas(name, width, height, title, aloud(plot)) as drawing:
        axes = drawing.axes(left=56, top=28, right=16, bottom=50 + below)
        if plot.log:
            axes.set_yscale("log")
            axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: power(value)))
            axes.yaxis.set_minor_formatter(NullFormatter())
        if plot.level is not None:
            axes.axhline(plot.level, color=LIGHT["base"], linewidth=1.2, linestyle=(0, (5, 4)))
        for number, one in enumerate(plot.series):
            _line(axes, one, number, len(plot.series))
        places = sorted({x for one in plot.series for x in one.x})
        if len(places) <= MARKED:
            names = dict(plot.ticks)
            axes.set_xticks(places, [names.get(x, f"{x:g}") for x in places])
            axes.set_xlim(*_edges(places))
        axes.set_xlabel(str(plot.across))
        heading(drawing, str(plot.up))
        if any(one.x for one in plot.series):
            drawing.figure.legend(
                loc="lower left",
                bbox_to_anchor=(8 / width, 0),
                ncols=3 if width == WIDE else 1,
                frameon=False,
            )
    return drawing.svg


def _edges(places: list[float]) -> tuple[float, float]:
    """The ends of the horizontal axis, with room beside the first and the last place."""
    if not places:
        return 0.0, 1.0
    room = 0.1 * (places[-1] - places[0]) or 1.0
    return places[0] - room, places[-1] + room


def _line(axes: Axes, one: Series, number: int, count: int) -> None:
    if not one.x:
        return
    look = Look(
        SERIES[number % len(SERIES)],
        MARKERS[number % len(MARKERS)],
        DASHES[number % len(DASHES)],
        False,
    )
    # Lines are set a little apart, so that intervals do not hide each other.
    step = min(np.diff(one.x), default=1.0)
    shift = 0.03 * step * (number - (count - 1) / 2) if one.low else 0.0
    x = np.array(one.x) + shift
    marker = look.marker if len(one.x) <= MARKED else ""
    axes.plot(x, one.y, color=look.hue, marker=marker, linestyle=look.line, label=str(one.name))
    if one.low:
        axes.vlines(x, one.low, one.high, color=look.hue, linewidth=1.2)
