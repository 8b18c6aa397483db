"""What decides a training."""

from dataclasses import dataclass

from recurra.choices import OPTIMIZERS, SCHEDULES
from recurra.errors import SettingError, unknown


@dataclass(frozen=True)
class FitSettings:
    """Everything that decides a training beside model and batches. Counts are in updates.

    >>> FitSettings(learning_rate=0.01, updates=50, total_updates=100, evaluations=4).looks()
    (25, 50, 75, 100)
    """

    learning_rate: float
    updates: int  # stop after this update, counted from the very start
    total_updates: int  # of a full training: places the looks; a part of it has updates < total
    optimizer: str = "adam"  # adam | sgd | adagrad: see `train.optimizer.build`
    momentum: float = 0.9  # sgd: heavy ball; adam: beta1; adagrad has none
    clip_norm: float = 0.0  # largest norm of the gradient of all parameters; 0: not limited
    evaluations: int = 20  # looks at the validation part in a full training, evenly spaced
    patience: int = 0  # end after this many looks without a better score; 0: never
    schedule: str = "none"  # none | plateau: see `plateau_factor`
    plateau_factor: float = 0.5  # the rate is multiplied by this ...
    plateau_patience: int = 2  # ... after this many looks without a better score
    seed: int = 0  # of what is drawn while training (dropout masks)

    def __post_init__(self) -> None:
        if self.optimizer not in OPTIMIZERS:
            raise unknown("optimizer", self.optimizer, OPTIMIZERS)
        if self.schedule not in SCHEDULES:
            raise unknown("schedule", self.schedule, SCHEDULES)
        for name, fits, rule in (
            ("learning_rate", 0 < self.learning_rate < float("inf"), "above 0"),
            ("momentum", 0 <= self.momentum < 1, "at least 0 and below 1"),
            ("total_updates", self.total_updates >= 1, "at least 1"),
            ("updates", 0 <= self.updates <= self.total_updates, "between 0 and total_updates"),
            ("evaluations", self.evaluations >= 1, "at least 1"),
            ("clip_norm", self.clip_norm >= 0, "at least 0"),
            ("patience", self.patience >= 0, "at least 0"),
            ("plateau_factor", 0 < self.plateau_factor < 1, "between 0 and 1"),
            ("plateau_patience", self.plateau_patience >= 1, "at least 1"),
        ):
            if not fits:
                raise SettingError(f"{name} must be {rule}; it is {getattr(self, name)}")

    def looks(self) -> tuple[int, ...]:
        """The updates after which the validation part is looked at; the last is the full number.

        A training that stops between two looks does not look there, so that continuing it is the
        same as never having stopped.
        """
        count = min(self.evaluations, self.total_updates)
        return tuple(round(k * self.total_updates / count) for k in range(1, count + 1))
