"""Folders of recordings: WAV, CSV, NumPy files, where their labels stand, what goes wrong."""

import gzip
import io
import struct

import numpy as np
import pandas as pd
import scipy.signal  # noqa: F401  what is loaded here is no memory of a mutant
from tests.data.mutants.mutant import Data, Mutant, chance, flipped, some

from recurra.data import Sequences

FOLDER = ["readme", "deep", "parts", "odd-names", "hidden", "upper"]
SOUND = ["stereo", "more-chunks", "extensible", "big-endian", "log-mel", "long-chunk-at-end"]
TABLES = [
    "semicolon", "tab", "comma", "crlf", "mark", "utf-16", "gz", "column-order", "row-order",
    "stamps", "no-time", "quotes", "counter", "title-case",
]  # fmt: skip
BITS = ("u1", "i2", "i3", "i4", "f4", "f8")
DAMAGE = [
    "bytes", "bytes", "cut", "empty-file", "no-file", "outside", "one-label", "other-kind",
    "other-content", "not-in-table", "twice-in-table", "unknown-in-table", "broken-table",
]  # fmt: skip
OF_SOUND = [
    "other-rate", "no-rate", "no-samples", "codec", "not-finite", "fewer-channels", "huge-size",
]  # fmt: skip
OF_TABLES = [
    "junk", "infinity", "huge", "lost-column", "more-columns", "names-alone", "one-row",
    "same-time", "no-stamp", "all-missing", "text-column", "names-again", "short-row", "units",
]  # fmt: skip
LABELS = ("low", "mid", "high")
Cells = list[list[str]]


def make(rng: np.random.Generator) -> Mutant:
    """Nine to fifteen short recordings of three classes, about half of the folders damaged."""
    kind = str(rng.choice(["wav", "csv", "npy"], p=[0.4, 0.45, 0.15]))
    told = str(rng.choice(["folders", "pattern", "table", "named-table"]))
    more = {"wav": SOUND, "csv": TABLES, "npy": []}[kind]
    form = [*some(rng, FOLDER, 2), *some(rng, more, 3)]
    own = {"wav": OF_SOUND, "csv": OF_TABLES, "npy": []}[kind]
    damage = some(rng, [*DAMAGE, *own], 2) if chance(rng, 0.5) else []
    bits = str(rng.choice(BITS))
    asked: dict[str, object] = {}
    if kind == "wav" and "log-mel" not in form:
        asked["audio"] = "raw"
    values: dict[str, np.ndarray] = {}
    labels: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for k in range(int(rng.integers(9, 16))):
        label = LABELS[k % 3]
        name = _name(k, label, kind, told, form)
        x = _steps(rng, kind)
        hit = damage if k == 4 else []
        values[name], labels[name] = x, label
        files[name] = _written(rng, x, kind, bits, form, hit)
    _tell(files, labels, told, asked, damage)
    _beside(rng, files, [*labels], kind, form, damage)

    def check(data: Data) -> str:
        return "" if damage else _differences(data, values, labels, "log-mel" in form)

    return Mutant(files, "", asked, (kind, told, bits, *form), tuple(damage), check)


def _name(k: int, label: str, kind: str, told: str, form: list[str]) -> str:
    stem = f"é ({k}) 音" if "odd-names" in form and told != "pattern" else f"take{k}"
    ending = {"wav": "wav", "csv": "tsv" if "tab" in form else "csv", "npy": "npy"}[kind]
    ending = ending.upper() if "upper" in form else ending
    name = f"{label}_{stem}.{ending}" if told == "pattern" else f"{stem}.{ending}"
    name = f"{name}.gz" if "gz" in form else name
    folders = [
        *(["data"] if "deep" in form else []),
        *(["test" if k > 5 else "train"] if "parts" in form else []),
        *([label] if told == "folders" else []),
    ]
    return "/".join([*folders, name])


def _steps(rng: np.random.Generator, kind: str) -> np.ndarray:
    """[T, channels], which every form can hold as they are."""
    if kind == "wav":
        return rng.integers(-128, 127, (int(rng.integers(60, 200)), 1)) / 128
    x = np.round(rng.normal(size=(int(rng.integers(3, 9)), 2)), 3)
    if chance(rng, 0.1):
        x[rng.integers(1, len(x)), 0] = np.nan
    return x


