"""Tables as JSON Lines and lists of records."""

import gzip
import json
from typing import Any

import numpy as np
import pandas as pd
from tests.data.mutants.content import Content, content, differences
from tests.data.mutants.mutant import Data, Mutant, chance, flipped, some

FORMS = [
    "list", "indent", "keys", "left-out", "texts", "escapes", "crlf", "gz", "order", "blank-lines",
    "mark", "utf-16",
]  # fmt: skip
DAMAGE = [
    "bytes", "nested", "list-value", "other-type", "huge", "infinity", "nan-word", "true",
    "lost-key", "twice", "no-record", "cut", "large-whole", "null-time", "empty-record", "text",
    "mixed-stamps",
]  # fmt: skip
Record = dict[str, Any]


def make(rng: np.random.Generator) -> Mutant:
    """A table as records, about half of them damaged."""
    truth = content(rng)
    form = some(rng, FORMS, 3)
    damage = some(rng, DAMAGE, 2) if chance(rng, 0.5) else []
    records = _records(rng, truth, form)
    for name in damage:
        _spoil(records, name, rng, truth)
    raw = _written(records, form, rng)
    if "bytes" in damage:
        raw = flipped(raw, rng)
    if "cut" in damage:
        raw = raw[: rng.integers(len(raw) + 1)]
    name = "t.jsonl"
    if "gz" in form:
        name, raw = "t.jsonl.gz", gzip.compress(raw)

    def check(data: Data) -> str:
        return "" if damage else differences(data, truth, set())

    return Mutant(
        {name: raw}, name, {"target": (truth.target,), "lookback": 3}, tuple(form),
        tuple(damage), check,
    )  # fmt: skip


def _records(rng: np.random.Generator, truth: Content, form: list[str]) -> list[Record]:
    dated = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.000Z"]
    time = pd.DatetimeIndex(truth.time).strftime(str(rng.choice(dated)))
    records: list[Record] = []
    for k in range(len(truth)):
        one: Record = {"time": time[k]}
        for name, values in truth.numbers.items():
            value = float(values[k])
            if np.isnan(value):
                if "left-out" not in form:
                    one[name] = None
                continue
            whole = truth.decimals[name] == 0
            one[name] = int(value) if whole else value
            if "texts" in form:
                one[name] = f"{value:.{truth.decimals[name]}f}"
        one |= {name: words[k] for name, words in truth.texts.items()}
        records.append(one)
    if "order" in form:
        records = [records[int(k)] for k in rng.permutation(len(records))]
    if "keys" in form:
        records = [dict(sorted(r.items(), key=lambda _: rng.random())) for r in records]
    return records


def _spoil(records: list[Record], name: str, rng: np.random.Generator, truth: Content) -> None:
    k = int(rng.integers(len(records))) if records else 0
    if not records or not isinstance(records[k], dict):
        return
    column = str(rng.choice([*truth.numbers]))
    put: dict[str, Any] = {
        "nested": {"a": 1}, "list-value": [1, 2], "other-type": "much", "huge": 1e300,
        "infinity": float("inf"), "nan-word": float("nan"), "true": True, "large-whole": 10**30,
        "text": "1,5",
    }  # fmt: skip
    if name in put:
        records[k][column] = put[name]
    elif name == "lost-key":
        records[k].pop(column, None)
    elif name == "null-time":
        records[k]["time"] = None
    elif name == "mixed-stamps":
        records[k]["time"] = 1_700_000_000
    elif name == "empty-record":
        records[k].clear()
    elif name == "no-record":
        records[k] = [1, 2]  # type: ignore[call-overload]
    elif name == "twice":
        records.insert(k, records[k])


def _written(records: list[Record], form: list[str], rng: np.random.Generator) -> bytes:
    plain = "escapes" in form
    if "list" in form:
        text = json.dumps(records, ensure_ascii=plain, indent=2 if "indent" in form else None)
    else:
        text = "\n".join(json.dumps(r, ensure_ascii=plain) for r in records) + "\n"
    if "blank-lines" in form:
        text += "\n\n"
    if "crlf" in form:
        text = text.replace("\n", "\r\n")
    if "utf-16" in form:
        return text.encode("utf-16")
    return text.encode("utf-8-sig" if "mark" in form else "utf-8")
