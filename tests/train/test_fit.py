"""The training loop: right steps, early stopping, divergence, bit-identical resumption."""

import dataclasses
import math
import re
import time

import pytest
import torch
from torch import nn

from recurra.errors import RunError, SettingError
from recurra.nn.batch import Batch
from recurra.settings.training import OPTIMIZERS, SCHEDULES
from recurra.train import FitSettings, checkpoint, fit, schedules
from recurra.train.state import FitState, Progress
from recurra.words import speaking


class Regression(nn.Module):
    """A small network with dropout, so that the generator's state matters."""

    def __init__(self, seed=0):
        super().__init__()
        torch.manual_seed(seed)
        self.net = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Dropout(0.3), nn.Linear(8, 1))

    def loss(self, batch):
        return (self.net(batch.x)[:, 0] - batch.target).square().mean()


class Line(nn.Module):
    """loss = (w - 1)^2 / 2 from w = 0."""

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(()))

    def loss(self, batch):
        return (self.w - 1).square() / 2


def batches(epoch):
    generator = torch.Generator().manual_seed(epoch)
    for _ in range(5):
        x = torch.randn(16, 3, generator=generator)
        yield Batch(x, target=x.sum(1))


def one_batch(epoch):
    yield Batch(torch.zeros(1))


HELD_OUT = next(batches(1000))


def evaluate(model):
    return model.loss(HELD_OUT).item()


def state_of(result):
    return {name: value.tolist() for name, value in result.state.tensors.items()}


def bits(result, model):
    weights = {name: value.tolist() for name, value in model.state_dict().items()}
    return dataclasses.astuple(result.state.progress), state_of(result), weights


PAIRS = [*((one, "divide") for one in OPTIMIZERS), *(("sgd", one) for one in SCHEDULES)]


@pytest.mark.parametrize(("optimizer", "schedule"), dict.fromkeys(PAIRS))
@pytest.mark.parametrize("through_file", [False, True])
def test_a_training_resumed_is_the_training_not_stopped(
    optimizer, schedule, through_file, tmp_path
):
    settings = FitSettings(
        0.05,
        40,
        40,
        optimizer=optimizer,
        evaluations=13,
        clip_norm=1.0,
        schedule=schedule,
        warmup=11,
        plateau_patience=1,
        step_updates=9,
        seed=5,
    )
    whole = Regression()
    expected = bits(fit(whole, batches, settings, evaluate, False), whole)
    state, model = None, None
    for stop in (7, 20, 23, 40):  # within an epoch, at its end, between two looks
        model = Regression(seed=stop)  # another start: all must come from the state
        if stop == 7:
            model = Regression()
        part = dataclasses.replace(settings, updates=stop)
        result = fit(model, batches, part, evaluate, False, state)
        state = result.state
        if through_file:
            checkpoint.save(state, tmp_path / "state.safetensors")
            state = checkpoint.load(tmp_path / "state.safetensors")
    assert bits(result, model) == expected


class OwnGenerator(Regression):
    """Noise from a generator that the module holds, as recurra.nn.Recurrent's dropout."""

    def __init__(self):
        super().__init__()
        self.generator = torch.Generator().manual_seed(3)

    def loss(self, batch):
        noise = torch.randn(batch.x.shape, generator=self.generator)
        return super().loss(batch._replace(x=batch.x + 0.1 * noise))


def test_a_generator_held_by_a_module_is_resumed_too():
    settings = FitSettings(0.05, 20, 20, evaluations=1)
    whole, halves = OwnGenerator(), OwnGenerator()
    expected = bits(fit(whole, batches, settings, lambda m: 0.0, True), whole)
    first = fit(halves, batches, dataclasses.replace(settings, updates=9), lambda m: 0.0, True)
    halves = OwnGenerator()
    second = fit(halves, batches, settings, lambda m: 0.0, True, first.state)
    assert bits(second, halves) == expected


def test_fit_leaves_the_given_state_and_the_global_generator_alone():
    settings = FitSettings(0.05, 10, 20)
    first = fit(Regression(), batches, settings, evaluate, False)
    before, random = bits(first, nn.Module()), torch.get_rng_state()
    full = dataclasses.replace(settings, updates=20)
    fit(Regression(), batches, full, evaluate, False, first.state)
    assert bits(first, nn.Module()) == before
    torch.manual_seed(0)
    fresh = torch.get_rng_state()
    fit(Line(), one_batch, settings, lambda m: 0.0, True)
    assert torch.equal(fresh, torch.get_rng_state())
    assert random.shape == fresh.shape


