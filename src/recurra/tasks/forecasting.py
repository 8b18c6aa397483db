"""Several steps ahead of one or several columns of a table over time."""

from __future__ import annotations  # torch is loaded where it computes

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar, final

import numpy as np

from recurra.data import Boundaries, Series, fingerprint, scratch, split_time, streams
from recurra.data.leakage import audit_series, sentences, serious
from recurra.data.scale import fit_series
from recurra.data.series import together
from recurra.data.window import Windows, choose_lookback
from recurra.errors import DataError
from recurra.records import DataSummary, Objective
from recurra.settings.readers import TableSettings
from recurra.tasks import baselines, scores
from recurra.tasks.given import GivenWindows
from recurra.tasks.prediction import decoded
from recurra.tasks.scores import FORECASTING, Score
from recurra.tasks.task import PARTS, Baseline, Blocks, Order, number_type
from recurra.words import Text, say

if TYPE_CHECKING:
    import torch
    from torch import Tensor, nn

    from recurra.nn.batch import Batch

USUAL = Objective()
VALIDATION = 2048  # at most so many windows of the validation part, evenly spaced


@final
class Forecasting:
    """Windows of series: `lookback` known rows in, `horizon` rows of the targets out.

    Every column is an input; columns known in the future are also given for the forecast rows.
    """

    name = "forecasting"
    of: ClassVar[str] = "series"
    asked: ClassVar[tuple[str, ...]] = ("auto", "forecasting")
    scores: ClassVar[tuple[Score, ...]] = FORECASTING
    shown: ClassVar[tuple[str, ...]] = ("mae", "rmse")
    picture: ClassVar[str] = "forecasts"
    probabilities: ClassVar[bool] = False
    forest = None
    every = False

    @classmethod
    def posed(cls, data: Series, order: Order) -> Forecasting:
        """Of a table over time, its parts one after another."""
        objective = order.of_values()
        how = order.source.how(TableSettings)
        bounds = split_time(data)
        return cls(
            data, bounds, how.horizon, how.lookback, score=order.score, dtype=order.dtype,
            objective=objective,
        )  # fmt: skip

    def __init__(
        self,
        series: Series,
        boundaries: Boundaries,
        horizon: int = 1,
        lookback: int | None = None,
        *,
        score: str | None = None,
        dtype: torch.dtype | str | None = None,
        objective: Objective | None = None,
    ) -> None:
        self.objective = objective or Objective()
        self.series, self.boundaries, self.horizon = series, boundaries, horizon
        said: list[Text] = []
        if lookback is None:
            lookback, *said = choose_lookback(series, boundaries, horizon)
        self.lookback = lookback
        self.score, why = choose(score, series, boundaries, self.objective)
        self.scaler = fit_series(series, boundaries)
        self.windows = Windows(series, boundaries, self.scaler, lookback, horizon)
        self.input_size = len(series.columns)
        self.output_shape: tuple[int, ...] = (horizon, len(series.targets))
        self._origins, capped = _capped(self.windows.origins)
        self._dtype = dtype
        self._inferred, self._split = (*said, *why), (*self.windows.sentences, *capped)

    @cached_property
    def fingerprint(self) -> str:
        """Of the data, before they are split."""
        return fingerprint(self.series)

    def head(self, features: int, generator: torch.Generator | None = None) -> nn.Module:
        """A new head for so many features."""
        from recurra.nn.heads import ForecastHead, likelihoods

        targets, known = len(self.series.targets), len(self.series.known)
        own = likelihoods.find(self.objective)
        return ForecastHead(
            features, self.horizon, targets, known, likelihood=own, generator=generator
        )

    def front(self, generator: torch.Generator | None = None) -> nn.Module | None:
        """Series are numbers."""
        return None

    def batches(
        self, part: str, batch_size: int, seed: int | None = None, epoch: int = 0
    ) -> Iterator[Batch]:
        """All windows of a part once: shuffled by (seed, epoch) alone, or in order without."""
        from recurra.tasks.examples import cut

        order = np.arange(len(self._origins[part]))
        if seed is not None:
            order = np.random.default_rng([seed, epoch]).permutation(order)
        for chosen in cut(order, batch_size):
            yield self._batch(self._origins[part][chosen], chosen)

    def stream(self, number: int, seed: int, epoch: int) -> Iterator[Batch]:
        """The training part as so many long streams side by side: an answer at each row.

        What is learned are the answers of the windows, each from all of its stream before. A row
        after which no window's targets begin is read, and has no target.
        """
        spans = [
            streams.Span(*(start + k for k in self.boundaries.span(g, "train", len(group))))
            for g, (group, start) in enumerate(
                zip(self.series.groups, self.series.starts.tolist(), strict=False)
            )
        ]
        drawn = streams.streams(spans, number, np.random.default_rng([seed, epoch]))
        for rows in streams.batches(drawn, number):
            yield self._rows(rows)

    def steps(self, part: str, batch_size: int) -> int:
        """How many batches a part has."""
        return -(-len(self._origins[part]) // batch_size)

    def origins(self, part: str) -> np.ndarray:
        """Row [N] of each window's first target, in the order of `truth`.

        Rows are counted through all groups; what lies before an origin in its group is known.
        """
        return self._origins[part]

    def truth(self, part: str) -> np.ndarray:
        """Actual values [N,horizon,targets]; with a transform: differences or returns."""
        return self.windows.actual(self._origins[part])

    def times(self, part: str) -> np.ndarray | None:
        """Time stamps [N,horizon] of `truth`; None where the table has no time."""
        return self.windows.times(self._origins[part])

    def given(self, part: str) -> GivenWindows:
        """What a fitted model is given of a part."""
        return replace(self._given, origins=self._origins[part])

    @cached_property
    def _given(self) -> GivenWindows:
        series = self.series
        values, keys = (
            together([g.values for g in series.groups]),
            tuple(g.key for g in series.groups),
        )
        return GivenWindows(
            values, self.windows.scaled, series.starts, keys, np.zeros(0, np.int64), self.lookback,
            self.horizon, series.where(series.targets), series.where(series.known), self.scaler,
        )  # fmt: skip

    def predictions(self, model: nn.Module, part: str, batch_size: int = 256) -> np.ndarray:
        """Forecasts [N,horizon,targets] in the units of `truth`."""
        where = self._origins[part]
        scaled = decoded(model, self.batches(part, batch_size), len(where))
        return self.windows.unscale(scaled, where)

    def facts(self) -> dict[str, Any]:
        """What predicting for new rows needs, as plain JSON."""
        return {
            "name": self.name,
            "facts": self.series.facts.to_dict(),
            "scaler": self.scaler.to_dict(),
            "lookback": self.lookback,
            "horizon": self.horizon,
        }

    def baselines(self) -> tuple[Baseline, ...]:
        """Last value, seasonal naive, drift, mean or zero, ETS, ridge and boosting on lags."""
        return baselines.forecasting(self.series.season, self.series.transform)

    def blocks(self, part: str) -> Blocks:
        """Neighbouring windows share rows: blocks of at least lookback + horizon rows."""
        where = self._origins[part]
        steps = np.diff(where)
        stride = float(np.median(steps)) if len(steps) else 1.0
        length = int(np.ceil((self.lookback + self.horizon) / max(1.0, stride)))
        several = len(self.series.groups) > 1
        return Blocks(length, self.windows.group(where) if several else None)

    def _batch(self, where: np.ndarray, numbers: np.ndarray) -> Batch:
        import torch

        from recurra.nn.batch import Batch

        rows = partial(_rows_of, torch.from_numpy(self.windows.scaled))
        at = torch.from_numpy(where)
        past = at + torch.arange(-self.lookback, 0)[:, None]
        ahead = at[:, None] + torch.arange(self.horizon)
        shown, dtype, series = rows(ahead), number_type(self._dtype), self.series
        future = shown[..., series.where(series.known)].to(dtype) if series.known else None
        target = shown[..., series.where(series.targets)].to(dtype)
        return Batch(rows(past).to(dtype), None, target, future, torch.from_numpy(numbers))

    def _rows(self, taken: streams.Rows) -> Batch:
        """Batch of a stream: inputs [T,B,columns], targets [T,B,horizon,targets]."""
        import torch

        from recurra.nn.batch import Batch

        rows = partial(_rows_of, torch.from_numpy(self.windows.scaled))
        at, dtype, series = torch.from_numpy(taken.rows), number_type(self._dtype), self.series
        ahead = at[..., None] + torch.arange(1, self.horizon + 1)
        shown = rows(ahead.clamp(max=len(self.windows.scaled) - 1))
        future = shown[..., series.where(series.known)].to(dtype) if series.known else None
        target = shown[..., series.where(series.targets)].to(dtype)
        learned = np.isin(taken.rows + 1, self._origins["train"])
        target[~torch.from_numpy(learned)] = torch.nan
        return Batch(
            rows(at).to(dtype), torch.from_numpy(taken.lengths), target, future,
            stepwise=True, continues=taken.continues,
        )  # fmt: skip

    @cached_property
    def summary(self) -> DataSummary:
        """What the data are and how they were split, with the findings of the leakage audit."""
        series = self.series
        audit = audit_series(series, self.boundaries, self.scaler, self.windows)
        return DataSummary(
            name=series.name,
            task=self.name,
            fingerprint=self.fingerprint,
            counts={part: len(self._origins[part]) for part in PARTS},
            channels=series.columns,
            lengths=(self.lookback, self.lookback, self.lookback),
            targets=series.targets,
            horizon=self.horizon,
            lookback=self.lookback,
            step=series.step.said,
            inferred=(*series.inferred, *self._inferred),
            cleaned=series.cleaned,
            split=(*self.boundaries.sentences, *self._split, *sentences(audit)),
            leaks=serious(audit),
        )


def _rows_of(table: Tensor, rows: Tensor) -> Tensor:
    """[*rows.shape, columns]"""
    return table.index_select(0, rows.flatten()).view(*rows.shape, table.shape[1])


def _capped(origins: dict[str, np.ndarray]) -> tuple[dict[str, np.ndarray], tuple[Text, ...]]:
    """The origins with a validation part of at most `VALIDATION` windows, and the sentence."""
    every = origins["validation"]
    if len(every) <= VALIDATION:
        return origins, ()
    chosen = spread(len(every), VALIDATION)
    sentence = say("tasks.forecasting.capped", used=VALIDATION, of=len(every))
    return {**origins, "validation": every[chosen]}, (sentence,)


def spread(count: int, limit: int) -> np.ndarray:
    """Numbers of `limit` of `count` windows, evenly spaced.

    >>> spread(10, 4).tolist()
    [0, 3, 6, 9]
    """
    return np.linspace(0, count - 1, limit).round().astype(np.int64)


def choose(
    name: str | None, series: Series, boundaries: Boundaries, objective: Objective = USUAL
) -> tuple[scores.Score, tuple[Text, ...]]:
    """The score that decides: as asked, or MASE for levels and RMSE for differences and returns;
    where a quantile is trained for, its pinball loss."""
    name = name or scores.default(objective, "mase" if series.transform == "none" else "rmse")
    if name == "mape":
        _check_no_zero(series)
    if name != "mase":
        return scores.find(name, "forecasting", level=objective.quantile), ()
    lag = series.season or 1
    scale = naive_error(series, boundaries, lag)
    if not (scale > 0).all():
        target = series.targets[int(np.argmin(scale))]
        raise DataError(
            say("tasks.forecasting.no_scale", target=target, rows=lag),
            column=target,
            remedy=say("tasks.forecasting.other_score"),
        )
    reason = say("tasks.forecasting.mase", rows=lag, series=len(series.groups))
    return scores.find("mase", "forecasting", scale), (reason,)


def _check_no_zero(series: Series) -> None:
    """A share of a value has no meaning at zero."""
    for name, column in zip(series.targets, series.where(series.targets), strict=True):
        count = sum(int((g.values[:, column] == 0).sum()) for g in series.groups)
        if count:
            raise DataError(
                say("tasks.forecasting.zeros", target=name, count=count),
                column=name,
                remedy=say("tasks.forecasting.other_score"),
            )


def naive_error(series: Series, boundaries: Boundaries, lag: int) -> np.ndarray:
    """Mean of |y_t - y_(t-lag)| over the training part, for each target."""
    columns = series.where(series.targets)
    changes = []
    for number, group in enumerate(series.groups):
        first, end = boundaries.span(number, "train", len(group))
        values = scratch.columns(group.values[first:end], columns)
        changes.append(np.abs(values[lag:] - values[:-lag]))
    together = np.concatenate(changes)
    return together.mean(axis=0) if len(together) else np.zeros(len(columns))
