"""The page: records in, one HTML file out, without scripts and without anything from elsewhere."""

import shlex
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from recurra.json_lines import write_whole
from recurra.records import Architecture
from recurra.report import (
    decided,
    facts,
    finding_pictures,
    finding_words,
    folder,
    numbers,
    palette,
    phrases,
    tables,
    terms,
    wall_time,
    words,
)
from recurra.report.canvas import swatch
from recurra.report.case import Case
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
from recurra.words import language, text

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
    found.globals["language"] = language()
    return found


def _content(scene: Scene) -> dict[str, Any]:
    material = scene.material
    plan, results = material.plan, material.results
    case = Case(plan, results, material.costs)
    headline = decided.headline(case)
    return {
        "css": Markup(css()),
        "title": text("report.page.title", headline=headline, data=plan.data.name),
        "task": text("report.conditions.task", name=plan.data.task),
        "headline": headline,
        "light": decided.light(results.verdict),
        "lead": decided.lead(case),
        "statements": words.statements(plan, results, material.costs),
        "tiles": facts.tiles(scene),
        "terms": terms.explained(case),
        "plan": plan,
        "run": material.run,
        "command": " && ".join(map(shlex.join, (material.run.command, *material.run.later))),
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
        "conditions": scene.tested(),
        "notes": facts.notes(material),
        "number": numbers,
        **_words(scene),
        **_pictures(scene),
    }


def _words(scene: Scene) -> dict[str, Any]:
    """What the template says around numbers and figures."""
    tested, margin = scene.tested(), numbers.share(scene.material.plan.margin)
    return {
        "heading": lambda name: text("report.page.heading", name=name),
        "paragraph": lambda name: text("report.page.paragraph", name=name),
        "sentence": lambda said: text("report.page.conditions", conditions=said),
        "more": lambda number: text("report.page.more", number=number),
        "called": phrases.called,
        "badge_words": lambda name: text("report.tables.badge", name=name),
        "reading_table": text("report.page.reading_table", margin=margin),
        "table_conditions": text("report.page.table_conditions", measured=scene.measured()),
        "nodes_conditions": text("report.page.nodes_conditions", tested=tested),
        "fits_conditions": text("report.page.fits_conditions", tested=tested),
        "equations_of": _equations_of,
        "about_cell": _about_cell,
        "remembers": _remembers(scene),
    }


def _remembers(scene: Scene) -> str:
    """All findings on the best network in one or two sentences."""
    findings = scene.material.findings
    if not findings:
        return ""
    summary = finding_words.summary(findings)
    return text("report.page.of_best_network", name=findings[0].model, summary=summary)


def _equations_of(architecture: Architecture) -> str:
    states = tuple(f"{name} {numbers.count(n)}" for name, n in architecture.hidden.items())
    return text("report.page.equations_of", name=architecture.name, states=states)


def _about_cell(architecture: Architecture) -> str:
    return text(
        "report.page.about_cell",
        spec=architecture.spec,
        formula=architecture.formula,
        parameters=numbers.count(architecture.parameters_cell),
        fingerprint=architecture.fingerprint,
    )


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
    }


def css() -> str:
    """The style sheet with the palette's colours, light and dark."""
    text = jinja2.PackageLoader("recurra.report").get_source(jinja2.Environment(), "style.css")[0]
    light = "".join(f"--{name}:{pair[0]};" for name, pair in palette.COLOURS.items())
    dark = "".join(f"--{name}:{pair[1]};" for name, pair in palette.COLOURS.items())
    return text.replace("/*light*/", light).replace("/*dark*/", dark)
