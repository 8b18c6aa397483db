"""The page: whole, offline, safe, accessible, the same for the same records."""

import dataclasses
import functools
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.report import samples

from recurra.errors import RunError
from recurra.json_lines import from_json, to_json, write_whole
from recurra.records import Plan, Results, Run, Trial
from recurra.report import facts, numbers, page, palette, tables, wall_time
from recurra.report.figures import learning, rates
from recurra.report.folder import read
from recurra.report.picture import Scene
from recurra.settings import Recurrence, Training

VOID = {"meta", "br", "hr", "img", "input", "link"}
SECTIONS = ("Architectures", "Learning rates", "Score and cost", "Learning curves")


class Outline(HTMLParser):
    """What a page is made of; complains of tags that are not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: dict[str, list[str]] = {}
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.words.setdefault(self.open[-1], []).append(" ".join(data.split()))

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@functools.cache
def drawn(name: str) -> str:
    """The page of a sample, drawn once: matplotlib takes seconds."""
    make: Callable[[Path], Path] = getattr(samples, name)
    with tempfile.TemporaryDirectory() as place:
        return page.render(make(Path(place)))


KINDS = (
    "classification",
    "forecasting",
    "hostile",
    pytest.param("extreme", marks=pytest.mark.slow),
)


def test_what_is_done_to_the_recurrence_is_a_condition(tmp_path: Path) -> None:
    found = read(samples.classification(tmp_path))
    name, usual = next(f for f in facts.settings(found) if f[0].startswith("Inside the recurrence"))
    assert usual == "nothing is dropped or clipped"
    zoned = dataclasses.replace(
        found.plan, training=Training(recurrence=Recurrence(0.25, 0.1, 5.0))
    )
    assert (
        name,
        "recurrent dropout of 0.25, zoneout of 0.1, gradient norm of a state and step at most 5",
    ) in facts.settings(dataclasses.replace(found, plan=zoned))


@pytest.fixture(params=KINDS)
def text(request: pytest.FixtureRequest) -> str:
    return drawn(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return samples.classification(tmp_path / "run")


@pytest.fixture
def small(folder: Path) -> Path:
    """Few architectures: quick to draw."""
    samples.narrow(folder, {"gru", "boosting"})
    return folder


def edit(folder: Path, name: str, kind: type, **fields: object) -> None:
    path = folder / name
    record = from_json(kind, path.read_text(encoding="utf-8"))
    write_whole(path, to_json(dataclasses.replace(record, **fields)))


def test_one_small_file_without_anything_from_elsewhere(text: str) -> None:
    outline = Outline(text)
    assert len(text.encode()) < 2_000_000
    assert not outline.all("script", "link", "img", "iframe", "object", "embed")
    addresses = [
        v for a in outline.tags for k, v in a[1].items() if k in ("href", "src", "xlink:href")
    ]
    assert addresses and all(v is not None and v.startswith("#") for v in addresses)
    assert "http" not in text.replace('http-equiv="Content', "") and "url(" not in text.replace(
        "url(#", ""
    )


def test_identifiers_are_unique_and_all_references_lead_somewhere(text: str) -> None:
    outline = Outline(text)
    names = [a["id"] for _, a in outline.tags if "id" in a]
    assert len(names) == len(set(names))
    targets = re.findall(r'(?:href="#|url\(#)([^")]+)', text)
    labels = [n for _, a in outline.tags for n in (a.get("aria-labelledby") or "").split()]
    assert set(targets) | set(labels) <= set(names)


def test_figures_and_tables_can_be_read_aloud(text: str) -> None:
    outline = Outline(text)
    drawings = [a for a in outline.all("svg") if a.get("aria-hidden") != "true"]
    assert len(drawings) > 8
    assert all(a["role"] == "img" and a["aria-labelledby"] for a in drawings)
    titles, descriptions = outline.words["title"], outline.words["desc"]
    assert len(titles) == len(drawings) + 1 and len(descriptions) == len(drawings)
    assert text.count("<caption") == text.count("<table")
    assert all(a.get("scope") in ("row", "col") for a in outline.all("th"))


def test_no_name_becomes_code() -> None:
    text = drawn("hostile")
    outline = Outline(text)
    assert not [k for _, a in outline.tags for k in a if k.startswith("on")]
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in text
    assert "日本語" in text and "$x_1$" in text


def test_order_is_verdict_then_evidence() -> None:
    outline = Outline(drawn("classification"))
    assert outline.words["h1"] == ["Take gru"]
    asked = "Does it remember?"
    heads = [h for h in outline.words["h2"] if not h.endswith("?") or h == asked]
    assert heads == [
        *SECTIONS, "Classes on the test part", "Probabilities", asked, "Data",
        "Settings and how to repeat it",
    ]  # fmt: skip


def test_a_forecast_shows_actual_against_predicted() -> None:
    outline = Outline(drawn("forecasting"))
    assert outline.words["h1"] == ["Take mean, a simple baseline"]
    assert "Forecasts on the test part" in outline.words["h2"]
    assert "— actual" in outline.words["text"] and "— predicted" in outline.words["text"]


def test_the_page_says_what_an_arrow_at_an_edge_means() -> None:
    text = drawn("forecasting")
    assert 'class="beyond"' in text and "the value lies further out" in text


def test_the_wall_time_stands_at_the_end() -> None:
    text = drawn("classification")
    heads = re.findall(r"<h3[^>]*>([^<]+)", text)
    assert heads[-1] == "Where the wall time of this run went"
    assert text.index('id="wall-time"') > text.index('<section id="settings"')


def test_every_validation_score_of_a_network_says_what_it_is(tmp_path: Path) -> None:
    """The best of many looks, of the search or of the final trainings, is not what decides."""
    found = read(samples.classification(tmp_path))
    scene = Scene(found, palette.looks(found.plan.architectures))
    for curve in found.results.learning_curves:
        caption = learning._caption(scene, curve)
        standing = found.standing(curve.architecture)
        assert standing is not None and standing.validation is not None
        decides = f"what decides: {numbers.score(standing.validation, found.plan.score)}"
        assert caption.startswith("best look ") and caption.endswith(decides)
    captions = [rates._caption(scene, curve) for curve in found.results.rate_curves]
    assert captions and all("best look of the search" in caption for caption in captions)


def test_a_chosen_rate_outside_the_good_range_says_why(tmp_path: Path) -> None:
    found = read(samples.classification(tmp_path))
    inside = {r.name: r.cells[0].sub for r in tables.search(found).rows if r.cells}
    assert inside and not any(inside.values())
    high = max(c.good[1] for c in found.results.rate_curves if c.good)
    other = dataclasses.replace(
        found.results,
        standings=tuple(
            dataclasses.replace(s, learning_rate=2 * high) if s.architecture == "gru" else s
            for s in found.results.standings
        ),
    )
    outside = dataclasses.replace(found, results=other)
    said = {r.name: r.cells[0].sub for r in tables.search(outside).rows if r.cells}
    assert said["gru"] == "outside the good range of 200 updates: best after 800"
    assert not any(sub for name, sub in said.items() if name != "gru")
    scene = Scene(outside, palette.looks(found.plan.architectures))
    curve = next(c for c in other.rate_curves if c.architecture == "gru")
    assert "best only after the longer trainings" in rates._caption(scene, curve)


def test_every_architecture_has_its_row_and_the_missing_their_reason() -> None:
    text = drawn("classification")
    table = text[text.index('<table id="architectures"') : text.index("</table>")]
    assert table.count("<tr") == 1 + 13
    assert "no result: Every training failed: loss was NaN." in table
    assert "left out: sktime is not installed" in table
    assert "5,610" in table and "97.2 to 99.1" in table and "p = 0.62" in table


def test_calibration_is_shown_where_it_was_measured() -> None:
    text = drawn("classification")
    table = text[text.index('<table id="calibration"') :]
    table = table[: table.index("</table>")]
    assert table.count("<tr") == 1 + 11  # a failed cell and a baseline left out have none
    assert "<td>2.3</td>" in table and "<td>1.2</td>" in table
    assert "calibration-section" not in drawn("forecasting")


def test_where_the_time_of_trainings_went(folder: Path) -> None:
    text = page.render(folder)
    assert "2 workers, 1 thread each" in text
    assert "<td>75.0 s<small>72.0%</small></td>" in text
    assert "<small>80.0 / 15.0 / 5.0 %</small>" in text
    trials, run = folder / "trials.jsonl", folder / "run.json"
    unmeasured = re.sub(r',"spent":\[[^]]*\]', "", trials.read_text(encoding="utf-8"))
    trials.write_text(unmeasured, encoding="utf-8")  # as before it was recorded
    older = json.loads(run.read_text(encoding="utf-8"))
    del older["stages"], older["workers"]
    run.write_text(json.dumps(older), encoding="utf-8")
    assert "wall-time" not in page.render(folder)
    assert "older than the record" in wall_time.markdown({"run": read(folder)})


def test_runs_stand_beside_each_other(folder: Path) -> None:
    one = read(folder)
    faster = dataclasses.replace(one.run, stages={"search": 30.0, "report": 2.0}, workers=1)
    said = wall_time.markdown({"before": one, "after": dataclasses.replace(one, run=faster)})
    lines = said.splitlines()
    assert "1 worker, 1 thread each" in lines[1] and "2 workers" in lines[0]
    assert "| starting | 4.2 s (4.0%) | – |" in lines
    assert "| search | 75.0 s (72.0%) | 30.0 s (93.8%) |" in lines
    assert "| report | – | 2.0 s (6.2%) |" in lines
    assert "| wall time | 104.2 s | 32.0 s |" in lines
    trained = [t for t in one.trials if t.architecture == "gru"]
    seconds = sum(t.seconds for t in trained)
    assert f"| gru | {seconds:.1f} s (80.0 / 15.0 / 5.0 %) |" in said


def test_every_figure_names_its_conditions_and_how_to_read_it() -> None:
    text = drawn("classification")
    figures = re.findall(r'<figure class="picture".*?</figure>', text, flags=re.S)
    assert len(figures) == 8
    assert all('<p class="conditions">' in f for f in figures)
    assert "rung 1 of 3" in text and "good range 1.9 decades" in text
    assert "5 seeds (0 to 4), 1 thread a training, AMD EPYC 7B13" in text
    assert "medians of 30 repeats" in text and "recurra compare digits --seeds 5" in text


def test_drawings_follow_the_scheme_of_the_page(text: str) -> None:
    drawings = "".join(re.findall(r"<svg.*?</svg>", text, flags=re.S))
    assert not re.search(r'style="[^"]*#[0-9a-f]{6}', drawings)
    variables = set(re.findall(r"var\(--([a-z0-9]+)\)", text))
    assert variables <= set(re.findall(r"--([a-z0-9]+):", text))


def test_the_same_records_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    folder = samples.hostile(tmp_path)
    code = "import sys; from recurra.report import page; print(page.write(sys.argv[1]))"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "MPLBACKEND": "svg"}
    done = subprocess.run(
        [sys.executable, "-c", code, folder],
        check=True, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert Path(done.stdout.strip()) == folder / "report.html"
    assert (folder / "report.html").read_text(encoding="utf-8") == drawn("hostile")


def test_one_seed_and_no_costs(small: Path) -> None:
    edit(small, "plan.json", Plan, seeds=(0,))
    (small / "costs.jsonl").unlink()
    results = from_json(Results, (small / "results.json").read_text(encoding="utf-8"))
    bare = [
        dataclasses.replace(
            s,
            test=None
            if s.test is None
            else dataclasses.replace(s.test, low=float("-inf"), high=float("inf")),
            difference=None,
            loss=None,
            p_value=None,
        )
        for s in results.standings
    ]
    edit(small, "results.json", Results, standings=tuple(bare))
    text = page.render(small)
    assert "no interval" in text and "∞" not in text and "was not measured" in text
    assert "Score against latency" not in text


def test_only_baselines_and_only_one_cell(tmp_path: Path) -> None:
    for kind, kept in (("baseline", {"mean", "ridge"}), ("network", {"gru"})):
        folder = samples.forecasting(tmp_path / kind)
        samples.narrow(folder, kept)
        outline = Outline(page.render(folder))
        assert ("Learning rates" in outline.words["h2"]) == (kind == "network")


def test_nothing_was_scored(folder: Path) -> None:
    empty = from_json(Results, (folder / "results.json").read_text(encoding="utf-8"))
    verdict = dataclasses.replace(
        empty.verdict, recommended="", best_network="", best_baseline="", gain=None
    )
    edit(
        folder, "results.json", Results, verdict=verdict, standings=(), rate_curves=(),
        learning_curves=(), gradients=(), confusions=(),
    )  # fmt: skip
    assert Outline(page.render(folder)).words["h1"] == ["No model can be recommended"]


@pytest.mark.parametrize("name", ["run.json", "plan.json", "results.json", "trials.jsonl"])
def test_a_missing_record_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(RunError, match=f"{re.escape(name)} is missing"):
        page.write(folder)
    assert not (folder / "report.html").exists()


def test_an_unfinished_run_says_how_to_go_on(folder: Path) -> None:
    edit(folder, "run.json", Run, status="interrupted")
    (folder / "results.json").unlink()
    with pytest.raises(RunError, match="--resume"):
        page.render(folder)


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no such folder"):
        page.render(tmp_path / "none")


def test_a_damaged_record_is_named_with_its_line(folder: Path) -> None:
    path = folder / "trials.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], "{broken\n", *lines[1:]]), encoding="utf-8")
    with pytest.raises(RunError, match="line 2"):
        page.render(folder)
    (folder / "plan.json").write_text("[]", encoding="utf-8")
    with pytest.raises(RunError, match=r"plan\.json"):
        page.render(folder)


def test_records_of_two_runs_or_of_another_format_are_refused(folder: Path) -> None:
    stray = from_json(Trial, (folder / "trials.jsonl").read_text(encoding="utf-8").splitlines()[0])
    samples.write_lines(folder / "trials.jsonl", [dataclasses.replace(stray, architecture="other")])
    with pytest.raises(RunError, match="do not belong together: other"):
        page.render(folder)
    edit(folder, "plan.json", Plan, format=99)
    with pytest.raises(RunError, match="format 99"):
        page.render(folder)


def test_the_package_imports_nothing_heavy() -> None:
    heavy = {"torch", "numba", "pandas", "sklearn", "scipy"}
    for name, more in (("page", set()), ("words", {"matplotlib", "jinja2", "numpy"})):
        code = f"import sys, recurra.report.{name}; print(*sys.modules)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert done.returncode == 0 and not (heavy | more) & set(done.stdout.split())


def test_what_networks_keep_at_the_start_stands_beside_their_learning_rates(tmp_path: Path) -> None:
    """With the name of each state where there are several, and a word where there is none."""
    folder = samples.classification(tmp_path)
    file = folder / "plan.json"
    plan = from_json(Plan, file.read_text())
    kept = {"gru": {"h": 0.731}, "lstm": {"c": 0.58, "h": 0.25}, "elman": {}}
    changed = tuple(dataclasses.replace(a, kept=kept.get(a.name)) for a in plan.architectures)
    file.write_text(to_json(dataclasses.replace(plan, architectures=changed)))
    rows = {row.name: row.cells[-1] for row in tables.search(read(folder)).rows}
    assert rows["gru"].main == "0.73" and rows["gru"].sub == ""
    assert rows["lstm"].main == "0.58 / 0.25" and rows["lstm"].sub == "c / h"
    assert rows["elman"].sub == "no direct path"
    assert rows["scrn"].sub == "" and rows["scrn"].main == tables.NONE  # of an older record
