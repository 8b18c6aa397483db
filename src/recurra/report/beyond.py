"""What lies outside an axis: it is cut there, and an arrow at the edge says that there is more.

A value is never drawn where it is not. A line runs on towards its true points and is cut by the
edge; a point that lies beyond it is not drawn at all, an arrow stands at the edge instead, and the
drawing is marked, so that the page says below it what an arrow means.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from recurra.report.palette import LIGHT

LABEL = "beyond"  # of the arrows, as `canvas` finds them
DRAWN = 'class="beyond"'  # in a drawing that has any
LEAST = 1e-3  # on a logarithmic axis zero lies that far below its lower end
FAR = 3.0  # heights of the axis: bands are cut at most that far from it
_LINES, _MOVE = Path.LINETO, Path.MOVETO
UP = Path(
    [(0, -1), (0, 0), (-0.45, -0.5), (0, 0), (0.45, -0.5)], [_MOVE, _LINES, _MOVE, _LINES, _LINES]
)


def _turned(path: Path, to: tuple[int, int]) -> Path:
    """An arrow that points up, turned to point right (1, 0), left, up or down."""
    corners: np.ndarray = np.asarray(path.vertices)
    x, y = corners[:, 0], corners[:, 1]
    across, up = to
    return Path(np.stack([x * up + y * across, y * up - x * across], axis=1), path.codes)


ARROWS = {to: _turned(UP, to) for to in ((1, 0), (-1, 0), (0, 1), (0, -1))}


def curve(
    axes: Axes,
    x: Sequence[float],
    y: Sequence[float],
    *,
    marker: str = "",
    every: int = 1,
    **style: Any,
) -> None:
    """A line over points; markers of those within the axis, arrows for those beyond."""
    low, high = axes.get_ylim()
    true = [_drawable(axes, v) for v in y]
    axes.plot(x, true, marker="", **style)
    colour = style.get("color", LIGHT["ink"])
    within = [k for k in range(0, len(x), every) if low <= y[k] <= high]
    if marker and within:
        axes.plot(
            [x[k] for k in within], [y[k] for k in within], marker, color=colour, clip_on=False
        )
    if marker:
        for k in range(len(x)):
            side = _side(y[k], low, high)
            if side and (k % every == 0 or side != _side(y[k - 1], low, high)):
                arrow(axes, x[k], high if side > 0 else low, (0, side), colour)


def band(
    axes: Axes, x: Sequence[float], low: Sequence[float], high: Sequence[float], **style: Any
) -> None:
    """A filled band, cut by the axis."""
    bottom, top = (_reach(axes, ends) for ends in (low, high))
    axes.fill_between(x, bottom, top, linewidth=0, **style)


def level(axes: Axes, y: float, **style: Any) -> None:
    """A horizontal line; an arrow at the right end where it lies beyond the axis."""
    low, high = axes.get_ylim()
    if side := _side(y, low, high):
        arrow(axes, axes.get_xlim()[1], high if side > 0 else low, (0, side), style["color"])
    else:
        axes.axhline(y, **style)


def point(axes: Axes, x: float, y: float, marker: str, color: str, **style: Any) -> None:
    """A single mark, or an arrow where it lies beyond the axis."""
    low, high = axes.get_ylim()
    if side := _side(y, low, high):
        arrow(axes, x, high if side > 0 else low, (0, side), color)
    else:
        axes.plot([x], [y], marker, color=color, clip_on=False, **style)


def arrow(axes: Axes, x: float, y: float, to: tuple[int, int], colour: str) -> None:
    """An arrow at an edge: there is something further up (0, 1), down, right (1, 0) or left."""
    axes.plot(
        [x], [y], marker=ARROWS[to], color=colour, markersize=11, markerfacecolor="none",
        markeredgewidth=1.6, linestyle="", clip_on=False, label=LABEL,
    )  # fmt: skip


def marked(axes: Sequence[Axes]) -> bool:
    """Whether a drawing has any arrow."""
    return any(line.get_label() == LABEL for one in axes for line in one.get_lines())


def _side(value: float, low: float, high: float) -> int:
    return int(value > high) - int(value < low)


def _drawable(axes: Axes, value: float) -> float:
    """The value; on a logarithmic axis, where zero has no place, one far below the edge."""
    least = axes.get_ylim()[0] * LEAST
    return value if axes.get_yscale() != "log" or math.isnan(value) else max(value, least)


def _reach(axes: Axes, ends: Sequence[float]) -> list[float]:
    """Ends of a band, none further from the axis than is needed to cut it there."""
    low, high = axes.get_ylim()
    if axes.get_yscale() == "log":
        return [min(max(v, low * LEAST), high / LEAST) for v in ends]
    room = FAR * (high - low)
    return [min(max(v, low - room), high + room) for v in ends]
