"""NumPy arrays of sequences: .npy, .npz."""

from dataclasses import dataclass
from typing import ClassVar

from recurra.settings.option import check, same
from recurra.settings.readers.recordings import RecordingSettings
from recurra.settings.readers.shared import OF_ALL, Shared


@dataclass(frozen=True)
class ArraySettings:
    """How arrays are read."""

    heading: ClassVar = OF_ALL

    labels: str = same(RecordingSettings, "labels")
    limit: int | None = same(Shared, "limit")
    missing: str = same(Shared, "missing")
    prepare: str = same(Shared, "prepare")

    def __post_init__(self) -> None:
        check(self)
