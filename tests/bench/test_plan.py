"""Which rows a benchmark has, with whom, and how long it says that they will take."""

import dataclasses

import pytest

from recurra import cells
from recurra.bench import plan, targets
from recurra.bench.plan import Pace, Settings
from recurra.bench.shapes import CELLS, SHAPES, SINGLE, STEP, Job
from recurra.errors import SettingError
from recurra.measurements import Measurement

ASKED = Settings(targets=True)


def test_the_rows_for_the_targets_are_all_that_they_need_and_no_more():
    rows = {t: plan.jobs(ASKED, t) for t in (1, 2)}
    lines = [
        Measurement(j.cell, j.mode, *j.shape, j.threads, rival, ratio=9.0, rounds=9)
        for jobs in rows.values()
        for j in jobs
        for rival in plan.rivals(ASKED, j)
    ]
    assert {t.reached for t in targets.judge(lines)} == {"yes"}
    for line in lines[::13]:  # a line less, and a target is incomplete, or the line is only shown
        if line.rival not in plan.SHOWN:
            rest = [x for x in lines if x != line]
            assert "incomplete" in {t.reached for t in targets.judge(rest)}, line
    kinds = {(j.cell, j.mode) for j in rows[1] if j.mode != "train"}
    assert kinds == {("lstm", m) for m in ("train-fixed", "ragged", "inference", "step")}
    assert [j.shape for j in rows[1] if j.mode in ("inference", "step")] == [SINGLE, STEP]
    assert not [j for j in rows[2] if j.mode in ("inference", "step")]
    assert len(rows[2]) == len(CELLS) * len(SHAPES) + 2 * len(SHAPES)


def test_the_standard_cells_are_a_stated_list_of_the_gallery():
    assert set(CELLS) <= set(cells.NAMES) and Settings().cells == CELLS
    job = Job("lstm", "train", *SHAPES[0])
    assert plan.rivals(Settings(), job) == Settings().rivals


def test_shapes_of_ones_own_stand_for_those_of_the_targets():
    asked = dataclasses.replace(ASKED, shapes=((3, 2, 4, 5),), cells=("lstm", "gru"))
    assert {(j.cell, j.mode) for j in plan.jobs(asked, 2)} == {
        ("lstm", "train"),
        ("lstm", "train-fixed"),
        ("lstm", "ragged"),
        ("gru", "train"),
    }


def test_no_row_at_all_is_an_error():
    with pytest.raises(SettingError, match="no target asks"):
        plan.check(dataclasses.replace(ASKED, cells=("gru",), modes=("step",)))


def test_the_time_left_follows_the_rows_done():
    settings = Settings(cells=("lstm", "gru"), modes=("train",), rivals=(), threads=(1, 2))
    jobs = [j for t in (1, 2) for j in plan.jobs(settings, t)]
    pace = Pace(settings, jobs, jobs)
    guesses = dict(pace._guesses)
    assert pace.left is None and pace.done == 0
    for job in jobs[:7]:  # the LSTM on one thread; its last shape is ten times slower than guessed
        pace.took(job, guesses[job] * (10 if job is jobs[6] else 2))
    assert pace.left == pytest.approx(
        sum(guesses[j] * (10 if j.shape == jobs[6].shape else 2) for j in jobs[7:])
    )
    assert 0 < pace.done < 0.5
    for job in jobs[7:]:
        pace.took(job, 1.0)
    assert pace.left == 0 and pace.done == pytest.approx(1)


def test_what_is_done_before_counts_as_done():
    settings = Settings(cells=("lstm",), modes=("train",), rivals=(), threads=(1,))
    jobs = plan.jobs(settings, 1)
    assert Pace(settings, jobs, jobs[:1]).done > 0.5
