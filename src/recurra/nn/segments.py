"""Segments of sequences: how they are cut, and the loss of one from the states before it.

Truncated back-propagation (Williams & Peng 1990, Neural Computation 2): the gradient goes back to
the start of a segment and not further, the states go on. Segments can overlap: the first steps of
one are then the last ones of the segment before, run once more so that the gradient of a step's
loss reaches at least so far back; their own loss has been counted there.
"""

from typing import Any, NamedTuple, Protocol, cast

import torch
from torch import Tensor, nn

from recurra.errors import SettingError
from recurra.nn.batch import Batch
from recurra.nn.pooling.last import Last
from recurra.nn.pooling.pool import Pooling
from recurra.nn.state import Carried, States, detached, same_masks
from recurra.words import say


class Parted(Protocol):
    """What is asked of a model (`recurra.nn.model.Model`)."""

    body: nn.Module
    head: nn.Module
    pooling: Pooling

    def __call__(self, batch: Batch) -> Tensor:
        """The answers."""
        ...

    def embedded(self, batch: Batch) -> Batch:
        """Vectors for tokens."""
        ...

    def loss(self, batch: Batch) -> Tensor:
        """Of whole sequences."""
        ...


class Segment(NamedTuple):
    """Some steps of a batch; of a batch that is not cut, all of them."""

    batch: Batch
    context: int = 0  # steps at its start whose loss was counted before
    first: int = 0  # where it starts in the batch
    carries: int = 0  # steps of it after which the next segment starts
    last: bool = True  # of its batch

    @property
    def end(self) -> int:
        """Where the next segment of the batch starts."""
        return self.first + self.carries


def whole(batch: Batch) -> Segment:
    """A batch that is not cut."""
    return Segment(batch, carries=len(batch.x))


def cut(batch: Batch, start: int, steps: int, overlap: int) -> Segment:
    """The segment of a batch with targets at each step that starts at `start`.

    >>> batch = Batch(torch.arange(9.0).view(9, 1, 1), target=torch.zeros(9, 1), stepwise=True)
    >>> one = cut(batch, 3, 5, 2)
    >>> one.batch.x.flatten().tolist(), one.context, one.end, one.last
    ([3.0, 4.0, 5.0, 6.0, 7.0], 2, 6, False)
    """
    total = len(batch.x)
    end = min(total, start + steps)
    last, context = end == total, overlap if start else 0
    lengths = None
    if batch.lengths is not None:
        lengths = (batch.lengths - start).clamp(0, end - start)
    part = batch._replace(
        x=batch.x[start:end],
        lengths=lengths,
        target=None if batch.target is None else batch.target[start:end],
        future=None if batch.future is None else batch.future[start:end],
    )
    return Segment(part, context, start, end - start if last else end - start - overlap, last)


def loss_of(model: Parted, segment: Segment, carried: Carried) -> tuple[Tensor | None, Carried]:
    """Mean loss over the steps of a segment after its context, and what goes on from it.

    None where no sequence has such a step. Raises SettingError for a part of sequences where both
    directions are read, or no state goes on.
    """
    if not isinstance(model.pooling, Last):
        raise SettingError(say("pooling.each_step", name=model.pooling.name))
    parted = bool(segment.first or not segment.last or segment.batch.continues)
    if parted:
        _check_direction(model)
    batch = model.embedded(segment.batch)
    assert batch.target is not None
    masks = {name: dict(layers) for name, layers in carried.masks.items()}
    with same_masks(model.body, masks):
        features, states = _run(model, batch, segment.carries, carried.states)
    if parted:
        _check_state(states)
    after = Carried(detached(states), masks)
    chosen = _counted(batch, segment.context)
    if not bool(chosen.any()):
        return None, after
    future, head = batch.future, cast(Any, model.head)
    output = head(features[chosen], None if future is None else future[chosen])
    return head.loss(output, batch.target[chosen]), after


def _counted(batch: Batch, context: int) -> Tensor:
    """Steps [T,B] whose loss counts."""
    total, sequences = batch.x.shape[:2]
    steps = torch.arange(total)[:, None]
    ends = torch.tensor([total]) if batch.lengths is None else batch.lengths
    counted = ((steps >= context) & (steps < ends[None])).expand(total, sequences)
    assert batch.target is not None
    there = batch.target == batch.target if batch.target.is_floating_point() else batch.target >= 0
    return counted & (there.flatten(2).all(2) if there.dim() > 2 else there)


def _run(model: Parted, batch: Batch, carries: int, states: States) -> tuple[Tensor, States]:
    """Features [T,B,F], and the states after `carries` steps."""
    total, lengths = len(batch.x), batch.lengths
    if carries == total:
        return _body(model, batch.x, lengths, states)
    before, after = _body(model, batch.x[:carries], lengths, states)
    rest = None if lengths is None else lengths - carries
    behind, _ = _body(model, batch.x[carries:], rest, after)
    return torch.cat([before, behind]), after


def _body(
    model: Parted, x: Tensor, lengths: Tensor | None, states: States
) -> tuple[Tensor, States]:
    """What has ended goes on by a step that nobody reads."""
    if lengths is not None:
        lengths = lengths.clamp(1, len(x))
    found: tuple[Tensor, States] = model.body(x, states, lengths=lengths)
    return found


def within(model: Parted, batch: Batch, reach: int) -> Tensor:
    """The loss of answers at the end of sequences, whose gradient reaches so many steps back.

    What lies before is run without a gradient; a pooling over all steps reads its features, too.
    Bit for bit the usual loss where no sequence is longer. Raises SettingError where both
    directions are read, or no state goes on.
    """
    _check_direction(model)
    total, sequences = batch.x.shape[:2]
    lengths = batch.lengths
    if lengths is None:
        lengths = torch.full((sequences,), total)
    far = lengths > reach
    if not bool(far.any()):
        return model.loss(batch)
    batch, head = model.embedded(batch), cast(Any, model.head)
    outputs, order = [], []
    for part in (~far, far):
        chosen = part.nonzero().flatten()
        if len(chosen):
            some = batch._replace(
                x=batch.x[:, chosen],
                lengths=lengths[chosen],
                future=None if batch.future is None else batch.future[chosen],
            )
            outputs.append(_answers(model, some, reach) if part is far else model(some))
            order.append(chosen)
    back = torch.cat(order).argsort()
    return cast(Tensor, head.loss(torch.cat(outputs)[back], batch.target))


def _check_direction(model: Parted) -> None:
    if getattr(model.body, "bidirectional", False):
        raise SettingError(say("nn.both_directions_cut"))


def _check_state(states: States) -> None:
    if isinstance(states, tuple) and not states:
        raise SettingError(say("nn.no_state_to_cut"))


def _answers(model: Parted, batch: Batch, reach: int) -> Tensor:
    """Of sequences that are all longer than the reach."""
    assert batch.lengths is not None
    before = batch.lengths - reach
    with same_masks(model.body, {}):
        with torch.no_grad():
            early, states = model.body(batch.x[: int(before.max())], lengths=before)
        _check_state(states)
        rows = before[None] + torch.arange(reach)[:, None]
        columns = torch.arange(batch.x.shape[1])
        features, _ = model.body(batch.x[rows, columns], states)
    found = model.pooling.joined(early, features, before)
    return cast(Tensor, model.head(found, batch.future))
