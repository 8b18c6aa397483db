"""Validation score against learning rate: all architectures in one figure, and each alone."""

import math

from matplotlib.axes import Axes

from recurra.records import RateCurve
from recurra.report import beyond, numbers, phrases, scale
from recurra.report.canvas import NARROW, PANEL, WIDE, Canvas, canvas, heading
from recurra.report.palette import LIGHT
from recurra.report.picture import Panel, Picture, Scene, told
from recurra.words import text


def draw(scene: Scene) -> Picture | None:
    """The figure; None where no learning rate was searched."""
    curves = [c for c in scene.material.results.rate_curves if c.points or c.diverged]
    if not curves:
        return None
    order = [a.name for a in scene.material.ranked]
    curves.sort(key=lambda c: order.index(c.architecture))
    updates = sorted({c.updates for c in curves})
    search = scene.material.plan.search
    rungs = {u: i + 1 for i, u in enumerate(search.rungs)}
    conditions = text(
        "report.figures.rates_conditions",
        least=numbers.count(updates[0]),
        most=numbers.count(updates[-1]),
        rung=rungs.get(updates[0], 0),
        rungs=len(search.rungs),
        optimizer=scene.material.plan.training.fitting.optimizer,
        seed=scene.material.plan.seed,
    )
    return Picture(
        key="rates",
        title=text("report.figures.title", figure="rates"),
        reading=text("report.figures.rates_reading"),
        conditions=conditions,
        wide=_overview(scene, curves, WIDE),
        narrow=_overview(scene, curves, NARROW),
        legend=tuple(c.architecture for c in curves),
        panels=tuple(_panel(scene, c, curves, n) for n, c in enumerate(curves)),
    )


def _overview(scene: Scene, curves: list[RateCurve], width: int) -> str:
    info = scene.material.plan.score
    said = told((c.architecture, _caption(scene, c)) for c in curves)
    title = text("report.figures.aloud", figure="rates")
    lost = [c for c in curves if c.diverged]
    strip = 8 * len(lost) + 8 if lost else 0
    height = (360 if width == WIDE else 280) + strip
    with canvas(f"rates-{width}", width, height, title, said) as drawing:
        axes = _axes(scene, drawing, curves, bottom=44.0 + strip)
        for curve in curves:
            _line(scene, axes, curve, highlighted=True)
        heading(drawing, text("report.figures.validation_axis", score=phrases.score(info)))
        if lost:
            _strip(scene, drawing, axes, lost, strip)
            axes = drawing.figure.axes[-1]
        axes.set_xlabel(text("report.figures.axis", name="rate"))
    return drawing.svg


def _strip(scene: Scene, drawing: Canvas, main: Axes, lost: list[RateCurve], strip: int) -> None:
    """Diverged trainings below the curves, one row for each architecture, on the same rates."""
    place = main.get_position()
    axes = drawing.axes(
        left=place.x0 * drawing.width,
        right=(1 - place.x1) * drawing.width,
        top=drawing.height - 44 - strip + 6,
    )
    axes.set_xscale("log")
    axes.set_xlim(main.get_xlim())
    axes.set_ylim(len(lost) - 0.3, -0.7)
    for row, curve in enumerate(lost):
        colour = scene.looks[curve.architecture].hue
        axes.plot(
            curve.diverged, [row] * len(curve.diverged), "x", color=colour, markersize=4.5,
            markeredgewidth=1.4,
        )  # fmt: skip
    axes.set_yticks([(len(lost) - 1) / 2], ["×"])
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)
    ticks, labels = main.get_xticks(), [t.get_text() for t in main.get_xticklabels()]
    axes.set_xticks(ticks, labels)
    axes.set_xticks([], minor=True)
    main.tick_params(axis="x", labelbottom=False)


def _panel(scene: Scene, curve: RateCurve, curves: list[RateCurve], number: int) -> Panel:
    caption = _caption(scene, curve)
    title = text("report.figures.rate_curve", name=curve.architecture)
    with canvas(f"rates-panel-{number}", PANEL, 150, title, caption) as drawing:
        axes = _axes(scene, drawing, curves, top=12.0, bottom=24.0)
        look = scene.looks[curve.architecture]
        if curve.good is not None and all(math.isfinite(g) for g in curve.good):
            axes.axvspan(*curve.good, color=look.hue, alpha=0.12, linewidth=0)
        for other in curves:
            if other is not curve:
                _line(scene, axes, other, highlighted=False)
        _line(scene, axes, curve, highlighted=True)
        edge = axes.get_ylim()[0 if scene.material.plan.score.higher_is_better else 1]
        axes.plot(
            curve.diverged, [edge] * len(curve.diverged), "x", color=look.hue, markersize=5,
            clip_on=False,
        )  # fmt: skip
    return Panel(curve.architecture, drawing.svg, caption)


def _axes(
    scene: Scene,
    drawing: Canvas,
    curves: list[RateCurve],
    top: float = 28.0,
    bottom: float = 44.0,
) -> Axes:
    info = scene.material.plan.score
    values = [y for c in curves for y in scale.points(c.points, info)[1]]
    up = scale.scores(values, info, whole=True)
    axes = drawing.axes(left=up.margin, top=top, bottom=bottom)
    rates = [r for c in curves for r in (*(p[0] for p in c.points), *c.diverged)]
    up.up(axes)
    scale.decades([*rates, *scene.material.plan.search.rate_range], room=0.02).across(axes)
    return axes


def _line(scene: Scene, axes: Axes, curve: RateCurve, highlighted: bool) -> None:
    info, look = scene.material.plan.score, scene.looks[curve.architecture]
    x, y = scale.points(sorted(curve.points), info)
    if not highlighted:
        beyond.curve(axes, x, y, color=LIGHT["faint"], linewidth=0.8, alpha=0.4)
        return
    beyond.curve(axes, x, y, marker=look.marker, color=look.hue, linestyle=look.line)


def _caption(scene: Scene, curve: RateCurve) -> str:
    info = scene.material.plan.score
    kept = [p for p in curve.points if math.isfinite(p[1])]
    if not kept:
        return text("report.figures.all_diverged")
    pick = max if info.higher_is_better else min
    best = pick(kept, key=lambda p: p[1])
    good, known = curve.good or (0.0, 0.0), curve.good is not None
    chosen = scene.material.outside(curve)
    return text(
        "report.figures.rates_caption",
        decades=numbers.significant(curve.good_decades, 2) if known else "",
        low=numbers.rate(good[0]),
        high=numbers.rate(good[1]),
        best=numbers.rate(best[0]),
        value=numbers.score(best[1], info),
        diverged=len(curve.diverged),
        edge=curve.best_at_edge,
        chosen=None if chosen is None else numbers.rate(chosen),
    )
