"""Examples of a table through the whole chain: trained, saved, loaded, asked, streamed."""

import numpy as np
import pandas as pd
import pytest
from tests.data.engines import engines
from tests.data.recordings import recordings

from recurra.data import gather, split_classes, split_values
from recurra.estimators.training import Settings, train
from recurra.export import bundle
from recurra.records import Source
from recurra.tasks import pose
from recurra.tasks.classification import Classification
from recurra.tasks.given import sequences

QUICK = {"hidden_size": 6, "updates": 40}


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    """Remaining useful life of every step: the model of its bundle, and its table."""
    folder = tmp_path_factory.mktemp("left")
    path = engines(folder, 8)
    source = Source.of(path, "regression", target="rul", group="engine", window=12)
    trained = train(source, Settings("gru", **QUICK))
    return bundle.load(bundle.save(folder / "model", trained.model, trained.manifest)), path


@pytest.fixture(scope="module")
def moves(tmp_path_factory):
    folder = tmp_path_factory.mktemp("moves")
    path = recordings(folder, 6, 90)
    source = Source.of(path, label="activity", group="person", window=15)
    trained = train(source, Settings("gru", **QUICK))
    return bundle.load(bundle.save(folder / "model", trained.model, trained.manifest)), path


def test_a_step_is_answered_from_its_past_and_named_by_group_and_time(left, tmp_path):
    model, path = left
    frame = pd.read_csv(path)
    new = tmp_path / "new.csv"
    frame[frame["engine"] < 3].drop(columns="rul").assign(note="other").to_csv(new, index=False)
    answers = model.served.answer(new)
    assert answers.columns == ("engine", "cycle", "rul")
    rows = frame[frame["engine"] < 3]
    assert [int(row[0]) for row in answers.rows] == rows["engine"].tolist()
    assert [int(row[1]) for row in answers.rows] == rows["cycle"].tolist()
    again = rows.drop(columns="rul")
    again.loc[again["cycle"] > 20, ["s1", "s2", "s3"]] = 3.0  # what comes later
    again.to_csv(new, index=False)
    for (_, cycle, one), (_, _, other) in zip(
        answers.rows, model.served.answer(new).rows, strict=True
    ):
        assert (abs(one - other) < 1e-6) == (int(cycle) <= 20)


def test_scores_of_a_labelled_table_are_those_of_the_answers(left):
    model, path = left
    frame = pd.read_csv(path)
    found = model.served.answer(path)
    assert found.columns[-1] == "actual rul"
    assert [row[-1] for row in found.rows] == frame["rul"].tolist()
    count, scores = model.served.score(path)
    error = np.mean([abs(row[-2] - row[-1]) for row in found.rows])
    assert count == len(frame)
    assert {info.name: value for info, value in scores}["mae"] == pytest.approx(error)


def test_windows_are_named_by_where_they_begin_and_end(moves, tmp_path):
    model, path = moves
    frame = pd.read_csv(path)
    new = tmp_path / "new.csv"
    frame.drop(columns="activity").to_csv(new, index=False)
    answers = model.served.answer(new)
    assert answers.columns[:4] == ("person", "from", "to", "class")
    assert answers.rows[0][:3] == ("p0", "0", "14") and answers.rows[1][:3] == ("p0", "8", "22")
    assert model.served.answer(path).columns[-1] == "label"
    first = model.served.of(model.served.read(model.served.source(new)))
    stream = model.served.stream()
    for row in frame[["ax", "ay", "az"]].to_numpy()[:15]:
        last = stream.step(row)
    np.testing.assert_allclose(last, first[0], atol=1e-5)


def test_what_a_new_table_lacks_is_said(moves, tmp_path):
    model, path = moves
    frame = pd.read_csv(path)
    for column in ("ax", "person"):
        new = tmp_path / f"{column}.csv"
        frame.drop(columns=column).to_csv(new, index=False)
        with pytest.raises(Exception, match=f"no column '{column}'"):
            model.served.answer(new)
    new = tmp_path / "unlabelled.csv"
    frame.drop(columns="activity").to_csv(new, index=False)
    with pytest.raises(Exception, match="no column 'activity'"):
        model.served.score(new)


