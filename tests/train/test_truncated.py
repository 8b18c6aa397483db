"""Truncated back-propagation: what the gradient of a segment is, what goes on, flat memory."""

import dataclasses
import os
import resource

import pytest
import torch
from tests.train.test_fit import bits

from recurra.errors import SettingError
from recurra.nn import Recurrent
from recurra.nn.batch import Batch
from recurra.nn.heads import ClassificationHead, ForecastHead
from recurra.nn.model import Model
from recurra.nn.segments import cut, loss_of, whole, within
from recurra.nn.state import START, Carried, same_masks
from recurra.train import FitSettings, checkpoint, fit

T, B, N = 23, 3, 5
LENGTHS = torch.tensor([23, 9, 16])


def network(cell="lstm", seed=0, head=None, backend="reference", **options):
    start = torch.Generator().manual_seed(seed)
    body = Recurrent(cell, 2, N, generator=start, dtype=torch.float64, backend=backend, **options)
    return Model(body, (head or ForecastHead(N, 2, generator=start)).double())


def stream(steps=T, ragged=False, seed=1):
    drawn = torch.Generator().manual_seed(seed)
    x = torch.randn(steps, B, 2, generator=drawn, dtype=torch.float64)
    y = torch.randn(steps, B, 2, 1, generator=drawn, dtype=torch.float64)
    return Batch(x, LENGTHS if ragged else None, y, stepwise=True)


def gradients(model, loss):
    names, parameters = zip(*model.named_parameters(), strict=True)
    return dict(zip(names, torch.autograd.grad(loss, parameters), strict=True))


def by_hand(model, batch, steps, overlap):
    """Losses and gradients of all segments: every step's loss from the steps that it may see."""
    found, start, states, total = [], 0, None, len(batch.x)
    while True:
        end = min(total, start + steps)
        outputs, now, kept = [], states, None
        for t in range(start, end):
            out, now = model.body(batch.x[t : t + 1], now)
            outputs.append(out[0])
            if t == end - overlap - 1:
                kept = tuple(s.detach() for s in now)
        losses = []
        for t in range(start + (overlap if start else 0), end):
            for b in range(B):
                if batch.lengths is None or t < batch.lengths[b]:
                    z = model.head.linear(outputs[t - start][b])
                    losses.append((z - batch.target[t, b, :, 0]).square().mean())
        loss = torch.stack(losses).mean()
        found.append((loss.item(), gradients(model, loss)))
        if end == total:
            return found
        start, states = end - overlap, kept


