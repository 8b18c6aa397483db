"""Values above 0 of sequences: the gamma loss, its score and its baselines, from end to end."""

import json

import numpy as np
import pytest
import torch
from tests.stand_ins import TorchBody

import recurra
from recurra.data import Sequences
from recurra.errors import DataError, RunError
from recurra.export import bundle
from recurra.export.parts import built_head
from recurra.nn.heads import ForecastHead
from recurra.nn.model import Model
from recurra.records import Source
from recurra.tasks import kinds, pose, scores
from recurra.tasks.positive import Gamma, Positive
from recurra.tasks.served import served

ASKED = Source("waits", task="positive")
SHAPE = 4.0


def waits(count=200):
    """The mean of the first grows with the sequence's mean; the second is of any size."""
    rng = np.random.default_rng(1)
    x = [rng.normal(size=(n, 2)).astype("f4") + rng.normal() for n in rng.integers(2, 9, count)]
    mean = np.exp([5 + one[:, 0].mean() for one in x])
    y = np.stack([rng.gamma(SHAPE, mean / SHAPE), rng.lognormal(0, 1, count)], axis=1)
    return Sequences("waits", x, y, (), ("a", "b"), targets=("hours", "cost"))


def test_values_that_are_not_above_0_are_refused():
    for value in (-1.0, 0.0, np.nan, np.inf):
        data = waits()
        data.y[7, 1] = value
        with pytest.raises(DataError, match=r"cost has the value .* above 0") as caught:
            pose(data, ASKED)
        assert "--task positive" in str(caught.value.remedy)


def test_the_loss_is_that_of_a_gamma_distribution():
    task = pose(waits(), ASKED)
    model = Model(TorchBody(2, 3), task.head(3))
    [batch] = task.batches("train", 1000)
    mean = torch.tensor(task.spread, dtype=torch.float64)
    z = model(batch).detach().double()
    value, shape = batch.target.double() * mean, torch.tensor(SHAPE, dtype=torch.float64)
    own = -torch.distributions.Gamma(shape, shape / (mean * z.exp())).log_prob(value)
    constant = shape * (mean / shape).log() + torch.lgamma(shape) - (shape - 1) * value.log()
    expected = (own - constant) / shape
    # sums of some hundred numbers of about 1 in float32
    assert float(model.loss(batch).detach()) == pytest.approx(float(expected.mean()), rel=1e-5)


def test_answers_are_above_0_whatever_a_network_says():
    for z in (-1000.0, 0.0, 80.0):
        found = Gamma.decode(torch.full((2, 1, 1), z))
        assert bool((found > 0).all() and torch.isfinite(found).all())


def test_the_deviance_is_that_of_scikit_learn():
    from sklearn.metrics import mean_gamma_deviance

    rng = np.random.default_rng(0)
    y, mean = rng.gamma(2.0, 3.0, 50), rng.uniform(0.1, 5, 50)
    score = scores.pick(Positive.scores, "gamma_deviance", "positive")
    given = y[:, None, None], mean[:, None, None]
    assert score.value(*given) == pytest.approx(mean_gamma_deviance(y, mean), rel=1e-12)
    assert score.value(given[0], given[0]) == 0
    assert np.isfinite(score.value(given[0], np.zeros_like(given[0])))
    # it knows no unit
    assert score.value(60 * given[0], 60 * given[1]) == pytest.approx(score.value(*given))


def test_gamma_regression_finds_what_the_mean_depends_on():
    task = pose(waits(), ASKED)
    naive, regression = (one.fit(task, 0) for one in task.baselines())
    truth, value = task.truth("test"), task.score.value
    first = slice(0, 1)  # nothing is to be known of the second
    by_mean = value(truth[..., first], naive.predict("test")[..., first])
    assert value(truth[..., first], regression.predict("test")[..., first]) < 0.7 * by_mean
    assert (regression.predict("test") > 0).all()


def test_labels_of_the_test_part_change_no_training():
    data, other = waits(), waits()
    test = pose(data, ASKED).index["test"]
    other.y[test] = other.y[test][::-1]
    found = [pose(one, ASKED) for one in (data, other)]
    assert np.array_equal(found[0].spread, found[1].spread)
    fits = [task.baselines()[1].fit(task, 0).predict("test") for task in found]
    assert np.array_equal(*fits)


def test_a_trained_network_is_saved_loaded_and_scored(tmp_path):
    from recurra.estimators.training import Settings, train

    source = Source.of("probe:adding", task="positive", length="8", examples=60)
    trained = train(source, Settings("elman", hidden_size=4, updates=2))
    folder = bundle.save(tmp_path / "model", trained.model, trained.manifest)
    loaded, here = recurra.load(folder), served(trained.manifest["task"], _network(trained.model))
    data = loaded.read(source)
    assert np.array_equal(loaded.of(data), here.of(data)) and (loaded.of(data) > 0).all()
    number, shown = loaded.score(source)
    assert number == len(data) and [info.name for info, _ in shown] == list(Positive.shown)
    assert json.loads((folder / "manifest.json").read_text())["head"]["kind"] == "positive"


def _network(model):
    from recurra.tasks.served import Network

    return Network(model.eval())


def test_heads_are_called_in_a_bundle_as_ever():
    """What a manifest of an earlier version says is built again, and said again."""
    sizes = {"features": 5, "horizon": 1, "targets": 2, "known": 0}
    for kind, own in (("forecasting", None), *kinds.LIKELIHOODS.items()):
        head = built_head({"kind": kind, **sizes})
        assert isinstance(head, ForecastHead)
        assert head.settings() == {"kind": kind, **sizes}
        assert own is None or head.likelihood is own
    assert set(kinds.LIKELIHOODS) >= {"counts", "positive"}


def test_a_head_of_another_task_is_refused_and_not_misread():
    """Its numbers fit; what they mean does not."""
    from recurra.nn.heads import ClassificationHead

    task = pose(waits(), ASKED)
    facts, body = task.facts(), TorchBody(2, 3)
    served(facts, _network(Model(body, task.head(3))))
    for head in (ForecastHead(3, 1, 2), ClassificationHead(3, 2)):
        with pytest.raises(RunError, match="head of its network is not one of the task values abo"):
            served(facts, _network(Model(body, head)))
