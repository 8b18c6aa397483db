"""How networks are trained: one record for `compare`, `fit`, the estimators and a trial.

One more option is one more field here; it needs a default that changes nothing. One more optimiser
or schedule is one more choice here and one file in `recurra.train.optimisers` or `.schedules`.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from recurra.settings.option import check, option

USUAL_BATCH = 32

OPTIMIZERS = {
    "adam": "Adam",
    "sgd": "SGD with momentum",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSProp",
}
SCHEDULES = {
    "none": "constant",
    "plateau": "falls after looks without a better score",
    "cosine": "falls along half a cosine to 0",
}
INITS = {
    "uniform": "between ±1/√n, as torch starts its networks",
    "glorot": "Glorot & Bengio 2010",
    "orthogonal": "on states orthogonal, else glorot",
    "identity": "on states the identity, else glorot",
    "chrono": "gate biases from the longest sequence",
}
OUTPUTS = {"softmax": "classes exclude each other", "logistic": "one unit a class"}
LOSSES = {"cross_entropy": "", "squared_error": ""}
CLASS_WEIGHTS = {
    "none": "all examples count the same",
    "balanced": "rare classes count more",
}


@dataclass(frozen=True, kw_only=True)
class Fitting:
    """What the training loop does with gradients, learning rate and looks."""

    heading: ClassVar = "Training"

    optimizer: str = option("adam", "How gradients move the weights.", choices=OPTIMIZERS)
    momentum: float | None = option(
        None,
        "adam: beta1; sgd: heavy ball; adagrad has none.",
        least=0,
        below=1,
        usual="the optimiser's own",
    )
    clip_norm: float = option(
        1.0,
        "Largest norm of the gradient of all parameters.",
        words="Gradient norm clipped at",
        zero="off",
        least=0,
        usual="1",
        why="gradients through many steps can explode",
    )
    weight_decay: float = option(
        0.0,
        "Share of every weight, times the learning rate, that is taken away at an update.",
        words="Weight decay",
        zero="none",
        quiet=True,
        least=0,
    )
    schedule: str = option(
        "none",
        "Learning rate over a training.",
        words="Learning-rate schedule",
        choices=SCHEDULES,
    )
    plateau_factor: float = option(
        0.5,
        "Of the schedule plateau: the rate is multiplied by this.",
        words="Plateau: the rate is multiplied by",
        quiet=True,
        above=0,
        below=1,
    )
    plateau_patience: int = option(
        2,
        "Of the schedule plateau: looks without a better score before the rate falls.",
        words="Plateau: looks without a better score before the rate falls",
        quiet=True,
        least=1,
    )
    evaluations: int = option(
        20, "Looks at the validation part in a full training, evenly spaced.", least=1
    )
    patience: int = option(
        8,
        "Looks without a better score after which a training ends.",
        zero="never",
        usual="8 of 20",
        why="scores go up and down",
        least=0,
    )

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True)
class Objective:
    """What classifiers are trained for; forecasts are trained with the squared error."""

    heading: ClassVar = "What classifiers are trained for"

    output: str = option(
        "softmax",
        "The last layer.",
        choices=OUTPUTS,
    )
    loss: str = option(
        "cross_entropy",
        "What is made small.",
        choices=LOSSES,
    )
    class_weights: str = option(
        "none",
        "What an example counts in the loss.",
        choices=CLASS_WEIGHTS,
        of_baselines=True,
    )

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True)
class Recurrence:
    """What is done to the recurrence of networks in training, see `recurra.nn.Recurrent`.

    Numbers are checked where a network is built: whether they fit depends on its cell.
    """

    heading: ClassVar = "Inside the recurrence, in training"

    recurrent_dropout: float = option(
        0.0, "Share of a state dropped on its way into products, below 1."
    )
    zoneout: float = option(0.0, "Share of units that keep their state a step.")
    hidden_gradient_clip: float = option(
        0.0, "Largest norm of the gradient at a state and step.", zero="not limited"
    )


@dataclass(frozen=True)
class Training:
    """Everything that decides a training beside data, cell, learning rate, length and seed."""

    heading: ClassVar = "Training"

    fitting: Fitting = field(default_factory=Fitting)
    init: str = option("uniform", "Starting weights.", words="Starting weights", choices=INITS)
    batch_size: int | None = option(
        None, "Examples an update.", least=1, usual="32; compare takes 64 of 4,000 or more"
    )
    objective: Objective = field(default_factory=Objective)
    recurrence: Recurrence = field(default_factory=Recurrence)
    inputs: str = option(
        "",
        "Columns of a cell with several inputs: x=4,gap=1 or x=COL+COL,mask=mask.",
        metavar="NAME=...",
        in_key=False,  # the columns of each architecture are
    )

    def __post_init__(self) -> None:
        check(self)

    @property
    def batch(self) -> int:
        """Examples an update, where the data were not asked."""
        return self.batch_size or USUAL_BATCH
