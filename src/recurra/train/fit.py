"""The training loop, to be read from top to bottom. It knows models and batches, and no task."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

import torch
from torch import nn

from recurra.errors import SettingError
from recurra.nn.batch import Batch
from recurra.nn.segments import Segment
from recurra.nn.state import Carried
from recurra.records import Point
from recurra.train import randomness
from recurra.train.settings import FitSettings
from recurra.train.state import FitState, Progress
from recurra.train.step import Probe, Step
from recurra.train.stopwatch import Stopwatch
from recurra.words import Text, say

# A mean loss between two looks over this many times the first loss (or over this number, where the
# first loss is below 1) is an explosion. Losses here are of the order of 1 at the start: log of the
# number of classes, or the variance of scaled targets.
EXPLODED = 50.0

Batches = Callable[[int], Iterator[Batch]]
Evaluate = Callable[[nn.Module], float]
OnProgress = Callable[[int, float, float], None]  # update, mean training loss, validation score


@dataclass(frozen=True)
class FitResult:
    """What a training came to. The model holds the weights of `best_update`."""

    state: FitState
    curve: tuple[Point, ...]  # (update, validation score)
    train_loss: tuple[Point, ...]  # (update, mean loss since the last point)
    best_update: int
    best_score: float | None  # None: it stopped or diverged before the first look
    status: str  # ok | diverged
    reason: Text = ""
    spent: tuple[float, ...] = (0.0, 0.0, 0.0)  # seconds in network, optimiser and looks


def fit(
    model: nn.Module,
    batches: Batches,
    settings: FitSettings,
    evaluate: Evaluate,
    higher_is_better: bool,
    state: FitState | None = None,
    on_progress: OnProgress | None = None,
    probes: Sequence[Probe] = (),
) -> FitResult:
    """Train until `settings.updates`, lost patience or divergence; then restore the best weights.

    `model.loss(batch)` is a scalar; `batches(epoch)` yields the batches of an epoch, always the
    same for the same epoch; `evaluate(model)` is the score that decides, computed without
    gradients in evaluation mode. With `state` (of an earlier result, or loaded from a file)
    training goes on from there; the result is the same, bit for bit, as if it had not been
    stopped. `state` itself is not changed. `probes` look in at every update and must leave weights,
    gradients and generators as they are (`recurra.diagnose.alarms`, `over_training`). Runs on one
    thread. A loss or score that is not finite and a loss that explodes end the training with status
    "diverged" and the best weights so far.

    >>> class Line(nn.Module):  # y = w x, fitted to y = 2 x
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.w = nn.Parameter(torch.zeros(()))
    ...     def loss(self, batch):
    ...         return (self.w * batch.x - batch.target).square().mean()
    >>> batch = Batch(torch.ones(1), target=2 * torch.ones(1))
    >>> settings = FitSettings(0.1, 30, 30, optimizer="sgd", momentum=0.0)
    >>> line = Line()
    >>> result = fit(line, lambda epoch: iter([batch]), settings, lambda m: float(m.w), True)
    >>> round(line.w.item(), 4), result.status, result.best_update
    (1.9975, 'ok', 30)
    """
    run = _Run(model, settings, state, higher_is_better, probes)
    drawn = randomness.begun(model, settings.seed, run.state.group("random"))
    with one_thread(), drawn:
        _train(run, batches, evaluate, on_progress)
        run.keep()
    return run.result()


def _train(
    run: "_Run", batches: Batches, evaluate: Evaluate, on_progress: OnProgress | None
) -> None:
    progress, stop = run.progress, run.settings.updates
    looks = frozenset(run.settings.looks())
    run.model.train()
    while progress.update < stop and not progress.ended:
        first, done = progress.position, progress.update
        for batch in islice(batches(progress.epoch), first, None):
            for segment in run.step.segments(batch, progress.offset):
                run.learn(segment)
                if progress.update in looks and not progress.ended:
                    run.look(evaluate, on_progress)
                if progress.ended or progress.update >= stop:
                    return
        if first == 0 and progress.update == done:
            raise SettingError(say("train.empty_epoch"))
        progress.epoch, progress.position = progress.epoch + 1, 0


class _Run:
    """One training under way."""

    def __init__(
        self,
        model: nn.Module,
        settings: FitSettings,
        state: FitState | None,
        higher: bool,
        probes: Sequence[Probe],
    ) -> None:
        self.model, self.settings, self.watch = model, settings, Stopwatch()
        self.sign = 1.0 if higher else -1.0
        self.state = FitState(Progress(rate=settings.learning_rate))
        if state is not None:
            self.state = FitState(Progress(**vars(state.progress)), dict(state.tensors))
            model.load_state_dict(state.group("weights"))
        self.progress = self.state.progress
        self.step = Step(model, settings, self.progress, probes, self.watch)
        self.step.optimizer.put_averages(self.state.group("optimizer"))
        self.carried = Carried.of(self.state.group("carried"))

    def learn(self, segment: Segment) -> None:
        """One update, counted."""
        progress = self.progress
        value, self.carried = self.step.update(segment, self.carried)
        if value is not None and not math.isfinite(value):
            said = say("train.loss_not_finite", update=progress.update + 1, value=value)
            self._end("diverged", said)
            return
        progress.offset = 0 if segment.last else segment.end
        progress.position += segment.last
        if value is None:
            return
        progress.update += 1
        progress.loss_sum += value
        progress.loss_count += 1
        if progress.first_loss is None:
            progress.first_loss = value

    def look(self, evaluate: Evaluate, on_progress: OnProgress | None) -> None:
        """Score the model on the validation part; keep it if it is the best yet."""
        progress = self.progress
        mean = progress.loss_sum / progress.loss_count
        progress.train_loss += ((float(progress.update), mean),)
        progress.loss_sum, progress.loss_count = 0.0, 0
        if mean > EXPLODED * max(1.0, progress.first_loss or 0.0):
            self._end("diverged", say("train.loss_rose", value=mean, update=progress.update))
            return
        known = progress.best_score if progress.mark is None else progress.mark
        with self.step.optimizer.shown():  # some optimisers answer by a mean of the weights
            score = self._score(evaluate)
            if self._gain(score, progress.best_score) > 0:
                progress.best_score, progress.best_update = score, progress.update
                self.state.replace("best", self.model.state_dict())
        progress.curve += ((float(progress.update), score),)
        if on_progress is not None:
            on_progress(progress.update, mean, score)
        if not math.isfinite(score):
            said = say("train.score_not_finite", update=progress.update, value=score)
            self._end("diverged", said)
        elif self._gain(score, known) > self.settings.least_gain:
            progress.mark, progress.stale, progress.plateau = score, 0, 0
        else:
            self._not_better()
        self.step.look()

    def _gain(self, score: float, before: float | None) -> float:
        """By how much a score is better; a score that is none, by nothing."""
        if not math.isfinite(score):
            return -math.inf
        return math.inf if before is None else self.sign * (score - before)

    def _score(self, evaluate: Evaluate) -> float:
        self.model.eval()
        with torch.inference_mode(), self.watch.looking():
            score = float(evaluate(self.model))
        self.model.train()
        return score

    def _not_better(self) -> None:
        progress, settings = self.progress, self.settings
        progress.stale += 1
        progress.plateau += 1
        if settings.patience and progress.stale >= settings.patience:
            self._end("patience", say("train.no_better", looks=progress.stale))
            return
        before = progress.rate
        self.step.set_rate()
        if self.step.schedule.rolls_back and progress.rate < before:
            self.model.load_state_dict(self.state.group("best"))
            self.step.optimizer.begin_again()

    def _end(self, why: str, reason: Text) -> None:
        self.progress.ended, self.progress.reason = why, reason

    def keep(self) -> None:
        """Write the weights of now into the state; give the model its best ones back."""
        self.state.replace("weights", self.model.state_dict())
        self.state.replace("optimizer", self.step.optimizer.averages())
        self.state.replace("carried", self.carried.tensors())
        self.state.replace("random", randomness.read(self.model))
        best = self.state.group("best")
        if best:
            self.model.load_state_dict(best)

    def result(self) -> FitResult:
        """The result so far."""
        p, spent = self.progress, self.watch.spent
        status = "diverged" if p.ended == "diverged" else "ok"
        return FitResult(
            self.state, p.curve, p.train_loss, p.best_update, p.best_score, status, p.reason,
            spent,
        )  # fmt: skip


@contextmanager
def one_thread() -> Iterator[None]:
    """Inside, torch uses one thread: the order of additions depends on their number."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
