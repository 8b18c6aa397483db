"""Errors, notes and labels of tasks, in Japanese: no English is left in them."""

from dataclasses import replace

import numpy as np
import pytest
from tests.diagnose.odd_cells import two_inputs
from tests.stand_ins import ragged_sequences
from tests.tasks.test_inputs import NAMES as EVERY
from tests.tasks.test_inputs import masked, strange
from tests.tasks.test_tree_classification import made
from tests.words.left import english

from recurra.data import gather, split_classes
from recurra.errors import RecurraError
from recurra.records import Architecture, Objective, Source
from recurra.tasks import KINDS, Classification, inputs, pose, scores
from recurra.tasks.network import network
from recurra.tasks.served import Network, served
from recurra.tasks.tree_classification import tree_classification
from recurra.words import speaking

NAMES = EVERY[:-1]


@pytest.fixture(autouse=True)
def japanese():
    with speaking("ja"):
        yield


def digits(**options):
    source = Source.of("digits", **options)
    return pose(gather(source), source)


def answering(**changed):
    """A model of the digits whose facts are changed."""
    task = digits()
    model = Network(network("elman", task, 3, seed=0))
    return served({**task.facts(), **changed}, model)


def values_wanted(tmp_path):
    """New sequences without values for a model of values."""
    source = Source.of("probe:adding", examples=60, length="8")
    task = pose(gather(source), source)
    model = served(task.facts(), Network(network("elman", task, 3, seed=0)))
    path = tmp_path / "t.ts"
    path.write_text("@problemName n\n@dimensions 2\n@classLabel true a\n@data\n1,2:3,4:a\n")
    model.score(Source(str(path)))


def weighted(how):
    data = ragged_sequences(150, 9, 30)
    return Classification(data, split_classes(data, 0), class_weights=how)


def trees(**changed):
    data = made(["(1 (0 a) (1 b))", "(0 a)"] * 20)
    return tree_classification(replace(data, **changed))


ERRORS = {
    "nothing said": lambda _: inputs.of_columns("", strange, NAMES, len(NAMES)),
    "one missing": lambda _: inputs.of_columns("left=8", strange, NAMES * 2, 16),
    "how masks are made": lambda _: inputs.of_columns("", masked, ("a", "b"), 2),
    "widths": lambda _: inputs.of_columns("left=8,right=2", strange, NAMES, len(NAMES)),
    "unknown": lambda _: inputs.of_columns("left=8,right=a", strange, NAMES, len(NAMES)),
    "empty": lambda _: inputs.of_columns("x=a,mask=b,gap=gap", masked, ("a", "b"), 2),
    "vectors": lambda _: inputs.of_columns("x=a,gap=b", two_inputs, (), 50),
    "twice": lambda _: inputs.parsed("x=1,x=2"),
    "no columns": lambda _: inputs.parsed("x="),
    "unknown input": lambda _: inputs.check_known("x=1,gop=2", (two_inputs,)),
    "score": lambda _: scores.find("mse", "classification"),
    "scale": lambda _: scores.find("mase", "forecasting"),
    "nodes": lambda _: digits(task="nodes"),
    "weights": lambda _: weighted("some"),
    "values": lambda _: pose(
        gather(Source.of("probe:adding", examples=40)),
        Source("probe:adding"),
        objective=Objective(class_weights="balanced"),
    ),
    "tree cell": lambda _: network("child_sum_tree_lstm", digits(), 3, seed=0),
    "no root label": lambda _: trees(label=np.array([0, 1, -1, 0] * 20, np.int32)),
    "one label": lambda _: trees(classes=("a",)),
    "unknown task": lambda _: answering(name="guessing"),
    "inputs": lambda _: answering(channels=["a"], tokens=7),
    "outputs": lambda _: answering(classes=["a", "b"]),
    "no values": values_wanted,
}


@pytest.mark.parametrize("error", ERRORS)
def test_errors(tmp_path, error):
    with pytest.raises(RecurraError) as caught:
        ERRORS[error](tmp_path)
    text = str(caught.value)
    with speaking("en"):
        assert text != str(caught.value)
    assert not english(text)


def notes(task):
    found = list(map(str, (*task.summary.inferred, *task.summary.split)))
    for baseline in task.baselines():
        if why := baseline.skip():
            found.append(str(why))
        else:
            found += map(str, baseline.fit(task, 0).notes)
    return found


def test_notes_of_classes(monkeypatch):
    monkeypatch.setattr("recurra.tasks.baselines.logistic.LIMIT", 40)
    monkeypatch.setattr("recurra.tasks.baselines.flat.COLUMNS", 20)
    found = notes(weighted("balanced"))
    assert len(found) > 5 and not [text for text in found if english(text)]


def test_notes_of_trees():
    found = notes(trees())
    assert len(found) > 4 and not [text for text in found if english(text)]


@pytest.mark.parametrize("rows", [6, 400])
def test_notes_of_forecasts(series_task, monkeypatch, rows):
    monkeypatch.setattr("recurra.tasks.baselines.boosted_lags.ROUNDS", 5)
    monkeypatch.setattr("recurra.tasks.baselines.boosted_lags.LAGS", 20)
    monkeypatch.setattr("recurra.tasks.baselines.lags.FULL", 20)
    monkeypatch.setattr("recurra.tasks.baselines.ets.LONGEST", 12)
    monkeypatch.setattr("recurra.tasks.baselines.ets.TAIL", rows)
    found = notes(series_task())
    assert len(found) > 8 and not [text for text in found if english(text)]


def test_labels_and_names():
    every = [score.info for kind in KINDS for score in kind.scores]
    assert not [info for info in every if english(info.said)]
    f1 = scores.find("f1", "classification").info
    assert f1.label == "F1 (mean over classes)" and str(f1.said) == "F1（クラス平均）"
    nodes = replace(f1, name="f1_nodes", label="F1 (mean over classes), every node")
    assert str(nodes.said) == "F1（クラス平均）（全ノード）"
    assert str(replace(f1, name="own", label="Own").said) == "Own"
    assert str(Architecture("ridge on lags", "baseline", "").said) == "ラグ特徴量のリッジ回帰"
    assert Architecture("lstm", "network", "lstm").said == "lstm"


def test_every_baseline_has_a_name_in_both_languages():
    from recurra.tasks import baselines
    from recurra.words.gathered import gathered

    values = Source.of("probe:adding", length="6", examples=60)
    data = gather(values)
    data.y[:] = np.ceil(data.y)  # whole numbers above 0 are for every task on values
    tasks = [pose(data, replace(values, task=k.asked[-1])) for k in KINDS if k.of == "values"]
    every = (
        *baselines.classification(pieces=True), *baselines.tokens(),
        *baselines.forecasting(24, "none"), *baselines.forecasting(24, "diff"),
        *(one for task in tasks for one in task.baselines()),
    )  # fmt: skip
    assert len(tasks) > 2
    assert {one.name for one in every} == set(gathered("recurra.words.ja.tasks", "NAMES"))
