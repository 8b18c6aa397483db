"""Any chart of a diagnosis: lines, points, bars or a heat map, from its record alone."""

import math
from collections.abc import Sequence
from html import escape

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedFormatter, FixedLocator
from matplotlib.transforms import IdentityTransform

from recurra.findings import Chart, Line
from recurra.report import beyond, numbers, palette, scale
from recurra.report.canvas import NARROW, UPRIGHT, Canvas, canvas, cut, heading, width_of
from recurra.report.palette import LIGHT, Look
from recurra.words import Text, language, text

BROAD = 560  # pixels: two charts beside each other
HEIGHTS = {BROAD: 300, NARROW: 260}
DECADES = 6  # that a logarithmic axis shows at most, down from the largest value
FLOOR = 1e-12
LETTERS = 14  # of a word below a tree
SMALL = 11  # pixels: size of these words


def draw(chart: Chart, name: str, width: int = BROAD) -> str:
    """The drawing as SVG with its text alternative; `name` is its identifier on the page."""
    with canvas(name, width, HEIGHTS[width], str(chart.title), describe(chart)) as drawing:
        _KINDS[chart.kind](drawing, chart)
        heading(drawing, str(chart.up))
    return drawing.svg


def standalone(chart: Chart, name: str) -> str:
    """The drawing as a file of its own: light colours on white, with a legend and its title."""
    svg = draw(chart, name)
    for variable, colour in LIGHT.items():
        svg = svg.replace(f"var(--{variable})", colour)
    above, rows = 28, legend(chart)
    height = HEIGHTS[BROAD] + above + 20 * len(rows)
    lines = [
        f'<text x="2" y="19" font-size="15" font-weight="600" fill="{LIGHT["ink"]}">'
        f"{escape(str(chart.title))}</text>"
    ]
    for number, (label, look) in enumerate(rows):
        y = HEIGHTS[BROAD] + above + 14 + 20 * number
        dashes = f' stroke-dasharray="{look.dashes}"' if look.dashes else ""
        lines.append(
            f'<path d="M8 {y - 4}H40" stroke="{look.hue}" stroke-width="2"{dashes}/>'
            f'<text x="48" y="{y}" font-size="12" fill="{LIGHT["ink"]}">{escape(label)}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xml:lang="{language()}" viewBox="0 0 {BROAD} {height}" '
        f'width="{BROAD}" height="{height}" '
        'font-family="system-ui, sans-serif"><rect width="100%" height="100%" fill="#ffffff"/>'
        f'{"".join(lines)}<g transform="translate(0 {above})">{svg}</g></svg>\n'
    )


def legend(chart: Chart) -> tuple[tuple[str, Look], ...]:
    """Names and looks of its lines, where there is more than one."""
    if chart.kind not in ("lines", "points") or len(chart.lines) < 2:
        return ()
    return tuple((str(line.name), palette.series(k)) for k, line in enumerate(chart.lines))


def describe(chart: Chart) -> str:
    """The chart in words, for those who do not see it.

    >>> describe(Chart("lines", "t", "steps", "size", (Line("h", (0.0, 9.0), (1.0, 0.5)),)))
    'h: from 1 at 0 to 0.5 at 9 (steps).'
    """
    if chart.kind == "bars":
        return text("report.figures.bars_told", values=_valued(chart.names, chart.lines[0].y, 3))
    if chart.kind == "heat":
        rows, columns = len(chart.table), len(chart.table[0]) if chart.table else 0
        reading = str(chart.reading)
        return text("report.figures.heat_told", rows=rows, columns=columns, reading=reading)
    if chart.kind == "tree":
        values = _valued(chart.names, chart.table[1], 2)
        return text("report.figures.tree_told", values=values, reading=str(chart.reading))
    if chart.kind == "points":
        said = tuple(_middle(line, chart) for line in chart.lines)
    else:
        said = tuple(_ends(line, chart) for line in chart.lines if line.y)
    return text("report.conditions.together", sentences=said)


def _valued(names: Sequence[Text], values: Sequence[float], digits: int) -> tuple[str, ...]:
    """Names with their values; what has no name is left out."""
    return tuple(
        text("report.figures.valued", name=str(name), value=numbers.significant(value, digits))
        for name, value in zip(names, values, strict=True)
        if name
    )


