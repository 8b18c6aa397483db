"""How networks are trained: one record for `compare`, `fit`, the estimators and a trial.

One more option is one more field here; it needs a default that changes nothing. One more optimiser
or schedule is one more choice here and one file in `recurra.train.optimisers` or `.schedules`.
What is said of them stands in `words/en/options/training.py` and `words/ja/options/training.py`.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from recurra.settings.option import check, option
from recurra.settings.pooling import CHOICES as POOLINGS
from recurra.settings.pooling import LAST
from recurra.settings.regularisation import Regularisation
from recurra.settings.truncation import truncation
from recurra.words import say

USUAL_BATCH = 32

OPTIMISERS = ("adam", "adamw", "sgd", "nesterov", "asgd", "adagrad", "rmsprop")
HEAVY_BALL = ("sgd", "nesterov", "rmsprop")  # a steady gradient moves weights by rate / (1 - m)

# the choices of a setting: name -> what it is
OPTIMIZERS = {n: say("options.training.optimizer_choice", name=n) for n in OPTIMISERS}
SCHEDULES = {
    n: say("options.training.schedule_choice", name=n)
    for n in ("none", "plateau", "divide", "step", "cosine", "linear", "onecycle")
}
INITS = {
    n: say("options.training.init_choice", name=n)
    for n in (
        "uniform",
        "glorot",
        "orthogonal",
        "identity",
        "breuel2015",
        "mikolov2015",
        "chrono",
    )
}
OUTPUTS = {n: say("options.training.output_choice", name=n) for n in ("softmax", "logistic")}
CLASS_LOSSES = ("cross_entropy", "squared_error")
VALUE_LOSSES = ("absolute", "huber", "quantile", "gaussian")
LOSSES = {n: say("options.training.loss_choice", name=n) for n in (*CLASS_LOSSES, *VALUE_LOSSES)}
LEARN_FROM = {n: say("options.training.learn_from_choice", name=n) for n in ("windows", "stream")}
CLASS_WEIGHTS = {
    n: say("options.training.class_weights_choice", name=n) for n in ("none", "balanced")
}


@dataclass(frozen=True, kw_only=True)
class Loop:
    """What the training loop does with gradients, learning rate and looks."""

    optimizer: str = option(
        "adam",
        say("options.training.optimizer"),
        choices=OPTIMIZERS,
        why=say("options.training.optimizer_why"),
    )
    momentum: float | None = option(
        None,
        say("options.training.momentum"),
        least=0,
        below=1,
        usual=say("options.training.momentum_usual"),
    )
    clip_norm: float = option(
        1.0,
        say("options.training.clip_norm"),
        words=say("options.training.clip_norm_called"),
        zero=say("options.training.clip_norm_zero"),
        least=0,
        usual="1",
        why=say("options.training.clip_norm_why"),
    )
    clip_value: float = option(
        0.0,
        say("options.training.clip_value"),
        words=say("options.training.clip_value_called"),
        zero=say("options.training.clip_norm_zero"),
        quiet=True,
        least=0,
    )
    weight_decay: float = option(
        0.0,
        say("options.training.weight_decay"),
        words=say("options.training.weight_decay_called"),
        zero=say("options.training.weight_decay_zero"),
        quiet=True,
        least=0,
    )
    schedule: str = option(
        "none",
        say("options.training.schedule"),
        words=say("options.training.schedule_called"),
        choices=SCHEDULES,
        why=say("options.training.schedule_why"),
    )
    warmup: int = option(
        0,
        say("options.training.warmup"),
        words=say("options.training.warmup_called"),
        zero=say("options.training.warmup_zero"),
        quiet=True,
        least=0,
    )
    plateau_factor: float = option(
        0.5,
        say("options.training.plateau_factor"),
        words=say("options.training.plateau_factor_called"),
        quiet=True,
        above=0,
        below=1,
    )
    plateau_patience: int = option(
        2,
        say("options.training.plateau_patience"),
        words=say("options.training.plateau_patience_called"),
        quiet=True,
        least=1,
    )
    step_updates: int = option(
        1000,
        say("options.training.step_updates"),
        words=say("options.training.step_updates_called"),
        quiet=True,
        least=1,
    )
    truncate: str = option(
        "",
        say("options.training.truncate"),
        words=say("options.training.truncate_called"),
        metavar="STEPS",
        quiet=True,
        usual=say("options.training.truncate_usual"),
    )
    evaluations: int = option(
        20,
        say("options.training.evaluations"),
        least=1,
        why=say("options.training.evaluations_why"),
    )
    patience: int = option(
        8,
        say("options.training.patience"),
        zero=say("options.training.patience_zero"),
        usual=say("options.training.patience_usual"),
        why=say("options.training.patience_why"),
        least=0,
    )
    least_gain: float = option(
        0.0,
        say("options.training.least_gain"),
        words=say("options.training.least_gain_called"),
        zero=say("options.training.least_gain_zero"),
        quiet=True,
        least=0,
    )


@dataclass(frozen=True, kw_only=True)
class Fitting(Regularisation, Loop):
    """What the training loop does: the fields of `Loop`, then those of `Regularisation`."""

    heading: ClassVar = say("options.training.heading")

    def __post_init__(self) -> None:
        check(self)
        truncation(self.truncate)


@dataclass(frozen=True)
class Objective:
    """What networks are trained for.

    `cross_entropy`, the default, is for classes; of values it is what their task has: the squared
    error, or a likelihood of its own. What other tasks than classes take: `tasks.task.Order`.
    """

    heading: ClassVar = say("options.training.objective")

    output: str = option(
        "softmax",
        say("options.training.output"),
        choices=OUTPUTS,
    )
    loss: str = option(
        "cross_entropy",
        say("options.training.loss"),
        choices=LOSSES,
        usual=say("options.training.loss_usual"),
    )
    quantile: float = option(0.5, say("options.training.quantile"), above=0, below=1)
    label_smoothing: float = option(0.0, say("options.training.label_smoothing"), least=0, below=1)
    class_weights: str = option(
        "none",
        say("options.training.class_weights"),
        choices=CLASS_WEIGHTS,
        why=say("options.training.class_weights_why"),
        of_baselines=True,
    )

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True)
class Recurrence:
    """What is done to the recurrence of networks in training, see `recurra.nn.Recurrent`.

    Numbers are checked where a network is built: whether they fit depends on its cell.
    """

    heading: ClassVar = say("options.training.recurrence")

    recurrent_dropout: float = option(0.0, say("options.training.recurrent_dropout"))
    zoneout: float = option(0.0, say("options.training.zoneout"))
    hidden_gradient_clip: float = option(
        0.0,
        say("options.training.hidden_gradient_clip"),
        zero=say("options.training.hidden_gradient_clip_zero"),
    )


@dataclass(frozen=True)
class Training:
    """Everything that decides a training beside data, cell, learning rate, length and seed."""

    heading: ClassVar = say("options.training.heading")

    fitting: Fitting = field(default_factory=Fitting)
    init: str = option(
        "uniform",
        say("options.training.init"),
        words=say("options.training.init_called"),
        choices=INITS,
    )
    pooling: str = option(
        LAST,
        say("options.training.pooling"),
        words=say("options.training.pooling_called"),
        choices=POOLINGS,
        quiet=True,
        why=say("options.training.pooling_why"),
        in_key=False,  # that of each architecture is
    )
    batch_size: int | None = option(
        None,
        say("options.training.batch_size"),
        least=1,
        usual=say("options.training.batch_size_usual"),
    )
    learn_from: str = option(
        "windows",
        say("options.training.learn_from"),
        words=say("options.training.learn_from_called"),
        choices=LEARN_FROM,
        quiet=True,
    )
    objective: Objective = field(default_factory=Objective)
    recurrence: Recurrence = field(default_factory=Recurrence)
    inputs: str = option(
        "",
        say("options.training.inputs"),
        metavar="NAME=...",
        in_key=False,  # the columns of each architecture are
    )

    def __post_init__(self) -> None:
        check(self)

    @property
    def batch(self) -> int:
        """Examples an update, where the data were not asked."""
        return self.batch_size or USUAL_BATCH
