"""Sound: WAV files as samples, and samples as frames of log-mel energies.

WAV files are read by scipy, which is a dependency already and knows 8 to 64 bits, floats, the
extensible and the large (RF64) header; nothing more has to be installed.
"""

import io
import struct
import warnings
from functools import lru_cache
from math import gcd
from pathlib import Path

import numpy as np

from recurra.data.unpack import read_bytes
from recurra.errors import DataError, reason
from recurra.words import say

FLOOR = 1e-10  # of an energy, 100 dB below full scale: digital silence has a logarithm
LOUDEST = 1e30  # full scale is 1; what is larger is no sample, and sums of it no float32
FRAMES = 4096  # that are transformed at once
STARTS = {  # bytes that other sound begins with -> what it is
    b"fLaC": "FLAC", b"OggS": "Ogg", b"ID3": "MP3", b"\xff\xfb": "MP3", b"\xff\xf3": "MP3",
    b"FORM": "AIFF", b".snd": "AU",
}  # fmt: skip
CODECS = {2: "ADPCM", 6: "A-law", 7: "mu-law", 17: "ADPCM", 49: "GSM", 80: "MPEG", 85: "MP3"}


def read_wav(path: Path) -> tuple[int, np.ndarray]:
    """Samples a second, and samples [T, channels] between -1 and 1.

    Raises DataError for what is no WAV file, is cut short, holds no samples or is compressed.
    """
    from scipy.io import wavfile  # loaded for sound alone

    raw = read_bytes(path)
    _check_head(path, raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", wavfile.WavFileWarning)  # chunks of other programs
            rate, samples = wavfile.read(io.BytesIO(raw))
    except (ValueError, struct.error, ZeroDivisionError, TypeError, UnboundLocalError) as error:
        what = say("data.recordings.broken_wav", reason=reason(error))
        raise DataError(what, file=path, remedy=say("data.unpack.get_again")) from None
    if samples.size == 0:
        raise DataError(say("data.recordings.no_samples"), file=path)
    if rate < 1:
        raise DataError(say("data.recordings.no_rate"), file=path)
    samples = samples if samples.ndim == 2 else samples[:, None]
    scaled = _scaled(samples)
    wrong = ~(np.abs(scaled) <= LOUDEST).all(axis=1)
    if wrong.any():
        sample = int(np.flatnonzero(wrong)[0])
        raise DataError(say("data.recordings.not_finite", step=sample + 1), file=path)
    return int(rate), scaled


def _check_head(path: Path, raw: bytes) -> None:
    """Raise DataError for other formats, compressed sound and a file that is cut short."""
    other = next((name for start, name in STARTS.items() if raw.startswith(start)), "")
    if other:
        what = say("data.recordings.other_format", name=other)
        raise DataError(what, file=path, remedy=say("data.recordings.to_wav"))
    if raw[:4] not in (b"RIFF", b"RIFX", b"RF64") or raw[8:12] != b"WAVE":
        raise DataError(say("data.recordings.no_wav", start=raw[:4].hex(" ")), file=path)
    order = ">" if raw[:4] == b"RIFX" else "<"
    place = 12
    while place + 8 <= len(raw):
        name, size = raw[place : place + 4], struct.unpack(f"{order}I", raw[place + 4 : place + 8])
        if name == b"fmt " and place + 10 <= len(raw):
            codec = struct.unpack(f"{order}H", raw[place + 8 : place + 10])[0]
            if codec not in (1, 3, 0xFFFE):
                what = say("data.recordings.compressed", name=CODECS.get(codec, str(codec)))
                raise DataError(what, file=path, remedy=say("data.recordings.to_wav"))
        if name == b"data":
            there = len(raw) - place - 8
            # 0xFFFFFFFF: the program that wrote it did not know the length
            if there < size[0] < 0xFFFFFF00:
                what = say("data.recordings.short_wav", promised=size[0], found=there)
                raise DataError(what, file=path, remedy=say("data.unpack.get_again"))
            return
        place += 8 + size[0] + size[0] % 2
    what = say("data.recordings.no_samples")
    raise DataError(what, file=path, remedy=say("data.unpack.get_again"))


def _scaled(samples: np.ndarray) -> np.ndarray:
    """Between -1 and 1, in float32 where that is exact."""
    kind = samples.dtype
    if kind.kind == "f":
        return samples.astype(np.float32 if kind.itemsize <= 4 else np.float64)
    if kind.kind == "u":
        return ((samples.astype(np.float32) - 128) / 128).astype(np.float32)
    top = 2.0 ** (8 * kind.itemsize - 1)
    return np.divide(samples, top, dtype=np.float32 if kind.itemsize <= 2 else np.float64)


def mixed(samples: np.ndarray) -> np.ndarray:
    """The mean of the channels [T, 1]."""
    return samples if samples.shape[1] == 1 else samples.mean(axis=1, keepdims=True)


def resampled(samples: np.ndarray, rate: int, wanted: int) -> np.ndarray:
    """At another rate, by a filter without delay that lets nothing alias."""
    if rate == wanted:
        return samples
    from scipy.signal import resample_poly  # takes a second to load

    common = gcd(rate, wanted)
    return np.asarray(resample_poly(samples, wanted // common, rate // common, axis=0))


def log_mel(samples: np.ndarray, rate: int, bands: int, length: float, step: float) -> np.ndarray:
    """Frames [F, channels * bands] float32: log(E + 1e-10), E the energy in each mel band.

    E_b = sum over frequencies f of w_b(f) |X(f)|^2 / sum of the squared window; w_b are triangles
    of equal width on the mel scale 2595 log10(1 + f / 700) from 0 to half the rate; X is the
    transform of `length` milliseconds under a Hann window, one every `step` milliseconds. A frame
    lies within the recording: nothing is put around it, but for one that is shorter than a frame.

    >>> log_mel(np.zeros((1600, 1)), 16000, 40, 25.0, 10.0).shape
    (8, 40)
    """
    size, hop = (max(1, round(rate * ms / 1000)) for ms in (length, step))
    window = np.hanning(size + 1)[:-1] if size > 2 else np.ones(size)
    points = _points(rate, bands, size)
    weights = _triangles(rate, bands, points)
    short = max(0, size - len(samples))
    padded = np.pad(samples.astype(np.float64), ((0, short), (0, 0)))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size, axis=0)[::hop]
    found = []
    for start in range(0, len(frames), FRAMES):  # hours of sound need no memory for all at once
        some = frames[start : start + FRAMES] * window
        power = np.abs(np.fft.rfft(some, points)) ** 2 / (window**2).sum()
        energy = np.log(power @ weights.T + FLOOR)
        found.append(energy.reshape(len(some), -1).astype(np.float32))
    return np.concatenate(found)


@lru_cache(maxsize=16)
def _points(rate: int, bands: int, size: int) -> int:
    """Of the transform: enough that no band stays without a frequency."""
    points = 1 << max(4, (size - 1).bit_length())
    while not (_triangles(rate, bands, points) > 0).any(axis=1).all():
        points *= 2
    return points


@lru_cache(maxsize=64)
def _triangles(rate: int, bands: int, points: int) -> np.ndarray:
    """[bands, points / 2 + 1] weights of the frequencies."""
    mel = np.linspace(0.0, 2595 * np.log10(1 + rate / 2 / 700), bands + 2)
    edges = 700 * (10 ** (mel / 2595) - 1)
    f = np.arange(points // 2 + 1) * rate / points
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    return np.maximum(0.0, np.minimum((f - low) / (middle - low), (high - f) / (high - middle)))
