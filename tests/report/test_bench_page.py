"""The page, the Markdown and the tables of a benchmark, from records alone."""

import dataclasses
import re

import pytest

from recurra.errors import RunError
from recurra.json_lines import to_json, write_lines
from recurra.measurements import Bench, BenchMean, BenchTarget, Measurement
from recurra.report import bench_markdown, bench_page, bench_tables
from recurra.report.bench_records import read

ROW = Measurement("lstm", "train", 28, 64, 28, 100, 1, "recurra", 0.004, ratio=1.0, rounds=9)
ROW = dataclasses.replace(ROW, gflops=50.0)
LINES = (
    dataclasses.replace(ROW, share=0.5, noise=0.02),
    dataclasses.replace(
        ROW, rival="torch", note="nn.LSTM", ratio=1.31, ratio_low=1.2, ratio_high=1.4
    ),
    dataclasses.replace(ROW, rival="jax", ratio=0.8, ratio_low=0.7, ratio_high=0.9),
    Measurement("lstm", "train", 28, 64, 28, 100, 1, "torchrecurrent", skipped="has <no> cell"),
)
BENCH = Bench(
    ("recurra", "bench", "kernels"),
    "finished",
    "2026-01-02T03:04:05+00:00",
    threads=(1,),
    rounds=9,
    machine={"cpu": "Some CPU", "cores": "2"},
    versions={"torch": "2.13.0"},
    peak={"1": 100.0},
    conditions=("Taken in turns.",),
    refused={"gru": "conformance: values"},
    means=(BenchMean("lstm", "train", 1, "torch", 1.31, 1.31, "28,64,28,100", 1),),
    targets=(
        BenchTarget("lstm to nn.LSTM", 1, 1.3, False, 1.31, "yes", "worst: lstm"),
        BenchTarget("the same, worst shape", 1, 1.0, False, 0.8, "no"),
        BenchTarget("gru to nn.GRU", 1, 1.2, False, None, "incomplete", "7 of 7 rows missing"),
    ),
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bench.json").write_text(to_json(BENCH) + "\n", encoding="utf-8")
    write_lines(tmp_path / "bench.jsonl", LINES)
    return tmp_path


def test_page_stands_alone_and_shows_wins_and_losses(folder):
    page = bench_page.write(folder).read_text(encoding="utf-8")
    assert page == bench_page.render(folder)
    assert not re.findall(r'(?:src|href)="(?!#)', page) and "<script" not in page
    assert "1 of 2 targets reached; 1 not measured" in page
    assert '<td class="good">1.31' in page and '<td class="bad">0.80' in page
    assert "has &lt;no&gt; cell" in page and "gru was not timed" in page
    assert page.count("<svg") == 2 and "Taken in turns." in page


def test_rows(folder):
    (grid,) = bench_tables.rows(read(folder))
    assert grid.columns[-2:] == ("to torch", "to JAX lax.scan")  # one that took no part has none
    assert [c.main for c in grid.rows[0]][1:5] == ["28,64,28,100", "4.0\u00a0ms", "50.0", "50%"]
    assert grid.rows[0][-1].tone == "bad"


def test_markdown(folder):
    text = bench_markdown.text(read(folder))
    assert "| lstm to nn.LSTM | at least 1.3 | 1.31 |" in text
    assert "| the same, worst shape | at least 1 | **0.80** |" in text  # bold: not reached
    assert "| gru to nn.GRU | at least 1.2 | not measured |" in text
    assert "| cell | mean to torch | mean to JAX lax.scan | 28,64,28,100 |" in text
    assert "| lstm (nn.LSTM) | 1.31 | **0.80** | 1.31 |" in text
    assert "Some CPU" in text and "torch 2.13.0" in text and "medians of 9 rounds" in text
    assert "The run is" not in text


def test_markdown_has_a_column_of_targets_for_each_number_of_threads(folder):
    first, second, _ = BENCH.targets
    more = (first, dataclasses.replace(first, threads=2, needed=1.1, measured=1.0, reached="no"))
    grid = bench_markdown.targets((*more, second))
    assert grid.columns == ("ratio", "needed", "1 thread", "2 threads")
    rows = [[c.main for c in row] for row in grid.rows]
    assert rows[0][1:] == ["at least 1.3 / 1.1", "1.31", "**1.00**"]
    assert rows[1][1:] == ["at least 1", "**0.80**", ""]


def test_markdown_of_two_numbers_of_threads_and_of_a_run_that_was_interrupted(folder):
    two = [dataclasses.replace(line, threads=2) for line in LINES if line.rival != "jax"]
    write_lines(folder / "bench.jsonl", [*LINES, *two])
    (folder / "bench.json").write_text(to_json(dataclasses.replace(BENCH, status="interrupted")))
    text = bench_markdown.text(read(folder))
    assert "| lstm (nn.LSTM) | 1.31 / 1.31 | **0.80** / – | 1.31 / 1.31 |" in text
    assert "The run is interrupted." in text


def test_a_quick_run_is_not_for_quoting(folder):
    quick = dataclasses.replace(BENCH, quick=True)
    (folder / "bench.json").write_text(to_json(quick), encoding="utf-8")
    assert "not for quoting" in bench_markdown.text(read(folder))
    assert "No target is judged" in bench_page.render(folder)


def test_folders_that_are_no_benchmark(tmp_path):
    with pytest.raises(RunError, match=r"no bench\.json"):
        read(tmp_path)
    (tmp_path / "bench.json").write_text("{")
    with pytest.raises(RunError, match="damaged"):
        read(tmp_path)
    newer = dataclasses.replace(BENCH, format=9)
    (tmp_path / "bench.json").write_text(to_json(newer))
    with pytest.raises(RunError, match="newer recurra"):
        read(tmp_path)
