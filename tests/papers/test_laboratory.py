"""Reproductions run, resume and report; trainings are stand-ins unless a test says otherwise."""

import dataclasses
import json
import re

import pytest
from markupsafe import escape
from tests.papers.stand_ins import fast, instant

from recurra.claims import Training
from recurra.errors import RunError, SettingError
from recurra.json_lines import read_lines
from recurra.papers import ALL, chains, find, forgetting, laboratory
from recurra.papers.paper import SIZES
from recurra.papers.setup import set_up
from recurra.papers.statement import judged
from recurra.report import paper_page


def interrupted(job):
    raise KeyboardInterrupt


def test_search_then_finals_at_the_best_rate(tmp_path, here):
    seen = []
    found = laboratory.run(fast(), tmp_path / "run", size="default", progress=seen.append)
    lines = list(read_lines(Training, found.folder / "trainings.jsonl"))
    jobs, rates = forgetting.PAPER.conditions("default"), forgetting.RATES["adam"]["default"]
    assert len(lines) == len(jobs) * (len(rates) + forgetting.SEEDS["default"])
    finals = [t for t in lines if t.stage == "final"]
    assert {t.learning_rate for t in finals} == {max(rates)}
    assert {t.seed for t in finals} == {1, 2, 3}
    assert seen[-1].done == seen[-1].total == len(lines)
    assert found.reproduction.status == "finished"


def test_the_report_shows_claims_figures_and_guesses(tmp_path, here):
    found = laboratory.run(fast(), tmp_path / "run", size="quick")
    text = paper_page.render(found.folder)
    assert "What had to be guessed" in text and "Skill on copy" in text
    assert all(str(escape(paper_page.row(claim).says)) in text for claim in found.claims)
    assert {claim.verdict for claim in found.claims} == {"unjudged"}  # its numbers mean nothing
    assert "A quick run judges no claim" in text and "not judged: a quick run" in text
    assert not re.search(">(holds|fails|undecided)<", text)
    assert "mathdefault" not in text  # ticks of logarithmic axes are plain text


def test_what_is_done_is_not_done_again(tmp_path, here):
    folder = tmp_path / "run"
    first = laboratory.run(fast(), folder, size="quick")
    file = folder / "trainings.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-3]) + '{"half', encoding="utf-8")
    count = []
    again = laboratory.run(
        fast(lambda job: count.append(job) or instant(job)), folder, size="quick"
    )
    assert len(count) == 3
    assert again.claims == first.claims


def test_an_interruption_says_how_to_go_on(tmp_path, here):
    with pytest.raises(RunError, match="--quick --out"):
        laboratory.run(fast(interrupted), tmp_path / "run", size="quick")
    assert json.loads((tmp_path / "run" / "paper.json").read_text())["status"] == "interrupted"


def test_folders_that_hold_something_else(tmp_path, here):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RunError, match="not empty"):
        laboratory.run(fast(), tmp_path)
    laboratory.run(fast(), tmp_path / "run", size="quick")
    with pytest.raises(RunError, match="at size quick"):
        laboratory.run(fast(), tmp_path / "run", size="full")
    with pytest.raises(RunError, match=r"no paper\.json"):
        paper_page.render(tmp_path)
    with pytest.raises(SettingError, match="unknown size"):
        laboratory.run(fast(), tmp_path / "other", size="huge")
    with pytest.raises(SettingError, match="did you mean 'forgetting'"):
        find("forgeting")


@pytest.mark.parametrize("paper", ALL, ids=lambda p: p.name)
@pytest.mark.parametrize("size", SIZES)
def test_every_paper_at_every_size_can_be_planned(paper, size):
    setup = set_up(paper, size)
    assert len({job.key for job in setup.jobs}) == len(setup.jobs)
    assert setup.rates and len(setup.seeds) >= 2 and not setup.left_out
    assert paper.guessed(setup) and paper.protocol(setup) and paper.cite and paper.about
    claims = [judged(one, {}, ()) for one in paper.statements(size)]
    assert {c.verdict for c in claims} == {"unmeasured"}
    assert all(c.source and c.expected and c.why for c in claims)
    assert len({c.key for c in claims}) == len(claims)


@pytest.mark.slow
@pytest.mark.parametrize("task", forgetting.TASKS)
def test_a_training_is_a_function_of_its_job(task):
    job = next(j for j in forgetting.PAPER.conditions("quick") if j.condition.startswith(task))
    job = dataclasses.replace(job, updates=3)
    one, two = chains.train(job), chains.train(job)
    assert dataclasses.replace(one, seconds=0) == dataclasses.replace(two, seconds=0)
    assert -1 <= one.test <= 1 and one.ratio is not None and one.ratio >= 0