def test_sgd_is_the_classical_heavy_ball():
    model, settings = Line(), FitSettings(0.1, 3, 3, optimizer="sgd", momentum=0.9)
    fit(model, one_batch, settings, lambda m: m.w.item(), True)
    w = velocity = 0.0
    for _ in range(3):
        velocity = 0.9 * velocity + (w - 1)
        w -= 0.1 * velocity
    assert model.w.item() == pytest.approx(w, rel=4 * torch.finfo(torch.float32).eps)


def test_adam_is_the_paper():
    model, settings = Line(), FitSettings(0.1, 3, 3, momentum=0.8)
    fit(model, one_batch, settings, lambda m: m.w.item(), True)
    w = mean = square = 0.0
    for t in range(1, 4):
        g = w - 1
        mean, square = 0.8 * mean + 0.2 * g, 0.999 * square + 0.001 * g * g
        w -= 0.1 * (mean / (1 - 0.8**t)) / (math.sqrt(square / (1 - 0.999**t)) + 1e-8)
    assert model.w.item() == pytest.approx(w, rel=1e-5)  # 0.999**t in float32 loses two digits


def test_adagrad_divides_by_the_root_of_all_squares_so_far():
    model, settings = Line(), FitSettings(0.1, 3, 3, optimizer="adagrad")
    fit(model, one_batch, settings, lambda m: m.w.item(), True)
    w = squares = 0.0
    for _ in range(3):
        g = w - 1
        squares += g * g
        w -= 0.1 * g / (math.sqrt(squares) + 1e-4)
    # three updates, each with about four roundings of numbers of the size of 1
    assert model.w.item() == pytest.approx(w, rel=12 * torch.finfo(torch.float32).eps)


def test_clipping_limits_the_joint_norm():
    limited, settings = (
        Line(),
        FitSettings(1.0, 1, 1, optimizer="sgd", momentum=0.0, clip_norm=0.25),
    )
    norms = []
    fit(limited, one_batch, settings, lambda m: 0.0, True, probes=[norms.append])
    assert limited.w.item() == pytest.approx(0.25, rel=1e-5)
    assert norms[0].gradient_norm == 1.0 and norms[0].update == 1 and norms[0].loss == 0.5
    loose = Line()
    fit(loose, one_batch, dataclasses.replace(settings, clip_norm=2.0), lambda m: 0.0, True)
    assert loose.w.item() == 1.0


@pytest.mark.parametrize("higher", [True, False])
def test_patience_ends_and_the_best_weights_come_back(higher):
    sign = 1 if higher else -1
    values = iter([1, 3, 2, 2, 2, 9, 9])
    seen = []

    def score(model):
        seen.append(model.w.item())
        return sign * next(values)

    model = Line()
    settings = FitSettings(0.01, 100, 100, optimizer="sgd", evaluations=10, patience=3)
    result = fit(model, one_batch, settings, score, higher)
    assert (result.best_update, result.best_score, result.status) == (20, sign * 3, "ok")
    assert [update for update, _ in result.curve] == [10, 20, 30, 40, 50]
    assert model.w.item() == seen[1]
    assert result.state.tensors["weights.w"].item() == seen[-1]
    again = fit(Line(), one_batch, settings, score, higher, result.state)
    assert again.curve == result.curve


def test_the_plateau_cuts_the_rate():
    settings = FitSettings(0.4, 6, 6, optimizer="sgd", evaluations=6, schedule="plateau")
    result = fit(Line(), one_batch, settings, lambda m: 0.0, True)
    # looks: best, worse, worse (cut), worse, worse (cut), worse
    assert result.state.progress.rate == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("schedule", "share"),
    [("cosine", lambda t: (1 + math.cos(math.pi * t / 8)) / 2), ("linear", lambda t: 1 - t / 8)],
)
def test_a_schedule_with_an_end_is_its_formula(schedule, share):
    """With plain descent on (w - 1)² / 2 the distance shrinks by 1 - η_t at each update."""
    settings = FitSettings(
        0.5, 5, 8, optimizer="sgd", momentum=0.0, evaluations=2, schedule=schedule
    )
    model = Line()
    result = fit(model, one_batch, settings, lambda m: m.w.item(), True)
    distance = math.prod(1 - 0.5 * share(t) for t in range(5))
    # five updates, each with a few roundings of numbers of the size of 1; the best look is at 4
    assert 1 - result.state.tensors["weights.w"].item() == pytest.approx(distance, rel=1e-5)


