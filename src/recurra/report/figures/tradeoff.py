"""Score against what it costs, with the Pareto front."""

import math
from collections.abc import Callable
from typing import Literal

from matplotlib.axes import Axes

from recurra.records import Architecture
from recurra.report import beyond, phrases, scale
from recurra.report.canvas import NARROW, WIDE, canvas, heading, shorten, width_of
from recurra.report.palette import LIGHT
from recurra.report.picture import Picture, Scene
from recurra.words import text

Spot = tuple[str, float, float]  # architecture, cost, shown score
Box = tuple[float, float, float, float]  # left, bottom, right, top in pixels
Place = tuple[float, float, Literal["left", "center", "right"]]  # of a name from its mark
LEADER = {"arrowstyle": "-", "color": LIGHT["faint"], "linewidth": 0.7, "shrinkB": 5}
PLACES: tuple[Place, ...] = (
    (9, 0, "left"),
    (-9, 0, "right"),
    (0, 14, "center"),
    (0, -14, "center"),
    (8, 11, "left"),
    (8, -11, "left"),
    (-8, 11, "right"),
    (-8, -11, "right"),
    (14, 24, "left"),
    (14, -24, "left"),
    (-14, 24, "right"),
    (-14, -24, "right"),
)


def by_parameters(scene: Scene) -> Picture | None:
    """Test score against trainable numbers."""
    return _picture(scene, "parameters", lambda a: float(a.parameters), scene.tested())


def by_latency(scene: Scene) -> Picture | None:
    """Test score against the time for one whole sequence, one at a time."""
    return _picture(scene, "latency", lambda a: _latency(scene, a), scene.measured())


def front(spots: list[Spot], higher: bool) -> list[Spot]:
    """Those that no other beats in cost and score, cheapest first.

    >>> front([("a", 1.0, 5.0), ("b", 2.0, 4.0), ("c", 3.0, 6.0)], higher=True)
    [('a', 1.0, 5.0), ('c', 3.0, 6.0)]
    """
    sign, best, kept = (1.0 if higher else -1.0), -math.inf, []
    for spot in sorted(spots, key=lambda s: (s[1], -sign * s[2], s[0])):
        if sign * spot[2] > best:
            best = sign * spot[2]
            kept.append(spot)
    return kept


def _latency(scene: Scene, architecture: Architecture) -> float | None:
    value = scene.material.cost(architecture.name).sequence_p50
    return None if value is None else value * 1e6


def _picture(
    scene: Scene, what: str, cost: Callable[[Architecture], float | None], conditions: str
) -> Picture | None:
    info, spots = scene.material.plan.score, []
    for architecture in scene.material.scored:
        value, score = cost(architecture), scene.material.test(architecture.name)
        if value is not None and score is not None and math.isfinite(score + value):
            spots.append((architecture.name, value, scale.shown(score, info)))
    if len(spots) < 2:
        return None
    return Picture(
        key=f"by-{what}",
        title=text("report.figures.title", figure=what),
        reading=text("report.figures.front_reading", against=what, higher=info.higher_is_better),
        conditions=conditions,
        wide=_svg(scene, what, spots, WIDE),
        narrow=_svg(scene, what, spots, NARROW),
        legend=tuple(s[0] for s in spots),
    )


