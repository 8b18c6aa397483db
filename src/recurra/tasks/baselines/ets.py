"""Exponential smoothing with trend and season, from statsmodels."""

import itertools
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, final

import numpy as np

from recurra.data.series import together
from recurra.errors import DataError
from recurra.tasks.baselines.fitted import FittedBaseline
from recurra.tasks.baselines.seasonal_naive import a_season_ago
from recurra.tasks.task import Fitted
from recurra.words import Text, say

LONGEST = 400  # rows of a season; a longer one is left out
CYCLES = 3  # seasons that the values fitted to must hold
TAIL = 5_000  # at most so many training rows of a series are fitted to, the last ones ...
TOGETHER = 100_000  # ... and of all series together
FEWEST = 12  # training rows of a series that parameters are fitted to
STATES = 2_000_000  # numbers of states that are held while they are carried over rows
HEAD = 12  # rows by which those of the fit are known again


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
    needs: tuple[str, ...] = ("statsmodels.tsa.exponential_smoothing.ets",)

    def __init__(self, season: int | None) -> None:
        self.season = season

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """One model for each series and target."""
        series, columns = task.series, task.series.where(task.series.targets)
        tail = min(TAIL, TOGETHER // len(series.groups))
        forms = []
        for number, group in enumerate(series.groups):
            first, end = task.boundaries.span(number, "train", len(group))
            begin = max(first, end - tail)
            forms.append(
                [_fit_best(group.values[begin:end, c], begin, self.season) for c in columns]
            )
        every = [one for targets in forms for one in targets]
        cut = any(one.begin > 0 for one in every)
        model = Smoothing.of(tuple(g.key for g in series.groups), forms)
        notes = self._notes(every, cut, tail)
        return Fitted(sum(one.numbers for one in every), model, task.given, notes)

    def _notes(self, every: list["_Form"], cut: bool, tail: int) -> tuple[Text, ...]:
        forms = sorted({one.form for one in every} - {""})
        notes = [say("tasks.baselines.forms", forms=forms)] if forms else []
        without = sum(not one.form for one in every)
        if without:
            notes.append(
                say("tasks.baselines.last_values", count=without, of=len(every), least=FEWEST)
            )
        if cut:
            notes.append(say("tasks.baselines.tail", rows=tail))
        if self.season and not all(one.seasonal for one in every):
            notes.append(
                say("tasks.baselines.long_season", rows=self.season, most=LONGEST, cycles=CYCLES)
            )
        return tuple(notes)


@final
@dataclass(frozen=True, eq=False)
class _Form:
    """What was fitted to one series: without parameters its last value (a level with α = 1)."""

    begin: int  # first row that it was fitted to
    head: np.ndarray  # the values of the first rows that it was fitted to
    trend: bool = False
    period: int = 1
    parameters: np.ndarray = field(default_factory=lambda: np.zeros(0))
    level: float = 0.0  # before the first row
    slope: float = 0.0
    seasons: np.ndarray = field(default_factory=lambda: np.zeros(0))
    seasonal: bool = False  # whether a season was tried

    @property
    def form(self) -> str:
        """Its parts, "level+damped+season" at most; "" for the last value."""
        if not len(self.parameters):
            return ""
        season = ["season"] if self.period > 1 else []
        return "+".join(["level", *(["damped"] if self.trend else []), *season])

    @property
    def numbers(self) -> int:
        """Fitted ones, starting states included."""
        if not len(self.parameters):
            return 0
        return len(self.parameters) + 1 + self.trend + (self.period if self.period > 1 else 0)

    def states(self, values: np.ndarray) -> "_States":
        """Carried over the rows of a series; they begin where they did in the fit, if these rows
        hold those of the fit, else anew with the first row."""
        if not len(self.parameters):
            return _States(0, values, None, 1.0, None, 1)
        head = values[self.begin : self.begin + len(self.head)]
        if np.array_equal(head, self.head):
            begin, start = self.begin, {"initialization_method": "known", **self._start()}
        else:
            begin, start = 0, {"initialization_method": "heuristic"}
        return self._carried(values[begin:], begin, start)

    def _start(self) -> dict[str, Any]:
        found: dict[str, Any] = {"initial_level": self.level}
        if self.trend:
            found["initial_trend"] = self.slope
        if self.period > 1:
            found["initial_seasonal"] = self.seasons
        return found

    def _carried(self, values: np.ndarray, begin: int, start: dict[str, Any]) -> "_States":
        found: list[np.ndarray] = []
        some, damping = max(2 * self.period, STATES // (2 + self.period)), 1.0
        pieces = max(1, len(values) // some)  # a row's states hold the whole season
        edges = [*range(0, pieces * some, some), len(values)]  # the last part has the rest as well
        for first, end in itertools.pairwise(edges):
            try:
                model = _model(values[first:end], self.trend, self.period, **start)
            except ValueError as error:  # too few rows for starting states
                raise DataError(
                    say("tasks.baselines.too_few_rows", rows=len(values), season=self.period),
                    remedy=say("data.new_data.more_history"),
                ) from error
            found.append(np.asarray(model.smooth(self.parameters, return_raw=True)[1]))
            named = dict(zip(model.param_names, self.parameters, strict=True))
            damping = float(named.get("damping_trend", 1.0))
            start = {"initialization_method": "known", **self._after(found[-1])}
        states = together(found)
        slope = states[:, 1] if self.trend else None
        season = states[:, -1] if self.period > 1 else None
        return _States(begin, states[:, 0], slope, damping, season, self.period)

    def _after(self, states: np.ndarray) -> dict[str, Any]:
        """What the rows that follow start with. states: [rows, level, slope, season]."""
        after: dict[str, Any] = {"initial_level": states[-1, 0]}
        if self.trend:
            after["initial_trend"] = states[-1, 1]
        if self.period > 1:
            after["initial_seasonal"] = states[-self.period :, -1]
        return after


@final
@dataclass(frozen=True, eq=False)
class _States:
    """States [T] of one series after each of its rows from `begin` on."""

    begin: int
    level: np.ndarray
    trend: np.ndarray | None
    damping: float
    season: np.ndarray | None
    period: int

    def forecast(self, row: np.ndarray, horizon: int) -> np.ndarray:
        """[N,horizon] from the states before each row; NaN where there are none yet."""
        row = row - self.begin
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


@final
@dataclass(frozen=True, eq=False)
class Smoothing(FittedBaseline):
    """The forms of all series and targets [G,K], what is longer padded with NaN at the end.

    Of a series that was not fitted the last value is the forecast.
    """

    keys: tuple[str, ...]
    begin: np.ndarray
    trend: np.ndarray
    period: np.ndarray
    start: np.ndarray  # [G,K,2]: level and slope before the first row
    parameters: np.ndarray  # [G,K,P]
    head: np.ndarray  # [G,K,H]
    seasons: np.ndarray  # [G,K,S]

    @classmethod
    def of(cls, keys: tuple[str, ...], forms: list[list[_Form]]) -> "Smoothing":
        """Of one form for each series and target."""

        def table(get: Callable[[_Form], Any]) -> np.ndarray:
            return np.array([[get(one) for one in targets] for targets in forms])

        def padded(get: Callable[[_Form], np.ndarray]) -> np.ndarray:
            longest = max(len(get(one)) for targets in forms for one in targets)
            fill = lambda v: np.pad(v, (0, longest - len(v)), constant_values=np.nan)  # noqa: E731
            return table(lambda one: fill(np.asarray(get(one), np.float64)))

        return cls(
            keys,
            table(lambda one: one.begin),
            table(lambda one: one.trend),
            table(lambda one: one.period),
            table(lambda one: (one.level, one.slope)),
            padded(lambda one: one.parameters),
            padded(lambda one: one.head),
            padded(lambda one: one.seasons),
        )

    def predict(self, given: Any) -> np.ndarray:
        """Each series by its own states, which know nothing after an origin."""
        groups = given.group(given.origins)
        answer = np.full((len(given), *given.shape), np.nan)
        for number, key in enumerate(given.keys):
            chosen = groups == number
            row = given.origins[chosen] - given.starts[number]
            if not len(row):
                continue
            rows = given.actual[given.starts[number] :][: int(row.max())]
            for k in range(given.shape[1]):
                states = self._form(key, k).states(rows[:, k])
                found, last = states.forecast(row, given.horizon), rows[row - 1, k][:, None]
                # Before there are states, within the first season, the last value.
                answer[chosen, :, k] = np.where(np.isnan(found), last, found)
        return answer

    def _form(self, key: str, target: int) -> _Form:
        if key not in self.keys:
            return _Form(0, np.zeros(0))
        at = self.keys.index(key), target
        head, parameters, seasons = (
            own[at][~np.isnan(own[at])] for own in (self.head, self.parameters, self.seasons)
        )
        return _Form(
            int(self.begin[at]), head, bool(self.trend[at]), int(self.period[at]), parameters,
            float(self.start[at][0]), float(self.start[at][1]), seasons,
        )  # fmt: skip


def _fit_best(training: np.ndarray, begin: int, season: int | None) -> _Form:
    """The form with the smallest AIC."""
    rows = len(training)
    tried = bool(season) and (season or 0) <= LONGEST and rows >= CYCLES * (season or 0)
    # Too few rows, or nothing to estimate from a constant: the last value.
    last_value = _Form(begin, training[:HEAD], seasonal=tried)
    if rows < FEWEST or np.ptp(training) == 0:
        return last_value
    best = None
    for trend in (False, True):
        for period in (1, season or 1) if tried else (1,):
            one = _fit(training, trend, period)
            if one is not None and (best is None or one[1].aic < best[1].aic):
                best = one
    if best is None:
        return last_value
    (trend, period), fitted = best
    return _Form(
        begin, training[:HEAD], trend, period, np.asarray(fitted.params),
        float(fitted.initial_level), float(fitted.initial_trend) if trend else 0.0,
        np.asarray(fitted.initial_seasonal) if period > 1 else np.zeros(0), tried,
    )  # fmt: skip


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
