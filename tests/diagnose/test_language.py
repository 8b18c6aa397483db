"""Diagnoses are read in Japanese: from the command line, and where they were made in English."""

import html
import json
import re
import subprocess
import sys

import pytest
import torch
from tests.diagnose.known_trees import chain, examined, full
from typer.testing import CliRunner

from recurra import words
from recurra.cli import app
from recurra.diagnose.alarms import Alarms
from recurra.diagnose.examine import QUESTIONS, ask
from recurra.diagnose.over_training import RatioOverTraining
from recurra.diagnose.subject import subject
from recurra.errors import SettingError
from recurra.estimators.training import Settings, train
from recurra.export import bundle
from recurra.findings import FILE, Finding
from recurra.json_lines import read_lines
from recurra.nn import Recurrent, Recursive
from recurra.nn.batch import Batch
from recurra.nn.heads import ClassificationHead
from recurra.nn.model import Model
from recurra.records import Source
from recurra.report import diagnosis_page
from recurra.train import Moment

DATA = "probe:adding"
ENGLISH = re.compile(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}")


def seen(page):
    """What stands on a page, without its style."""
    bare = re.sub(r"<style.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
    return html.unescape(bare)


def on_sequences():
    generator = torch.Generator().manual_seed(0)
    body = Recurrent("lstm", 2, 4, num_layers=2, backend="reference", generator=generator)
    x = torch.randn(30, 24, 2, generator=generator)
    head = ClassificationHead(4, 2, generator=generator)
    return subject(Model(body, head), [Batch(x, target=torch.arange(24) % 2)])


def on_trees():
    generator = torch.Generator().manual_seed(0)
    body = Recursive("nary", 3, 4, backend="reference", dtype=torch.float64, generator=generator)
    return examined(body, [chain(4), full(3), chain(2), full(2)] * 2)


@pytest.mark.parametrize("given", [on_sequences, on_trees], ids=["sequences", "trees"])
def test_findings_made_in_english_are_drawn_in_japanese(given, tmp_path):
    found = ask(given())
    diagnosis_page.write(tmp_path, found, "x")
    assert '<html lang="en">' in (tmp_path / diagnosis_page.NAME).read_text(encoding="utf-8")
    kept = (tmp_path / FILE).read_text(encoding="utf-8")
    assert len(kept.splitlines()) == len(QUESTIONS) and not ENGLISH.search(kept)
    again = tuple(read_lines(Finding, tmp_path / FILE))
    assert again == found
    with words.speaking("ja"):
        page = diagnosis_page.render(again, "x")
        figures = [seen(svg) for _, svg in diagnosis_page.figures(again)]
    assert '<html lang="ja">' in page and "ゲートは固着していないか" in page
    assert not ENGLISH.findall(seen(page))
    assert figures and not any(ENGLISH.search(figure) for figure in figures)


def test_alarms_are_read_in_japanese():
    alarms = Alarms(every=0)
    batch = Batch(torch.zeros(1, 1, 1))
    for update, norm in enumerate([1.0] * 20 + [500.0] + [1e-9] * 20, 1):
        alarms(Moment(update, torch.nn.Identity(), batch, 0.5, norm))
    assert len(alarms.findings) == 2
    with words.speaking("ja"):
        page = seen(diagnosis_page.render(alarms.findings, "x"))
    assert "21回目の更新で勾配爆発が起きています" in page and "学習が止まりました" in page
    assert not ENGLISH.search(page)
    with words.speaking("ja"), pytest.raises(SettingError, match="指定してください"):
        RatioOverTraining(every=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    source = Source.of(DATA, length="12", examples=1000)
    trained = train(source, Settings("lstm", hidden_size=4, updates=2))
    return bundle.save(tmp_path_factory.mktemp("m") / "model", trained.model, trained.manifest)


@pytest.fixture
def japanese(monkeypatch):
    """A command that is asked for Japanese speaks it no longer than the test."""
    monkeypatch.setattr(words, "_of_process", None)

    def run(*arguments):
        return CliRunner().invoke(app, [*map(str, arguments), "--language", "ja"])

    yield run
    words._of_process = None


def test_the_command_speaks_japanese(folder, tmp_path, japanese):
    out = tmp_path / "o"
    done = japanese("diagnose", folder, DATA, "--out", out)
    assert done.exit_code == 0, done.output
    said = done.output.replace(str(out), "").replace(str(folder), "")
    assert "診断した11項目のうち" in said and not ENGLISH.search(said)
    page = seen((out / diagnosis_page.NAME).read_text(encoding="utf-8"))
    assert not ENGLISH.search(page.replace(str(folder), ""))


def test_json_holds_text_in_the_language_asked_for(folder, tmp_path, japanese):
    done = japanese("diagnose", folder, DATA, "--questions", "gates", "--json", "--out", tmp_path)
    (line,) = [text for text in done.output.splitlines() if text.startswith("{")]
    assert json.loads(line)["question"] == "ゲートは固着していないか"


def test_help_is_japanese():
    done = subprocess.run(
        [sys.executable, "-m", "recurra", "diagnose", "--language", "ja", "--help"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    said = done.stdout.replace("Show this message and exit.", "")
    assert "診断します" in said and not ENGLISH.search(said)


def test_errors_of_the_command_are_japanese(folder, tmp_path, japanese):
    (tmp_path / "f").write_text("")
    done = japanese("diagnose", folder, "--out", tmp_path / "f")
    assert "--out に別の場所を指定してください" in f"{done.output}{done.exception}"