def test_the_rate_rises_over_the_first_updates():
    """As above; the plateau cuts the rate of the schedule, whatever share of it is taken."""
    settings = FitSettings(0.5, 6, 6, optimizer="sgd", momentum=0.0, evaluations=2, warmup=4)
    result = fit(Line(), one_batch, settings, lambda m: m.w.item(), True)
    distance = math.prod(1 - 0.5 * share for share in (0.25, 0.5, 0.75, 1, 1, 1))
    assert 1 - result.state.tensors["weights.w"].item() == pytest.approx(distance, rel=1e-5)
    cut = dataclasses.replace(settings, schedule="plateau", evaluations=6)
    assert fit(Line(), one_batch, cut, lambda m: 0.0, True).state.progress.rate == 0.125


def test_the_one_cycle_is_torchs():
    parameter = nn.Parameter(torch.zeros(1))
    theirs = torch.optim.lr_scheduler.OneCycleLR(
        torch.optim.SGD([parameter], lr=1.0), max_lr=0.4, total_steps=50, cycle_momentum=False
    )
    settings, found = FitSettings(0.4, 50, 50, schedule="onecycle"), []
    for update in range(50):
        found.append(schedules.find("onecycle").rate(settings, Progress(update=update)))
        assert found[-1] == pytest.approx(theirs.get_last_lr()[0], rel=1e-12)
        theirs.optimizer.step()
        if update < 49:
            theirs.step()
    assert max(found) == 0.4 and found[14] == 0.4 and found[-1] < 2e-6


def test_the_step_cuts_at_even_distances():
    settings = FitSettings(0.8, 9, 9, schedule="step", step_updates=3, plateau_factor=0.5)
    found = [schedules.find("step").rate(settings, Progress(update=k)) for k in range(8)]
    assert found == [0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2, 0.2]


def test_dividing_goes_back_to_the_best_weights_with_a_smaller_rate():
    """A rate of 2.5 throws w to the other side and further off; each cut starts at the best."""
    settings = FitSettings(
        2.5, 8, 8, optimizer="sgd", momentum=0.0, evaluations=8, schedule="divide",
        plateau_patience=1, clip_norm=0.0,
    )  # fmt: skip
    model, seen = Line(), []

    def score(model):
        seen.append(model.w.item())
        return -abs(model.w.item() - 1)

    fit(model, one_batch, settings, score, True)
    # |w - 1|: 1 -> 1.5 (the best so far, as the first) -> 2.25, back, rate 1.25 -> 0.375 ...
    distances = [abs(w - 1) for w in seen]
    assert distances == pytest.approx([1.5, 2.25, 0.375, *(0.375 * 0.25**k for k in range(1, 6))])


def test_averaging_begins_when_the_score_stands_still_and_its_mean_answers():
    settings = FitSettings(0.5, 9, 9, optimizer="asgd", evaluations=9, clip_norm=0.0)
    model, seen, scores = Line(), [], iter([9, 1, 1, 1, 1, 1, 1, 1, 10])

    def score(model):
        seen.append(model.w.item())
        return next(scores)

    result = fit(model, one_batch, settings, score, True)
    path = [1 - 0.5**k for k in range(1, 10)]
    # five looks without a better one: after update 6; the mean is of updates 7 to 9
    means = [math.fsum(path[6:k]) / (k - 6) for k in (7, 8, 9)]
    assert seen == pytest.approx([*path[:6], *means], rel=1e-6)
    assert model.w.item() == seen[-1]  # the best
    assert result.state.tensors["weights.w"].item() == pytest.approx(path[-1])


def test_a_gain_below_the_least_is_none_for_patience_but_is_kept():
    values = iter([1.0, 1.05, 1.09, 1.3, 1.31, 1.32, 1.33])
    settings = FitSettings(0.01, 70, 70, evaluations=7, patience=3, least_gain=0.1)
    result = fit(Line(), one_batch, settings, lambda m: next(values), True)
    # 1.3 gains 0.3 over 1.0; then three looks gain less than 0.1 over it, and the last is the best
    assert (result.state.progress.update, result.best_update) == (70, 70)
    assert result.state.progress.ended == "patience" and result.best_score == 1.33


def test_clipping_limits_each_number():
    settings = FitSettings(1.0, 1, 1, optimizer="sgd", momentum=0.0, clip_value=0.25)
    model = Line()
    fit(model, one_batch, settings, lambda m: 0.0, True)
    assert model.w.item() == 0.25


def test_a_rate_too_high_diverges_and_says_so():
    settings = FitSettings(30.0, 2000, 2000, optimizer="sgd", momentum=0.0, evaluations=1)
    result = fit(Line(), one_batch, settings, lambda m: m.w.item(), True)
    assert result.status == "diverged" and result.best_score is None
    assert str(result.reason).startswith("the loss of update ")


