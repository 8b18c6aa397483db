"""Actual against predicted values on a stretch of the test part."""

import datetime
import math

from matplotlib.axes import Axes

from recurra.records import Forecast
from recurra.report import phrases, scale
from recurra.report.canvas import NARROW, WIDE, Canvas, canvas, heading, shorten, width_of
from recurra.report.palette import LIGHT
from recurra.report.picture import Picture, Scene
from recurra.words import text

LONGEST = 500  # steps shown: more cannot be seen apart


def draw(scene: Scene) -> list[Picture]:
    """One figure for each recorded stretch, the recommended model's first."""
    order = [a.name for a in scene.material.ranked]
    kept = [f for f in scene.material.results.forecasts if f.actual]
    kept.sort(key=lambda f: (order.index(f.architecture), f.target, f.steps_ahead))
    return [_picture(scene, forecast, number) for number, forecast in enumerate(kept)]


def _picture(scene: Scene, forecast: Forecast, number: int) -> Picture:
    shown, total = min(LONGEST, len(forecast.actual)), len(forecast.actual)
    tested = scene.tested_one(forecast.architecture)
    return Picture(
        key=f"forecast-{number}",
        title=text(
            "report.figures.forecast_title",
            name=phrases.called(forecast.architecture),
            target=forecast.target,
            ahead=forecast.steps_ahead,
        ),
        reading=text("report.figures.forecast_reading"),
        conditions=text(
            "report.figures.forecast_conditions", shown=shown, total=total, tested=tested
        ),
        wide=_svg(scene, forecast, number, WIDE),
        narrow=_svg(scene, forecast, number, NARROW),
    )


def _svg(scene: Scene, forecast: Forecast, number: int, width: int) -> str:
    actual, predicted = forecast.actual[-LONGEST:], forecast.predicted[-LONGEST:]
    time = forecast.time[-LONGEST:]
    values = [v for v in (*actual, *predicted) if math.isfinite(v)] or [0.0, 1.0]
    said = _words(forecast, actual, predicted)
    title = text(
        "report.figures.forecast_of",
        name=phrases.called(forecast.architecture),
        target=forecast.target,
    )
    height = 300 if width == WIDE else 250
    with canvas(f"forecast-{number}-{width}", width, height, title, said) as drawing:
        up = scale.linear(values, room=0.05)
        axes = drawing.axes(left=up.margin, right=34)
        up.up(axes)
        steps = range(len(actual))
        look = scene.looks[forecast.architecture]
        axes.plot(steps, actual, color=LIGHT["faint"], linewidth=1.6)
        colour = LIGHT["accent"] if look.hollow else look.hue
        axes.plot(range(len(predicted)), predicted, color=colour, linewidth=1.8)
        axes.set_xlim(0, max(1, len(actual) - 1))
        _times(axes, time, 3 if width == NARROW else 6)
        heading(drawing, shorten(forecast.target, 36 if width == WIDE else 16))
        _key(drawing, colour)
    return drawing.svg


def _key(drawing: Canvas, colour: str) -> None:
    """Which line is which, above the right end."""
    y, right = 1 - 15 / drawing.height, 30.0
    for name, hue in (("predicted", colour), ("actual", LIGHT["faint"])):
        shown = f"— {text('report.figures.axis', name=name)}"
        x = 1 - right / drawing.width
        drawing.figure.text(x, y, shown, color=hue, ha="right")
        right += width_of(shown) + 3


def _times(axes: Axes, time: tuple[str, ...], count: int) -> None:
    if not time:
        axes.set_xlabel(text("report.figures.axis", name="steps"))
        return
    last = len(time) - 1
    places = sorted({round(i * last / max(1, count - 1)) for i in range(count)})
    axes.set_xticks(places, _stamps([time[p] for p in places]))


def _stamps(texts: list[str]) -> list[str]:
    """Time stamps without what they share or do not need."""
    try:
        moments = [datetime.datetime.fromisoformat(t) for t in texts]
    except ValueError:
        return [shorten(t, 16) for t in texts]
    days = (moments[-1] - moments[0]).days
    if days > 900:
        return [m.strftime("%Y") for m in moments]
    if days > 90:
        return [m.strftime("%Y-%m") for m in moments]
    return [m.strftime("%m-%d") if days > 6 else m.strftime("%m-%d %H:%M") for m in moments]


def _words(forecast: Forecast, actual: tuple[float, ...], predicted: tuple[float, ...]) -> str:
    errors = [
        abs(a - p)
        for a, p in zip(actual, predicted, strict=False)
        if math.isfinite(a) and math.isfinite(p)
    ]
    mean = sum(errors) / len(errors) if errors else math.nan
    return text(
        "report.figures.forecast_told",
        target=forecast.target,
        steps=len(actual),
        error=f"{mean:.4g}",
    )
