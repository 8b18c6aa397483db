"""Validation score over the updates of the final trainings."""

from matplotlib.axes import Axes

from recurra.records import LearningCurve
from recurra.report import beyond, numbers, phrases, scale
from recurra.report.canvas import NARROW, PANEL, WIDE, Canvas, canvas, heading
from recurra.report.palette import LIGHT
from recurra.report.picture import Panel, Picture, Scene, told
from recurra.words import text


def draw(scene: Scene) -> Picture | None:
    """The figure; None where nothing was trained."""
    curves = [c for c in scene.material.results.learning_curves if c.points]
    if not curves:
        return None
    order = [a.name for a in scene.material.ranked]
    curves.sort(key=lambda c: order.index(c.architecture))
    return Picture(
        key="learning",
        title=text("report.figures.title", figure="learning"),
        reading=text("report.figures.learning_reading"),
        conditions=text("report.figures.learning_conditions", trained=scene.trained()),
        wide=_overview(scene, curves, WIDE),
        narrow=_overview(scene, curves, NARROW),
        legend=tuple(c.architecture for c in curves),
        panels=tuple(_panel(scene, c, curves, n) for n, c in enumerate(curves)),
    )


def _overview(scene: Scene, curves: list[LearningCurve], width: int) -> str:
    said = told((c.architecture, _caption(scene, c)) for c in curves)
    title = text("report.figures.aloud", figure="learning")
    score = phrases.score(scene.material.plan.score)
    height = 360 if width == WIDE else 280
    with canvas(f"learning-{width}", width, height, title, said) as drawing:
        axes = _axes(scene, drawing, curves, 28.0)
        for curve in curves:
            _line(scene, axes, curve, highlighted=True)
        heading(drawing, text("report.figures.validation_axis", score=score))
        axes.set_xlabel(text("report.figures.axis", name="updates"))
    return drawing.svg


def _panel(scene: Scene, curve: LearningCurve, curves: list[LearningCurve], number: int) -> Panel:
    caption = _caption(scene, curve)
    title = text("report.figures.learning_curve", name=curve.architecture)
    with canvas(f"learning-panel-{number}", PANEL, 150, title, caption) as drawing:
        axes = _axes(scene, drawing, curves, 12.0)
        for other in curves:
            if other is not curve:
                _line(scene, axes, other, highlighted=False)
        _band(scene, axes, curve)
        _line(scene, axes, curve, highlighted=True)
    return Panel(curve.architecture, drawing.svg, caption)


def _axes(scene: Scene, drawing: Canvas, curves: list[LearningCurve], top: float) -> Axes:
    info, material = scene.material.plan.score, scene.material
    values = [y for c in curves for y in scale.points(c.points, info)[1]]
    standing = material.standing(material.results.verdict.best_baseline)
    if standing is not None and standing.validation is not None:
        values.append(scale.shown(standing.validation, info))
    up = scale.scores(values, info, whole=True)
    axes = drawing.axes(left=up.margin, top=top, right=20, bottom=44 if top > 20 else 24)
    up.up(axes)
    last = max(p[0] for c in curves for p in c.points)
    scale.counts((0.0, last), 4 if drawing.width < WIDE else 6).across(axes)
    if standing is not None and standing.validation is not None:
        level = scale.shown(standing.validation, info)
        beyond.level(axes, level, color=LIGHT["base"], linewidth=1.2, linestyle=(0, (5, 4)))
    return axes


def _line(scene: Scene, axes: Axes, curve: LearningCurve, highlighted: bool) -> None:
    look = scene.looks[curve.architecture]
    x, y = scale.points(curve.points, scene.material.plan.score)
    if not highlighted:
        beyond.curve(axes, x, y, color=LIGHT["faint"], linewidth=0.8, alpha=0.4)
        return
    every, style = max(1, len(x) // 6), {"color": look.hue, "linestyle": look.line}
    beyond.curve(axes, x, y, marker=look.marker, every=every, **style)


def _band(scene: Scene, axes: Axes, curve: LearningCurve) -> None:
    info, look = scene.material.plan.score, scene.looks[curve.architecture]
    (x, low), (x_high, high) = scale.points(curve.low, info), scale.points(curve.high, info)
    if x and x == x_high:
        beyond.band(axes, x, low, high, color=look.hue, alpha=0.18)


def _caption(scene: Scene, curve: LearningCurve) -> str:
    info = scene.material.plan.score
    pick = max if info.higher_is_better else min
    best = pick(curve.points, key=lambda p: p[1])
    value, updates = numbers.score(best[1], info), numbers.count(int(best[0]))
    standing = scene.material.standing(curve.architecture)
    decides = None if standing is None else standing.validation
    return text(
        "report.figures.learning_caption",
        value=value,
        updates=updates,
        decides=None if decides is None else numbers.score(decides, info),
    )
