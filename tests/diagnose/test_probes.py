"""Probes of a training: alarms, and the gradient ratio over updates."""

import math

import numpy as np
import pytest
import torch
from tests.diagnose.known import batch, forecasting, leaky

from recurra.diagnose.alarms import ADVICE, Alarms
from recurra.diagnose.over_training import RatioOverTraining
from recurra.errors import SettingError
from recurra.estimators import Forecaster, SequenceClassifier
from recurra.nn.batch import Batch
from recurra.train import FitSettings, Moment, fit

NOTHING = Batch(torch.zeros(1, 1, 1))


def heard(norms, **options):
    alarms = Alarms(every=0, **options)
    for update, norm in enumerate(norms, 1):
        alarms(Moment(update, torch.nn.Identity(), NOTHING, 0.1, norm))
    return [(f.key, f.update) for f in alarms.findings]


def test_a_jump_is_an_explosion_told_once():
    assert heard([1.0] * 20 + [150.0, 150.0, 1.0, 1.0, 500.0]) == [
        ("alarms_exploding", 21),
        ("alarms_exploding", 25),
    ]
    assert heard([1.0] * 20 + [99.0]) == []


def test_what_is_not_finite_is_an_explosion_at_once():
    assert heard([1.0, math.nan]) == [("alarms_exploding", 2)]
    assert heard([math.inf]) == [("alarms_exploding", 1)]


def test_a_gradient_that_stays_tiny_has_stalled():
    assert heard([1.0] * 10 + [1e-9] * 19) == []
    assert heard([1.0] * 10 + [1e-9] * 20) == [("alarms_stalled", 30)]


def trained(keep, *probes, updates=21):
    model = forecasting(leaky.with_options(keep=keep))
    settings = FitSettings(1e-3, updates, updates)
    return fit(
        model, lambda epoch: iter([batch(steps=12)]), settings, lambda m: 0.0, True, probes=probes
    )


def test_vanishing_is_told_at_the_second_look():
    told = []
    alarms = Alarms(every=10, tell=told.append)
    trained(0.3, alarms)
    (finding,) = alarms.findings
    assert told == [finding] and finding.update == 11
    assert finding.number == pytest.approx(0.3**11) and finding.advice == (ADVICE["vanishing"],)
    quiet = Alarms(every=10)
    trained(0.9, quiet)
    assert quiet.findings == []


def test_the_ratio_of_a_leak_stays_the_same_over_training():
    probe = RatioOverTraining(every=10)
    trained(0.8, probe)
    assert probe.updates == [1, 11, 21]
    assert np.allclose(probe.median, [0.8**d for d in range(12)])
    found = probe.finding()
    assert found.verdict == "healthy" and found.number == pytest.approx(0.8**11)
    assert str(found.charts[0].lines[-1].name) == "11 steps before the end"


def test_looking_in_changes_no_training():
    alone = trained(0.8)
    watched = trained(0.8, Alarms(every=3), RatioOverTraining(every=2))
    for name, tensor in alone.state.group("weights").items():
        assert torch.equal(tensor, watched.state.group("weights")[name])
    assert alone.train_loss == watched.train_loss


def test_estimators_take_probes():
    rng = np.random.default_rng(0)
    X = [rng.normal(k % 2, 0.1, (5 + k % 3, 1)) for k in range(30)]
    probe = RatioOverTraining(every=2)
    options = {"hidden_size": 3, "updates": 4, "backend": "reference", "random_state": 0}
    SequenceClassifier("gru", **options).fit(X, [0, 1] * 15, probes=[probe])
    assert probe.updates == [1, 3]
    probe = RatioOverTraining(every=2)
    wave = np.sin(np.arange(80) / 5)
    Forecaster("gru", lookback=10, **options).fit(wave, probes=[probe])
    assert probe.updates == [1, 3] and len(probe.median[0]) == 10


def test_settings_that_make_no_sense_are_refused():
    for make in (lambda: RatioOverTraining(0), lambda: Alarms(-1), RatioOverTraining().finding):
        with pytest.raises(SettingError):
            make()
