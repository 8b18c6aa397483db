"""What decides a training."""

from dataclasses import KW_ONLY, asdict, dataclass

from recurra.errors import SettingError
from recurra.settings import Fitting, with_default
from recurra.settings.option import out_of_range
from recurra.words import say


@dataclass(frozen=True)
class FitSettings(Fitting):
    """Everything that decides a training beside model and batches. Counts are in updates.

    Alone, without the record of a user's settings (`of`), nothing is clipped and nothing ends
    early.

    >>> FitSettings(learning_rate=0.01, updates=50, total_updates=100, evaluations=4).looks()
    (25, 50, 75, 100)
    """

    learning_rate: float
    updates: int  # stop after this update, counted from the very start
    total_updates: int  # of a full training: places the looks; a part of it has updates < total
    _: KW_ONLY
    clip_norm: float = with_default(Fitting, "clip_norm", 0.0)
    patience: int = with_default(Fitting, "patience", 0)
    seed: int = 0  # of what is drawn while training (dropout masks)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 < self.learning_rate < float("inf"):
            raise out_of_range("learning_rate", self.learning_rate, above=0)
        if self.total_updates < 1:
            raise out_of_range("total_updates", self.total_updates, least=1)
        if not 0 <= self.updates <= self.total_updates:
            raise SettingError(say("train.more_than_total", updates=self.updates))

    @classmethod
    def of(
        cls,
        fitting: Fitting,
        learning_rate: float,
        updates: int,
        *,
        total_updates: int | None = None,
        seed: int = 0,
    ) -> "FitSettings":
        """The settings of one training from a user's; it is a full one without `total_updates`.

        >>> FitSettings.of(Fitting(optimizer="sgd"), 0.1, 30, seed=2).clip_norm
        1.0
        """
        total = updates if total_updates is None else total_updates
        return cls(learning_rate, updates, total, seed=seed, **asdict(fitting))

    def looks(self) -> tuple[int, ...]:
        """The updates after which the validation part is looked at; the last is the full number.

        A training that stops between two looks does not look there, so that continuing it is the
        same as never having stopped.
        """
        count = min(self.evaluations, self.total_updates)
        return tuple(round(k * self.total_updates / count) for k in range(1, count + 1))
