"""Benchmarks in Japanese, through the commands, the page and the errors."""

import dataclasses
import json

import pytest
from tests.reading import english
from typer.testing import CliRunner

from recurra import cells, words
from recurra.bench import kernels, plan, shapes, stages, targets
from recurra.bench import trees as module
from recurra.bench.plan import Settings
from recurra.bench.rivals import OWN, RIVALS
from recurra.cli import bench_stages
from recurra.cli.commands import app
from recurra.errors import RecurraError
from recurra.json_lines import to_json, write_lines
from recurra.measurements import Bench, Measurement
from recurra.report import bench_markdown, bench_records
from recurra.words import say

ROW = Measurement("lstm", "train", *shapes.SHAPES[0], 1, "recurra", 0.004, ratio=1.0, rounds=9)
RIVALS_OF_ROW = [
    dataclasses.replace(ROW, rival=name, ratio=ratio, ratio_low=ratio / 2, ratio_high=ratio * 2)
    for name, ratio in (("torch", 1.31), ("jax", 0.8), ("python loop", 12.3))
]
MODES = [
    dataclasses.replace(line, mode=mode)
    for mode in shapes.MODES
    for line in (dataclasses.replace(ROW, noise=0.02, gflops=50.0, share=0.5), *RIVALS_OF_ROW)
]
SKIPPED = [
    Measurement("gru", "train", *shapes.SHAPES[0], 1, name, skipped=why)
    for name, why in (
        ("recurra", say("bench.worker.conformance", found="values: one two three")),
        ("torch", say("bench.worker.failed", kind="MemoryError", what="'no more of it'")),
        ("jax", say("bench.crew.ended", code=-9)),
        ("onnxruntime", say("bench.worker.other_work",
                            found=say("bench.rivals.not_computed", numbers=("d bias",)))),
    )
]  # fmt: skip
BENCH = Bench(
    ("recurra", "bench", "kernels"),
    "interrupted",
    "2026-01-02T03:04:05+00:00",
    threads=(1, 2),
    machine={"cpu": "X"},
    peak={"1": 100.0, "2": 190.0},
    conditions=(*kernels.conditions(Settings()), say("bench.kernels.crowded", share=0.5)),
    refused={"gru": SKIPPED[0].skipped},
    means=targets.means(MODES),
    targets=targets.judge(MODES),
)


@pytest.fixture
def japanese(monkeypatch):
    monkeypatch.setattr(words, "_of_process", "ja")  # and put back, whatever a command says


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bench.json").write_text(to_json(BENCH) + "\n", encoding="utf-8")
    write_lines(tmp_path / "bench.jsonl", [*MODES, *SKIPPED])
    return tmp_path


def test_the_screen_and_the_page(folder, japanese, monkeypatch):
    monkeypatch.setenv("COLUMNS", "250")
    command = ["bench", "show", str(folder), "--language", "ja"]
    said = CliRunner().invoke(app, command)
    assert said.exit_code == 0, said.output
    assert "順伝播と逆伝播" in said.output and not english(said.output)
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert '<html lang="ja">' in page and "適合性検査に不合格" in page
    assert not english(page)


def test_markdown_is_english_in_every_language(folder):
    run = bench_records.read(folder)
    with words.speaking("ja"):
        japanese = bench_markdown.text(run)
    with words.speaking("en"):
        assert bench_markdown.text(run) == japanese
    assert "lstm to nn.LSTM, forward and backward" in japanese


def test_reasons(japanese):
    modes = shapes.MODES
    found = {
        str(rival.reason_against(cells.find(spec), mode))
        for rival in (OWN, *RIVALS)
        for spec in cells.NAMES
        for mode in modes
    }
    assert len(found) > 4 and not [why for why in found if english(why)]


@pytest.mark.parametrize(
    "changes",
    [
        {"threads": (0,)},
        {"cells": ()},
        {"cells": ("gru",), "modes": ("step",), "targets": True},
    ],
)
def test_settings_that_do_not_fit(changes, japanese):
    with pytest.raises(RecurraError) as error:
        plan.check(dataclasses.replace(Settings(), **changes))
    assert "ください" in str(error.value) and not english(str(error.value))


def test_folders_that_cannot_be_used(folder, tmp_path, japanese):
    empty = tmp_path / "empty"
    empty.mkdir()
    for attempt in (
        lambda: kernels.resume(folder),
        lambda: kernels.resume(empty),
        lambda: kernels.kernels(Settings(), folder),
        lambda: bench_records.read(empty),
        lambda: shapes.parse("1,2"),
    ):
        with pytest.raises(RecurraError) as error:
            attempt()
        assert "ください" in str(error.value) and not english(str(error.value))


def test_trees(tmp_path, monkeypatch, japanese):
    def once(steps, *, rounds, calls, limit):
        return {k: module.Timing(1e-3, 1e-3, 0.0, rounds, 1) for k in steps}

    monkeypatch.setattr(module, "interleaved", once)
    path = tmp_path / "some.txt"
    path.write_text("(3 (2 good) (2 film))\n(1 (2 bad) (2 film))\n")
    command = ["bench", "trees", str(path), "--units", "3", "--language", "ja"]
    said = CliRunner().invoke(app, command).output
    assert "ノード" in said and "torchでノードごとに計算" in said and not english(said)
    record = json.loads(CliRunner().invoke(app, [*command, "--json"]).output)
    assert "node by node in torch" in {t["name"] for t in record["times"]}
    path.with_suffix(".csv").write_text("a,b\n1,2\n")
    error = CliRunner().invoke(app, ["bench", "trees", str(path.with_suffix(".csv"))]).exception
    assert "ツリーバンク" in str(error) and not english(str(error), "good", "film")


def test_stages(japanese):
    found = stages.Profile((stages.Stage("forward", "積", 1e-3),), 2e-3, 1000, 50.0)
    lines = bench_stages._lines(found)
    assert "順伝播: 積" in lines[0] and not english("\n".join(lines))
