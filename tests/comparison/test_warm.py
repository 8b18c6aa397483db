"""Kernels compile while data are read, and only then."""

import os
import subprocess
import sys
import time
from concurrent.futures import Future

import pytest

from recurra.comparison import warm
from recurra.records import Recurrence


class Listener:
    """Workers that only note what they are told to do, and are done with it at once."""

    number = 1

    def __init__(self, done=True):
        self.asked, self.done, self.futures = [], done, []

    def submit(self, work, *arguments):
        self.asked.append((work, arguments))
        self.futures.append(Future())
        if self.done:
            self.futures[-1].set_result(None)
        return self.futures[-1]


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(warm, "PATIENCE", 0.01)


def test_every_cell_is_compiled_while_the_data_are_read(impatient):
    crew = Listener()
    zoned = Recurrence(zoneout=0.1)
    kernels = warm.Kernels(crew, ["gru", "lstm"], "auto", "float64", zoned)
    with kernels.meanwhile():
        deadline = time.monotonic() + 10
        while len(crew.asked) < 2 and time.monotonic() < deadline:
            time.sleep(0.005)
    kernels.begin()  # they are asked for once
    assert crew.asked == [
        (warm.kernels, ("gru", "auto", "float64", zoned)),
        (warm.kernels, ("lstm", "auto", "float64", zoned)),
    ]


def test_data_that_are_there_at_once_start_nothing():
    crew = Listener()
    kernels = warm.Kernels(crew, ["gru"], "auto", "float32")
    with kernels.meanwhile():
        pass
    time.sleep(2 * warm.PATIENCE)
    assert not crew.asked
    kernels.begin()
    assert len(crew.asked) == 1


def test_what_is_wanted_when_the_data_are_there_waits_for_no_more_than_one_kernel(impatient):
    crew = Listener(done=False)
    kernels = warm.Kernels(crew, ["gru", "lstm", "elman"], "auto", "float32")
    with kernels.meanwhile():
        deadline = time.monotonic() + 10
        while not crew.asked and time.monotonic() < deadline:
            time.sleep(0.005)
        assert len(crew.asked) == 1
        crew.futures[0].set_result(None)
        assert len(crew.asked) == 2
    kernels.begin()
    crew.futures[1].set_result(None)  # from now on there is something else to do
    assert [arguments[0] for _, arguments in crew.asked] == ["gru", "lstm"]


def test_an_error_in_the_data_comes_through(impatient):
    with (
        pytest.raises(ValueError, match="line 3"),
        warm.Kernels(Listener(), [], "auto", "float32").meanwhile(),
    ):
        raise ValueError("line 3")


@pytest.mark.parametrize("spec", ["gruu", "./nowhere.py:cell"])
def test_a_cell_that_does_not_exist_is_left_to_the_check(spec):
    warm.kernels(spec, "auto", "float32")


@pytest.mark.slow  # a process of its own, which has compiled nothing yet
def test_kernels_are_in_the_cache_afterwards(tmp_path):
    order = "from recurra.comparison import warm; warm.kernels('elman', 'numba', 'float32')"
    environment = {**os.environ, "RECURRA_CACHE": str(tmp_path)}
    subprocess.run([sys.executable, "-c", order], env=environment, check=True)
    before = {p.name for p in tmp_path.rglob("*")}
    assert before
    subprocess.run([sys.executable, "-c", order], env=environment, check=True)
    assert {p.name for p in tmp_path.rglob("*")} == before
