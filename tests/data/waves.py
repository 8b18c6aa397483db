"""Small WAV files, made with the standard library."""

import struct
import wave

import numpy as np

RATE = 8000


def tone(pitch, seconds=0.1, rate=RATE, seed=0):
    """[T] between -1 and 1: a tone with a little noise."""
    t = np.arange(round(seconds * rate)) / rate
    noise = np.random.default_rng([seed, round(pitch)]).standard_normal(len(t))
    return 0.5 * np.sin(2 * np.pi * pitch * t) + 0.01 * noise


def write(path, samples, rate=RATE, bits=16):
    """Samples [T] or [T, channels] as PCM of so many bits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    samples = np.asarray(samples, np.float64)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        file.setsampwidth(bits // 8)
        file.setframerate(rate)
        file.writeframes(_bytes(samples.reshape(-1), bits))
    return path


def write_floats(path, samples, rate=RATE, kind="<f4"):
    """Samples [T] as floats, which the standard library does not write."""
    body = np.asarray(samples).astype(kind).tobytes()
    size = np.dtype(kind).itemsize
    head = struct.pack("<HHIIHH", 3, 1, rate, rate * size, size, 8 * size)
    chunks = b"fmt " + struct.pack("<I", 16) + head + b"data" + struct.pack("<I", len(body)) + body
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)
    return path


def _bytes(flat, bits):
    if bits == 8:
        return np.clip(flat * 128 + 128, 0, 255).astype("u1").tobytes()
    whole = np.clip(flat * 2.0 ** (bits - 1), -(2.0 ** (bits - 1)), 2.0 ** (bits - 1) - 1)
    whole = whole.astype("<i4")
    return whole.view("u1").reshape(-1, 4)[:, : bits // 8].tobytes()


def spoken(root, voices=("amy", "bob", "eva"), words=("low", "mid", "high"), takes=2):
    """A folder of "words" by several voices: word_voice_take.wav."""
    for v, voice in enumerate(voices):
        for w, word in enumerate(words):
            for take in range(takes):
                pitch = 200 * 3**w * (1 + 0.1 * v)
                write(
                    root / f"{word}_{voice}_{take}.wav", tone(pitch, 0.08 + 0.01 * take, seed=take)
                )
    return root


def names_of(data):
    """What the examples are called."""
    return tuple(name for (name,) in data.named.rows)
