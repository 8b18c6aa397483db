"""The report in Japanese: no English sentence is left, and what is drawn fits its letters."""

import dataclasses
import html
import re
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.report import samples

from recurra.errors import RecurraError
from recurra.findings import Chart, Line
from recurra.json_lines import from_json, to_json, write_whole
from recurra.records import Plan, Results, Run
from recurra.report import folder, page, wall_time
from recurra.report.canvas import cut, shorten, width_of
from recurra.report.figures import charts
from recurra.settings import Reading, Training, settings
from recurra.words import say, speaking

SENTENCE = re.compile(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}")


def english(shown: str, quoted: Iterable[str] = ()) -> list[str]:
    """What reads like English of a page, without its code and what it quotes."""
    plain = re.sub(r"<(style|pre|code)[ >].*?</\1>", "", shown, flags=re.DOTALL)
    plain = html.unescape(re.sub(r"<[^>]+>", "\n", plain))
    for text in sorted(filter(None, quoted), key=len, reverse=True):
        plain = plain.replace(text, "")
    return [line for line in plain.splitlines() if SENTENCE.search(line)]


def quoted(run: Path) -> list[str]:
    """Text of the records, which no language changes, and what settings say of themselves."""
    material = folder.read(run)
    data, parts = material.plan.data, material.plan.architectures
    found: list[Any] = [*data.inferred, *data.cleaned, *data.split, data.step]
    found += [text for a in parts for text in (*a.notes, a.skipped)]
    found += [s.note for s in material.results.standings] + [*material.results.verdict.warnings]
    for _, one in (*settings(Training), *settings(Reading)):
        found += [one.option.words, one.option.zero, *(one.option.choices or {}).values()]
    return [str(text) for text in found if text]


@pytest.mark.parametrize("name", ["classification", "forecasting"])
def test_no_english_sentence_is_left(name: str, tmp_path: Path) -> None:
    run = getattr(samples, name)(tmp_path)
    with speaking("ja"), warnings.catch_warnings():
        warnings.simplefilter("error")
        shown = page.render(run)
        beside = wall_time.markdown({"a": folder.read(run)})
    assert '<html lang="ja">' in shown
    assert not english(shown, quoted(run)) and not english(beside)
    assert '<html lang="en">' in page.render(run)


def test_what_a_newer_run_keeps_is_read_in_either_language(tmp_path: Path) -> None:
    run = samples.classification(tmp_path)
    old = from_json(Results, (run / "results.json").read_text())
    few = say("comparison.verdict.few_seeds", seeds=2)
    verdict = dataclasses.replace(old.verdict, warnings=(few,))
    write_whole(run / "results.json", to_json(dataclasses.replace(old, verdict=verdict)))
    assert "Take at least 5 seeds." in page.render(run)
    with speaking("ja"):
        assert "5個以上のシードを使ってください。" in page.render(run)


def test_stages_of_an_earlier_run_are_called_as_those_of_now(tmp_path: Path) -> None:
    run = samples.classification(tmp_path)
    old = from_json(Run, (run / "run.json").read_text())
    spent = {"reading the data": 1.0, "search, wider range": 2.0}
    write_whole(run / "run.json", to_json(dataclasses.replace(old, stages=spent)))
    assert "search, wider range" in page.render(run)
    with speaking("ja"):
        shown = page.render(run)
    assert "データの読み込み" in shown and "範囲拡大" in shown


def test_errors_say_what_to_do(tmp_path: Path) -> None:
    run = samples.classification(tmp_path / "run")
    (run / "plan.json").unlink()
    for place in (tmp_path / "none", tmp_path, run):
        with pytest.raises(RecurraError) as caught:
            folder.read(place)
        with speaking("ja"):
            said = str(caught.value)
        assert said.endswith("ください") and not english(said)


def test_upright_names_are_measured_by_the_browser(tmp_path: Path) -> None:
    """Names of classes in Japanese: they end at their ticks, and the axis is named below them."""
    run = samples.classification(tmp_path)
    plan = from_json(Plan, (run / "plan.json").read_text())
    classes = tuple(f"手書き数字の{k}" for k in range(10))
    data = dataclasses.replace(plan.data, classes=classes)
    write_whole(run / "plan.json", to_json(dataclasses.replace(plan, data=data)))
    with speaking("ja"), warnings.catch_warnings():
        warnings.simplefilter("error")
        shown = page.render(run)
    svg = shown[shown.index('aria-labelledby="confusion-0-510-t') :]
    svg = svg[: svg.index("</svg>")]
    upright = re.findall(r"<text[^>]*rotate\(-90[^>]*>手書き数字の\d", svg)
    assert len(upright) == 10 and all("text-anchor: end" in tag for tag in upright)
    ticks = [float(re.findall(r"rotate\(-90 [\d.]+ ([\d.]+)", tag)[0]) for tag in upright]
    below = re.search(r'y="([\d.]+)"[^>]*>予測クラス', svg)
    assert below is not None and float(below[1]) > max(ticks) + 12 * len(classes[0][:-1])


def test_words_below_a_tree_are_cut_by_their_width() -> None:
    words = ("", "とても素晴らしい映画でした", "bad")
    nodes = Line("", (0.5, 0.0, 1.0), (0.0, 1.0, 1.0))
    chart = Chart("tree", "t", "", "", (nodes,), names=words, table=((-1, 0, 0), (0, 1, -1)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = charts.draw(chart, "tree")
    assert ">とても素晴ら…<" in drawn and ">bad<" in drawn


def test_wide_letters_count_as_two() -> None:
    assert width_of("学習率") == 39 and width_of("a\u0301") == width_of("a")
    assert shorten("長い名前のモデル", 16) == "長い名前のモデル"
    assert width_of(shorten("とても長い名前のモデルです", 16)) <= width_of("x" * 16)
    assert cut("a" * 20, 5) == "aaaa…"
