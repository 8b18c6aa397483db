"""Reproductions in Japanese, through the command, the page and the errors."""

import dataclasses

import pytest
from tests.papers.stand_ins import fast, instant
from tests.reading import english
from typer.testing import CliRunner

from recurra import papers, words
from recurra.claims import Look
from recurra.cli.commands import app
from recurra.errors import RecurraError
from recurra.papers import branches, forgetting, laboratory, le2016
from recurra.papers.setup import set_up
from recurra.report import paper_page

CURVE = ((0.0, 1.0), (1.0, 0.9), (2.0, 0.5), (9.0, 0.1))


def on_trees(job):
    curves = dict.fromkeys(("ratio before", "ratio after", branches.EARLY, branches.DEEP), CURVE)
    return dataclasses.replace(instant(job), curves=curves)


@pytest.fixture
def japanese(monkeypatch):
    monkeypatch.setattr(words, "_of_process", "ja")  # and put back, whatever a command says


@pytest.mark.parametrize("paper", [fast(), dataclasses.replace(le2016.PAPER, train=on_trees)])
def test_the_command_and_the_page(paper, tmp_path, here, monkeypatch, japanese):
    monkeypatch.setattr(papers, "find", lambda name: paper)
    monkeypatch.setattr(laboratory.paper_page, "write", lambda folder: folder)
    first, second = str(tmp_path / "first"), str(tmp_path / "second")
    for options in (["--out", first], ["--seed", "9", "--beside", first, "--out", second]):
        command = ["reproduce", paper.name, "--language", "ja", *options]
        said = CliRunner().invoke(app, command)
        assert said.exit_code == 0, said.output
        assert "期待値" in said.output and not english(said.output)
    page = paper_page.render(tmp_path / "second")
    assert '<html lang="ja">' in page and "前回の検証との比較" in page
    assert not english(page)


def test_a_record_is_read_in_either_language(tmp_path, here):
    found = laboratory.run(fast(), tmp_path / "run", size="quick")
    with words.speaking("ja"):
        assert "判定はしません" in paper_page.render(found.folder)
    with words.speaking("en"):
        page = paper_page.render(found.folder)
    assert "What had to be guessed" in page and "keeps 0.4¹⁰ of what" in page


@pytest.mark.parametrize("paper", papers.ALL, ids=lambda p: p.name)
@pytest.mark.parametrize("optimizer", ["adam", "adagrad", "sgd"])
def test_every_sentence_of_a_paper_at_every_size(paper, optimizer, japanese):
    for size in ("quick", "default", "full"):
        part = "1-rnn" if paper is le2016.PAPER else "copy"
        setup = set_up(paper, size, Look(3, (0.1, 0.2), optimizer, only=(part,)))
        said = [paper.title, paper.cite, *paper.about, *paper.protocol(setup)]
        said += paper.guessed(setup)
        for one in paper.statements(size):
            said += [one.says, one.source, one.quantity, one.conditions]
        assert not [text for text in map(str, said) if english(text)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"rates": (0.1, -0.1)},
        {"rates": (0.1, 0.1)},
        {"seed": -1},
        {"updates": -1},
        {"optimizer": "sgd"},
        {"only": ("nonsense",)},
    ],
)
def test_errors(wrong, japanese):
    with pytest.raises(RecurraError) as error:
        set_up(forgetting.PAPER, "quick", Look(**wrong))
    assert "ください" in str(error.value) and not english(str(error.value))


def test_folders_that_cannot_be_used(tmp_path, here, japanese):
    file = tmp_path / "file"
    file.touch()
    first = laboratory.run(fast(), tmp_path / "first", size="quick").folder
    attempts = [
        lambda: laboratory.run(fast(), file),
        lambda: laboratory.run(fast(), tmp_path, size="quick"),
        lambda: laboratory.run(fast(), first, size="full"),
        lambda: laboratory.run(fast(), first, size="quick", look=Look(seed=1)),
        lambda: laboratory.run(fast(), first, size="quick", beside=first),
        lambda: laboratory.run(le2016.PAPER, tmp_path / "new", size="quick", beside=first),
        lambda: paper_page.render(tmp_path),
    ]
    for attempt in attempts:
        with pytest.raises(RecurraError) as error:
            attempt()
        assert "ください" in str(error.value) and not english(str(error.value))