def test_a_spoiled_manifest_is_refused(left):
    from recurra.errors import RunError
    from recurra.tasks.served import served

    model, _ = left
    facts = model.manifest["task"]
    for change in (
        {"each": "row"}, {"stride": 0}, {"facts": {**facts["table"]["facts"], "columns": ["s1"]}},
        {"facts": {**facts["table"]["facts"], "fills": {}}},
    ):  # fmt: skip
        with pytest.raises(RunError):
            served({**facts, "table": {**facts["table"], **change}}, model.answerer)


def test_pieces_that_share_rows_are_the_same_as_copies(tmp_path):
    """Batches and baselines see the same numbers as if each window were held by itself."""
    from dataclasses import replace

    path = recordings(tmp_path, 6, 60)
    data = gather(Source.of(path, label="activity", group="person", window=12))
    parts = split_classes(data, 0)
    task = Classification(data, parts)
    given = task.given("test")
    apart = sequences(replace(data, x=[np.array(one) for one in data.x]), task.scaler, parts.test)
    assert given.starts is not None and apart.starts is None
    for one, other in zip(given.sequences, apart.sequences, strict=True):
        np.testing.assert_array_equal(one, other)
    index = np.array([3, 0, 3])
    for one, other in zip(given.take(index).sequences, apart.take(index).sequences, strict=True):
        np.testing.assert_array_equal(one, other)
    assert len(given.head(2).sequences) == 2 and len(given.head(999)) == len(given)
    import torch

    for one, other in zip(given.batches(torch.float32), apart.batches(torch.float32), strict=True):
        assert torch.equal(one.x, other.x) and torch.equal(one.index, other.index)
    held = given.steps.size
    assert held < apart.steps.size


def test_what_order_tells_beats_the_means_and_means_beat_nothing(tmp_path):
    """Ridge and logistic regression on means: named, fitted, saved."""
    path = engines(tmp_path, 12)
    source = Source.of(path, "regression", target="rul", group="engine", window=12)
    task = pose(gather(source), source)
    scores = {
        b.name: task.score.value(task.truth("test"), b.fit(task, 0).predict("test"))
        for b in task.baselines()
    }
    assert list(scores) == ["mean", "ridge on means"]
    assert scores["ridge on means"] < 0.7 * scores["mean"]
    own = recordings(tmp_path, 8, 90)
    source = Source.of(own, label="activity", group="person", window=15)
    task = pose(gather(source), source)
    names = [b.name for b in task.baselines()]
    assert names[:3] == ["majority", "logistic regression on means", "logistic regression"]
    fitted = task.baselines()[1].fit(task, 0)
    found = fitted.predict("test")
    assert found.shape == (len(task.index["test"]), 3) and np.allclose(found.sum(1), 1)
    saved = bundle.save(tmp_path / "m", fitted.model, {"task": task.facts()})
    again = bundle.load(saved).served
    assert np.array_equal(again.predictions(task.given("test")), found)


def test_ridge_on_means_is_that_of_scikit_learn(tmp_path):
    from sklearn.linear_model import Ridge

    path = engines(tmp_path, 8)
    source = Source.of(path, "regression", target="rul", group="engine", window=12)
    data = gather(source)
    task = pose(data, source)
    fitted = next(b for b in task.baselines() if b.name == "ridge on means").fit(task, 0)
    penalty = float(fitted.notes[0].facts["value"])
    parts = split_values(data, 0)
    x = [np.array([one.mean(0) for one in task.sequences(p)], np.float64)
         for p in ("train", "test")]  # fmt: skip
    reference = Ridge(alpha=penalty).fit(x[0], data.y[parts.train][:, 0])
    np.testing.assert_allclose(fitted.predict("test")[:, 0, 0], reference.predict(x[1]), rtol=1e-5)
