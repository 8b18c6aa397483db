"""WAV files of all kinds, and frames of log-mel energies."""

import numpy as np
import pytest
from tests.data.waves import RATE, names_of, spoken, tone, write, write_floats

from recurra.data import gather
from recurra.data.recordings.sound import log_mel, read_wav, resampled
from recurra.errors import DataError
from recurra.records import Source
from recurra.words import speaking


@pytest.mark.parametrize("bits", [8, 16, 24, 32])
def test_bits(tmp_path, bits):
    samples = tone(440)
    rate, found = read_wav(write(tmp_path / "a.wav", samples, bits=bits))
    assert rate == RATE and found.shape == (800, 1)
    np.testing.assert_allclose(found[:, 0], samples, atol=2.0 ** (1 - bits) * 1.01 + 1e-9)


@pytest.mark.parametrize("kind", ["<f4", "<f8"])
def test_floats(tmp_path, kind):
    samples = tone(440).astype(kind)
    _, found = read_wav(write_floats(tmp_path / "a.wav", samples, kind=kind))
    np.testing.assert_array_equal(found[:, 0], samples)
    samples[3] = np.nan
    with pytest.raises(DataError, match="sample 4 is no number"):
        read_wav(write_floats(tmp_path / "b.wav", samples, kind=kind))
    samples[3] = 1e37
    with pytest.raises(DataError, match="sample 4 is no number, infinite or far too large"):
        read_wav(write_floats(tmp_path / "c.wav", samples, kind=kind))


@pytest.mark.parametrize("rate", [1, 8000, 16000, 44100])
@pytest.mark.parametrize("bands", [1, 40, 128])
def test_every_band_hears_something(rate, bands):
    noise = np.random.default_rng(0).standard_normal((max(10, rate // 10), 1))
    frames = log_mel(noise, rate, bands, 25.0, 10.0)
    assert frames.shape[1] == bands and np.isfinite(frames).all() and (frames > -20).all()


def test_frames_by_their_definition():
    """Each frame by a matrix of cosines and sines, bands as the docstring defines them."""
    samples = np.random.default_rng(0).standard_normal(2000)
    own = log_mel(samples[:, None], RATE, 5, 32.0, 10.0)
    assert len(own) == 1 + (2000 - 256) // 80
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(256) / 256)
    edges = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + 4000 / 700), 7) / 2595) - 1)
    f = np.arange(129) * RATE / 256
    waves = np.exp(-2j * np.pi * np.outer(f, np.arange(256) / RATE))
    bands = [np.interp(f, edges[k : k + 3], [0, 1, 0]) for k in range(5)]
    for k, frame in enumerate(own):
        power = np.abs(waves @ (samples[80 * k : 80 * k + 256] * window)) ** 2 / (window**2).sum()
        np.testing.assert_allclose(frame, np.log(np.array(bands) @ power + 1e-10), rtol=1e-5)


def test_a_tone_is_loudest_in_its_own_band():
    for pitch in (200, 1000, 3000):
        frames = log_mel(tone(pitch)[:, None], RATE, 40, 25.0, 10.0)
        edges = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + 4000 / 700), 42) / 2595) - 1)
        best = int(frames.mean(axis=0).argmax())
        assert edges[best] < pitch < edges[best + 2]


def test_resampling_keeps_tones_and_lets_nothing_alias():
    t = np.arange(4000) / 16000
    low, high = np.sin(2 * np.pi * 500 * t), np.sin(2 * np.pi * 6000 * t)
    found = resampled((low + high)[:, None], 16000, 8000)[:, 0]
    np.testing.assert_allclose(found[100:-100], low[::2][100:-100], atol=0.01)


def read(root, **asked):
    return gather(Source.of(root, label_pattern="{label}_*", **asked))


def test_rates_that_differ_are_resampled_to_the_lowest_and_said(tmp_path):
    root = spoken(tmp_path / "s")
    write(root / "low_amy_0.wav", tone(200, 0.1, rate=16000), rate=16000)
    data = read(root)
    assert any("Resampled to 8,000 Hz: 1 recording at 16000 Hz." in str(s) for s in data.cleaned)
    assert data.recorded.rate == RATE and len(data.x[names_of(data).index("low_amy_0.wav")]) == 8
    told = " ".join(map(str, read(root, rate=16000).cleaned))
    assert "17 recordings of a lower rate than 16,000 Hz" in told


def test_raw_and_channels(tmp_path):
    root = spoken(tmp_path / "s")
    stereo = np.stack([tone(300), -tone(300)], axis=1)
    write(root / "low_amy_0.wav", stereo)
    data = read(root, audio="raw")
    assert (
        data.channels == ("amplitude",) and not data.x[names_of(data).index("low_amy_0.wav")].any()
    )
    told = " ".join(map(str, data.cleaned))
    assert "channels of 1 recording were mixed" in told and "Silent throughout: 1 file" in told
    with pytest.raises(DataError, match=r"(1 channel|2 channels) of sound, [12] are expected"):
        read(root, audio_channels="keep")
    for file in root.iterdir():
        write(file, stereo)
    assert read(root, audio="raw", audio_channels="keep").channels == ("ch1", "ch2")
    assert len(read(root, audio_channels="keep", mel_bands=3).channels) == 6


def cut(raw):
    return raw[: len(raw) // 2]


def no_samples(raw):
    return raw[:40] + b"\0\0\0\0"


def compressed(raw):
    return raw[:20] + b"\x06\0" + raw[22:]


def unknown_length(raw):
    return raw[:40] + b"\xff\xff\xff\xff" + raw[44:]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "spoil, key",
    [
        (cut, "recordings.short_wav"), (no_samples, "recordings.no_samples"),
        (compressed, "recordings.compressed"), (lambda raw: b"", "unpack.empty"),
        (lambda raw: b"fLaC" + raw, "recordings.other_format"),
        (lambda raw: b"\0" * 90, "recordings.no_wav"), (lambda raw: raw[:30], "recordings"),
        (lambda raw: raw[:22] + b"\0\0" + raw[24:], "recordings.broken_wav"),
        (lambda raw: raw[:24] + b"\0\0\0\0\0\0\0\0" + raw[32:], "recordings.no_rate"),
    ],
)  # fmt: skip
def test_a_broken_file_is_one_sentence_that_names_it(tmp_path, spoil, key, language):
    root = spoken(tmp_path / "s")
    path = root / "low_bob_1.wav"
    path.write_bytes(spoil(path.read_bytes()))
    with speaking(language), pytest.raises(DataError) as raised:
        read(root)
    with speaking(language):
        text = str(raised.value)
    assert "low_bob_1.wav" in text and "\n" not in text and key in raised.value.what.key


def test_a_length_that_its_program_did_not_know(tmp_path):
    samples = tone(440)
    path = write(tmp_path / "a.wav", samples)
    path.write_bytes(unknown_length(path.read_bytes()))
    np.testing.assert_allclose(read_wav(path)[1][:, 0], samples, atol=1e-4)


def test_a_recording_shorter_than_a_frame(tmp_path):
    root = spoken(tmp_path / "s")
    write(root / "low_bob_1.wav", tone(200, 0.01))
    data = read(root)
    assert data.lengths().min() == 1
    assert any("1 recording shorter than a frame of 25 ms" in str(s) for s in data.cleaned)