def _written(
    rng: np.random.Generator, x: np.ndarray, kind: str, bits: str, form: list[str], hit: list[str]
) -> bytes:
    if kind == "wav":
        raw = _sound(x, bits, form, hit)
    elif kind == "npy":
        sink = io.BytesIO()
        np.save(sink, x)
        raw = sink.getvalue()
    else:
        raw = _table(rng, x, form, hit)
    if "bytes" in hit:
        raw = flipped(raw, rng)
    if "cut" in hit:
        raw = raw[: rng.integers(len(raw))]
    if "empty-file" in hit:
        raw = b""
    if "other-content" in hit:
        raw = bytes(rng.choice([b"ID3\x04", b"PK\x03\x04", b"<html>", b"\x89PNG\r\n"])) + raw[20:]
    return gzip.compress(raw) if "gz" in form else raw


def _sound(x: np.ndarray, bits: str, form: list[str], hit: list[str]) -> bytes:
    channels = 2 if "stereo" in form and "fewer-channels" not in hit else 1
    big = "big-endian" in form and bits == "i2" and "extensible" not in form
    order, size = (">" if big else "<"), int(bits[1])
    flat = np.repeat(x, channels, axis=1).reshape(-1)
    if "not-finite" in hit and bits[0] == "f":
        flat[7] = np.inf
    if bits[0] == "f":
        body = flat.astype(f"<{bits}").tobytes()
    elif bits == "u1":
        body = (flat * 128 + 128).astype("u1").tobytes()
    else:
        whole = (flat * 2.0 ** (8 * size - 1)).astype("<i4")
        body = whole.view("u1").reshape(-1, 4)[:, :size].tobytes()
        body = whole.astype(">i2").tobytes() if big else body
    body = b"" if "no-samples" in hit else body
    rate = 0 if "no-rate" in hit else 2000 if "other-rate" in hit else 4000
    code = 85 if "codec" in hit else 3 if bits[0] == "f" else 1
    per = size * channels
    head = struct.pack(f"{order}HHIIHH", code, channels, rate, rate * per, per, 8 * size)
    if "extensible" in form and "codec" not in hit:
        guid = struct.pack("<H", code) + bytes.fromhex("000000001000800000aa00389b71")
        head = struct.pack("<H", 0xFFFE) + head[2:] + struct.pack("<HHI", 22, 8 * size, 0) + guid
    chunks = [(b"fmt ", head)]
    if "more-chunks" in form:
        chunks += [(b"LIST", b"INFOISFT\x04\x00\x00\x00abc\x00"), (b"junk", b"\x01")]
    chunks.append((b"data", body))
    if "long-chunk-at-end" in form:
        chunks.append((b"id3 ", b"\x00" * 300))
    inside = b"".join(
        name + struct.pack(f"{order}I", len(one)) + one + b"\x00" * (len(one) % 2)
        for name, one in chunks
    )
    if "huge-size" in hit:
        inside = inside.replace(b"data", b"data\xff\xff\xff\x7f", 1)
    return (
        (b"RIFX" if big else b"RIFF") + struct.pack(f"{order}I", 4 + len(inside)) + b"WAVE" + inside
    )


def _table(rng: np.random.Generator, x: np.ndarray, form: list[str], hit: list[str]) -> bytes:
    first = pd.Timestamp("2021-03-04 05:06:07")
    times = [f"{k * 0.02:.2f}" for k in range(len(x))]
    if "stamps" in form:
        times = [
            (first + pd.Timedelta(seconds=k)).strftime("%Y-%m-%d %H:%M:%S") for k in range(len(x))
        ]
    columns = {"ax": x[:, 0], "ay": x[:, 1]}
    names = ["Time" if "title-case" in form else "time", *columns]
    rows = [
        [times[k], *("" if np.isnan(v) else f"{v:.3f}" for v in row)] for k, row in enumerate(x)
    ]
    if "counter" in form:
        names, rows = ["index", *names], [[str(k), *row] for k, row in enumerate(rows)]
    for name in hit:
        _spoil(names, rows, name, rng)
    where = [k for k, name in enumerate(names) if "no-time" not in form or name.lower() != "time"]
    if "column-order" in form and "counter" not in form:
        where = [int(k) for k in rng.permutation(where)]
    if "row-order" in form and not {"no-time", "counter"} & {*form}:
        rows = [rows[int(k)] for k in rng.permutation(len(rows))]
    point = "comma" in form
    mark = "\t" if "tab" in form else ";" if "semicolon" in form or point else ","
    lines = [mark.join(names[k] for k in where)]
    for row in rows:
        cells = [row[k] for k in where if k < len(row)]
        cells = [c.replace(".", ",") for c in cells] if point else cells
        lines.append(mark.join(f'"{c}"' if "quotes" in form else c for c in cells))
    text = ("\r\n" if "crlf" in form else "\n").join(lines) + "\n"
    return text.encode("utf-16" if "utf-16" in form else "utf-8-sig" if "mark" in form else "utf-8")


