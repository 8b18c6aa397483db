"""Exponential smoothing with trend and season, from statsmodels."""

import warnings
from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.seasonal_naive import a_season_ago
from recurra.tasks.task import Fitted

LONGEST = 400  # rows of a season; a longer one is left out
CYCLES = 3  # seasons that the values fitted to must hold
TAIL = 5_000  # at most so many training rows of a series are fitted to, the last ones ...
TOGETHER = 100_000  # ... and of all series together
FEWEST = 12  # training rows of a series that parameters are fitted to
LAST = "last value"


@final
class Ets:
    """Additive exponential smoothing (Hyndman et al. 2008): level, damped trend, season.

    ŷ_(t+h) = l_t + (φ + ... + φ^h) b_t + s_(t+h-m ceil(h/m)), where each new value moves level,
    trend and season by α, β and γ times the error of its one-step forecast. The form with the
    smallest AIC is taken. Parameters are fitted once, to the end of the training part; then the
    states are carried over all later values, so that a forecast knows every value before its origin
    and none after.
    """

    name = "ETS"
    naive = False

    def __init__(self, season: int | None) -> None:
        self.season = season

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """One model for each series and target."""
        series, columns = task.series, task.series.where(task.series.targets)
        tail = min(TAIL, TOGETHER // len(series.groups))
        smoothed = []
        for number, group in enumerate(series.groups):
            first, end = task.boundaries.span(number, "train", len(group))
            begin = max(first, end - tail)
            one = [_smooth(group.values[begin:, c], end - begin, self.season) for c in columns]
            smoothed.append((begin, one))

        def predict(part: str) -> np.ndarray:
            where = task.origins(part)
            groups = task.windows.group(where)
            answer = np.full((len(where), *task.output_shape), np.nan)
            for number, (begin, targets) in enumerate(smoothed):
                chosen = groups == number
                row = where[chosen] - series.starts[number] - begin
                for k, one in enumerate(targets):
                    answer[chosen, :, k] = one.forecast(row, task.horizon)
            return answer

        every = [one for _, targets in smoothed for one in targets]
        cut = any(begin > 0 for begin, _ in smoothed)
        return Fitted(sum(one.parameters for one in every), predict, self._notes(every, cut, tail))

    def _notes(self, every: list["_States"], cut: bool, tail: int) -> tuple[str, ...]:
        forms = sorted({one.form for one in every} - {LAST})
        notes = [f"Form with the smallest AIC: {', '.join(forms)}."] if forms else []
        without = sum(one.form == LAST for one in every)
        if without:
            notes.append(
                f"{without} of {len(every)} series are too short (under {FEWEST} training rows), "
                "constant or without a finite likelihood: their last value is the forecast."
            )
        if cut:
            notes.append(f"Fitted to the last {tail:,} rows of the training part.")
        if self.season and not all(one.seasonal for one in every):
            notes.append(
                f"The season of {self.season} rows was tried only where it is at most {LONGEST} "
                f"and {CYCLES} of it fit into the training rows."
            )
        return tuple(notes)


@final
@dataclass(frozen=True, eq=False)
class _States:
    """States [T] of one series after each of its rows."""

    form: str
    parameters: int
    level: np.ndarray
    trend: np.ndarray | None
    damping: float
    season: np.ndarray | None
    period: int
    seasonal: bool  # whether a season was tried

    def forecast(self, row: np.ndarray, horizon: int) -> np.ndarray:
        """[N,horizon] from the states before each row; NaN where there are none yet."""
        known = row >= max(1, self.period)
        at = np.where(known, row, max(1, self.period))
        answer = np.repeat(self.level[at - 1][:, None], horizon, axis=1)
        if self.trend is not None:
            damped = np.cumsum(self.damping ** np.arange(1, horizon + 1))
            answer = answer + self.trend[at - 1][:, None] * damped
        if self.season is not None:
            answer = answer + self.season[a_season_ago(at, horizon, self.period)]
        answer[~known] = np.nan
        return answer


def _smooth(values: np.ndarray, train: int, season: int | None) -> _States:
    """Fit the forms to the first `train` values, carry the best one's states over all values."""
    tried = bool(season) and (season or 0) <= LONGEST and train >= CYCLES * (season or 0)
    training = values[:train]
    # Too few rows, or nothing to estimate from a constant: the last value (a level with α = 1).
    last_value = _States(LAST, 0, values, None, 1.0, None, 1, tried)
    if train < FEWEST or np.ptp(training) == 0:
        return last_value
    best = None
    for trend in (False, True):
        for period in (1, season or 1) if tried else (1,):
            one = _fit(training, trend, period)
            if one is not None and (best is None or one[1].aic < best[1].aic):
                best = one
    return _carry(values, *best, tried) if best is not None else last_value


def _model(values: np.ndarray, trend: bool, period: int, **start: Any) -> Any:
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    return ETSModel(
        values,
        error="add",
        trend="add" if trend else None,
        damped_trend=trend,
        seasonal="add" if period > 1 else None,
        seasonal_periods=period if period > 1 else None,
        **start,
    )


def _fit(training: np.ndarray, trend: bool, period: int) -> tuple[tuple[bool, int], Any] | None:
    """The form and its fit; None where the optimiser found no finite likelihood."""
    model = _model(training, trend, period, initialization_method="heuristic")
    with warnings.catch_warnings():
        # A form whose search stops early has a larger AIC and is passed over by itself.
        warnings.simplefilter("ignore")
        fitted = model.fit(disp=False)
    return ((trend, period), fitted) if np.isfinite(fitted.aic) else None


def _carry(values: np.ndarray, form: tuple[bool, int], fitted: Any, tried: bool) -> _States:
    trend, period = form
    start = {"initialization_method": "known", "initial_level": fitted.initial_level}
    if trend:
        start["initial_trend"] = fitted.initial_trend
    if period > 1:
        start["initial_seasonal"] = fitted.initial_seasonal
    model = _model(values, trend, period, **start)
    states = model.smooth(fitted.params)
    named = dict(zip(model.param_names, fitted.params, strict=True))
    words = ["level", *(["damped trend"] if trend else []), *(["season"] if period > 1 else [])]
    return _States(
        " + ".join(words),
        len(fitted.params) + 1 + trend + (period if period > 1 else 0),
        np.asarray(states.level),
        np.asarray(states.slope) if trend else None,
        float(named.get("damping_trend", 1.0)),
        np.asarray(states.season) if period > 1 else None,
        period,
        tried,
    )
