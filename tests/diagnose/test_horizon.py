"""How far a network looks and how far the data reach, where both are known."""

import numpy as np
import pytest
import torch
from tests.diagnose.known import batch, forecasting, leaky, linear

from recurra.diagnose import dependency, horizon
from recurra.diagnose.examine import QUESTIONS, ask
from recurra.diagnose.subject import by_distance, distances, lengths, subject
from recurra.nn.batch import Batch
from recurra.nn.heads import ClassificationHead, ForecastHead
from recurra.nn.model import Model


class Window(torch.nn.Module):
    """A body whose output is the sum of the last `width` inputs: it sees exactly so far."""

    def __init__(self, width):
        super().__init__()
        self.width = width

    def forward(self, x, lengths=None):
        total = x.cumsum(0)
        before = torch.cat([torch.zeros_like(x[: self.width]), total])[: len(x)]
        return total - before, ()


def labelled(steps=20, count=400, at=7, seed=0):
    """The class is the sign of the first channel `at` steps before the end."""
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(steps, count, 2, generator=generator)
    return Batch(x, None, (x[steps - 1 - at, :, 0] > 0).long())


def windowed(width, given):
    torch.manual_seed(1)
    head = ClassificationHead(2, 2, generator=torch.Generator().manual_seed(0))
    return subject(Model(Window(width), head), [given], most=1000)


@pytest.mark.parametrize("width", [3, 9])
def test_a_window_has_the_horizon_of_its_width(width):
    found = horizon.find(windowed(width, labelled()))
    assert found.number == width


def test_the_data_need_what_decides_the_class():
    where, shares, chance = dependency.explained(windowed(3, labelled(at=7)))
    assert dependency.needed(where, shares, chance) == 8
    # the sign of a Gaussian is explained by 2/π of its variance
    assert shares[7] == pytest.approx(2 / np.pi, abs=0.1)


def test_noise_needs_nothing():
    given = labelled()
    shuffled = given._replace(target=given.target[torch.randperm(400)])
    assert dependency.find(windowed(3, shuffled)).number is None


def test_a_short_memory_for_far_data_is_sick_and_a_long_one_is_not():
    assert horizon.find(windowed(3, labelled(at=7))).verdict == "sick"
    assert horizon.find(windowed(9, labelled(at=7))).verdict == "healthy"


def test_the_change_of_a_leak_falls_by_its_power():
    """Replacing one input at distance d changes h by keep^d times the change at the end."""
    given = subject(forecasting(leaky.with_options(keep=0.5)), [batch(count=4000)], most=4000)
    _, single, _ = horizon.changes(given, range(8))
    sampling = 4 / np.sqrt(4000)
    assert np.allclose(single / single[0], [0.5**d for d in range(8)], rtol=sampling)


def test_only_the_past_is_replaced_and_each_keeps_its_own_end():
    given = batch(steps=6, count=4, lengths=[6, 2, 4, 5])
    ends = lengths(given)
    before = by_distance(given.x.numpy(), ends)
    after = by_distance(horizon.replaced(given, 2).x.numpy(), ends)
    assert np.array_equal(before[:, :2], after[:, :2])
    same = np.isclose(before[:, 2:], after[:, 2:]).all(axis=2) & np.isfinite(before[:, 2:, 0])
    assert not same.any()
    padding = horizon.replaced(given, 0).x[3:, 1]
    assert (padding == 0).all()
    alone = by_distance(horizon.replaced(given, 2, alone=True).x.numpy(), ends)
    assert np.array_equal(alone[:, 3:], before[:, 3:], equal_nan=True)


def test_an_answer_that_never_changes_is_sick():
    given = windowed(3, labelled())
    with torch.no_grad():
        given.model.head.linear.weight.zero_()
    found = horizon.find(given)
    assert found.number is None and found.verdict == "sick"


def test_distances_are_few_and_hold_both_ends():
    for longest in (1, 5, 23, 24, 800):
        found = distances(longest, 24)
        assert found[0] == 0 and found[-1] == longest and len(found) <= 25


class Lag(torch.nn.Module):
    """A delay line as a body: its output is the input of `steps` steps before."""

    def __init__(self, steps):
        super().__init__()
        self.steps = steps

    def forward(self, x, lengths=None):
        before = torch.zeros_like(x[:1]).expand(self.steps, -1, -1)
        return torch.cat([before, x])[: len(x)], ()


def lagging(steps):
    head = ForecastHead(2, 1, generator=torch.Generator().manual_seed(0))
    return Model(Lag(steps), head.double())


def delay_line(steps):
    """h_t = S h_(t-1) + e_0 x_t with S a shift of the units; the answer is the last unit."""
    model = forecasting(linear, units=steps + 1)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        model.body.weight_ih_l0[0] = 1.0
        model.body.weight_hh_l0.copy_(torch.diag(torch.ones(steps), -1))
        model.head.linear.weight[0, -1] = 1.0
    return model


@pytest.mark.parametrize("steps", [0, 1, 2, 5, 17, 63, 64, 180, 298, 299])
def test_a_delay_line_has_the_horizon_of_its_length_wherever_it_lies_on_the_grid(steps):
    found = horizon.find(subject(lagging(steps), [batch(steps=300, count=8)]), need=0)
    assert found.number == steps + 1
    assert f"{steps + 1} or more" in str(found.answer) or steps == 299


@pytest.mark.parametrize("steps", [1, 5, 11])
def test_a_network_that_is_a_delay_line_has_it_too(steps):
    found = horizon.find(subject(delay_line(steps), [batch(steps=300, count=8)]), need=0)
    assert found.number == steps + 1


def test_a_delay_line_longer_than_the_sequences_never_answers():
    found = horizon.find(subject(lagging(300), [batch(steps=300, count=8)]), need=0)
    assert found.number is None and found.verdict == "sick"


def test_a_leak_is_forgotten_where_its_power_falls_below_a_hundredth():
    """Of independent inputs all beyond d change the answer by keep^d, relative."""
    model = forecasting(leaky.with_options(keep=0.95))
    found = horizon.find(subject(model, [batch(steps=300, count=400)], most=400), need=0)
    assert found.number == pytest.approx(np.log(horizon.THRESHOLD) / np.log(0.95), abs=4)


@pytest.mark.parametrize("count", [1, 3])
def test_a_past_is_exchanged_for_a_different_one_or_nothing_is_said(count):
    one = batch(steps=30, count=1)
    same = Batch(one.x.expand(-1, count, -1), None, one.target.expand(count, -1, -1))
    found = horizon.find(subject(delay_line(5), [same]))
    assert found.number is None and found.verdict == "open"
    assert "needs two" in str(found.answer) and found.advice


def test_a_last_batch_of_one_example_does_not_count():
    """It has no other past; beside others it would only thin out the change."""
    given = [batch(steps=30, count=8), batch(steps=30, count=1, seed=1)]
    usable = horizon.exchangeable(subject(delay_line(5), given), lambda b: horizon.replaced(b, 0))
    assert usable.examples == 8
    assert horizon.find(subject(delay_line(5), given)).number == 6


def test_every_question_is_answered_on_one_example():
    found = ask(subject(forecasting(leaky), [batch(steps=30, count=1)]))
    assert [f.key for f in found] == list(QUESTIONS)
    for finding in found:
        assert finding.answer and (finding.number is None or np.isfinite(finding.number))
