"""Numbers far from zero are centred and scaled before they are rounded to 32 bits."""

import struct
from pathlib import Path

import numpy as np
import pytest

from recurra.data import Sequences, fingerprint, gather
from recurra.data.scale import fit_sequences
from recurra.errors import DataError
from recurra.records import Source
from recurra.tasks.given import sequences

HEADER = "@problemName p\n@timeStamps false\n@univariate true\n@classLabel true a b\n@data\n"


def series(offset: float, ragged: bool = False) -> str:
    rng, lines = np.random.default_rng(0), []
    for k in range(40):
        values = offset + (2 * (k % 2) - 1) + 0.1 * rng.normal(size=6 + ragged * (k % 3))
        lines.append(",".join(f"{v:.6f}" for v in values) + ":" + "ab"[k % 2])
    return HEADER + "\n".join(lines) + "\n"


def scaled(path: Path) -> np.ndarray:
    data = gather(Source(str(path)))
    assert isinstance(data, Sequences)
    found = sequences(data, fit_sequences(data, np.arange(len(data)))).steps
    assert found.dtype == np.float32
    return found


@pytest.mark.parametrize("offset", [1e4, 1e9, -1e9, 1.5778368e12])
@pytest.mark.parametrize("ragged", [False, True])
def test_an_offset_changes_nothing_of_series(tmp_path: Path, offset: float, ragged: bool) -> None:
    (tmp_path / "a.ts").write_text(series(0.0, ragged))
    (tmp_path / "b.ts").write_text(series(offset, ragged))
    error = 4 * np.spacing(abs(offset))
    np.testing.assert_allclose(
        scaled(tmp_path / "b.ts"), scaled(tmp_path / "a.ts"), atol=error + 1e-6
    )


@pytest.mark.parametrize("code", [0x0C, 0x0E])
def test_an_offset_changes_nothing_of_images(tmp_path: Path, code: int) -> None:
    found = []
    kind = {0x0C: ">i4", 0x0E: ">f8"}[code]
    for name, offset in (("near", 0), ("far", 10**9)):
        folder = tmp_path / name
        folder.mkdir()
        pixels = offset + np.arange(40 * 16).reshape(40, 4, 4) % 97
        shape = struct.pack(">3I", 40, 4, 4)
        raw = bytes([0, 0, code, 3]) + shape + pixels.astype(kind).tobytes()
        (folder / "train-images-idx3").write_bytes(raw)
        labels = bytes([0, 0, 8, 1]) + struct.pack(">I", 40) + bytes([0, 1] * 20)
        (folder / "train-labels-idx1").write_bytes(labels)
        found.append(scaled(folder))
    np.testing.assert_allclose(found[1], found[0], atol=1e-6)


def test_fingerprints_tell_what_float32_would_not(tmp_path: Path) -> None:
    text = series(1e9)
    prints = set()
    for k, changed in enumerate((text, text.replace("1000000001", "1000000002"))):
        (tmp_path / f"{k}.ts").write_text(changed)
        data = gather(Source(str(tmp_path / f"{k}.ts")))
        prints.add(fingerprint(data))
    assert len(prints) == 2


@pytest.mark.parametrize("number", ["1e39", "-4e38", "1e300"])
def test_what_float32_cannot_hold_is_an_error_with_its_line(tmp_path: Path, number: str) -> None:
    lines = series(0.0).split("\n")
    lines[20] = number + lines[20][lines[20].index(",") :]
    (tmp_path / "a.ts").write_text("\n".join(lines))
    with pytest.raises(DataError, match=r"line 21.*too large: at most 3e\+38"):
        gather(Source(str(tmp_path / "a.ts")))
    raw = (
        bytes([0, 0, 0x0E, 3]) + struct.pack(">3I", 2, 1, 1) + struct.pack(">2d", 1, float(number))
    )
    (tmp_path / "train-images-idx3").write_bytes(raw)
    labels = bytes([0, 0, 8, 1]) + struct.pack(">I", 2) + bytes([0, 1])
    (tmp_path / "train-labels-idx1").write_bytes(labels)
    with pytest.raises(DataError, match=r"\(1, 0, 0\).*too large"):
        gather(Source(str(tmp_path / "train-images-idx3")))
