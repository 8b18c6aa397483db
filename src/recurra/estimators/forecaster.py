"""Forecasts of a table over time, with scikit-learn's conventions."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
import torch
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted, validate_data

from recurra.data import Boundaries, Facts, Group, Series, transform
from recurra.data.new_data import Ahead
from recurra.data.prepare.plan import check_values
from recurra.data.prepare.sequences import filtered
from recurra.data.steps import Step
from recurra.errors import DataError, SettingError, unknown
from recurra.estimators.given import check_parameters, check_size, table
from recurra.estimators.network import Saved, body, learn, seed_of
from recurra.estimators.parameters import OnSequences
from recurra.estimators.preparation import plan_of
from recurra.nn.heads import ForecastHead
from recurra.nn.model import Model
from recurra.nn.pooling.pool import built
from recurra.tasks import Forecasting, scores
from recurra.tasks.served.forecasting import ServedForecasts
from recurra.train import Probe
from recurra.words import say


@dataclass(eq=False, repr=False)
class Forecaster(OnSequences, Saved, BaseEstimator):
    """A recurrent network that forecasts the next rows of a table.

    `X` is a table [T,columns] (or [T], a list of numbers) in the order of time, at even steps.
    Every column is an input; the targets are forecast. Columns are standardised with the training
    rows' mean and deviation. (`y` is there for scikit-learn's pipelines and is not used: targets
    are columns, so that a history given to `predict` has them.)

    Args:
        target: number or name of the column to forecast, or a list of them; None: all columns.
        horizon: rows to forecast.
        lookback: rows of history a forecast sees; None: chosen for the horizon.
        target_transform: "none", or "diff" or "logreturn" of the targets, undone in forecasts.
        prepare: what is done to columns first, as the text of `--prepare`; differences and scaling
            of a target are undone in forecasts.
        validation_fraction: share of the rows, the last ones, kept aside; the weights with the best
            score on them are kept.
        scoring: decides on the validation part, a name of `recurra.tasks.scores.FORECASTING`; None:
            mase, or rmse of differences and returns.
        others: as those of `SequenceClassifier`.

    Attributes:
        model_: the trained `recurra.nn.model.Model`; lookback_: rows of history; curve_: (update,
        score) on the validation part; best_update_; status_: "ok" or "diverged".

    >>> wave = np.sin(np.arange(200) / 5)
    >>> network = Forecaster(horizon=4, lookback=20, hidden_size=8, updates=60, random_state=0)
    >>> network.fit(wave).predict().shape
    (4,)
    """

    cell: Any = "lstm"
    hidden_size: Any = 64
    _: KW_ONLY
    target: Any = None
    horizon: int = 1
    lookback: int | None = None
    target_transform: str = "none"
    validation_fraction: float = 0.15

    def fit(self, X: Any, y: Any = None, probes: Sequence[Probe] = ()) -> "Forecaster":
        """Train on all rows but the last, which choose the weights.

        `probes` look in, as in `recurra.train.fit`.
        """
        check_parameters(self)
        series = self._read(X, reset=True)
        seed = seed_of(self)
        self.horizon_ = int(self.horizon)
        try:
            task = self._task(series)
        except DataError as error:
            raise ValueError(str(error)) from error
        self.lookback_, self._width = task.lookback, task.input_size
        self._needed = task.lookback + task.scaler.reach  # rows of history
        self.model_ = self._built(torch.Generator().manual_seed(seed))
        learn(self, task, seed, validate=True, probes=probes)
        group = series.groups[0]
        self._end = group.values[-self._needed :], group.levels[-1]
        return self

    def predict(self, X: Any = None) -> np.ndarray:
        """The rows after the end of a table like that of `fit` (without: after the training table).

        [horizon,targets]; [horizon] where one target was named or `X` was [T] in fit.
        """
        check_is_fitted(self)
        if X is None:
            values, level = self._end
        else:
            group = self._read(X, reset=False).groups[0]
            values, level = group.values, group.levels[-1]
        if len(values) < self._needed:
            raise ValueError(f"a history of {len(values)} rows is short of {self._needed}")
        answers, nothing = self._forecasts(), np.zeros((self.horizon_, 0))
        read = answers.after([Ahead("", values, values, nothing, level, None)])
        rows = answers.levels(read, answers.of(read))[0]
        return rows[:, 0] if self._flat else rows

    def score(self, X: Any, y: Any = None) -> float:
        """R² of the forecasts from every row of a table; of the changes where transformed."""
        check_is_fitted(self)
        groups = self._read(X, reset=False).groups
        rows = len(groups[0])
        if rows < self._needed + self.horizon_:
            raise ValueError(
                f"{rows} rows are fewer than lookback + horizon ({self._needed} + {self.horizon_})"
            )
        answers = self._forecasts()
        read = answers.within(groups)
        r2 = scores.find("r2", "forecasting")
        return r2.value(answers.truth(read), answers.of(read))

    def _forecasts(self) -> ServedForecasts:
        found = self.served_
        assert isinstance(found, ServedForecasts)
        return found

    def _built(self, generator: torch.Generator | None = None) -> Model:
        network = body(self, self._width, self.lookback_, generator)
        read = built(self.pooling, network.output_size, generator)
        targets = len(self._targets)
        head = ForecastHead(network.output_size, self.horizon_, targets, generator=generator)
        return Model(network, head, pooling=read)

    def _read(self, X: Any, reset: bool) -> Series:
        """The table as a series."""
        transform.check_transform(self.target_transform)
        rows = table(X)
        plain = getattr(rows, "ndim", 2) == 1 and (reset or self.n_features_in_ == 1)
        rows = np.asarray(rows)[:, None] if plain else rows
        rows = validate_data(self, rows, reset=reset, dtype=np.float64, ensure_min_samples=2)
        check_size(rows)
        if reset:
            self._targets: np.ndarray = self._columns(rows.shape[1])
            named = self.target is not None and np.ndim(self.target) == 0
            self._flat = bool(plain or named)  # a forecast is one plain column
        return self._series(rows, self._targets)

    def _columns(self, width: int) -> np.ndarray:
        """Numbers of the target columns."""
        if self.target is None:
            return np.arange(width)
        names = [str(name) for name in getattr(self, "feature_names_in_", range(width))]
        wanted = np.atleast_1d(np.asarray(self.target, dtype=object))
        if wanted.size == 0:
            raise SettingError(say("estimators.no_target"))
        for one in wanted:
            if str(one) not in names:
                raise unknown(say("nouns.target_column"), str(one), names)
        return np.array([names.index(str(one)) for one in wanted])

    def _series(self, values: np.ndarray, targets: np.ndarray) -> Series:
        names = tuple(f"column {k + 1}" for k in range(values.shape[1]))
        plan = plan_of(self, names, refused=("resample", "missing"))
        (values,) = filtered([values], names, plan)
        levels = values[:, targets]
        if self.target_transform != "none":
            if self.target_transform == "logreturn" and (levels <= 0).any():
                raise ValueError("logreturn needs targets above zero")
            changes = transform.apply(self.target_transform, levels)
            values, levels = values[1:].copy(), levels[1:]
            values[:, targets] = changes
        for k, name in enumerate(names if plan else ()):
            check_values(plan, name, values[:, k])
        wanted = tuple(names[k] for k in targets)
        facts = Facts(
            numbers=names,
            fills=dict(zip(names, np.median(values, axis=0).tolist(), strict=True)),
            transform=self.target_transform,
            changed=() if self.target_transform == "none" else wanted,
            targets=wanted,
            columns=names,
            prepare=dict(plan),
        )
        group = Group("", None, values, np.ones(levels.shape, bool), levels)
        return Series(
            "table", (group,), names, wanted, (), Step("rows"), None, self.target_transform, facts
        )

    def _task(self, series: Series) -> Forecasting:
        lookback = None if self.lookback is None else int(self.lookback)
        rows = len(series.groups[0])
        aside = max(self.horizon_, round(self.validation_fraction * rows))
        # The task wants a test part; it gets the last window and nobody asks for it.
        test = rows - self.horizon_
        bounds = Boundaries(((max(0, test - aside), test),), ("", ""))
        return Forecasting(series, bounds, self.horizon_, lookback, score=self.scoring)
