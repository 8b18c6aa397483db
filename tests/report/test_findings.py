"""Findings on a page: words and drawings from the records alone."""

import math
import re

import pytest
from tests.report import samples

from recurra.errors import RunError
from recurra.findings import FILE, Chart, Finding, Line
from recurra.json_lines import read_lines, write_lines
from recurra.report import diagnosis_page, finding_pictures, finding_words, page
from recurra.report.figures import charts

LINE = Line("<h>", (0.0, 1.0, 2.0), (1.0, 0.1, 0.0), (0.5, 0.05, 0.0), (2.0, 0.2, 0.0))
CHARTS = (
    Chart("lines", "a & b", "steps", "size", (LINE, LINE), log=True, limits=(0.01,)),
    Chart("lines", "marked", "steps", "size", (LINE,), marks=((1.0, "the data need this"),)),
    Chart("points", "gates", "open", "shut", (Line("i", (0.2,), (0.7,)),)),
    Chart("bars", "worth", "gate", "loss", (LINE,), limits=(1.0,), names=("i", "f", "<o>")),
    Chart("heat", "states", "steps", "units", (Line("", (1.0, 5.0), ()),), table=((1, -1), (0, 2))),
    Chart("lines", "endless", "units", "steps", (Line("c", (1.0,), (math.inf,)),), log=True),
)


def finding(verdict="sick", charts=CHARTS, number=0.002):
    return Finding(
        "gates", "Are <gates> stuck?", "lstm", number, "of them", (0.01,), "most", verdict,
        "They & those.", ("Do <this>.",), "256 examples", charts,
    )  # fmt: skip


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: c.title)
@pytest.mark.parametrize("width", charts.HEIGHTS)
def test_every_chart_is_drawn_with_words_beside_it(chart, width):
    svg = charts.draw(chart, "name", width)
    assert svg.startswith('<svg role="img"') and "<desc" in svg
    assert "<h>" not in svg and "<o>" not in svg
    assert svg == charts.draw(chart, "name", width)
    assert not re.search(r"#[0-9a-f]{6}", svg.replace("#ffffff", "")), "a colour is not themed"


def test_a_heat_map_keeps_its_signs():
    """Blue below zero, orange above, and zero is not painted."""
    import base64
    import io

    import matplotlib.image
    import numpy as np

    svg = charts.draw(CHARTS[4], "name")
    coded = re.search(r'base64,([^"]+)"', svg)
    assert coded is not None
    pixels = matplotlib.image.imread(io.BytesIO(base64.b64decode(coded[1])))
    assert pixels.shape == (2, 2, 4)
    assert np.allclose(pixels[..., 3], [[0.5, 0.5], [0.0, 1.0]], atol=1 / 255)
    assert pixels[0, 0, 0] > pixels[0, 0, 2] and pixels[0, 1, 0] < pixels[0, 1, 2]


def test_the_page_is_whole_and_safe():
    page = diagnosis_page.render([finding(), finding("open", (), None)], "model <x>")
    assert page.count("<article") == 2 and "not measured" in page
    assert "Are &lt;gates&gt; stuck?" in page and "<gates>" not in page and "model <x>" not in page
    assert "<script" not in page and not re.search(r'(?:src|href)="https?:', page)


def test_identifiers_are_unique():
    shown = finding_pictures.show([finding()])
    text = "".join(p.wide + p.narrow for f in shown for p in f.pictures)
    identifiers = re.findall(r' id="([^"]+)"', text)
    assert len(identifiers) == len(set(identifiers))


def test_words():
    assert finding_words.summary([finding("healthy")]).startswith("Nothing stands out: 1 of 1")
    assert "Are <gates> stuck?" in finding_words.summary([finding(), finding("healthy")])
    endless = finding(number=math.inf)
    assert finding_words.number(endless) == "no end of them"


def test_what_is_written_is_read_again(tmp_path):
    found = (finding(), finding("open", (), None), finding(number=math.inf))
    path = diagnosis_page.write(tmp_path / "new", found, "title")
    assert path.read_text(encoding="utf-8") == diagnosis_page.render(found, "title")
    assert tuple(read_lines(Finding, tmp_path / "new" / FILE)) == found


def test_every_figure_is_a_file_that_stands_alone(tmp_path):
    import xml.etree.ElementTree as ElementTree

    diagnosis_page.write(tmp_path, [finding()], "title")
    files = sorted((tmp_path / "figures").iterdir())
    assert [f.name for f in files] == [f"gates-{k + 1}.svg" for k in range(len(CHARTS))]
    for file in files:
        text = file.read_text(encoding="utf-8")
        ElementTree.fromstring(text)
        assert "var(--" not in text


def test_the_page_of_a_comparison_shows_them(tmp_path):
    run = samples.classification(tmp_path / "run")
    write_lines(run / FILE, [finding()])
    text = page.render(run)
    assert "Does it remember?" in text and "Are &lt;gates&gt; stuck?" in text
    (run / FILE).write_text('{"key": 1}\n')
    with pytest.raises(RunError, match="findings"):
        page.render(run)