def test_an_exploding_loss_diverges_before_it_overflows():
    settings = FitSettings(3.0, 100, 100, optimizer="sgd", momentum=0.0, evaluations=10)
    result = fit(Line(), one_batch, settings, lambda m: -m.w.item(), True)
    assert result.status == "diverged" and "1.75e+04 by update 10" in str(result.reason)
    # the k-th loss is 4^k / 2
    assert result.curve == ()


def test_a_score_that_is_not_a_number_diverges_with_the_best_so_far():
    values = iter([1.0, float("nan")])
    settings = FitSettings(0.1, 20, 20, evaluations=4)
    result = fit(Line(), one_batch, settings, lambda m: next(values), True)
    assert (result.status, result.best_update, result.best_score) == ("diverged", 5, 1.0)
    assert result.state.progress.update == 10


def test_looks_are_evenly_spaced_and_end_at_the_end():
    assert FitSettings(1.0, 10, 10, evaluations=3).looks() == (3, 7, 10)
    assert FitSettings(1.0, 2, 2, evaluations=5).looks() == (1, 2)


def test_progress_is_told():
    told = []
    settings = FitSettings(0.1, 4, 4, evaluations=2)
    fit(Line(), one_batch, settings, lambda m: 7.0, True, on_progress=lambda *a: told.append(a))
    assert [(update, score) for update, _, score in told] == [(2, 7.0), (4, 7.0)]


def test_an_epoch_without_batches_is_refused():
    with pytest.raises(SettingError, match="no batch"):
        fit(Line(), lambda epoch: iter(()), FitSettings(0.1, 1, 1), lambda m: 0.0, True)


@pytest.mark.parametrize(
    "change, words",
    [
        ({"optimizer": "adm"}, "did you mean 'adam'"),
        ({"schedule": "plato"}, "plateau"),
        ({"learning_rate": 0.0}, "learning_rate must be above 0"),
        ({"learning_rate": float("nan")}, "learning_rate must be above 0"),
        ({"momentum": 1.0}, "momentum"),
        ({"updates": 11}, "updates must be between"),
        ({"evaluations": 0}, "evaluations"),
        ({"clip_norm": -1.0}, "clip_norm"),
    ],
)
def test_settings_that_do_not_fit_are_named(change, words):
    with pytest.raises(SettingError, match=words):
        FitSettings(**{"learning_rate": 0.1, "updates": 10, "total_updates": 10, **change})


def test_what_is_not_a_checkpoint_is_refused(tmp_path):
    path = tmp_path / "a.safetensors"
    with pytest.raises(RunError, match="not a checkpoint"):
        checkpoint.load(path)
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(RunError, match="not a checkpoint"):
        checkpoint.load(path)
    checkpoint.save(FitState(), path)
    assert checkpoint.load(path) == FitState()


class Slow(Line):
    """A model whose forward pass takes ten milliseconds."""

    def forward(self, batch):
        time.sleep(0.01)
        return self.w

    def loss(self, batch):
        return (self(batch) - 1).square() / 2


def test_time_is_parted_into_network_optimiser_looks_and_the_rest():
    def waits(epoch):
        time.sleep(0.02)
        yield Batch(torch.zeros(1))

    def looks(model):
        time.sleep(0.02)
        return model(None).item()

    began = time.perf_counter()
    result = fit(Slow(), waits, FitSettings(0.1, 5, 5, evaluations=5), looks, True)
    total = time.perf_counter() - began
    network, optimizer, looked = result.spent
    assert network > 5 * 0.01  # five updates
    assert optimizer > 0
    assert looked > 5 * 0.03  # five looks, scores included
    assert network + optimizer + looked < total - 5 * 0.02  # waiting for batches is neither


def test_why_a_training_ended_is_said_in_japanese_from_its_checkpoint(tmp_path):
    settings = FitSettings(30.0, 2000, 2000, optimizer="sgd", momentum=0.0, evaluations=1)
    result = fit(Line(), one_batch, settings, lambda m: m.w.item(), True)
    checkpoint.save(result.state, tmp_path / "state.safetensors")
    kept = checkpoint.load(tmp_path / "state.safetensors").progress
    with speaking("ja"):
        assert re.fullmatch(r"\d+回目の更新で損失が.+になりました", str(kept.reason))
        with pytest.raises(RunError, match="チェックポイントではありません"):
            checkpoint.load(tmp_path / "nowhere")
        with pytest.raises(SettingError, match="learning_rate は0より大きい値で指定"):
            FitSettings(0.0, 1, 1)
        with pytest.raises(SettingError, match="ミニバッチがありません"):
            fit(Line(), lambda epoch: iter(()), settings, lambda m: 0.0, True)
