"""Counts of sequences: the Poisson loss, its scores and its baselines."""

import numpy as np
import pytest
import torch
from tests.stand_ins import TorchBody

import recurra.tasks as tasks
from recurra.data import Sequences, gather
from recurra.errors import DataError, SettingError
from recurra.nn.model import Model
from recurra.records import Source
from recurra.tasks import pose, scores
from recurra.tasks.counts import Counts

ASKED = Source("calls", task="counts")


def calls(count=200):
    """The rate of the first count grows with the sequence's mean; the second is always 0."""
    rng = np.random.default_rng(1)
    x = [rng.normal(size=(n, 2)).astype("f4") + rng.normal() for n in rng.integers(2, 9, count)]
    rate = np.exp([1 + one[:, 0].mean() for one in x])
    y = np.stack([rng.poisson(rate), np.zeros(count)], axis=1).astype(float)
    return Sequences("calls", x, y, (), ("a", "b"), targets=("calls", "never"))


def test_it_is_posed_where_it_is_asked_for():
    assert isinstance(pose(calls(), ASKED), Counts)
    assert pose(calls(), Source("calls")).name == "regression"
    with pytest.raises(SettingError, match="holds labelled sequences; --task counts is for seq"):
        pose(gather(Source.of("digits", limit=100)), Source("digits", task="counts"))
    for value in (-1.0, 0.5, np.nan):
        data = calls()
        data.y[7, 0] = value
        with pytest.raises(DataError, match=r"calls has the value .* whole number"):
            pose(data, ASKED)


def test_the_loss_is_that_of_poisson_in_units_of_the_mean():
    task = pose(calls(), ASKED)
    model = Model(TorchBody(2, 3), task.head(3))
    [batch] = task.batches("train", 1000)
    mean = torch.tensor(task.spread, dtype=torch.float64)
    z = model(batch).detach().double()
    counts = (batch.target.double() * mean).round()
    own = -torch.distributions.Poisson(mean * z.exp()).log_prob(counts)
    constant = -(counts * mean.log() - torch.lgamma(counts + 1))
    expected = ((own - constant) / mean).mean()
    # sums of some hundred numbers of about 1 in float32
    assert float(model.loss(batch).detach()) == pytest.approx(float(expected), rel=1e-5)


def test_rates_are_above_zero_and_in_the_users_units():
    task = pose(calls(), ASKED)
    model = Model(TorchBody(2, 3), task.head(3))
    with torch.no_grad():
        model.head.linear.weight.zero_()
        model.head.linear.bias.zero_()
    found = task.predictions(model, "validation")
    assert np.allclose(found, [task.data.y[task.parts.train, 0].mean(), 1.0], rtol=1e-6)


def test_the_deviance_is_that_of_scikit_learn():
    from sklearn.metrics import mean_poisson_deviance

    rng = np.random.default_rng(0)
    y, rate = rng.poisson(2.0, 50).astype(float), rng.uniform(0.1, 5, 50)
    score = scores.pick(Counts.scores, "deviance", "counts")
    given = y[:, None, None], rate[:, None, None]
    assert score.value(*given) == pytest.approx(mean_poisson_deviance(y, rate), rel=1e-12)
    assert score.value(given[0], given[0]) == 0
    assert score.combine(score.parts(*given).mean(0)) == pytest.approx(score.value(*given))


def test_poisson_regression_finds_what_the_rate_depends_on():
    task = pose(calls(), ASKED)
    mean, poisson = (one.fit(task, 0) for one in task.baselines())
    truth, value = task.truth("test"), task.score.value
    first = slice(0, 1)  # nothing is to be known of the second
    assert (poisson.predict("test") > 0).all()
    assert poisson.parameters == 2 * (5 * 2 + 1 + 1)
    by_mean = value(truth[..., first], mean.predict("test")[..., first])
    assert value(truth[..., first], poisson.predict("test")[..., first]) < 0.7 * by_mean


def test_labels_of_the_test_part_change_no_training():
    data, other = calls(), calls()
    test = pose(data, ASKED).index["test"]
    other.y[test] = other.y[test][::-1]
    found = [pose(one, ASKED) for one in (data, other)]
    assert np.array_equal(found[0].spread, found[1].spread)
    fits = [task.baselines()[1].fit(task, 0).predict("test") for task in found]
    assert np.array_equal(*fits)


def test_every_task_says_what_it_takes_and_none_twice():
    """What `pose` walks is no puzzle: of each kind of data a name asks for one task."""
    asked = [(kind.of, name) for kind in tasks.KINDS for name in kind.asked]
    assert len(asked) == len(set(asked))
    assert {of for of, name in asked if name == "auto"} == {of for of, _ in asked}
    from recurra.settings.tasks import TASKS

    assert {name for _, name in asked} == set(TASKS)
