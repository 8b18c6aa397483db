"""Ratios to torch as dots: one row a cell, one dot a shape, a line where both are equally fast."""

import math
from dataclasses import dataclass

from matplotlib.axes import Axes

from recurra.report.bench_records import BenchRun, Part
from recurra.report.canvas import NARROW, WIDE, canvas, shorten
from recurra.report.palette import LIGHT
from recurra.words import text

TICKS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)


@dataclass(frozen=True)
class BenchPicture:
    """A drawing for wide and for narrow screens."""

    title: str
    wide: str
    narrow: str


def draw(run: BenchRun) -> tuple[BenchPicture, ...]:
    """A picture of each training part that was held against torch."""
    parts = [p for p in run.parts if p.mode == "train" and "torch" in p.rivals]
    return tuple(
        BenchPicture(text("report.bench.figure", part=p.title), _svg(p, WIDE), _svg(p, NARROW))
        for p in parts
    )


def _svg(part: Part, width: int) -> str:
    dots = _dots(part)
    aloud = "; ".join(f"{n}: {', '.join(f'{v:.2f}' for v in vs)}" for n, vs in dots.items())
    height = 70 + 26 * len(dots)
    key = f"ratios-{part.threads}-{width}"
    with canvas(key, width, height, part.title, aloud) as drawing:
        axes = drawing.axes(left=120, right=20, top=12)
        axes.set_xscale("log")
        axes.axvline(1.0, color=LIGHT["accent"], linewidth=1.4)
        for row, values in enumerate(dots.values()):
            axes.plot(values, [row] * len(values), "o", color=LIGHT["s1"], alpha=0.55)
            mean = math.exp(sum(math.log(v) for v in values) / len(values))
            axes.plot([mean], [row], "D", color=LIGHT["s2"], markersize=8)
        _label(axes, list(dots), [v for values in dots.values() for v in values])
    return drawing.svg


def _label(axes: Axes, names: list[str], values: list[float]) -> None:
    low, high = min([*values, 0.8]) / 1.15, max([*values, 1.25]) * 1.15
    ticks = [t for t in TICKS if low <= t <= high]
    axes.set_xlim(low, high)
    axes.set_xticks(ticks, [f"{t:g}" for t in ticks])
    axes.set_xticks([], minor=True)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_yticks(range(len(names)), [shorten(n, 16) for n in names])
    axes.set_xlabel(text("report.bench.axis"))


def _dots(part: Part) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for row in part.rows:
        rival = row.rivals.get("torch")
        if rival is not None and rival.ratio is not None:
            found.setdefault(row.own.cell, []).append(rival.ratio)
    return found
