"""Gradient boosting of trees on lags: one model for all steps ahead."""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from recurra.tasks.baselines.boosted_trees import BoostedTrees, nodes_of
from recurra.tasks.baselines.lags import kept
from recurra.tasks.baselines.rounds import numbers
from recurra.tasks.baselines.seasonal_naive import seasonal_rows
from recurra.tasks.task import Fitted
from recurra.words import Text, say

ROWS = 60_000  # pairs of window and step ahead that are fitted to
ROUNDS = 200  # at most
LAGS = 64  # numbers of history at most: trees take time for each
CHUNK = 2_048  # windows predicted at once


@final
class BoostedLags:
    """scikit-learn's histogram gradient boosting; a row of its table is (window, step ahead).

    The step ahead is an input, beside the lags, what is known of the step's own time, and the last
    known value at the same place of the season. Trees cannot go beyond the values they have seen,
    so levels are forecast as a difference from that seasonal value (or from the last value).
    One model for each target; the number of rounds is chosen on the validation part.
    """

    name = "gradient boosting on lags"
    naive = False
    needs: tuple[str, ...] = ("sklearn.ensemble", "threadpoolctl")

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """Draw pairs of training windows and steps ahead, then fit one model for each target."""
        from threadpoolctl import threadpool_limits

        (back, column), said = _lags(task)
        levels, season = task.series.transform == "none", task.series.season or 1
        table = _Table(task.given("train"), back, column, season, levels)
        where = task.origins("train")
        total = len(where) * task.horizon
        pairs = np.arange(total)
        if total > ROWS:
            pairs = np.sort(np.random.default_rng(seed).choice(total, ROWS, replace=False))
        chosen, step = where[pairs // task.horizon], pairs % task.horizon
        aside = task.origins("validation")
        targets = len(task.series.targets)
        with threadpool_limits(1):
            models = [_fitted(table, chosen, step, aside, k, seed) for k in range(targets)]
        note = say(
            "tasks.baselines.all_steps",
            pairs=len(pairs),
            of=total,
            rounds=[best for _, best in models],
            most=ROUNDS,
        )
        model = BoostedChanges(
            **nodes_of(models), back=back, lag_column=column, season=season, levels=levels
        )
        return Fitted(sum(numbers(*one) for one in models), model, task.given, (*said, note))


@final
@dataclass(frozen=True, eq=False)
class BoostedChanges(BoostedTrees):
    """Trees whose sums are differences from the seasonal value.

    back, lag_column: [lags], how many rows back and which column; season: rows; levels: whether
    forecasts are levels, no differences or returns.
    """

    back: np.ndarray
    lag_column: np.ndarray
    season: int
    levels: bool

    def predict(self, given: Any) -> np.ndarray:
        """A row of the table for each window and step ahead."""
        table, answers = _Table(given, self.back, self.lag_column, self.season, self.levels), []
        for k in range(0, len(given), CHUNK):
            origins = given.origins[k : k + CHUNK]
            where, step = _every_pair(origins, given.horizon)
            scaled = self.raw(table.inputs(where, step))
            bases = [table.base(where, step, target) for target in range(scaled.shape[1])]
            shaped = (scaled + np.stack(bases, axis=1)).reshape(-1, *given.shape)
            answers.append(given.unscale(shaped, origins))
        return np.concatenate(answers)


@final
@dataclass(frozen=True, eq=False)
class _Table:
    """Inputs and bases of (window, step ahead) rows."""

    given: Any
    back: np.ndarray
    column: np.ndarray
    season: int
    levels: bool

    def _seasonal(self, where: np.ndarray, step: np.ndarray) -> np.ndarray:
        """[N, columns] scaled: the last known row at the same place of the season."""
        rows = seasonal_rows(self.given, where, self.season)
        return self.given.scaled[rows[np.arange(len(where)), step]]

    def inputs(self, where: np.ndarray, step: np.ndarray) -> np.ndarray:
        """[N, numbers] float32."""
        scaled = self.given.scaled
        past = scaled[where[:, None] - self.back, self.column]
        base = self._seasonal(where, step)[:, self.given.targets]
        future = scaled[(where + step)[:, None], self.given.known]
        return np.concatenate([past, base, future, step[:, None]], axis=1, dtype=np.float32)

    def base(self, where: np.ndarray, step: np.ndarray, target: int) -> np.ndarray:
        """[N]: what a forecast is a difference from; zero for differences and returns."""
        if not self.levels:
            return np.zeros(len(where), dtype=np.float32)
        return self._seasonal(where, step)[:, self.given.targets[target]]

    def actual(self, where: np.ndarray, step: np.ndarray, target: int) -> np.ndarray:
        """[N]: what came, scaled."""
        return self.given.scaled[where + step, self.given.targets[target]]


def _lags(task: Any) -> tuple[tuple[np.ndarray, np.ndarray], tuple[Text, ...]]:
    """How many rows back and which column: all of the history, or the targets and the last row."""
    lookback, columns = task.lookback, len(task.series.columns)
    use = kept(task)[0].reshape(lookback, columns)
    targets = task.series.where(task.series.targets)
    notes: tuple[Text, ...] = ()
    if use.sum() > LAGS:
        rows = min(lookback, max(1, LAGS // len(targets)))
        use = np.zeros((lookback, columns), dtype=bool)
        use[lookback - rows :, targets] = True
        use[-1] = True
        notes = (say("tasks.baselines.lags", rows=rows),)
    row, column = np.nonzero(use)
    return (lookback - row, column), notes


def _fitted(
    table: _Table, where: np.ndarray, step: np.ndarray, aside: np.ndarray, target: int, seed: int
) -> tuple[Any, int]:
    """A model and its best number of rounds on the windows `aside`."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(
        learning_rate=0.2,
        max_iter=ROUNDS,
        max_bins=127,
        early_stopping=False,
        random_state=seed,
    )
    change = table.actual(where, step, target) - table.base(where, step, target)
    model.fit(table.inputs(where, step), change)
    where, step = _every_pair(aside, table.given.horizon)
    change = table.actual(where, step, target) - table.base(where, step, target)
    stages = model.staged_predict(table.inputs(where, step))
    errors = [float(np.square(stage - change).mean()) for stage in stages]
    return model, int(np.argmin(errors)) + 1


def _every_pair(where: np.ndarray, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    return np.repeat(where, horizon), np.tile(np.arange(horizon), len(where))
