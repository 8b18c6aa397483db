"""One update: the loss of a segment, its gradient, the weights. Knows models and no task.

What an update needs of the one before stands in what it is given and gives back: `Carried` holds
the states of the sequences that go on, and their masks of recurrent dropout.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, cast

from torch import Tensor, nn

from recurra.nn.batch import Batch
from recurra.nn.segments import Segment, cut, loss_of, whole, within
from recurra.nn.state import START, Carried
from recurra.settings.truncation import truncation
from recurra.train import optimizer as optimizers
from recurra.train import regularisers, schedules
from recurra.train.settings import FitSettings
from recurra.train.state import Progress
from recurra.train.stopwatch import Stopwatch


class Moment(NamedTuple):
    """What a probe sees: after a backward pass, before the weights move; gradients are in place."""

    update: int  # number of the update about to be made, from 1
    model: nn.Module
    batch: Batch  # what the loss is of
    loss: float
    gradient_norm: float  # of all parameters, before clipping


Probe = Callable[[Moment], None]


class Step:
    """The updates of one training.

    A batch is one segment, or cut into several (`settings.truncate`) where it has targets at each
    step: each is an update. Where it is answered at the end of its sequences, the gradient of the
    answer goes back `truncate` steps, in one update.

    >>> from recurra.nn import Recurrent
    >>> from recurra.nn.heads import ForecastHead
    >>> from recurra.nn.model import Model
    >>> import torch
    >>> model = Model(Recurrent("elman", 1, 4), ForecastHead(4, 1))
    >>> stream = Batch(torch.zeros(9, 2, 1), target=torch.ones(9, 2, 1, 1), stepwise=True)
    >>> step = Step(model, FitSettings(0.1, 3, 3, truncate="5:2"), Progress())
    >>> carried = START
    >>> for segment in step.segments(stream):
    ...     loss, carried = step.update(segment, carried)
    >>> loss < 1, tuple(carried.states.shape)
    (True, (1, 2, 4))
    """

    def __init__(
        self,
        model: nn.Module,
        settings: FitSettings,
        progress: Progress,
        probes: Sequence[Probe] = (),
        watch: Stopwatch | None = None,
    ) -> None:
        self.model, self.settings, self.progress, self.probes = model, settings, progress, probes
        self.watch = watch or Stopwatch()
        self.optimizer = optimizers.Optimizer(model, settings)
        self.schedule = schedules.find(settings.schedule)
        self._truncation = truncation(settings.truncate)

    def segments(self, batch: Batch, start: int = 0) -> Iterator[Segment]:
        """What of a batch is an update, from step `start` on."""
        if self._truncation is None or not batch.stepwise:
            yield whole(batch)
            return
        last = False
        while not last:  # the length may have changed since the segment before
            found = cut(batch, start, self._reach, self._truncation.overlap)
            start, last = found.end, found.last
            yield found

    def update(self, segment: Segment, carried: Carried) -> tuple[float | None, Carried]:
        """One update of the weights; the loss, and what the next segment starts from.

        A loss that is not finite updates nothing, and so does a segment beyond the ends of all
        sequences, whose loss is None.
        """
        watch = self.watch
        with watch.optimising():
            self.optimizer.forget()
        wanted = regularisers.acting(self.model, self.settings)
        with watch.learning(), wanted as penalties:
            loss, carried = self._loss(segment, carried)
            if loss is None:
                return None, carried
            value = loss.item()
            if not math.isfinite(value):
                return value, carried
            for penalty in penalties:
                loss = loss + penalty()
            loss.backward()
        if self.probes:
            size = optimizers.norm(self.optimizer.parameters)
            for probe in self.probes:
                number = self.progress.update + 1
                probe(Moment(number, self.model, segment.batch, value, size))
        with watch.optimising():
            self.set_rate()
            if self.settings.clip_value:
                optimizers.clip_values(self.optimizer.parameters, self.settings.clip_value)
            if self.settings.clip_norm:
                optimizers.clip(self.optimizer.parameters, self.settings.clip_norm)
            self.optimizer.step(self.progress)
        return value, carried

    def set_rate(self) -> None:
        """The learning rate of the next update: the schedule's, over the first ones a rising share.

        Update t of W that warm up, counted from 1, has t / W of it.
        """
        progress, warmup = self.progress, self.settings.warmup
        progress.rate = self.schedule.rate(self.settings, progress)
        self.optimizer.rate = progress.rate * min(1.0, (progress.update + 1) / max(1, warmup))

    def look(self) -> None:
        """The training has been looked at: segments may become longer."""
        if self._truncation is not None:
            losses = tuple(loss for _, loss in self.progress.train_loss)
            self.progress.reach = self._truncation.longer(self.progress.reach, losses)

    @property
    def _reach(self) -> int:
        assert self._truncation is not None
        return self._truncation.steps(self.progress.reach)

    def _loss(self, segment: Segment, carried: Carried) -> tuple[Tensor | None, Carried]:
        model, batch = cast(Any, self.model), segment.batch
        if batch.stepwise:
            before = carried if segment.first or batch.continues else START
            return loss_of(model, segment, before)
        if self._truncation is not None:
            return within(model, batch, self._reach), START
        return cast(Tensor, model.loss(batch)), START