def _ends(line: Line, chart: Chart) -> str:
    return text(
        "report.figures.line_told",
        name=str(line.name),
        first=numbers.significant(line.y[0]),
        start=numbers.significant(line.x[0]),
        last=numbers.significant(line.y[-1]),
        end=numbers.significant(line.x[-1]),
        across=str(chart.across),
    )


def _middle(line: Line, chart: Chart) -> str:
    if not line.x:
        return text("report.figures.points_none", name=str(line.name))
    return text(
        "report.figures.points_told",
        name=str(line.name),
        across=numbers.significant(float(np.mean(line.x)), 2),
        of_across=str(chart.across),
        up=numbers.significant(float(np.mean(line.y)), 2),
        of_up=str(chart.up),
    )


def _lines(drawing: Canvas, chart: Chart) -> None:
    up = _up(chart)
    axes = drawing.axes(left=max(46.0, up.margin), right=20)
    up.up(axes)
    _across(axes, chart, drawing.width)
    for level in chart.limits:
        if up.low <= level <= up.high:
            axes.axhline(level, color=LIGHT["soft"], linewidth=1, linestyle=(0, (4, 3)))
    for number, line in enumerate(chart.lines):
        look = palette.series(number)
        if len(line.low) == len(line.high) == len(line.x) > 0:
            beyond.band(axes, line.x, line.low, line.high, color=look.hue, alpha=0.16)
        every, style = max(1, len(line.y) // 8), {"color": look.hue, "linestyle": look.line}
        beyond.curve(axes, line.x, line.y, marker=look.marker, every=every, **style)
    for place, name in chart.marks:
        axes.axvline(place, color=LIGHT["accent"], linewidth=1.4, linestyle=(0, (1, 2)))
        left, right = axes.get_xlim()
        side = "right" if place > (left + right) / 2 else "left"
        axes.annotate(
            f" {name} ",
            (place, 1),
            xycoords=("data", "axes fraction"),
            ha=side,
            va="top",
            color=LIGHT["accent"],
            fontsize=11,
        )
    axes.set_xlabel(str(chart.across))


def _points(drawing: Canvas, chart: Chart) -> None:
    axes = drawing.axes(left=46, right=20)
    for direction in (scale.linear((0.0, 1.0)).across, scale.linear((0.0, 1.0)).up):
        direction(axes)
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.03, 1.03)
    axes.plot([0, 1], [1, 0], color=LIGHT["grid"], linewidth=1)
    for number, line in enumerate(chart.lines):
        look = palette.series(number)
        axes.plot(
            line.x,
            line.y,
            color=look.hue,
            marker=look.marker,
            linestyle="",
            alpha=0.6,
            clip_on=False,
        )
    axes.set_xlabel(str(chart.across))


def _bars(drawing: Canvas, chart: Chart) -> None:
    line = chart.lines[0]
    ends = [v for v in (*line.y, *line.low, *line.high, *chart.limits, 0.0) if math.isfinite(v)]
    up = scale.linear((min(ends), max(ends)), room=0.08)
    axes = drawing.axes(left=max(46.0, up.margin), right=20)
    up.up(axes)
    look = palette.series(0)
    axes.bar(line.x, line.y, width=0.6, color=look.hue, alpha=0.75)
    if len(line.low) == len(line.x):
        for x, low, high in zip(line.x, line.low, line.high, strict=True):
            axes.plot([x, x], [low, high], color=LIGHT["ink"], linewidth=1.4)
    axes.axhline(0, color=LIGHT["faint"], linewidth=0.8)
    for level in chart.limits:
        axes.axhline(level, color=LIGHT["soft"], linewidth=1, linestyle=(0, (4, 3)))
    axes.set_xlim(-0.6, len(line.x) - 0.4)
    axes.xaxis.set_major_locator(FixedLocator(line.x))
    axes.xaxis.set_major_formatter(FixedFormatter([str(name) for name in chart.names]))
    axes.grid(visible=False, axis="x")
    axes.set_xlabel(str(chart.across))


