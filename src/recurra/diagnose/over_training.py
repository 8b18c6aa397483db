"""How does the gradient ratio change while it trains?

A probe for `recurra.train.fit` and the estimators: the ratio at the states (see `gradient_ratio`)
per distance, of trees per depth, measured every so many updates on the batch of that update. Le and
Zuidema (2016) watch it over epochs.
"""

import numpy as np

from recurra.diagnose.gradient_ratio import LIMITS, ratios
from recurra.diagnose.subject import taken
from recurra.diagnose.tree_gradient_ratio import by_column, of_model
from recurra.errors import SettingError
from recurra.findings import Chart, Finding, Line, judge, rounded
from recurra.nn.model import Model
from recurra.train import Moment
from recurra.words import say

KEY, QUESTION = "over_training", say("diagnose.over_training.question")
PLACES = (0.25, 0.5, 0.75, 1.0)  # of the way back to the first step
EXAMPLES = 64


class RatioOverTraining:
    """Keeps the median ratio, and its spread, at every distance and every look.

    Args:
        every: updates between two looks; the first is at update 1.

    `updates` are those of the looks; `median`, `low` and `high` hold one array over distance for
    each of them (quantiles 0.5, 0.1 and 0.9 over examples, NaN where none reaches back so far).

    >>> import torch
    >>> from recurra.nn import Recurrent
    >>> from recurra.nn.batch import Batch
    >>> from recurra.nn.heads import ForecastHead
    >>> from recurra.train import FitSettings, fit
    >>> model = Model(Recurrent("elman", 2, 3, backend="reference"), ForecastHead(3, 1))
    >>> batch, probe = Batch(torch.ones(4, 8, 2), target=torch.zeros(8, 1, 1)), RatioOverTraining(5)
    >>> settings = FitSettings(0.01, 11, 11)
    >>> _ = fit(model, lambda e: iter([batch]), settings, lambda m: 0.0, True, probes=[probe])
    >>> probe.updates, len(probe.median[0])
    ([1, 6, 11], 4)
    """

    def __init__(self, every: int = 50) -> None:
        if every < 1:
            raise SettingError(say("diagnose.over_training.every", given=every))
        self.every = every
        self._trees = False
        self.updates: list[int] = []
        self.median: list[np.ndarray] = []
        self.low: list[np.ndarray] = []
        self.high: list[np.ndarray] = []

    def __call__(self, moment: Moment) -> None:
        """Look, where it is time."""
        if (moment.update - 1) % self.every:
            return
        model = moment.model
        assert isinstance(model, Model)
        batch = taken(model, moment.batch, EXAMPLES)
        self._trees = batch.trees is not None
        found = (
            by_column(of_model(model, [batch])[1]) if self._trees else ratios(model, [batch]).states
        )
        found = found[:, np.isfinite(found).any(axis=0)]
        low, median, high = np.nanquantile(found, [0.1, 0.5, 0.9], axis=0)
        self.updates.append(moment.update)
        self.low.append(low)
        self.median.append(median)
        self.high.append(high)

    def finding(self) -> Finding:
        """The ratio at the first step at the last look, and how it came there.

        Raises SettingError where there was no look.
        """
        if not self.updates:
            raise SettingError(say("diagnose.over_training.no_look"))
        number = float(self.median[-1][-1])
        return Finding(
            key=KEY,
            question=QUESTION,
            model="",
            number=number,
            unit=say("diagnose.over_training.unit", trees=self._trees),
            threshold=LIMITS,
            rule="between",
            verdict=judge(number, "between", LIMITS),
            answer=say(
                "diagnose.over_training.went",
                trees=self._trees,
                before=float(self.median[0][-1]),
                start=self.updates[0],
                after=number,
                end=self.updates[-1],
            ),
            conditions=say(
                "diagnose.over_training.conditions", trees=self._trees, every=self.every
            ),
            charts=(self._chart(),),
            update=self.updates[-1],
        )

    def _chart(self) -> Chart:
        shortest = min(len(m) for m in self.median) - 1
        where = sorted({max(0, round(share * shortest)) for share in PLACES})
        x = tuple(float(u) for u in self.updates)
        return Chart(
            "lines",
            say("diagnose.over_training.title"),
            say("diagnose.axes.updates"),
            say("diagnose.over_training.relative", trees=self._trees),
            tuple(
                Line(
                    say("diagnose.over_training.place", trees=self._trees, distance=d),
                    x,
                    *(rounded(m[d] for m in table) for table in (self.median, self.low, self.high)),
                )
                for d in where
            ),
            log=True,
            limits=LIMITS,
            reading=say("diagnose.over_training.reading"),
        )