def _spoil(names: list[str], rows: Cells, name: str, rng: np.random.Generator) -> None:
    k, c = int(rng.integers(len(rows))) if rows else 0, int(rng.integers(1, len(names)))
    put = {"junk": "much", "infinity": "inf", "huge": "1e39", "text-column": "é"}
    if name in put and rows:
        rows[k][c] = put[name]
    elif name in ("lost-column", "more-columns"):
        for row in [names, *rows]:
            row[c:] = row[c + 1 :] if name == "lost-column" else [*row[c:], "5"]
    elif name in ("names-alone", "one-row"):
        del rows[(name == "one-row") :]
    elif name in ("same-time", "no-stamp") and rows:
        rows[k][0] = rows[0][0] if name == "same-time" else ""
    elif name == "all-missing":
        for row in rows:
            row[c] = ""
    elif name == "names-again":
        rows.insert(k, [*names])
    elif name == "units":
        rows.insert(0, ["s"] * len(names))
    elif name == "short-row" and rows:
        del rows[k][-1]


def _tell(
    files: dict[str, bytes],
    labels: dict[str, str],
    told: str,
    asked: dict[str, object],
    damage: list[str],
) -> None:
    """Where the labels stand beside folders: in names, or in a table."""
    if "one-label" in damage:
        labels = dict.fromkeys(labels, "low")
    if told == "pattern":
        asked["label_pattern"] = "{label}_*"
    if "table" not in told:
        return
    rows = [f"{name},{label}" for name, label in labels.items()]
    if "not-in-table" in damage:
        del rows[3]
    if "twice-in-table" in damage:
        rows.append(rows[2].rpartition(",")[0] + ",other")
    if "unknown-in-table" in damage:
        rows.append("nowhere,low")
    table = "\n".join(["file,label", *rows]) + "\n"
    if "broken-table" in damage:
        table = table[: len(table) // 2] + '"' + table[len(table) // 2 :]
    name = "labels.csv" if told == "table" else "who.csv"
    files[name] = table.encode()
    if told == "named-table":
        asked["labels"] = name


def _beside(
    rng: np.random.Generator,
    files: dict[str, bytes],
    names: list[str],
    kind: str,
    form: list[str],
    damage: list[str],
) -> None:
    """Other files of the folder."""
    if "readme" in form:
        files["README.md"] = b"# recorded at home\n"
    if "hidden" in form:
        files[".DS_Store"] = b"\x00\x01"
        files["._take1.wav"] = b"\x00\x05\x16\x07"
    if "outside" in damage:
        files[f"alone.{kind}"] = files[names[0]]
    if "other-kind" in damage:
        files["low/other.mp3"] = b"ID3"
        files["low/another.npy" if kind == "csv" else "low/another.csv"] = b"a,b\n1,2\n"
    if "no-file" in damage:
        for name in names[: rng.integers(len(names) + 1)]:
            del files[name]
        files.setdefault("readme.txt", b"nothing left")


def _differences(
    data: Data, values: dict[str, np.ndarray], labels: dict[str, str], mel: bool
) -> str:
    assert isinstance(data, Sequences) and data.named is not None
    names = [str(name) for (name,) in data.named.rows]
    if sorted(names) != sorted(values):
        return f"wrong: recordings {names[:4]}, not {[*values][:4]}"
    for k, name in enumerate(names):
        if data.classes[data.y[k]] != labels[name]:
            return f"wrong: {name} is {data.classes[data.y[k]]}, not {labels[name]}"
        true = values[name]
        own = [c for c, called in enumerate(data.channels) if " " not in called]
        if "ay" in data.channels:
            own = [data.channels.index(c) for c in ("ax", "ay")]
        read = np.asarray(data.x[k])[:, own]
        known = ~np.isnan(true)
        if mel:
            if len(read) != 1 + max(0, len(true) - 100) // 40:
                return f"wrong: {len(read)} frames of {len(true)} samples"
        elif read.shape != true.shape or not np.allclose(read[known], true[known], atol=1e-7):
            return f"wrong: {name} of {data.channels}: {read[:2]}, not {true[:2]}"
    return ""