def _heat(drawing: Canvas, chart: Chart) -> None:
    """Colour says the sign and opacity the size, so that zero is the page's own colour."""
    table = np.array(chart.table, dtype=float)
    size = np.nanmax(np.abs(table)) if table.size else 1.0
    share = np.nan_to_num(table / (size or 1.0))
    pixels = np.zeros((*table.shape, 4))
    for sign, colour in ((share > 0, LIGHT["s2"]), (share < 0, LIGHT["s1"])):
        pixels[sign, :3] = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    pixels[..., 3] = np.abs(share)
    axes = drawing.axes(left=20, right=20)
    rows, columns = table.shape
    axes.imshow(
        (pixels * 255).round().astype(np.uint8), aspect="auto", interpolation="none",
        extent=(-0.5, columns - 0.5, rows - 0.5, -0.5),
    )  # fmt: skip
    axes.grid(visible=False)
    axes.yaxis.set_major_locator(FixedLocator(()))
    steps = chart.lines[0].x if chart.lines else tuple(float(k + 1) for k in range(columns))
    ticks = sorted({round(float(t)) for t in np.linspace(0, columns - 1, min(columns, 6))})
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_major_formatter(FixedFormatter([numbers.count(int(steps[t])) for t in ticks]))
    axes.set_xlabel(str(chart.across))


def _tree(drawing: Canvas, chart: Chart) -> None:
    """The root on top, words in one row below; colour says the sign and opacity the size."""
    (nodes,) = chart.lines
    parents, values = chart.table
    deepest = max(nodes.y) + 1
    axes = drawing.axes(left=12, right=12, top=12, bottom=118)
    axes.set_axis_off()
    for x, y, parent, word in zip(nodes.x, nodes.y, parents, chart.names, strict=True):
        if parent >= 0:
            above = nodes.x[int(parent)], nodes.y[int(parent)]
            axes.plot([above[0], x], [-above[1], -y], color=LIGHT["soft"], linewidth=1, marker="")
        if word:
            axes.plot([x, x], [-y, -deepest], color=LIGHT["grid"], linewidth=1, marker="")
    across = max(nodes.x, default=0.0)
    axes.set_xlim(-0.7, across + 0.7)
    axes.set_ylim(-deepest, 0.3)
    for x, word, value in zip(nodes.x, chart.names, values, strict=True):
        if not word:
            continue
        shown = cut(str(word), LETTERS)
        axes.text(x, -deepest, shown, fontsize=SMALL, color=LIGHT["ink"], **UPRIGHT)
        _behind(axes, (x, -deepest), width_of(shown) * SMALL / 12, value)


def _behind(axes: Axes, place: tuple[float, float], length: float, value: float) -> None:
    """The colour behind an upright word, of the word's length as the page draws it."""
    x, y = axes.transData.transform(place)
    axes.add_patch(
        Rectangle(
            (x - 0.75 * SMALL, y - length - 2), 1.5 * SMALL, length + 4,
            facecolor=LIGHT["s2" if value > 0 else "s1"], edgecolor="none", linewidth=0,
            alpha=min(1.0, abs(value)) * 0.75, transform=IdentityTransform(), clip_on=False,
        )
    )  # fmt: skip


_KINDS = {"lines": _lines, "points": _points, "bars": _bars, "heat": _heat, "tree": _tree}


def _up(chart: Chart) -> scale.Scale:
    values = [
        v for line in chart.lines for v in (*line.y, *line.low, *line.high) if math.isfinite(v)
    ]
    if not chart.log:
        return scale.linear(
            [*(values or [0.0, 1.0]), *chart.limits, min([0.0, *values])], room=0.04
        )
    top = max([v for v in values if v > 0], default=1.0)
    shown = [max(v, top / 10**DECADES, FLOOR) for v in values]
    levels = [v for v in chart.limits if v > 0]
    near = [v for v in levels if min(shown, default=1.0) / 30 <= v <= top * 30]
    return scale.decades([*shown, *near], count=5)


def _across(axes: Axes, chart: Chart, width: int) -> None:
    ends = [v for line in chart.lines for v in line.x] + [place for place, _ in chart.marks]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    scale.counts((low, max(high, low + 1)), 6 if width > NARROW else 4).across(axes)
