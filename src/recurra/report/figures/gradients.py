"""Gradient norm against distance from the end: how far back learning reaches."""

import math

from matplotlib.axes import Axes

from recurra.records import GradientProfile
from recurra.report import beyond, numbers, scale
from recurra.report.canvas import NARROW, PANEL, WIDE, Canvas, canvas, heading
from recurra.report.palette import LIGHT
from recurra.report.picture import Panel, Picture, Scene, told
from recurra.words import text

FLOOR, CEILING = 1e-6, 1e4  # of the ratio: beyond, a gradient has vanished or exploded anyway
MOST = 160  # points of a curve


def draw(scene: Scene) -> Picture | None:
    """The figure; None where no gradient was recorded."""
    profiles = [p for p in scene.material.results.gradients if p.distance and _ratio(p)]
    if not profiles:
        return None
    order = [a.name for a in scene.material.ranked]
    profiles.sort(key=lambda p: order.index(p.architecture))
    threshold = profiles[0].threshold
    return Picture(
        key="gradients",
        title=text("report.figures.title", figure="gradients"),
        reading=text(
            "report.figures.gradients_reading", share=numbers.significant(1 / threshold, 2)
        ),
        conditions=text("report.figures.gradients_conditions", trained=scene.trained()),
        wide=_overview(scene, profiles, WIDE),
        narrow=_overview(scene, profiles, NARROW),
        legend=tuple(p.architecture for p in profiles),
        panels=tuple(_panel(scene, p, profiles, n) for n, p in enumerate(profiles)),
    )


def _overview(scene: Scene, profiles: list[GradientProfile], width: int) -> str:
    said = told((p.architecture, _caption(p)) for p in profiles)
    title = text("report.figures.aloud", figure="gradients")
    height = 360 if width == WIDE else 280
    with canvas(f"gradients-{width}", width, height, title, said) as drawing:
        axes = _axes(drawing, profiles, 28.0)
        for profile in profiles:
            _line(scene, axes, profile, highlighted=True)
        heading(drawing, text("report.figures.axis", name="gradient"))
        axes.set_xlabel(text("report.figures.axis", name="before_end"))
    return drawing.svg


def _panel(
    scene: Scene, profile: GradientProfile, profiles: list[GradientProfile], number: int
) -> Panel:
    caption = _caption(profile)
    title = text("report.figures.gradient_of", name=profile.architecture)
    with canvas(f"gradients-panel-{number}", PANEL, 150, title, caption) as drawing:
        axes = _axes(drawing, profiles, 12.0)
        for other in profiles:
            if other is not profile:
                _line(scene, axes, other, highlighted=False)
        _band(scene, axes, profile)
        _line(scene, axes, profile, highlighted=True)
    return Panel(profile.architecture, drawing.svg, caption)


def _axes(drawing: Canvas, profiles: list[GradientProfile], top: float) -> Axes:
    values = [_clip(v) for p in profiles for v in _ratio(p)]
    values += [_clip(p.high[0] / p.median[0]) for p in profiles if p.high and p.median[0] > 0]
    up = scale.decades([*values, 1.0, profiles[0].threshold], count=5, fine=False)
    axes = drawing.axes(left=up.margin, top=top, right=20, bottom=44 if top > 20 else 24)
    up.up(axes)
    last = max(d for p in profiles for d in p.distance)
    scale.counts((0.0, float(max(1, last))), 4 if drawing.width < WIDE else 7).across(axes)
    axes.axhline(profiles[0].threshold, color=LIGHT["soft"], linewidth=1, linestyle=(0, (4, 3)))
    return axes


def _line(scene: Scene, axes: Axes, profile: GradientProfile, highlighted: bool) -> None:
    look, keep = scene.looks[profile.architecture], _kept(len(profile.distance))
    ratio = _ratio(profile)
    x, y = [float(profile.distance[k]) for k in keep], [ratio[k] for k in keep]
    if not highlighted:
        beyond.curve(axes, x, y, color=LIGHT["faint"], linewidth=0.8, alpha=0.4)
        return
    every, style = max(1, len(x) // 8), {"color": look.hue, "linestyle": look.line}
    beyond.curve(axes, x, y, marker=look.marker, every=every, **style)


def _band(scene: Scene, axes: Axes, profile: GradientProfile) -> None:
    base = profile.median[0] if profile.median else 0.0
    size = len(profile.distance)
    if not (len(profile.low) == len(profile.high) == size) or not base > 0:
        return
    keep = _kept(size)
    beyond.band(
        axes,
        [profile.distance[k] for k in keep],
        [profile.low[k] / base for k in keep],
        [profile.high[k] / base for k in keep],
        color=scene.looks[profile.architecture].hue,
        alpha=0.18,
    )


def _ratio(profile: GradientProfile) -> tuple[float, ...]:
    if len(profile.normalised) == len(profile.distance):
        return profile.normalised
    base = profile.median[0] if profile.median else 0.0
    if not base > 0 or len(profile.median) != len(profile.distance):
        return ()
    return tuple(v / base for v in profile.median)


def _kept(size: int) -> list[int]:
    """Which points are drawn: all of a short curve, evenly spaced ones of a long one."""
    if size <= MOST:
        return list(range(size))
    return sorted({round(k * (size - 1) / (MOST - 1)) for k in range(MOST)})


def _clip(value: float) -> float:
    return CEILING if math.isnan(value) else min(max(value, FLOOR), CEILING)


def _caption(profile: GradientProfile) -> str:
    share = numbers.share(profile.threshold)
    last = max(profile.distance)
    if profile.reach is None:
        return text("report.figures.reach_all", share=share, steps=numbers.count(last))
    steps = numbers.significant(profile.reach)
    return text("report.figures.reach", share=share, steps=steps)
