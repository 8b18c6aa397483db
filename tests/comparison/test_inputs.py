"""Cells that are not in the gallery, from a user's file, through the whole comparison."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from recurra.cli import app
from recurra.comparison import examined, openness
from recurra.comparison.architectures import describe
from recurra.comparison.folder import Folder
from recurra.data import gather
from recurra.diagnose.examine import QUESTIONS
from recurra.errors import SettingError
from recurra.estimators.training import Settings, train
from recurra.export import bundle
from recurra.json_lines import from_json, read_lines
from recurra.nn.inputs import Columned
from recurra.records import Plan, Results, Source, Trial
from recurra.tasks import pose

Small = Callable[..., Results]
ODD = Path(__file__).parents[1] / "diagnose" / "odd_cells.py"
TWO = f"{ODD}:two_inputs"
GRU_D = Path(__file__).parents[2] / "docs" / "gru_d.py"


def plan(folder: Path) -> Plan:
    return from_json(Plan, (folder / "plan.json").read_text())


def scores(folder: Path) -> list[tuple[str, float | None]]:
    return [(t.key, t.validation) for t in read_lines(Trial, folder / "trials.jsonl")]


def test_odd_cells_are_compared_to_the_end(small: Small, tmp_path: Path) -> None:
    """With states that are old ones, and outputs that do not depend on the input."""
    named = [f"{ODD}:{name}" for name in ("shift", "unheard", "ghost", "constant")]
    results = small(cells=named, trials=1, seeds=1)
    assert len(results.gradients) == 4
    flat = next(g for g in results.gradients if g.architecture == "unheard")
    assert set(flat.median) == {0.0} and flat.reach == 0.0
    found = examined.examine(tmp_path / "run")
    assert [f.key for f in found] == list(QUESTIONS)


def test_inputs_by_width_are_recorded_and_repeated(small: Small, tmp_path: Path) -> None:
    small(cells=[TWO, "elman"], inputs="x=6,gap=2", trials=2)
    of_two, elman = plan(tmp_path / "run").architectures[:2]
    assert of_two.inputs == {"x": (0, 1, 2, 3, 4, 5), "gap": (6, 7)} and elman.inputs == {}
    assert of_two.parameters_cell == 6 * (6 + 2 + 6 + 1)
    assert "x: p1, p2, p3, p4, p5, p6; gap: p7, p8" in str(of_two.notes[-1])
    small("again", plan=tmp_path / "run")
    assert scores(tmp_path / "again") == scores(tmp_path / "run")
    small("other", cells=[TWO, "elman"], inputs="x=2,gap=6", trials=2)
    keys = [{k for k, _ in scores(tmp_path / name)} for name in ("run", "other")]
    shared = keys[0] & keys[1]  # of elman and the baselines, which do not know of it
    assert shared and len(shared) < len(keys[0])


def test_a_run_with_inputs_is_resumed(small: Small, tmp_path: Path) -> None:
    small(cells=[TWO], inputs="x=6,gap=2", trials=2)
    whole, cut = tmp_path / "run", tmp_path / "cut"
    shutil.copytree(whole, cut)
    shutil.rmtree(cut / "best")
    Folder(cut).mark("interrupted")
    lines = (cut / "trials.jsonl").read_text().splitlines(keepends=True)
    (cut / "trials.jsonl").write_text("".join(lines[:1]))
    small(resume=cut)
    assert scores(cut) == scores(whole)


def test_several_inputs_without_a_word_are_an_error_before_anything_is_made(
    small: Small, tmp_path: Path
) -> None:
    with pytest.raises(SettingError, match=r"x, gap, and --inputs is not given.*x=7,gap=1"):
        small(cells=["elman", TWO])
    assert not (tmp_path / "run").exists()
    said = CliRunner().invoke(
        app, ["compare", "digits", "--cells", TWO, "--out", str(tmp_path / "r")]
    )
    assert isinstance(said.exception, SettingError)
    with pytest.raises(SettingError, match="each of these cells has one"):
        small(cells=["elman"], inputs="x=6,gap=2")


def test_all_networks_may_have_the_parameters_of_the_lstm(small: Small, tmp_path: Path) -> None:
    small(cells=[TWO], inputs="x=6,gap=2", match="params", trials=1, seeds=1)
    (of_two,) = (a for a in plan(tmp_path / "run").architectures if a.network)
    target = sum(p.numel() for p in torch.nn.LSTM(8, 6, bias=False).parameters()) + 24 + 70
    assert abs(of_two.parameters - target) < 40


@pytest.fixture
def table(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    lines = ["day,temp,wind,count"]
    for k in range(150):
        a, b = ("" if rng.random() < 0.3 else f"{v:.3f}" for v in rng.normal(size=2))
        lines.append(f"{np.datetime64('2024-01-01') + k},{a},{b},{np.sin(k / 3):.4f}")
    path = tmp_path / "gaps.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize("name", ["gru_d", "gru_d_state"])
def test_gru_d_with_mask_and_gap_is_trained_saved_and_asked(
    table: Path, tmp_path: Path, name: str
) -> None:
    source = Source.of(str(table), target=("count",), lookback=6, missing="mask+gap")
    trained = train(source, Settings(f"{GRU_D}:{name}", hidden_size=4, updates=10))
    folder = bundle.save(tmp_path / "model", trained.model, trained.manifest)
    found = bundle.load(folder)
    assert isinstance(found.model.body, Columned)
    columns = gather(source).columns
    named = {n: [columns[k] for k in own] for n, own in found.model.body.columns.items()}
    assert named["mask"] == ["temp seen", "wind seen", "count seen"]
    assert named["gap"] == ["temp gap", "wind gap", "count gap"]
    assert named["x"][:3] == ["temp", "wind", "count"]
    assert (len(named["x"]) == 3) == (name == "gru_d")  # columns made from time have no mask
    assert len(found.served.answer(source).rows) == 1
    count, _ = found.served.score(source)
    assert count == 150 - 6
    asked = examined.examine(folder)
    assert [f.key for f in asked] == list(QUESTIONS)
    gates = next(f for f in asked if f.key == "gates")
    assert "decay is open to" in str(gates.answer) and "at the start" in str(gates.answer)
    examined.examine(folder, table, questions=["gates"])


def test_what_a_network_keeps_at_the_start_is_in_the_plan(small: Small, tmp_path: Path) -> None:
    small(cells=["lstm", "minlstm", "elman"], trials=1, seeds=1, hidden_size=32)
    lstm, minlstm, elman = plan(tmp_path / "run").architectures[:3]
    assert lstm.kept["c"] == pytest.approx(openness.COMMON, abs=0.03) and not lstm.notes
    assert minlstm.kept["h"] == pytest.approx(0.59, abs=0.03)
    assert elman.kept == {}
    assert f"keeps {minlstm.kept['h']:.2f} of h at a step" in str(minlstm.notes[-1])
    assert "0.73" in str(minlstm.notes[-1])


def test_kept_is_that_of_the_starting_weights_that_are_drawn(tmp_path: Path) -> None:
    task = pose(gather(Source("digits")), Source("digits"))
    described = describe(("lstm",), task, 16, "hidden")
    (chrono,) = openness.measured(described, task, "chrono")
    assert chrono.kept["c"] > 0.5 and not chrono.notes
    assert json.dumps(chrono.kept)
