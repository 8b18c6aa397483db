"""What the estimators have in common: from their parameters to a trained model, and to a file."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import torch
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from torch import nn

from recurra import cells
from recurra.errors import SettingError, unknown
from recurra.nn.inputs import Columns, check_columns, network
from recurra.nn.model import Model
from recurra.nn.recurrent import Recurrent
from recurra.records import Point
from recurra.settings import Fitting, Recurrence, taken, values
from recurra.tasks import Task
from recurra.tasks.inputs import check_known, of_columns
from recurra.tasks.served import Network, Served, served
from recurra.train import FitSettings, Probe, fit, optimisers, schedules
from recurra.words import say, text


def seed_of(estimator: Any) -> int:
    """A seed from `random_state`, drawn as scikit-learn does."""
    return int(check_random_state(estimator.random_state).randint(2**31 - 1))


def body(
    estimator: Any, inputs: int, longest: int, generator: torch.Generator | None = None
) -> Recurrent:
    """The recurrent network of the estimator's parameters; `longest` sequence it is fitted to."""
    return network(
        estimator.cell,
        columns(estimator, inputs) or inputs,
        inputs,
        estimator.hidden_size,
        estimator.num_layers,
        bidirectional=estimator.bidirectional,
        dropout=estimator.dropout,
        **values(taken(Recurrence, estimator)),
        init=estimator.init,
        longest=longest,
        forget_bias=estimator.forget_bias,
        backend=estimator.backend,
        generator=generator,
    )


def columns(estimator: Any, width: int) -> Columns:
    """The columns of each input of the estimator's cell; empty where it has one, which gets all.

    Raises SettingError where its parameter `inputs` does not say what a cell of several gets.
    """
    cell, given = cells.find(estimator.cell), estimator.inputs
    if isinstance(given, Mapping) and not all(isinstance(v, int) for v in given.values()):
        names = [str(name) for name in getattr(estimator, "feature_names_in_", ())]
        found = {n: [_number(one, names) for one in own] for n, own in given.items()}
        check_columns(cell, found)
        return found
    if isinstance(given, Mapping):
        given = ",".join(f"{name}={own}" for name, own in given.items())
    written = given or ""
    check_known(written, (cell,))
    if len(cell.inputs) == 1:
        return {}
    names = [str(name) for name in getattr(estimator, "feature_names_in_", ())]
    return of_columns(written, cell, names, width)


def _number(column: Any, names: list[str]) -> int:
    """Of a column, given by its number or its name."""
    if isinstance(column, str):
        if column not in names:
            raise unknown(say("estimators.column_in_inputs"), column, names)
        return names.index(column)
    return int(column)


def learn(
    estimator: Any, task: Task, seed: int, validate: bool, probes: Sequence[Probe] = ()
) -> None:
    """Train `estimator.model_` on the task and keep how it went; all is drawn from `seed`.

    With `validate` the weights of the best look at the validation part are kept, else the last.
    Warns where the training diverges: its model is the best before that, or useless.
    """
    estimator.facts_ = task.facts()
    fitting = taken(Fitting, estimator)
    if not validate:
        for package, name in ((schedules, fitting.schedule), (optimisers, fitting.optimizer)):
            if package.find(name).watches_validation:
                raise SettingError(say("estimators.no_validation", name=name))
        fitting = replace(fitting, evaluations=1, patience=0)
    settings = FitSettings.of(fitting, estimator.learning_rate, estimator.updates, seed=seed)

    def evaluate(model: nn.Module) -> float:
        if not validate:
            return 0.0
        return task.score.value(task.truth("validation"), task.predictions(model, "validation"))

    def batches(epoch: int) -> Any:
        return task.batches("train", estimator.batch_size, seed, epoch)

    model, higher = estimator.model_, task.score.info.higher_is_better
    result = fit(model, batches, settings, evaluate, higher, probes=probes)
    model.eval()
    estimator.curve_, estimator.best_update_ = result.curve, result.best_update
    estimator.status_ = result.status
    if result.status == "diverged":
        warned = text("estimators.smaller_rate", reason=result.reason)
        warnings.warn(warned, ConvergenceWarning, stacklevel=3)


class Saved:
    """A fitted estimator answers by its `served_`, and is pickled: its network goes as weights and
    is built anew from parameters.

    A member has `_built(generator)`, which makes an untrained model of the fitted sizes.
    """

    model_: Model
    facts_: dict[str, Any]  # `Task.facts` of the task that it was trained on
    curve_: tuple[Point, ...]
    best_update_: int
    status_: str

    @property
    def served_(self) -> Served:
        """The trained model as an object that answers, as `recurra.load` gives one."""
        return served(self.facts_, Network(self.model_))

    def _built(self, generator: torch.Generator | None = None) -> Model:
        raise NotImplementedError

    def __getstate__(self) -> dict[str, Any]:
        state: dict[str, Any] = dict(super().__getstate__())  # type: ignore[call-overload]
        if "model_" in state:
            weights = state["model_"].state_dict()
            state["model_"] = {name: value.numpy() for name, value in weights.items()}
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)  # type: ignore[misc]
        if "model_" in state:
            self.model_ = self._built().eval()
            # Copies: what was unpickled may lie in a file mapped for reading only.
            weights = {name: torch.tensor(value) for name, value in state["model_"].items()}
            self.model_.load_state_dict(weights)
