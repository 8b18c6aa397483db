"""What a caller of a comparison is told while it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from recurra.records import DataSummary


@dataclass(frozen=True)
class Progress:
    """How far a comparison is: `done` of `total` in estimated seconds of one worker.

    `data` comes once, as soon as the data are read: what was concluded from them.
    """

    stage: str
    done: float
    total: float
    seconds_left: float | None
    folder: Path
    data: DataSummary | None = None


OnProgress = Callable[[Progress], None]
