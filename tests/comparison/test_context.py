"""What jobs are handed: contexts, artefacts by key, and who does them."""

import threading
import time

import numpy as np
import pytest

from recurra.comparison import context, store
from recurra.comparison.store import Store
from recurra.comparison.workers import Inline, Processes
from recurra.data import gather
from recurra.errors import RunError
from recurra.export import bundle
from recurra.json_lines import read_lines
from recurra.records import Source, Trial
from recurra.settings import Networks
from recurra.tasks import of_sequences, pose
from recurra.tasks.baselines import Shares
from recurra.train import FitState, Progress

SOURCE = Source.of("digits", limit=300)
SETTING = context.Setting(SOURCE, "accuracy", 0, Networks(backend="reference"))


def test_a_worker_compares_a_fingerprint_and_makes_no_audit(tmp_path, monkeypatch):
    summary = pose(gather(SOURCE), SOURCE).summary
    monkeypatch.setattr(of_sequences, "audit_sequences", None)  # a call would fail
    found = context.load(SETTING, summary, tmp_path)
    assert found.task.summary is summary and found.task.fingerprint == summary.fingerprint


def test_other_data_are_refused(tmp_path):
    other = Source.of("digits", limit=200)
    with pytest.raises(RunError, match="digits has changed since the plan was made"):
        context.load(SETTING, pose(gather(other), other).summary, tmp_path)


VALUES = {
    "checkpoint": FitState(Progress(update=3)),
    "predictions": np.arange(3.0),
    "validation": np.arange(4.0),
    "looks": {"answers": np.ones((2, 3), "f4"), "updates": np.array([5, 10])},
    "bundle": (Shares(np.array([0.25, 0.75])), {"name": "majority"}),
    "nodes": {"said": np.ones((2, 2)), "tree": np.array([0, 1])},
}


@pytest.mark.parametrize("kind", store.KINDS)
def test_what_is_put_is_got_and_a_failed_write_leaves_what_was(kind, tmp_path, monkeypatch):
    place = Store(tmp_path)
    assert not place.has("a", kind)
    place.put("a", kind, VALUES[kind])
    assert place.has("a", kind) and not place.has("b", kind)

    def torn(path, value):
        path.write_bytes(b"half")
        raise OSError("no space")

    row = store.Kind(store.KINDS[kind].ending, torn, store.KINDS[kind].read)
    monkeypatch.setitem(store.KINDS, kind, row)
    with pytest.raises(OSError, match="no space"):
        place.put("a", kind, None)
    found, put = place.get("a", kind), VALUES[kind]
    if kind == "checkpoint":
        assert found.progress == put.progress
    elif kind == "bundle":
        assert found.name == "majority" and np.array_equal(found.answerer.shares, put[0].shares)
    elif kind in ("predictions", "validation"):
        assert np.array_equal(found, put)
    else:
        assert set(found) == set(put) and all(np.array_equal(found[n], put[n]) for n in put)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_is_replaced_weighed_and_copied(tmp_path):
    (tmp_path / "store").mkdir()
    place, target = Store(tmp_path / "store"), tmp_path / "best"
    for _ in range(2):
        place.put("a", "bundle", VALUES["bundle"])
    size = place.size("a", "bundle")
    place.copy("a", "bundle", target)
    assert size == bundle.size(target) == place.size("a", "bundle") > 0
    assert len(list(tmp_path.iterdir())) == 2 and len(list((tmp_path / "store").iterdir())) == 1


def counted(box: list[int]) -> list[int]:
    box.append(1)
    return box


def test_a_context_is_made_once_and_anew_from_another_recipe():
    crew, first, second = Inline(), [], []
    crew.equip(counted, first)
    assert [crew.assign(len).result() for _ in range(3)] == [1, 1, 1]
    crew.equip(counted, second)
    assert crew.assign(len).result() == 1 and len(first) == len(second) == 1


def test_what_goes_wrong_in_a_job_is_its_result():
    crew = Inline()
    assert isinstance(crew.submit(int, "x").exception(), ValueError)
    crew.equip(int, "x")
    assert isinstance(crew.assign(pow, 2).exception(), ValueError)


@pytest.mark.slow
@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_processes_are_stopped_in_silence_while_jobs_wait():
    """They are told to stop when a job has just made way for the next."""
    crew, done = Processes(1), threading.Event()
    waiting = [crew.submit(time.sleep, 0.5) for _ in range(40)]
    waiting[0].add_done_callback(lambda _: (done.set(), time.sleep(1.0)))
    assert done.wait(60)
    crew.stop()
    assert waiting[-1].exception() is not None


@pytest.mark.slow
def test_processes_make_their_context_once():
    crew = Processes(1)
    try:
        crew.equip(list, (0,))
        appended = [crew.assign(list.append, k) for k in (1, 2)]
        assert [a.result() for a in appended] == [None, None]
        assert crew.assign(list.copy).result() == [0, 1, 2]
    finally:
        crew.stop()


@pytest.mark.slow
def test_jobs_in_this_process_and_in_others_leave_the_same_records(small, tmp_path):
    found = []
    for name, crew in (("here", Inline()), ("there", Processes(2))):
        small(name, crew=crew)
        kept = read_lines(Trial, tmp_path / name / "trials.jsonl")
        found.append([(t.key, t.validation, t.curve, t.updates, t.status) for t in kept])
    assert found[0] == found[1]
