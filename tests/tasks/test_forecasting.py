"""Windows of a table over time as a task."""

import numpy as np
import pytest
import torch
from tests.stand_ins import TorchBody, hourly
from torch import nn

from recurra.errors import DataError, SettingError
from recurra.nn.model import Model
from recurra.records import Objective, Source
from recurra.tasks import pose
from recurra.train import FitSettings, fit


def test_batches_are_windows_time_first(series_task):
    task = series_task(known=("ahead",))
    batch = next(task.batches("train", 5, seed=1))
    expected = task.windows.take(task.origins("train")[batch.index.numpy()])
    assert batch.x.shape == (30, 5, task.input_size) and batch.lengths is None
    assert (batch.x.numpy() == expected.x.transpose(1, 0, 2)).all()
    assert (batch.target.numpy() == expected.y).all()
    assert (batch.future.numpy() == expected.future).all()
    assert batch.target.shape == (5, *task.output_shape)


def test_an_epoch_shows_every_window_once_in_an_order_of_its_own(series_task):
    task = series_task()
    orders = []
    for seed, epoch in ((0, 0), (0, 0), (0, 1), (1, 0)):
        batches = list(task.batches("train", 32, seed, epoch))
        assert len(batches) == task.steps("train", 32)
        orders.append(torch.cat([batch.index for batch in batches]).tolist())
        assert sorted(orders[-1]) == list(range(task.summary.counts["train"]))
    assert orders[0] == orders[1] and orders[0] != orders[2] != orders[3] != orders[0]


class Oracle(nn.Module):
    """Answers with the targets, to see what the way back to the user's units does."""

    class Head(nn.Module):
        def decode(self, output):
            return output

    def __init__(self):
        super().__init__()
        self.head = self.Head()

    def forward(self, batch):
        return batch.target


@pytest.mark.parametrize("transform", ["none", "diff", "logreturn"])
def test_predictions_come_back_in_the_units_of_truth(series_task, transform):
    task = series_task(transform=transform)
    truth = task.truth("test")
    forecast = task.predictions(Oracle(), "test", batch_size=7)
    # scaled values of size 1..3 in float32, then multiplied by the spread
    spread = np.abs(truth).max()
    assert np.abs(forecast - truth).max() <= 4 * np.finfo(np.float32).eps * spread
    assert task.score.info.name == ("mase" if transform == "none" else "rmse")


def test_mase_is_one_for_the_seasonal_naive_forecast_of_the_training_part(series_task):
    task = series_task(horizon=1, lookback=24)
    naive = {one.name: one for one in task.baselines()}["seasonal naive"]
    assert task.series.season == 24
    value = task.score.value(task.truth("train"), naive.fit(task, 0).predict("train"))
    assert value == pytest.approx(1.0, rel=1e-12)


def test_a_long_validation_part_is_thinned_and_that_is_said(series_task, monkeypatch):
    from recurra.tasks import forecasting

    whole = series_task()
    monkeypatch.setattr(forecasting, "VALIDATION", 20)
    thinned = series_task()
    assert thinned.summary.counts["validation"] == 20 == len(thinned.truth("validation"))
    rows = thinned.origins("validation")
    assert rows[0] == whole.origins("validation")[0] and rows[-1] == whole.origins("validation")[-1]
    assert set(np.diff(rows)) <= {2, 3}  # 58 windows, every third or second
    assert any("evenly spaced" in str(sentence) for sentence in thinned.summary.split)
    assert thinned.blocks("validation").length < whole.blocks("validation").length


def test_blocks_span_history_and_horizon_and_keep_groups_apart(series_task):
    task = series_task()
    assert task.blocks("test").length == 33 and task.blocks("test").group is None
    load, _ = hourly(rows=200)
    table = {"load": np.concatenate([load, -load]), "who": ["a"] * 200 + ["b"] * 200}
    times = np.tile(np.datetime64("2020-01-01T00", "s") + np.arange(200) * 3600, 2)
    grouped = series_task(values={**table, "time": times.astype(str)}, group="who")
    group = grouped.blocks("test").group
    assert group.shape == grouped.truth("test").shape[:1] and set(group) == {0, 1}


def test_the_test_part_teaches_nothing(series_task):
    results = []
    for shift in (0.0, 50.0):
        load, ahead = hourly()
        load[-60:] += shift  # the test part is the last 60 rows
        task = series_task({"load": load, "ahead": ahead})
        torch.manual_seed(0)
        model = Model(TorchBody(task.input_size, 8), task.head(8))
        results.append(train(task, model, 20))
    assert results[0] == results[1]


def train(task, model, updates):
    result = fit(
        model,
        lambda epoch: task.batches("train", 32, seed=0, epoch=epoch),
        FitSettings(0.01, updates, updates, evaluations=4),
        lambda m: task.score.value(task.truth("validation"), task.predictions(m, "validation")),
        task.score.info.higher_is_better,
    )
    return result.curve, result.train_loss, [p.tolist() for p in model.parameters()]


def test_a_network_learns_what_goes_ahead(series_task):
    task = series_task(horizon=1, score="mae")
    torch.manual_seed(0)
    model = Model(TorchBody(task.input_size, 16), task.head(16))
    train(task, model, 150)
    value = task.score.value(task.truth("test"), task.predictions(model, "test"))
    naive = task.baselines()[0].fit(task, 0).predict("test")
    assert value < 0.7 * task.score.value(task.truth("test"), naive)


def test_times_belong_to_the_values(series_task):
    task = series_task()
    assert task.times("test").shape == task.truth("test").shape[:2]
    at = int(task.origins("test")[0])
    assert task.times("test")[0, 0] == np.datetime64("2020-01-01") + np.timedelta64(at, "h")


def test_a_target_that_repeats_itself_has_no_mase(series_task):
    values = {"load": np.tile(np.arange(24.0), 20), "ahead": hourly(480)[1]}
    with pytest.raises(DataError, match=r"'load'.*MASE.*--score"):
        series_task(values)
    assert series_task(values, score="mae").score.info.name == "mae"


def test_a_table_is_not_classified(series_task):
    task = series_task()
    with pytest.raises(SettingError, match="holds a table over time"):
        pose(task.series, Source("table.csv", task="classification"))
    with pytest.raises(SettingError, match="are for classes"):
        pose(task.series, Source("table.csv"), objective=Objective(output="logistic"))
