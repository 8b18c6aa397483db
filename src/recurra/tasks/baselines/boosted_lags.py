"""Gradient boosting of trees on lags: one model for all steps ahead."""

from typing import Any, final

import numpy as np

from recurra.tasks.baselines.lags import kept
from recurra.tasks.baselines.rounds import at_round, numbers
from recurra.tasks.baselines.seasonal_naive import a_season_ago
from recurra.tasks.baselines.targets import first_rows
from recurra.tasks.task import Fitted

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

    def skip(self) -> str:
        """It always takes part."""
        return ""

    def fit(self, task: Any, seed: int) -> Fitted:
        """Draw pairs of training windows and steps ahead, then fit one model for each target."""
        from threadpoolctl import threadpool_limits

        table = _Table(task)
        where = task.origins("train")
        total = len(where) * task.horizon
        pairs = np.arange(total)
        if total > ROWS:
            pairs = np.sort(np.random.default_rng(seed).choice(total, ROWS, replace=False))
        chosen, step = where[pairs // task.horizon], pairs % task.horizon
        with threadpool_limits(1):
            models = [_fitted(table, chosen, step, k, seed) for k in range(table.targets)]

        def predict(part: str) -> np.ndarray:
            with threadpool_limits(1):
                return _forecast(table, part, models)

        rounds = " and ".join(str(best) for _, best in models)
        notes = (
            *table.notes,
            f"One model for all steps ahead, fitted on {len(pairs):,} of {total:,} pairs of window "
            f"and step; {rounds} of at most {ROUNDS} rounds were best on the validation part.",
        )
        return Fitted(sum(numbers(*one) for one in models), predict, notes)


class _Table:
    """Inputs and bases of (window, step ahead) rows."""

    def __init__(self, task: Any) -> None:
        self.task, self.targets = task, len(task.series.targets)
        self.scaled = task.windows.scaled
        self.target_columns = task.series.where(task.series.targets)
        self.known = task.series.where(task.series.known)
        self.lags, self.notes = _lags(task)
        self.levels = task.series.transform == "none"

    def seasonal(self, where: np.ndarray) -> np.ndarray:
        """Rows [N,horizon] of the last known value at the same place of the season."""
        season = self.task.series.season or 1
        rows = a_season_ago(where, self.task.horizon, season)
        return np.where(rows < first_rows(self.task, where)[:, None], where[:, None] - 1, rows)

    def inputs(self, where: np.ndarray, step: np.ndarray) -> np.ndarray:
        """[N, numbers] float32."""
        back, column = self.lags
        past = self.scaled[where[:, None] - back, column]
        base = self.scaled[self.seasonal(where)[np.arange(len(where)), step]]
        future = self.scaled[(where + step)[:, None], self.known]
        return np.concatenate(
            [past, base[:, self.target_columns], future, step[:, None]], axis=1, dtype=np.float32
        )

    def base(self, where: np.ndarray, step: np.ndarray, target: int) -> np.ndarray:
        """[N]: what a forecast is a difference from; zero for differences and returns."""
        if not self.levels:
            return np.zeros(len(where), dtype=np.float32)
        rows = self.seasonal(where)[np.arange(len(where)), step]
        return self.scaled[rows, self.target_columns[target]]

    def actual(self, where: np.ndarray, step: np.ndarray, target: int) -> np.ndarray:
        """[N]: what came, scaled."""
        return self.scaled[where + step, self.target_columns[target]]


def _lags(task: Any) -> tuple[tuple[np.ndarray, np.ndarray], tuple[str, ...]]:
    """How many rows back and which column: all of the history, or the targets and the last row."""
    lookback, columns = task.lookback, len(task.series.columns)
    use = kept(task)[0].reshape(lookback, columns)
    targets = task.series.where(task.series.targets)
    notes: tuple[str, ...] = ()
    if use.sum() > LAGS:
        rows = min(lookback, max(1, LAGS // len(targets)))
        use = np.zeros((lookback, columns), dtype=bool)
        use[lookback - rows :, targets] = True
        use[-1] = True
        notes = (f"It sees {rows} past rows of the targets and the last row of other columns.",)
    row, column = np.nonzero(use)
    return (lookback - row, column), notes


def _fitted(
    table: _Table, where: np.ndarray, step: np.ndarray, target: int, seed: int
) -> tuple[Any, int]:
    """A model and its best number of rounds."""
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
    where, step = _every_pair(table.task.origins("validation"), table.task.horizon)
    change = table.actual(where, step, target) - table.base(where, step, target)
    stages = model.staged_predict(table.inputs(where, step))
    errors = [float(np.square(stage - change).mean()) for stage in stages]
    return model, int(np.argmin(errors)) + 1


def _every_pair(where: np.ndarray, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    return np.repeat(where, horizon), np.tile(np.arange(horizon), len(where))


def _forecast(table: _Table, part: str, models: list[tuple[Any, int]]) -> np.ndarray:
    task = table.task
    every, answers = task.origins(part), []
    for k in range(0, len(every), CHUNK):
        where, step = _every_pair(every[k : k + CHUNK], task.horizon)
        x = table.inputs(where, step)
        scaled = [
            at_round(model.staged_predict(x), best) + table.base(where, step, target)
            for target, (model, best) in enumerate(models)
        ]
        shaped = np.stack(scaled, axis=1).reshape(-1, *task.output_shape)
        answers.append(task.windows.unscale(shaped, every[k : k + CHUNK]))
    return np.concatenate(answers)
