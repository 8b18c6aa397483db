"""Test scores of all architectures as dots with their intervals."""

from matplotlib.axes import Axes

from recurra.records import Architecture
from recurra.report import beyond, numbers, phrases, scale
from recurra.report.canvas import HALF, NARROW, WIDE, canvas, shorten, width_of
from recurra.report.palette import LIGHT
from recurra.report.picture import Picture, Scene
from recurra.words import text

ROW = 26


def draw(scene: Scene) -> Picture | None:
    """The figure; None where nothing was scored."""
    if not scene.material.scored:
        return None
    info = scene.material.plan.score
    return Picture(
        key="standings",
        title=text("report.figures.title", figure="standings"),
        reading=text("report.figures.standings_reading", higher=info.higher_is_better),
        conditions=scene.tested(),
        wide=_svg(scene, WIDE),
        narrow=_svg(scene, NARROW),
    )


def _svg(scene: Scene, width: int) -> str:
    material = scene.material
    rows, info = material.scored, material.plan.score
    length = 30 if width == WIDE else 15
    unit = "%" if info.percent else info.unit
    label = text("report.figures.score_axis", score=phrases.score(info), unit=unit)
    title = text("report.figures.aloud", figure="standings")
    height = ROW * len(rows) + 50
    with canvas(f"standings-{width}", width, height, title, _words(scene)) as drawing:
        names = [shorten(phrases.called(a.name), length) for a in rows]
        longest = max(map(width_of, names))
        axes = drawing.axes(left=22 + 7.2 / HALF * longest, right=14, top=6, bottom=44)
        _axis(scene, axes)
        for row, architecture in enumerate(rows):
            _row(scene, axes, row, architecture)
        axes.set_yticks(range(len(rows)), names)
        axes.tick_params(axis="y", labelcolor=LIGHT["ink"], pad=8)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.grid(visible=False, axis="y")
        axes.spines["left"].set_visible(False)
        axes.set_xlabel(label)
    return drawing.svg


def _axis(scene: Scene, axes: Axes) -> None:
    material, values = scene.material, []
    info = material.plan.score
    for architecture in material.scored:
        standing = material.standing(architecture.name)
        if standing is not None and standing.test is not None:
            test = standing.test
            ends = (test.value, test.low, test.high) if numbers.finite(test) else (test.value,)
            values += [scale.shown(v, info) for v in ends]
    scale.scores(values, info).across(axes)
    best = material.test(material.results.verdict.recommended)
    if best is not None:
        axes.axvline(scale.shown(best, info), color=LIGHT["accent"], linewidth=1, zorder=0.5)


def _row(scene: Scene, axes: Axes, row: int, architecture: Architecture) -> None:
    standing = scene.material.standing(architecture.name)
    if standing is None or standing.test is None:
        return
    info, test, look = scene.material.plan.score, standing.test, scene.looks[architecture.name]
    low, high = axes.get_xlim()
    ends: list[float] = []
    if numbers.finite(test):
        ends = [scale.shown(v, info) for v in (test.low, test.high)]
        axes.plot(ends, [row, row], color=look.hue, linewidth=3, alpha=0.45, solid_capstyle="round")
    value = scale.shown(test.value, info)
    if min([value, *ends]) < low:
        beyond.arrow(axes, low, row, (-1, 0), look.hue)
    if max([value, *ends]) > high:
        beyond.arrow(axes, high, row, (1, 0), look.hue)
    if not low <= value <= high:
        return
    fill = LIGHT["card"] if look.hollow else look.hue
    axes.plot(
        [value],
        [row],
        look.marker,
        color=look.hue,
        markerfacecolor=fill,
        markersize=8,
        clip_on=False,
    )


def _words(scene: Scene) -> str:
    info, scores = scene.material.plan.score, []
    level = ""
    for architecture in scene.material.scored:
        standing = scene.material.standing(architecture.name)
        if standing is not None and standing.test is not None:
            test, name = standing.test, phrases.called(architecture.name)
            value = numbers.score(test.value, info, numbers.half_width(test))
            ends = numbers.between(test, info) if numbers.finite(test) else ""
            level = numbers.level(test) if ends else level
            scores.append(text("report.figures.standing_told", name=name, value=value, ends=ends))
    return text(
        "report.figures.standings_told",
        score=phrases.score(info),
        level=level,
        scores=tuple(scores),
    )
