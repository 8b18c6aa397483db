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
from recurra.words import Words, say

KEY, QUESTION = "alarms", say("diagnose.alarms.question")
JUMP, WINDOW, ENOUGH = 100.0, 50, 10
VANISHED = 1e-4
STALLED, PATIENCE = 1e-6, 20
EXAMPLES = 16  # of a batch, at a look
ADVICE = {
    "exploding": say("diagnose.alarms.when_exploding"),
    "vanishing": say("diagnose.alarms.when_vanishing"),
    "stalled": say("diagnose.alarms.when_stalled"),
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
    >>> [(str(f.unit), f.update) for f in alarms.findings]
    [('times the usual gradient norm', 21)]
    """

    def __init__(self, every: int = 100, tell: Callable[[Finding], None] | None = None) -> None:
        if every < 0:
            raise SettingError(say("diagnose.alarms.every", given=every))
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
        unit = say("diagnose.alarms.times_usual")
        self._sound("exploding", wrong, moment.update, times, unit, JUMP)
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
        unit = say("diagnose.alarms.of_first")
        self._sound("stalled", wrong, moment.update, share, unit, STALLED)

    def _vanishing(self, moment: Moment) -> None:
        model = moment.model
        assert isinstance(model, Model)
        ends = _far_ends(model, taken(model, moment.batch, EXAMPLES))
        share = float(np.median(ends[np.isfinite(ends)])) if np.isfinite(ends).any() else math.nan
        self._low = self._low + 1 if share < VANISHED else 0
        unit = say("diagnose.alarms.reaches", trees=isinstance(model, TreeModel))
        self._sound("vanishing", self._low >= 2, moment.update, share, unit, VANISHED)

    def _sound(
        self, what: str, wrong: bool, update: int, number: float, unit: Words, limit: float
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
            answer=_answer(what, update, number, unit),
            advice=(ADVICE[what],),
            conditions=say("diagnose.alarms.conditions", update=update),
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
            say("diagnose.alarms.title"),
            say("diagnose.axes.updates"),
            say("diagnose.alarms.norm"),
            (Line(say("diagnose.alarms.gradient_norm"), tuple(x), rounded(y)),),
            log=True,
            reading=say("diagnose.alarms.reading"),
        )


def _answer(what: str, update: int, number: float, unit: Words) -> Words:
    if what == "exploding":
        return say("diagnose.alarms.exploding", update=update, number=number, unit=unit)
    if what == "vanishing":
        return say("diagnose.alarms.vanishing", update=update, number=number, unit=unit)
    return say("diagnose.alarms.stalled", update=update, number=number, unit=unit)


def _far_ends(model: Model, batch: Batch) -> np.ndarray:
    """The ratio at the first step of each sequence, at the deepest node of each tree [B]."""
    if batch.trees is not None:
        return at_the_bottom(of_model(model, [batch])[1])
    found = ratios(model, [batch]).states
    reached = (~np.isnan(found)).sum(axis=1)
    return np.asarray(found[np.arange(len(found)), np.maximum(reached - 1, 0)])
