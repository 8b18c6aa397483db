"""Folders of recordings: a WAV, CSV, Parquet or NumPy file each."""

from dataclasses import dataclass
from typing import ClassVar

from recurra.settings.option import check, option, same
from recurra.settings.readers.shared import Shared
from recurra.settings.readers.tables import TableSettings
from recurra.words import say


@dataclass(frozen=True)
class RecordingSettings:
    """Where the labels of recordings stand, and how sound becomes a sequence."""

    heading: ClassVar = say("options.reading.of_recordings")

    labels: str = option(
        "",
        say("options.reading.labels"),
        words=say("options.reading.labels_called"),
        quiet=True,
        metavar="FILE",
    )
    label: str | None = same(TableSettings, "label")
    target: tuple[str, ...] = same(TableSettings, "target")
    label_pattern: str = option(
        "",
        say("options.reading.label_pattern"),
        words=say("options.reading.label_pattern_called"),
        quiet=True,
        metavar="PATTERN",
    )
    split_by: str | None = same(TableSettings, "split_by")
    audio: str = option(
        "log-mel",
        say("options.reading.audio"),
        words=say("options.reading.audio_called"),
        quiet=True,
        choices={
            "log-mel": say("options.reading.audio_log_mel"),
            "raw": say("options.reading.audio_raw"),
        },
    )
    rate: int | None = option(
        None,
        say("options.reading.rate"),
        words=say("options.reading.rate_called"),
        quiet=True,
        least=1,
        usual=say("options.reading.rate_usual"),
        metavar="HZ",
    )
    mel_bands: int = option(
        40,
        say("options.reading.mel_bands"),
        words=say("options.reading.mel_bands_called"),
        quiet=True,
        least=1,
        most=512,
    )
    frame_length: float = option(
        25.0,
        say("options.reading.frame_length"),
        words=say("options.reading.frame_length_called"),
        quiet=True,
        above=0,
        most=10_000,
    )
    frame_step: float = option(
        10.0,
        say("options.reading.frame_step"),
        words=say("options.reading.frame_step_called"),
        quiet=True,
        above=0,
        most=10_000,
    )
    audio_channels: str = option(
        "mix",
        say("options.reading.audio_channels"),
        words=say("options.reading.audio_channels_called"),
        quiet=True,
        choices={
            "mix": say("options.reading.audio_channels_mix"),
            "keep": say("options.reading.audio_channels_keep"),
        },
    )
    time: tuple[str, ...] = same(TableSettings, "time")
    encoding: str = same(TableSettings, "encoding")
    limit: int | None = same(Shared, "limit")
    missing: str = same(Shared, "missing")
    prepare: str = same(Shared, "prepare")

    def __post_init__(self) -> None:
        check(self)
