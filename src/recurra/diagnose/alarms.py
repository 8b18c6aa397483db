"""Does something go wrong while it trains?

A probe for `recurra.train.fit` and the estimators. It raises findings, never exceptions:

    exploding   the gradient of all parameters is not finite, or over 100 times the median of the
                last 50 updates
    vanishing   at two looks in a row less than 1e-4 of the gradient at the end reaches a sequence's
                first step (of that at the root, a tree's deepest node)
    stalled     at 20 updates in a row the gradient of all parameters is below 1e-6 of its median
                over the first 10

Each is told once, and again only after it was over.
"""

import math
from collections import deque
from collections.abc import Callable

import numpy as np

from recurra.diagnose.gradient_ratio import ratios
from recurra.diagnose.subject import taken
from recurra.diagnose.tree_gradient_ratio import at_the_bottom, of_model
from recurra.errors import SettingError
from recurra.findings import Chart, Finding, Line, rounded
from recurra.nn.batch import Batch
from recurra.nn.model import Model
from recurra.nn.tree_model import TreeModel
from recurra.train import Moment

KEY, QUESTION = "alarms", "Does something go wrong while it trains?"
JUMP, WINDOW, ENOUGH = 100.0, 50, 10
VANISHED = 1e-4
STALLED, PATIENCE = 1e-6, 20
EXAMPLES = 16  # of a batch, at a look
ADVICE = {
    "exploding": "Clip the gradient's norm (clip_norm=1), lower the learning rate, or truncate "
    "back-propagation.",
    "vanishing": "Start with a larger forget bias or init='chrono', take a cell with an additive "
    "memory, or shorten the sequences.",
    "stalled": "Nothing is learned any more: lower the learning rate from the start, scale the "
    "inputs, or look for dead units.",
}


class Alarms:
    """Watches a training; `findings` holds what it noticed, in order.

    Args:
        every: updates between two looks at the states; 0: only the parameters are watched.
        tell: called with each finding as soon as it is there, for instance `print`.

    >>> import torch
    >>> from recurra.nn.batch import Batch
    >>> alarms = Alarms(every=0)
    >>> batch = Batch(torch.zeros(1, 1, 1))
    >>> for update, norm in enumerate([1.0] * 20 + [500.0], 1):
    ...     alarms(Moment(update, torch.nn.Identity(), batch, 0.5, norm))
    >>> [(f.unit, f.update) for f in alarms.findings]
    [('times the usual gradient norm', 21)]
    """

    def __init__(self, every: int = 100, tell: Callable[[Finding], None] | None = None) -> None:
        if every < 0:
            raise SettingError(f"every must be at least 0 updates; it is {every}")
        self.findings: list[Finding] = []
        self._every, self._tell = every, tell
        self._norms: deque[float] = deque(maxlen=WINDOW)
        self._first: list[float] = []
        self._curve: list[tuple[float, float]] = []
        self._sounding: set[str] = set()
        self._low = self._small = 0

    def __call__(self, moment: Moment) -> None:
        """Take one update."""
        self._exploding(moment)
        self._stalled(moment)
        if self._every and (moment.update - 1) % self._every == 0:
            self._vanishing(moment)

    def _exploding(self, moment: Moment) -> None:
        norm, usual = moment.gradient_norm, float(np.median(self._norms)) if self._norms else 0.0
        jumped = len(self._norms) >= ENOUGH and norm > JUMP * usual
        wrong = jumped or not math.isfinite(norm)
        times = norm / usual if usual > 0 else math.inf
        self._sound("exploding", wrong, moment.update, times, "times the usual gradient norm", JUMP)
        if math.isfinite(norm):
            self._norms.append(norm)
            self._curve.append((float(moment.update), norm))

    def _stalled(self, moment: Moment) -> None:
        if len(self._first) < ENOUGH:
            self._first.append(moment.gradient_norm)
            return
        usual = float(np.median(self._first))
        share = moment.gradient_norm / usual if usual > 0 else 0.0
        self._small = self._small + 1 if share < STALLED else 0
        wrong = self._small >= PATIENCE
        self._sound("stalled", wrong, moment.update, share, "of the first gradient norm", STALLED)

    def _vanishing(self, moment: Moment) -> None:
        model = moment.model
        assert isinstance(model, Model)
        ends = _far_ends(model, taken(model, moment.batch, EXAMPLES))
        share = float(np.median(ends[np.isfinite(ends)])) if np.isfinite(ends).any() else math.nan
        self._low = self._low + 1 if share < VANISHED else 0
        trees = isinstance(model, TreeModel)
        ways = ("root", "deepest nodes") if trees else ("end", "first step")
        unit = f"of the gradient at the {ways[0]} reaches the {ways[1]}"
        self._sound("vanishing", self._low >= 2, moment.update, share, unit, VANISHED)

    def _sound(
        self, what: str, wrong: bool, update: int, number: float, unit: str, limit: float
    ) -> None:
        if not wrong:
            self._sounding.discard(what)
            return
        if what in self._sounding:
            return
        self._sounding.add(what)
        rule = "most" if what == "exploding" else "least"
        finding = Finding(
            key=f"{KEY}_{what}",
            question=QUESTION,
            model="",
            number=number,
            unit=unit,
            threshold=(limit,),
            rule=rule,
            verdict="sick",
            answer=f"Gradients are {what} at update {update}: {number:.3g} {unit}."
            if what != "stalled"
            else f"Training has stalled at update {update}: {number:.3g} {unit}.",
            advice=(ADVICE[what],),
            conditions=f"update {update}, the batch it was made from",
            charts=(self._chart(),) if self._curve else (),
            update=update,
        )
        self.findings.append(finding)
        if self._tell is not None:
            self._tell(finding)

    def _chart(self) -> Chart:
        keep = self._curve[-400:]
        x, y = zip(*keep, strict=True)
        return Chart(
            "lines",
            "Gradient of all parameters",
            "updates",
            "norm, before clipping",
            (Line("gradient norm", tuple(x), rounded(y)),),
            log=True,
            reading="A spike is an explosion; a line that sinks for good has stopped learning.",
        )


def _far_ends(model: Model, batch: Batch) -> np.ndarray:
    """The ratio at the first step of each sequence, at the deepest node of each tree [B]."""
    if batch.trees is not None:
        return at_the_bottom(of_model(model, [batch])[1])
    found = ratios(model, [batch]).states
    reached = (~np.isnan(found)).sum(axis=1)
    return np.asarray(found[np.arange(len(found)), np.maximum(reached - 1, 0)])
