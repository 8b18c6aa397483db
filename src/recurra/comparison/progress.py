"""What a caller of a comparison is told while it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from recurra.records import DataSummary
from recurra.words import Text, Words, say


@dataclass(frozen=True)
class Progress:
    """How far a comparison is: `done` of `total` in estimated seconds of one worker.

    `stage` is its name in code, `called` what people call it. `data` comes once, as soon as the
    data are read: what was concluded from them. `said`: sentences to be told at once.
    """

    stage: str
    done: float
    total: float
    seconds_left: float | None
    folder: Path
    data: DataSummary | None = None
    said: tuple[Text, ...] = ()

    @property
    def called(self) -> Words:
        """The stage in words."""
        return say("comparison.stages.stage", name=self.stage)


OnProgress = Callable[[Progress], None]
