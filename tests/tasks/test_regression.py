"""Values of sequences: scaled for training, in the user's units for people."""

import numpy as np
import pytest
import torch
from tests.stand_ins import TorchBody

from recurra.data import Sequences, split_values
from recurra.errors import DataError, SettingError
from recurra.nn.model import Model
from recurra.records import Objective, Source
from recurra.tasks import Regression, pose


def sequences(count=50, fixed=False):
    """The value is 1000 plus 10 times the mean of the sequence; a second one is its negative."""
    rng = np.random.default_rng(1)
    x = [rng.normal(size=(n, 1)).astype("f4") for n in rng.integers(2, 9, count)]
    mean = np.array([one.mean() for one in x], float)
    y = np.stack([1000 + 10 * mean, -mean], axis=1)
    part = (np.arange(count) % 5 // 3).astype(np.int8) if fixed else None
    return Sequences("values", x, y, (), ("c",), part=part, targets=("a", "b"))


def test_posed_with_truth_in_the_users_units():
    data = sequences()
    task = pose(data, Source("values"))
    assert isinstance(task, Regression)
    assert task.output_shape == (1, 2)
    assert np.array_equal(task.truth("test")[:, 0], data.y[task.index["test"]])
    [batch] = list(task.batches("train", 100))
    assert torch.allclose(batch.target.mean(0), torch.zeros(1, 2), atol=1e-5)
    assert torch.allclose(batch.target.std(0, unbiased=False), torch.ones(1, 2), atol=1e-5)


def test_predictions_undo_the_scaling():
    task = pose(sequences(), Source("values"))
    model = Model(TorchBody(1, 3), task.head(3))
    with torch.no_grad():
        model.head.linear.weight.zero_()
        model.head.linear.bias.copy_(torch.tensor([1.0, 0.0]))
    found = task.predictions(model, "validation")
    expected = task.centre + np.array([1.0, 0.0]) * task.spread
    # 1e-6 of a value near 1000 is what float32 keeps
    assert np.allclose(found, expected, rtol=1e-6)


def test_the_mean_baseline_scores_the_spread():
    task = pose(sequences(), Source("values"))
    baseline = task.baselines()[0]
    fitted = baseline.fit(task, 0)
    mean = task.truth("train").mean(0)
    error = np.sqrt(np.square(task.truth("test") - mean).mean(0)).mean()
    assert task.score.value(task.truth("test"), fitted.predict("test")) == pytest.approx(error)
    assert fitted.parameters == 2


def test_parts_of_the_source_stay_and_others_are_drawn_by_the_seed():
    data = sequences(fixed=True)
    parts = split_values(data, seed=0)
    assert set(parts.validation) == set(np.flatnonzero(data.part == 1))
    assert not set(parts.test) & set(parts.train)
    assert np.array_equal(parts.test, split_values(data, seed=0).test)
    assert not np.array_equal(parts.test, split_values(data, seed=1).test)
    with pytest.raises(DataError, match="too few"):
        split_values(sequences(2), seed=0)


def test_what_only_classes_have_is_refused():
    with pytest.raises(SettingError, match="are for classes"):
        pose(sequences(), Source("values"), objective=Objective(class_weights="balanced"))
    with pytest.raises(SettingError, match="unknown score"):
        pose(sequences(), Source("values"), score="mase")
