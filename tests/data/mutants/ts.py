"""Labelled sequences as .ts files: headers, channels, time stamps, missing values."""

import gzip

import numpy as np
from tests.data.mutants.mutant import Data, Mutant, chance, flipped, some

from recurra.data import Sequences

FORMS = [
    "crlf", "mark", "tabs", "comments", "blanks", "upper", "no-flags", "gz", "exponent", "stamps",
    "dates", "blank-lines", "no-last-newline", "shuffled-header", "targets",
]  # fmt: skip
DAMAGE = [
    "bytes", "bytes", "cut", "lost-step", "lost-channel", "unknown-class", "junk", "infinity",
    "huge", "all-missing", "empty-line", "no-data", "wrong-length", "wrong-dimensions", "one-class",
    "same-class-twice", "one-example", "colon", "bracket", "no-label",
]  # fmt: skip
LABELS = (("a", "b"), ("1", "2", "3"), ("walk", "run"), ("正", "負"), ("-1", "1"), ("0.5", "1.5"))
Steps = list[np.ndarray]  # [T, channels] of each example


def make(rng: np.random.Generator) -> Mutant:
    """Twelve to thirty examples, about half of the files damaged."""
    count, channels = int(rng.integers(12, 30)), int(rng.integers(1, 4))
    even = chance(rng, 0.5)
    lengths = [7 if even else int(rng.integers(2, 12)) for _ in range(count)]
    scale = float(rng.choice([1.0, 100.0, 1e6]))
    x = [np.round(scale * rng.normal(size=(n, channels)), 3) for n in lengths]
    if chance(rng, 0.3):
        for one in x:
            one[rng.random(one.shape) < 0.1] = np.nan
    names = LABELS[rng.integers(len(LABELS))]
    labels = [names[k % len(names)] for k in range(count)]
    form = some(rng, FORMS, 3)
    damage = some(rng, DAMAGE, 2) if chance(rng, 0.5) else []
    if any(np.isnan(one).all(axis=0).any() for one in x):
        damage.append("no values")
    text = _text(rng, x, (names, labels), form, damage)
    raw = text.encode("utf-8-sig" if "mark" in form else "utf-8")
    for _ in range(damage.count("bytes")):
        raw = flipped(raw, rng)
    name = "T_TRAIN.ts"
    if "gz" in form:
        name, raw = f"{name}.gz", gzip.compress(raw)

    def check(data: Data) -> str:
        return "" if damage else _differences(data, x, labels, "targets" in form)

    return Mutant({name: raw}, name, {}, tuple(form), tuple(damage), check)


def _differences(data: Data, x: Steps, labels: list[str], valued: bool) -> str:
    assert isinstance(data, Sequences)
    if len(data) != len(x):
        return f"wrong: {len(data)} examples, not {len(x)}"
    own = [data.classes[k] for k in data.y] if not valued else data.y[:, 0].tolist()
    meant = [float(k) for k in range(len(x))] if valued else labels
    if own != meant:
        return f"wrong: labels {own[:4]}, not {meant[:4]}"
    for k, one in enumerate(x):
        read = np.asarray(data.x[k])[:, : one.shape[1]]
        known = ~np.isnan(one)
        if len(read) != len(one) or not np.allclose(read[known], one[known], rtol=1e-6):
            return f"wrong: example {k}: {read[:2]} {one[:2]}"
    return ""


def _text(
    rng: np.random.Generator,
    x: Steps,
    names: tuple[tuple[str, ...], list[str]],
    form: list[str],
    damage: list[str],
) -> str:
    channels, classes = x[0].shape[1], [*names[0]]
    if "one-class" in damage:
        classes = classes[:1]
    if "same-class-twice" in damage:
        classes.append(classes[0])
    even = len({len(one) for one in x}) == 1
    header = [
        ("problemName", "small thing"),
        ("timeStamps", str("stamps" in form or "dates" in form).lower()),
        ("targetLabel", "true")
        if "targets" in form
        else ("classLabel", f"true {' '.join(classes)}"),
        ("univariate", str(channels == 1).lower()),
        ("dimensions", str(channels + ("wrong-dimensions" in damage))),
        ("missing", "true"),
        ("equalLength", str(even or "wrong-length" in damage).lower()),
        *([("seriesLength", str(len(x[0])))] if even or "wrong-length" in damage else []),
    ]  # fmt: skip
    if "no-flags" in form:
        header = [h for h in header if h[0] not in ("missing", "problemName")]
    if "shuffled-header" in form:
        header = [header[int(k)] for k in rng.permutation(len(header))]
    between = "\t" if "tabs" in form else " "
    upper = "upper" in form
    lines = [f"@{n.upper() if upper else n}{between}{v}" for n, v in header]
    lines.append("" if "no-data" in damage else "@DATA" if upper else "@data")
    lines += _examples(rng, x, names[1], form, damage)
    if "comments" in form:
        lines.insert(0, "# of a sensor")
        lines.insert(len(lines) - 2, "% one more")
    if "blank-lines" in form:
        lines = [*lines[:-1], "", lines[-1], ""]
    if "cut" in damage:
        lines = lines[: rng.integers(len(lines))]
    text = ("\r\n" if "crlf" in form else "\n").join(lines)
    return text if "no-last-newline" in form else text + "\n"


def _examples(
    rng: np.random.Generator, x: Steps, labels: list[str], form: list[str], damage: list[str]
) -> list[str]:
    lines = []
    for k, one in enumerate(x[:1] if "one-example" in damage else x):
        parts = [_channel(one[:, c], form) for c in range(one.shape[1])]
        parts.append(str(float(k)) if "targets" in form else labels[k])
        blank = " " if "blanks" in form else ""
        lines.append(f"{blank}:{blank}".join(parts))
    for name in damage:
        k = int(rng.integers(len(lines)))
        steps, _, label = lines[k].rpartition(":")
        lines[k] = {
            "lost-step": lines[k].replace(",", "", 1),
            "lost-channel": lines[k].partition(":")[2],
            "unknown-class": f"{steps}:never",
            "junk": f"abc,{lines[k]}",
            "infinity": f"inf,{lines[k]}",
            "huge": f"1e300,{lines[k]}",
            "all-missing": f"{','.join('?' * 7)}:{label}",
            "empty-line": ":",
            "colon": f"{steps}::{label}",
            "bracket": f"({lines[k]}",
            "no-label": steps,
        }.get(name, lines[k])  # fmt: skip
    return lines


def _channel(values: np.ndarray, form: list[str]) -> str:
    written = "{:.6e}" if "exponent" in form else "{:.3f}"
    texts = ["?" if np.isnan(v) else written.format(v) for v in values]
    comma = ", " if "blanks" in form else ","
    if "dates" in form:
        return comma.join(f"(2020-01-{k + 1:02} 10:00:00,{t})" for k, t in enumerate(texts))
    if "stamps" in form:
        return comma.join(f"({k},{t})" for k, t in enumerate(texts))
    return comma.join(texts)