def _svg(scene: Scene, what: str, spots: list[Spot], width: int) -> str:
    info = scene.material.plan.score
    line = front(spots, info.higher_is_better)
    said = text("report.figures.front_told", names=tuple(phrases.called(s[0]) for s in line))
    title = text("report.figures.aloud", figure=what)
    height = 380 if width == WIDE else 320
    floor = min((s[1] for s in spots if s[1] > 0), default=1.0) / 6
    placed = [(n, x if x > 0 else floor, y) for n, x, y in spots]
    with canvas(f"by-{what}-{width}", width, height, title, said) as drawing:
        up = scale.scores([s[2] for s in spots], info, room=0.1)
        axes = drawing.axes(left=up.margin, right=24)
        across = scale.decades([s[1] for s in placed], room=0.1, count=5 if width == WIDE else 4)
        up.up(axes)
        across.across(axes)
        if any(s[1] <= 0 for s in spots):
            pairs = zip(across.ticks, across.labels, strict=True)
            kept = [(0.0, "0"), *((t, label) for t, label in pairs if t > floor * 2)]
            axes.set_xticks([t or floor for t, _ in kept], [label for _, label in kept])
        _front(axes, [(n, x if x > 0 else floor, y) for n, x, y in line])
        _spots(scene, axes, placed)
        _names(axes, placed, [n for n, _, _ in line], (width, height))
        heading(drawing, text("report.figures.test_axis", score=phrases.score(info)))
        axes.set_xlabel(text("report.figures.axis", name=what))
    return drawing.svg


def _front(axes: Axes, line: list[Spot]) -> None:
    x = [s[1] for s in line] + [axes.get_xlim()[1]]
    y = [s[2] for s in line]
    axes.step(x, [*y, y[-1]], where="post", color=LIGHT["accent"], linewidth=1.4, alpha=0.7)


def _spots(scene: Scene, axes: Axes, spots: list[Spot]) -> None:
    for name, x, y in spots:
        look = scene.looks[name]
        chosen = name == scene.material.results.verdict.recommended
        beyond.point(
            axes, x, y, look.marker, look.hue,
            markerfacecolor=LIGHT["card"] if look.hollow else look.hue,
            markersize=11 if chosen else 8,
        )  # fmt: skip


def _names(axes: Axes, spots: list[Spot], on_front: list[str], size: tuple[int, int]) -> None:
    """Names beside their marks, those on the front first; one that finds no room is left out."""
    low, high = axes.get_ylim()
    marks = {n: tuple(axes.transData.transform((x, min(max(y, low), high)))) for n, x, y in spots}
    taken = [(px - 6, py - 6, px + 6, py + 6) for px, py in marks.values()]
    line = _segments([marks[n] for n in on_front], size[0])
    for name, x, y in sorted(spots, key=lambda s: s[0] not in on_front):
        shown = shorten(phrases.called(name), 18)
        place = _place(marks[name], width_of(shown), taken, line, size)
        if place is not None:
            dx, dy, align = place
            taken.append(_box(marks[name], place, width_of(shown)))
            axes.annotate(
                shown,
                (x, min(max(y, low), high)),
                xytext=(dx, dy),
                textcoords="offset points",
                ha=align,
                va="center",
                annotation_clip=False,
                arrowprops=LEADER if abs(dy) > 20 else None,
            )


def _place(
    mark: tuple[float, ...], width: float, taken: list[Box], line: list[Box], size: tuple[int, int]
) -> Place | None:
    """Where the name fits: clear of the front's line if it can be, of marks and names always."""
    for blocked in ([*taken, *line], taken):
        for place in PLACES:
            box = _box(mark, place, width)
            inside = box[0] > 2 and box[2] < size[0] - 2 and box[1] > 44 and box[3] < size[1] - 20
            if inside and not any(_overlap(box, other) for other in blocked):
                return place
    return None


def _segments(marks: list[tuple[float, ...]], end: float) -> list[Box]:
    """The front's steps as thin boxes."""
    found = []
    for here, there in zip(marks, [*marks[1:], (end, marks[-1][1])], strict=True):
        found.append((here[0], here[1] - 1, there[0], here[1] + 1))
        found.append((there[0] - 1, min(here[1], there[1]), there[0] + 1, max(here[1], there[1])))
    return found


def _box(mark: tuple[float, ...], place: Place, width: float) -> Box:
    x, y = mark[0] + place[0], mark[1] + place[1]
    left = {"left": x, "center": x - width / 2, "right": x - width}[place[2]]
    return left, y - 7, left + width, y + 7


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