@pytest.mark.parametrize("ragged", [False, True])
@pytest.mark.parametrize(("steps", "overlap"), [(7, 0), (8, 3), (5, 4), (40, 2)])
def test_a_segments_gradient_goes_back_to_its_start_and_not_further(steps, overlap, ragged):
    model, batch = network(), stream(ragged=ragged)
    carried, start, last, found = START, 0, False, []
    while not last:
        segment = cut(batch, start, steps, overlap)
        loss, carried = loss_of(model, segment, carried)
        found.append((loss.item(), gradients(model, loss)))
        start, last = segment.end, segment.last
    expected = by_hand(model, batch, steps, overlap)
    assert len(found) == len(expected)
    for (mine, own), (theirs, its) in zip(found, expected, strict=True):
        assert mine == pytest.approx(theirs, rel=1e-12)
        for name, gradient in own.items():
            assert torch.allclose(gradient, its[name], rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
@pytest.mark.parametrize("backend", ["reference", "numba"])
def test_a_segment_that_is_the_sequence_is_full_back_propagation_to_the_bit(cell, backend):
    results = []
    for truncate in ("", str(T), f"{T}:4"):
        model = network(cell, backend=backend)
        settings = FitSettings(0.05, 4, 4, evaluations=2, truncate=truncate)
        result = fit(model, lambda _: iter([stream()]), settings, lambda m: 0.0, True)
        results.append(bits(result, model)[2])
    assert results[0] == results[1] == results[2]


def classes(**options):
    drawn = torch.Generator().manual_seed(4)
    x = torch.randn(T, B, 2, generator=drawn, dtype=torch.float64)
    return Batch(x, LENGTHS, torch.tensor([0, 2, 1]), **options)


def test_the_gradient_of_an_answer_at_the_end_goes_so_far_back():
    """Inputs before are read, and teach nothing; sequences that are short enough are whole."""
    model, batch = network(head=ClassificationHead(N, 3)), classes()
    x = batch.x.clone().requires_grad_()
    (arrived,) = torch.autograd.grad(within(model, batch._replace(x=x), 10), x)
    (wholly,) = torch.autograd.grad(model.loss(batch._replace(x=x)), x)
    for b, length in enumerate(LENGTHS.tolist()):
        begins = max(0, length - 10)
        assert not arrived[:begins, b].any() and arrived[begins:length, b].all()
        assert torch.allclose(arrived[begins:, b], wholly[begins:, b], rtol=1e-9, atol=1e-15)
    assert within(model, batch, 10).item() == pytest.approx(model.loss(batch).item(), rel=1e-12)


def test_a_reach_beyond_all_sequences_changes_no_bit():
    model, batch = network(head=ClassificationHead(N, 3)), classes()
    mine, its = gradients(model, within(model, batch, T)), gradients(model, model.loss(batch))
    assert all(torch.equal(mine[name], its[name]) for name in its)


class Stateless(torch.nn.Module):
    """A body that reads a window."""

    def forward(self, x, state=None, lengths=None):
        return x, ()


def test_what_cannot_be_cut_is_said():
    model = network(head=ClassificationHead(2 * N, 3), bidirectional=True)
    with pytest.raises(SettingError, match="both directions"):
        within(model, classes(), 10)
    with pytest.raises(SettingError, match="both directions"):
        loss_of(model, cut(stream(), 0, 5, 0), START)
    both = Model(model.body, ForecastHead(2 * N, 2).double())
    assert both.loss(stream()).isfinite()  # whole sequences are read both ways
    window = Model(Stateless(), ForecastHead(2, 2).double())
    with pytest.raises(SettingError, match="no state"):
        within(window, classes(), 10)
    with pytest.raises(SettingError, match="no state"):
        loss_of(window, cut(stream(), 0, 5, 0), START)
    for written in ("0", "ten", "9-3", "1:", "-4", "100.5"):
        with pytest.raises(SettingError, match="truncate is"):
            FitSettings(0.1, 1, 1, truncate=written)
    with pytest.raises(SettingError, match="nothing new"):
        FitSettings(0.1, 1, 1, truncate="20:20")


def test_a_stream_goes_on_from_batch_to_batch():
    """The state arrives, so that two halves are the whole but for the gradient between them."""
    model, batch = network(), stream(20)
    one, after = loss_of(model, whole(cut(batch, 0, 10, 0).batch), START)
    two, end = loss_of(model, whole(cut(batch, 10, 10, 0).batch), after)
    both, theirs = loss_of(model, whole(batch), START)
    assert (one + two).item() / 2 == pytest.approx(both.item(), rel=1e-12)
    assert torch.allclose(end.states[0], theirs.states[0], rtol=1e-12)


def halves(epoch):
    whole_stream = stream(40, seed=epoch)
    for start in (0, 20):
        yield cut(whole_stream, start, 20, 0).batch._replace(continues=start > 0)


@pytest.mark.parametrize("truncate", ["6:2", "3-12", ""])
@pytest.mark.parametrize("through_file", [False, True])
def test_a_truncated_training_resumed_is_the_one_not_stopped(truncate, through_file, tmp_path):
    """Stopped within a batch, between two, and at the end of an epoch; masks go on as well."""
    settings = FitSettings(0.01, 31, 31, evaluations=9, truncate=truncate, seed=2)

    def made(seed=0):
        return network(seed=seed, recurrent_dropout=0.3, zoneout=0.1)

    model = made()
    expected = bits(fit(model, halves, settings, lambda m: 0.0, True), model)
    state = None
    for stop in (2, 9, 10, 23, 31):
        model = made(seed=stop if stop > 2 else 0)
        part = dataclasses.replace(settings, updates=stop)
        result = fit(model, halves, part, lambda m: 0.0, True, state)
        state = result.state
        if through_file:
            checkpoint.save(state, tmp_path / "state.safetensors")
            state = checkpoint.load(tmp_path / "state.safetensors")
    assert bits(result, model) == expected
    if truncate == "3-12":
        assert result.state.progress.reach == 12


def test_the_length_grows_where_the_loss_stands_still():
    """Nothing is learned at a rate near 0, so that each look from the second on doubles it."""
    settings = FitSettings(1e-12, 16, 16, evaluations=4, truncate="4-13", optimizer="sgd")
    result = fit(network(), lambda e: iter([stream(13)]), settings, lambda m: 0.0, True)
    assert result.state.progress.reach == 13
    short = dataclasses.replace(settings, updates=4)
    result = fit(network(), lambda e: iter([stream(13)]), short, lambda m: 0.0, True)
    assert result.state.progress.reach == 4


def test_masks_are_those_of_the_segment_before():
    model, batch = network(recurrent_dropout=0.5), stream()
    _, carried = loss_of(model, cut(batch, 0, 5, 0), START)
    (kept,) = carried.masks[""]["_l0"]
    _, again = loss_of(model, cut(batch, 5, 5, 0), carried)
    _, other = loss_of(model, cut(batch, 0, 5, 0), START)
    assert torch.equal(again.masks[""]["_l0"][0], kept)
    assert not torch.equal(other.masks[""]["_l0"][0], kept)
    back = Carried.of(carried.tensors())
    with same_masks(model.body, back.masks):
        assert torch.equal(model.body._held["_l0"][0], kept)


STEPS = int(os.environ.get("RECURRA_STEPS", "20000"))  # 1000000: a minute or two


def test_memory_does_not_grow_with_the_length_of_a_stream():
    """One carried stream; what is kept at once is a segment. Prints what was measured."""
    model = Model(Recurrent("lstm", 1, 16), ForecastHead(16, 1))

    def chunks(epoch):
        for number in range(STEPS // 1000):
            x = torch.sin(torch.arange(number * 1000, number * 1000 + 1001) / 9.0)[:, None, None]
            target = x[1:, :, :, None]
            yield Batch(x[:-1], target=target, stepwise=True, continues=number > 0)

    peaks = []

    def look(model):
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return 0.0

    updates = STEPS // 100
    settings = FitSettings(0.003, updates, updates, evaluations=10, truncate="100")
    fit(model, chunks, settings, look, True)
    print(f"{STEPS} steps, peak memory at ten looks (MB): {[round(p, 1) for p in peaks]}")
    assert peaks[-1] - peaks[0] < 8
