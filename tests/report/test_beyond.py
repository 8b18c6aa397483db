"""No figure draws a value where it is not: what lies beyond an axis is an arrow at its edge."""

import dataclasses
import math
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from tests.report import samples

from recurra.findings import Chart, Line
from recurra.records import Interval
from recurra.report import beyond, folder, palette
from recurra.report.figures import charts, gradients, learning, rates, standings, tradeoff
from recurra.report.folder import Material
from recurra.report.picture import Scene
from recurra.words import LANGUAGES, speaking

FAR = 1e9  # times worse than the others


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return folder.read(samples.forecasting(tmp_path_factory.mktemp("far")))


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """Every drawing that is made from now on."""
    made: list[Figure] = []
    save = Figure.savefig
    monkeypatch.setattr(
        Figure, "savefig", lambda self, *a, **k: (made.append(self), save(self, *a, **k))[1]
    )
    return made


def far(material: Material, factor: float) -> Scene:
    """The scene of a run in which one network (elman) is so many times worse than it was."""
    results = material.results

    def worse(points):
        return tuple((x, y * factor) for x, y in points)

    made = dataclasses.replace(
        results,
        standings=tuple(
            dataclasses.replace(
                s,
                validation=factor * (s.validation or 0),
                test=Interval(*(factor * v for v in (s.test.value, s.test.low, s.test.high))),
            )
            if s.architecture in ("elman", results.verdict.best_baseline) and s.test
            else s
            for s in results.standings
        ),
        rate_curves=tuple(
            dataclasses.replace(c, points=worse(c.points)) if c.architecture == "elman" else c
            for c in results.rate_curves
        ),
        learning_curves=tuple(
            dataclasses.replace(c, points=worse(c.points), low=worse(c.low), high=worse(c.high))
            if c.architecture == "elman"
            else c
            for c in results.learning_curves
        ),
        gradients=tuple(
            dataclasses.replace(p, normalised=(1.0, *(v * factor**2 for v in p.normalised[1:])))
            if p.architecture == "elman"
            else p
            for p in results.gradients
        ),
    )
    material = dataclasses.replace(material, results=made)
    return Scene(material, palette.looks(material.plan.architectures))


def edges(figure: Figure, across: bool = False) -> tuple[int, list[str]]:
    """How many arrows stand at edges, and what is drawn as if it were just there.

    Values stand upright on the axes, except where they lie `across`.
    """
    arrows, wrong = 0, []
    for axes in figure.axes:
        sides = axes.get_xlim() if across else axes.get_ylim()
        for line in axes.get_lines():
            values = line.get_data()[0 if across else 1]
            on = line.get_transform() == axes.transData and any(v in sides for v in values)
            if line.get_label() == beyond.LABEL:
                assert on
                arrows += 1
            elif line.get_marker() == "x":
                continue  # a training that diverged has no score
            elif on:
                wrong.append(f"{line.get_marker()} of {list(values)}")
        for area in axes.collections:
            for path in area.get_paths():
                if any(v in sides for v in path.vertices[:, 0 if across else 1]):
                    wrong.append("a band that ends at the edge")
    return arrows, wrong


@pytest.mark.parametrize("module", [standings, rates, learning, gradients, tradeoff])
def test_figures_of_a_comparison(module: object, returns: Material, drawings: list[Figure]) -> None:
    scene = far(returns, FAR)
    draw = getattr(module, "draw", None) or tradeoff.by_parameters
    picture = draw(scene)
    found = [edges(figure, across=module is standings) for figure in drawings]
    assert drawings and not [w for _, wrong in found for w in wrong]
    assert sum(arrows for arrows, _ in found)
    for language in LANGUAGES:
        with speaking(language):
            assert picture.beyond


@pytest.mark.parametrize("kind", ["lines", "bars", "points"])
@pytest.mark.parametrize("log", [True, False])
def test_charts_of_a_diagnosis(kind: str, log: bool, drawings: list[Figure]) -> None:
    y = (1.0, 1e-3, 1e-12, 0.0, math.nan) if kind == "lines" else (1.0, 0.4, 0.2, 0.3, 0.5)
    line = Line("h", (0.0, 1.0, 2.0, 3.0, 4.0), y, tuple(v / 2 for v in y), tuple(v * 2 for v in y))
    if kind == "points":
        line = Line("h", (0.1, 0.2), (0.3, 0.4))
    chart = Chart(kind, "t", "steps", "size", (line,), log=log, names=("a", "b", "c", "d", "e"))
    svg = charts.draw(chart, "c")
    arrows, wrong = edges(drawings[0])
    assert not wrong and (arrows > 0) == (kind == "lines" and log)
    assert (beyond.DRAWN in svg) == (arrows > 0)


def test_every_figure_is_walked() -> None:
    """A new figure is walked here as well, or has no axis of scores."""
    known = {"standings", "rates", "learning", "gradients", "tradeoff", "charts"}
    without = {"__init__", "columns", "confusion", "forecasts"}  # a grid; an axis that holds all
    there = {p.stem for p in Path(charts.__file__).parent.glob("*.py")}
    assert there == known | without
