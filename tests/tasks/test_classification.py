"""Labelled sequences as a task: batches, parts, predictions."""

import dataclasses

import numpy as np
import pytest
import torch
from tests.stand_ins import TorchBody, ragged_sequences
from torch import nn

from recurra.data import Sequences, gather, split_classes
from recurra.errors import SettingError
from recurra.nn.model import Model
from recurra.records import Source
from recurra.tasks import Classification, pose
from recurra.train import FitSettings, fit


@pytest.fixture(scope="module")
def digits():
    return pose(gather(Source("digits")), Source("digits"), seed=0)


@pytest.fixture(scope="module")
def ragged():
    data = ragged_sequences(count=300, low=3, high=40)
    return Classification(data, split_classes(data, seed=0))


def numbers(batches):
    return np.concatenate([batch.index.numpy() for batch in batches])


@pytest.mark.parametrize("task_name", ["digits", "ragged"])
def test_an_epoch_shows_every_example_once(task_name, request):
    task = request.getfixturevalue(task_name)
    batches = list(task.batches("train", 32, seed=3, epoch=1))
    assert len(batches) == task.steps("train", 32)
    assert sorted(numbers(batches)) == list(range(task.summary.counts["train"]))


@pytest.mark.parametrize("task_name", ["digits", "ragged"])
def test_the_order_is_a_function_of_seed_and_epoch(task_name, request):
    task = request.getfixturevalue(task_name)
    first = numbers(task.batches("train", 32, seed=3, epoch=1))
    assert (first == numbers(task.batches("train", 32, seed=3, epoch=1))).all()
    assert (first != numbers(task.batches("train", 32, seed=3, epoch=2))).any()
    assert (first != numbers(task.batches("train", 32, seed=4, epoch=1))).any()


@pytest.mark.parametrize("task_name", ["digits", "ragged"])
def test_without_a_seed_examples_come_in_order(task_name, request):
    task = request.getfixturevalue(task_name)
    count = task.summary.counts["validation"]
    assert (numbers(task.batches("validation", 7)) == np.arange(count)).all()


@pytest.mark.parametrize("task_name", ["digits", "ragged"])
def test_batches_hold_the_examples_and_zeros_beyond_them(task_name, request):
    task = request.getfixturevalue(task_name)
    sequences, truth = task.sequences("train"), task.truth("train")
    for batch in task.batches("train", 32, seed=0):
        for column, k in enumerate(batch.index.tolist()):
            length = len(sequences[k])
            assert (batch.x[:length, column].numpy() == sequences[k]).all()
            assert not batch.x[length:, column].any()
            assert batch.target[column] == truth[k]
            assert batch.lengths is None or batch.lengths[column] == length


def test_similar_lengths_share_a_batch(ragged):
    batches = list(ragged.batches("train", 16, seed=0))
    used = sum(int(batch.lengths.sum()) for batch in batches)
    padded = sum(batch.x.shape[0] * batch.x.shape[1] for batch in batches)
    assert padded < 1.25 * used  # without grouping about 1.8
    longest = [batch.x.shape[0] for batch in batches]
    assert longest != sorted(longest)  # but the batches are mixed


def test_predictions_are_probabilities_in_the_order_of_truth(ragged):
    torch.manual_seed(0)
    model = Model(TorchBody(2, 5), ragged.head(5))
    model.train()
    together = ragged.predictions(model, "test", batch_size=16)
    assert model.training
    assert together.sum(1) == pytest.approx(np.ones(len(together)))
    model.eval()
    for k, one in enumerate(ragged.batches("test", 1)):
        alone = model.head.decode(model(one._replace(lengths=None))).detach().numpy()
        # the same sums in float32 with other blocking: at most a rounding a step
        assert together[k] == pytest.approx(alone[0], abs=40 * float(np.finfo(np.float32).eps))


def test_a_bidirectional_body_reads_each_direction_at_its_end(ragged):
    torch.manual_seed(0)
    model = Model(TorchBody(2, 5, bidirectional=True), ragged.head(10)).eval()
    batch = next(ragged.batches("test", 8))
    _, (hidden, _) = model.body(batch.x, lengths=batch.lengths)
    expected = model.head(torch.cat([hidden[0], hidden[1]], dim=1))
    assert torch.equal(model(batch), expected)


def test_the_test_labels_change_nothing_in_training():
    data = gather(Source("digits"))
    parts = split_classes(data, seed=0)
    permuted = data.y.copy()
    permuted[parts["test"]] = np.random.default_rng(0).permutation(permuted[parts["test"]])
    changed = dataclasses.replace(data, y=permuted)
    results = []
    for one in (data, changed):
        task = Classification(one, parts)
        torch.manual_seed(0)
        model = Model(TorchBody(8, 6), task.head(6, torch.Generator().manual_seed(0)))
        results.append(train(task, model, updates=12))
    assert results[0] == results[1]


def train(task, model, updates, **settings):
    result = fit(
        model,
        lambda epoch: task.batches("train", 32, seed=0, epoch=epoch),
        FitSettings(0.01, updates, updates, evaluations=3, **settings),
        lambda m: task.score.value(task.truth("validation"), task.predictions(m, "validation")),
        task.score.info.higher_is_better,
    )
    weights = {name: value.tolist() for name, value in model.state_dict().items()}
    return result.curve, result.train_loss, weights


def test_the_summary_says_what_there_is(digits):
    summary = digits.summary
    assert sum(summary.counts.values()) == 1797
    assert summary.lengths == (8, 8, 8)
    assert [sum(summary.class_counts[part]) for part in summary.counts] == list(
        summary.counts.values()
    )


def test_unequal_classes_are_scored_balanced_and_that_is_said():
    y = np.array([0] * 40 + [1] * 10)
    data = Sequences("n", [np.ones((2, 1), np.float32)] * 50, y, ("a", "b"), ("c",))
    task = Classification(data, split_classes(data, seed=0))
    assert task.score.info.name == "balanced"
    assert any("balanced accuracy" in str(sentence) for sentence in task.summary.inferred)


def test_batches_come_in_the_dtype_asked_for():
    task = pose(gather(Source("digits")), Source("digits"), dtype=torch.float64)
    assert next(task.batches("test", 4)).x.dtype == torch.float64


def test_a_forecast_of_labelled_sequences_is_refused():
    with pytest.raises(SettingError, match="is for a table over time"):
        pose(gather(Source("digits")), Source("digits", task="forecasting"))


def test_a_model_overfits_twenty_examples(digits):
    chosen = np.arange(20)
    few = Sequences(
        "few",
        [digits.data.x[k] for k in chosen],
        digits.data.y[chosen],
        digits.classes,
        digits.data.channels,
    )
    batch = whole(few)
    torch.manual_seed(0)
    model = Model(TorchBody(8, 32), digits.head(32))
    settings = FitSettings(0.02, 150, 150, evaluations=1)
    fit(model, lambda epoch: iter([batch]), settings, lambda m: 0.0, True)
    assert (model(batch).argmax(1) == batch.target).all()
    assert isinstance(model.head, nn.Module)


def whole(data):
    from recurra.nn.batch import Batch

    x, _ = data.batch(np.arange(len(data)))
    return Batch(torch.from_numpy(x), None, torch.from_numpy(data.y))
