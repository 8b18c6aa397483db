"""The data of a comparison lie in one file that all processes map."""

import contextlib
import os
import subprocess
import sys

import numpy as np
import pytest

from recurra.comparison import context, shared
from recurra.data import gather
from recurra.records import Source
from recurra.settings import Networks
from recurra.tasks import pose


@pytest.fixture
def held():
    with contextlib.ExitStack() as stack:
        yield stack


def posed(source: Source):
    task = pose(gather(source), source)
    assert task.summary.fingerprint
    return task


@pytest.mark.parametrize("data", ["digits", "probe:adding", "probe:keyword"])
def test_a_task_that_is_shared_gives_the_same_batches(data, held):
    source = Source.of(data, limit=60 if data == "digits" else None)
    task = posed(source)
    found, folder = shared.kept(task, held)
    assert found is not task and found.fingerprint == task.fingerprint
    assert folder.stat().st_mode & 0o077 == 0 or os.name == "nt"  # for this user alone
    for one, other in zip(task.batches("train", 8, 3), found.batches("train", 8, 3), strict=True):
        for a, b in zip(one, other, strict=True):
            if hasattr(a, "numpy"):
                assert np.array_equal(a.numpy(), b.numpy())


def test_what_one_process_writes_no_other_sees(held):
    task, folder = shared.kept(posed(Source.of("digits", limit=60)), held)
    before = task.truth("train").copy()
    task.data.y[:] = 0
    assert np.array_equal(shared.get(folder).truth("train"), before) and before.any()


def test_the_folder_is_gone_afterwards():
    with contextlib.ExitStack() as held:
        _, folder = shared.kept(posed(Source.of("digits", limit=60)), held)
        assert folder.is_dir()
    assert not folder.exists()


def test_what_a_killed_run_left_is_removed_by_the_next(held, monkeypatch, tmp_path):
    monkeypatch.setenv("RECURRA_CACHE", str(tmp_path))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left, used = (tmp_path / "data" / f"{pid}-x" for pid in (gone.pid, os.getppid()))
    left.mkdir(parents=True), used.mkdir()
    _, folder = shared.kept(posed(Source.of("digits", limit=60)), held)
    assert folder.parent == tmp_path / "data" and not left.exists() and used.exists()


def test_without_room_each_process_reads_the_data_itself(held, monkeypatch, tmp_path):
    def full(task, folder):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(shared, "put", full)
    source = Source.of("digits", limit=60)
    task = posed(source)
    assert shared.kept(task, held) == (task, None)
    setting = context.Setting(source, "accuracy", 0, Networks(backend="reference"))
    read = context.load(setting, task.summary, tmp_path, tmp_path / "not there")
    assert read.task.fingerprint == task.fingerprint
