"""Recordings of sound at one rate, as frames of log-mel energies or as samples."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from recurra.data.files import File
from recurra.data.recorded import Recorded
from recurra.data.recordings.content import Read
from recurra.data.recordings.labels import SHOWN
from recurra.data.recordings.sound import log_mel, mixed, read_wav, resampled
from recurra.errors import DataError
from recurra.settings.readers import RecordingSettings
from recurra.words import Text, say

LONG = 2000  # steps of raw sound that frames make shorter


@dataclass(frozen=True)
class _Heard:
    """What is kept of a file beside its sequence."""

    name: str
    rate: int
    channels: int
    seconds: float
    silent: bool


def heard(files: Sequence[File], how: RecordingSettings, recorded: Recorded | None) -> Read:
    """Sequences of sound files, with as many channels as all have or mixed to one; at the rate
    that is asked for, else the lowest among them.

    Raises DataError where a file cannot be read, or has other channels where these are kept.
    """
    if recorded is not None:
        how = replace(
            how, audio=recorded.audio, mel_bands=recorded.mel_bands, rate=recorded.rate,
            frame_length=recorded.frame_length, frame_step=recorded.frame_step,
            audio_channels="keep" if recorded.channels > 1 else "mix",
        )  # fmt: skip
    kept = recorded.channels if recorded else 0
    rate, x, notes = _at_one_rate(files, how, kept)
    channels = 1 if how.audio_channels == "mix" else notes[0].channels
    own = Recorded(
        "wav", audio=how.audio, rate=rate, mel_bands=how.mel_bands, channels=channels,
        frame_length=how.frame_length, frame_step=how.frame_step,
    )  # fmt: skip
    inferred = _inferred(x, rate, how)
    return Read(x, names(channels, how), own, None, inferred, _cleaned(notes, rate, how))


def names(channels: int, how: RecordingSettings) -> tuple[str, ...]:
    """Names for the numbers of a step.

    >>> names(2, RecordingSettings(mel_bands=2, audio_channels="keep"))
    ('ch1_mel1', 'ch1_mel2', 'ch2_mel1', 'ch2_mel2')
    """
    many = how.audio_channels == "keep" and channels > 1
    if how.audio == "raw":
        return tuple(f"ch{c + 1}" for c in range(channels)) if many else ("amplitude",)
    bands = [f"mel{b + 1}" for b in range(how.mel_bands)]
    return tuple(f"ch{c + 1}_{b}" for c in range(channels) for b in bands) if many else (*bands,)


def _at_one_rate(
    files: Sequence[File], how: RecordingSettings, channels: int
) -> tuple[int, list[np.ndarray], list[_Heard]]:
    """One file is held at a time: where one of a lower rate comes, all begin anew at that."""
    rate = how.rate or 0
    x: list[np.ndarray] = []
    notes: list[_Heard] = []
    for file in files:
        own, samples = read_wav(file.path)
        if not how.rate and rate and own < rate:
            return _at_one_rate(files, replace(how, rate=_lowest(files)), channels)
        rate = rate or own
        seconds = len(samples) / own
        notes.append(_Heard(file.name, own, samples.shape[1], seconds, not _sounding(samples, how)))
        if how.audio_channels == "keep":
            _check_channels(file, samples.shape[1], channels or notes[0].channels, bool(channels))
        x.append(_sequence(samples, own, rate, how))
    return rate, x, notes


def _lowest(files: Sequence[File]) -> int:
    return min(read_wav(file.path)[0] for file in files)


def _sounding(samples: np.ndarray, how: RecordingSettings) -> bool:
    return bool((mixed(samples) if how.audio_channels == "mix" else samples).any())


def _sequence(samples: np.ndarray, own: int, rate: int, how: RecordingSettings) -> np.ndarray:
    samples = mixed(samples) if how.audio_channels == "mix" else samples
    samples = resampled(samples, own, rate)
    if how.audio == "raw":
        return samples
    return log_mel(samples, rate, how.mel_bands, how.frame_length, how.frame_step)


def _check_channels(file: File, found: int, wanted: int, trained: bool) -> None:
    if found != wanted:
        what = say("data.recordings.other_channels", found=found, expected=wanted)
        remedy = "" if trained else say("data.recordings.mix")
        raise DataError(what, file=file.path, remedy=remedy)


def _inferred(x: list[np.ndarray], rate: int, how: RecordingSettings) -> tuple[Text, ...]:
    if how.audio == "log-mel":
        said = say(
            "data.recordings.log_mel",
            bands=how.mel_bands, rate=rate, length=how.frame_length, step=how.frame_step,
        )  # fmt: skip
        return (said,)
    steps = max(map(len, x))
    long = (say("data.recordings.long", steps=steps),) if steps > LONG else ()
    return (say("data.recordings.raw", rate=rate), *long)


def _cleaned(notes: list[_Heard], rate: int, how: RecordingSettings) -> tuple[Text, ...]:
    said: list[Text] = []
    rates = Counter(one.rate for one in notes)
    short = sum(one.seconds * 1000 < how.frame_length for one in notes)
    if short and how.audio == "log-mel":
        said.append(say("data.recordings.padded", count=short, length=how.frame_length))
    others = {f"{r} Hz": n for r, n in sorted(rates.items()) if r != rate}
    if others:
        said.append(say("data.recordings.resampled", rate=rate, others=others))
    if low := sum(n for r, n in rates.items() if r < rate):
        said.append(say("data.recordings.low_rate", count=low, rate=rate))
    several = sum(one.channels > 1 for one in notes)
    if several and how.audio_channels == "mix":
        said.append(say("data.recordings.mixed", count=several))
    silent = [one.name for one in notes if one.silent]
    if silent:
        said.append(say("data.recordings.silent", count=len(silent), names=silent[:SHOWN]))
    return tuple(said)
