"""The page: records in, one HTML file out, without scripts and without anything from elsewhere."""

import shlex
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from recurra.json_lines import write_whole
from recurra.report import (
    facts,
    finding_pictures,
    finding_words,
    folder,
    numbers,
    palette,
    tables,
    wall_time,
    words,
)
from recurra.report.canvas import swatch
from recurra.report.figures import (
    confusion,
    forecasts,
    gradients,
    learning,
    rates,
    standings,
    tradeoff,
)
from recurra.report.picture import Scene

NAME = "report.html"


def render(run: Path) -> str:
    """The page of a run's folder as text; the same records give the same text.

    Raises RunError where the records are missing, unfinished, damaged or do not fit together.
    """
    material = folder.read(Path(run))
    scene = Scene(material, palette.looks(material.plan.architectures))
    template = environment().get_template("page.html")
    return template.render(_content(scene))


def write(run: Path) -> Path:
    """Write the page into the run's folder, all or nothing; its path."""
    path = Path(run) / NAME
    write_whole(path, render(run))
    return path


def environment() -> jinja2.Environment:
    """Templates of this package; names from users are escaped."""
    found = jinja2.Environment(
        loader=jinja2.PackageLoader("recurra.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Drawings are made here, with every name in them escaped.
    found.filters["drawn"] = Markup
    return found


def _content(scene: Scene) -> dict[str, Any]:
    material = scene.material
    plan, results = material.plan, material.results
    return {
        "css": Markup(css()),
        "headline": words.headline(plan, results),
        "lead": words.lead(plan, results),
        "statements": words.statements(plan, results, material.costs),
        "tiles": facts.tiles(scene),
        "plan": plan,
        "run": material.run,
        "command": shlex.join(material.run.command),
        "main_table": tables.architectures(material, scene.tested()),
        "search_table": tables.search(material),
        "calibration_table": tables.calibration(material),
        "node_table": tables.nodes(material),
        "class_table": tables.classes(material),
        "swatches": {name: swatch(look) for name, look in scene.looks.items()},
        "data": facts.data(material),
        "settings": facts.settings(material),
        "wall_time": wall_time.on_page(material),
        "environment": facts.environment(material),
        "measured": scene.measured(),
        "conditions": scene.tested(),
        "notes": facts.notes(material),
        "number": numbers,
        **_pictures(scene),
    }


def _pictures(scene: Scene) -> dict[str, Any]:
    tradeoffs = (tradeoff.by_parameters(scene), tradeoff.by_latency(scene))
    return {
        "overview": standings.draw(scene),
        "rates": rates.draw(scene),
        "tradeoffs": [p for p in tradeoffs if p is not None],
        "learning": learning.draw(scene),
        "forecasts": forecasts.draw(scene),
        "confusions": confusion.draw(scene),
        "gradients": gradients.draw(scene),
        "findings": finding_pictures.show(scene.material.findings),
        "remembers": finding_words.summary(scene.material.findings),
    }


def css() -> str:
    """The style sheet with the palette's colours, light and dark."""
    text = jinja2.PackageLoader("recurra.report").get_source(jinja2.Environment(), "style.css")[0]
    light = "".join(f"--{name}:{pair[0]};" for name, pair in palette.COLOURS.items())
    dark = "".join(f"--{name}:{pair[1]};" for name, pair in palette.COLOURS.items())
    return text.replace("/*light*/", light).replace("/*dark*/", dark)
