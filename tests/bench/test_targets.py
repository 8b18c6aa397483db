"""What must be reached is judged by the rows that it names, and by all of them."""

import pytest

from recurra.bench import targets
from recurra.bench.shapes import SHAPES
from recurra.measurements import Measurement


def line(cell, rival, ratio, shape=SHAPES[0], mode="train", threads=1, rounds=9):
    return Measurement(cell, mode, *shape, threads, rival, ratio=ratio, rounds=rounds)


def judged(lines, text, threads=1):
    return next(t for t in targets.judge(lines) if (str(t.text), t.threads) == (text, threads))


def test_lstm_mean_and_worst():
    ratios = [1.0, 1.2, 1.4, 1.5, 1.6, 2.0, 0.9]
    lines = [line("lstm", "torch", r, s) for r, s in zip(ratios, SHAPES, strict=True)]
    mean = judged(lines, "lstm to nn.LSTM, forward and backward")
    assert mean.reached == "yes"
    assert mean.measured == pytest.approx(targets.geometric(ratios))
    worst = next(t for t in targets.judge(lines) if str(t.text) == "the same, worst shape")
    assert (worst.measured, worst.reached) == (0.9, "no")
    assert "lstm at 200,1,64,128, ratio 0.90" in str(worst.detail)
    assert judged(lines, str(mean.text), threads=2).reached == "incomplete"


def test_a_missing_row_or_too_few_rounds_is_no_success():
    lines = [line("lstm", "torch", 9.0, s) for s in SHAPES[:-1]]
    text = "lstm to nn.LSTM, forward and backward"
    assert judged(lines, text).reached == "incomplete"
    assert "1 of 7" in str(judged(lines, text).detail)
    lines.append(line("lstm", "torch", 9.0, SHAPES[-1], rounds=5))
    assert judged(lines, text).reached == "incomplete"
    lines.append(line("lstm", "torch", 9.0, SHAPES[-1]))
    assert judged(lines, text).reached == "yes"


def test_cells_near_the_lstm_are_judged_by_the_slowest():
    lines = [line(c, "recurra lstm", 1.0, s) for c in ("peephole", "lstm1") for s in SHAPES]
    lines += [line("lstm2", "recurra lstm", 0.5, s) for s in SHAPES]
    found = next(t for t in targets.judge(lines) if t.at_most)
    assert found.measured == pytest.approx(2.0) and found.reached == "no"


def test_means_name_the_worst_shape():
    lines = [line("gru", "torch", 4.0), line("gru", "torch", 1.0, SHAPES[1])]
    lines += [line("gru", "recurra", 1.0), line("gru", "jax", None)]
    (mean,) = targets.means(lines)
    assert (mean.mean, mean.worst, mean.worst_shape, mean.count) == (2.0, 1.0, "100,32,64,128", 2)


def test_every_target_of_the_issue_is_there():
    rows = {(t.rival, t.mode, t.over, n) for t in targets.TARGETS for n in t.needed.values()}
    assert {
        ("torch", "train", "mean", 1.3),
        ("torch", "train", "worst", 1.0),
        ("torch", "train-fixed", "mean", 1.4),
        ("torch", "train-fixed", "worst", 1.0),
        ("recurra lstm", "train", "worst-mean", 1.1),
        ("torch", "train", "mean", 2.5),
        ("torch", "train", "mean", 2.2),
        ("torch", "train", "mean", 1.2),
        ("torch", "train", "mean", 1.5),
        ("python loop", "train", "worst-mean", 4.0),
        ("jax", "train", "mean", 2.0),
        ("jax", "train", "worst", 1.1),
        ("torch", "ragged", "mean", 3.0),
        ("torch", "inference", "mean", 4.0),
        ("onnxruntime", "inference", "mean", 1.0),
        ("onnxruntime", "step", "mean", 2.0),
    } <= rows
