"""From a folder, a bundle or a model to findings."""

import json

import numpy as np
import pytest
import torch

import recurra
from recurra.comparison.examined import taken
from recurra.errors import DataError, RunError, SettingError
from recurra.estimators import SequenceClassifier
from recurra.estimators.training import Settings, train
from recurra.export import bundle
from recurra.nn.batch import Batch
from recurra.records import Source

QUICK = ["gradient_ratio", "gates"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    trained = train(Source.of("digits", limit=300), Settings("lstm", hidden_size=6, updates=3))
    return bundle.save(tmp_path_factory.mktemp("m") / "model", trained.model, trained.manifest)


def test_a_folder_is_examined_on_its_own_validation_part(folder):
    subject = taken(folder)
    assert "validation part of digits" in str(subject.origin) and subject.name == "lstm"
    assert [f.key for f in recurra.examine(folder, questions=QUICK)] == QUICK


def test_the_validation_part_is_that_of_the_training(folder):
    """Every example that is looked at lies in the validation part of the same split."""
    from recurra.data import gather
    from recurra.tasks import pose

    source = Source.of("digits", limit=300)
    task = pose(gather(source), source, 0, "accuracy")
    own = {tuple(x.flatten().tolist()) for x in task.sequences("validation")}
    found = torch.cat([b.x for b in taken(folder).batches], dim=1).transpose(0, 1)
    assert {tuple(x.flatten().tolist()) for x in found} <= own


def test_new_data_are_examined_in_the_place_of_its_own(tmp_path):
    source = Source.of("probe:adding", length="12", examples=1000)
    trained = train(source, Settings("elman", hidden_size=4, updates=2))
    folder = bundle.save(tmp_path / "model", trained.model, trained.manifest)
    subject = taken(folder, "probe:adding")
    assert subject.origin == "probe:adding" and subject.examples == 256
    target = torch.cat([b.target for b in subject.batches if b.target is not None])
    # scaled: 256 values of mean 0 and deviation 1, up to five standard errors
    assert abs(float(target.mean())) < 5 / 16 and abs(float(target.std()) - 1) < 5 / 22


def test_an_estimator_is_examined_on_batches():
    rng = np.random.default_rng(0)
    X = [rng.normal(k % 2, 0.1, (6, 1)) for k in range(40)]
    network = SequenceClassifier("gru", 4, updates=3, backend="reference", random_state=0)
    network.fit(X, ["low", "high"] * 20)
    batch = Batch(torch.randn(6, 20, 1), target=torch.arange(20) % 2)
    assert len(recurra.examine(network, [batch], questions=QUICK)) == 2


@pytest.mark.parametrize(
    ("make", "error", "says"),
    [
        (lambda path: (path / "nothing", None), RunError, "no such folder"),
        (lambda path: (path.parent, None), RunError, "not the bundle"),
        (lambda path: (path, "nowhere.csv"), DataError, "nowhere"),
        (lambda path: (object(), None), SettingError, "no trained model"),
        (lambda path: (bundle.load(path).model, None), SettingError, "batches"),
        (lambda path: (bundle.load(path).model, []), SettingError, "no example"),
    ],
)
def test_what_cannot_be_examined_says_why(folder, make, error, says):
    model, data = make(folder)
    with pytest.raises(error, match=says):
        recurra.examine(model, data, questions=QUICK)


def test_an_unknown_question_is_refused(folder):
    with pytest.raises(SettingError, match="gates"):
        recurra.examine(folder, questions=["gate"])


def test_a_model_without_a_split_needs_data(folder, tmp_path):
    found = bundle.load(folder)
    manifest = {k: v for k, v in found.manifest.items() if k != "objective"}
    moved = bundle.save(tmp_path / "moved", found.model, manifest)
    with pytest.raises(SettingError, match="give DATA"):
        recurra.examine(moved, questions=QUICK)


def test_a_model_of_not_a_number_is_refused(folder):
    model = bundle.load(folder).model
    with torch.no_grad():
        model.head.linear.bias.fill_(float("nan"))
    batch = Batch(torch.randn(8, 4, 8), target=torch.zeros(4, dtype=torch.int64))
    with pytest.raises(SettingError, match="not finite"):
        recurra.examine(model, [batch], questions=QUICK)


def test_the_command_prints_and_writes(folder, tmp_path):
    from typer.testing import CliRunner

    from recurra.cli import app

    out = tmp_path / "found"
    said = CliRunner().invoke(
        app, ["diagnose", str(folder), "--questions", ",".join(QUICK), "--out", str(out)]
    )
    assert said.exit_code == 0, said.output
    assert "Are gates stuck?" in said.output and "healthy at most 0.1" in said.output
    lines = (out / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["key"] for line in lines] == QUICK
    assert (out / "diagnosis.html").stat().st_size > 10_000
