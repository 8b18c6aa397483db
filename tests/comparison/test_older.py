"""What was recorded before each reader had settings of its own, and before a plan held records."""

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from recurra.comparison import keys, plan, search
from recurra.comparison.keys import trial_key
from recurra.export import bundle
from recurra.json_lines import from_json, read_lines, to_json
from recurra.records import Plan, Trial
from recurra.report.facts import _shown
from recurra.settings import Draws, Effort, Networks, option
from recurra.settings.readers import ImageSettings
from recurra.words import speaking

CUT = Path(__file__).parent / "cut_before"
BUNDLE = Path(__file__).parents[1] / "export" / "bundle_before"


def cut(place: Path) -> Path:
    """The folder of a run of before that was cut short, its state where it was."""
    (place / ".state").mkdir(parents=True)
    for name in ("plan.json", "run.json"):
        shutil.copy(CUT / name, place)
    for name in ("asked.json", "journal.jsonl"):
        shutil.copy(CUT / name, place / ".state")
    return place


def test_a_plan_of_before_holds_what_was_asked():
    old = plan.read(CUT)
    assert old.networks == Networks(cells=("elman",), hidden_size=4, backend="reference")
    assert (old.effort, old.draws, old.margin) == (Effort(trials=2), Draws(seeds=2), 0.02)
    assert old.source.asked() == {"order": "column", "limit": 100}
    assert (old.format, old.budget) == (4, "2 trials") and from_json(Plan, to_json(old)) == old
    assert next(a.kind for a in old.architectures) == "network"
    known = {t.key for t in read_lines(Trial, CUT / "journal.jsonl")}
    assert len(known) == 4 and {job.key for job in search.first_jobs(old)} < known


@pytest.mark.parametrize(
    "said, effort",
    [
        ({"budget": "10m"}, Effort(budget="10m")),
        ({"budget": "90s", "quick": True}, Effort(budget="90s", quick=True)),
        ({"budget": "quick", "quick": True}, Effort(quick=True)),
        ({"budget": "default"}, Effort()),
        ({"budget": "10m + 1h + 90s"}, Effort(budget="10m")),
    ],
)
def test_a_budget_of_before_reads_as_it_was(said, effort):
    plain = {"quick": False, **json.loads((CUT / "plan.json").read_text()), **said}
    old = from_json(Plan, json.dumps(plain))
    assert (old.effort, old.budget, old.quick) == (effort, said["budget"], effort.quick)


@pytest.mark.parametrize("planned", [True, False])
def test_a_run_of_before_is_resumed(small, tmp_path, planned):
    """Also one that was cut before it had a plan: it starts from what was asked."""
    folder = cut(tmp_path / "cut")
    if not planned:
        (folder / "plan.json").unlink()
    small(resume=folder)
    found = {t.key: t for t in read_lines(Trial, folder / "trials.jsonl")}
    if planned:  # of a plan made anew the versions may differ, and so its keys
        assert all(found[t.key] == t for t in read_lines(Trial, CUT / "journal.jsonl"))
    now = plan.read(folder)
    assert len([t for t in found.values() if t.stage == "final"]) == 2
    assert now.source.asked() == {"order": "column", "limit": 100}
    assert (now.seed, now.margin, now.networks.hidden_size) == (0, 0.02, 4)


def test_a_model_of_before_predicts(tmp_path):
    """Its images are read column by column: 5 columns of 8 rows are 5 steps of its 8 channels."""
    served = bundle.load(BUNDLE).served
    assert served.origin.source.how(ImageSettings) == ImageSettings(order="column", limit=100)
    head = np.array([0, 0, 8, 3, *(0, 0, 0, 3), *(0, 0, 0, 8), *(0, 0, 0, 5)], np.uint8)
    file = tmp_path / "t-images-idx3-ubyte"
    file.write_bytes(head.tobytes() + bytes(range(3 * 8 * 5)))
    assert len(served.answer(file).rows) == 3
    again = bundle.load(bundle.save(tmp_path / "again", served.model.model, {
        **bundle.load(BUNDLE).manifest}))  # fmt: skip
    assert again.served.answer(file).rows == served.answer(file).rows


def test_a_key_is_what_it_was():
    """Pinned: whoever changes one makes everybody's trials run again."""
    old = plan.read(CUT)
    first, last = old.architectures[0], old.architectures[-1]
    final = trial_key(old, first, stage="final", updates=20, learning_rate=0.01, seed=1)
    assert final == "1f5a9c29461b4b8b42edbc88"
    assert trial_key(old, last, stage="baseline", seed=0) == "25ac7bf57a8d86ea27705f02"


@dataclasses.dataclass(frozen=True)
class More(Networks):
    """An option of the networks that came later."""

    gates: int = option(1, "How many.", words="Gates")


def test_one_more_option_of_the_networks_needs_no_line_in_a_plan():
    old = plan.read(CUT)

    def key(networks: Networks) -> str:
        now = dataclasses.replace(old, networks=networks)
        return trial_key(now, old.architectures[0], stage="search", updates=20, seed=0)

    usual = More(**dataclasses.asdict(old.networks))
    more = dataclasses.replace(usual, gates=2)
    assert key(usual) == key(old.networks) != key(more)
    assert keys._departures(dataclasses.replace(old, networks=more), "baseline") == {}
    assert json.loads(to_json(dataclasses.replace(old, networks=more)))["networks"]["gates"] == 2
    with speaking("en"):
        assert ("Gates", "2") in _shown(more)
