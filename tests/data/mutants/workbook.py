"""Tables as Excel workbooks: types of cells, sheets, titles, and what goes wrong."""

import io
import zipfile
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
from tests.data.mutants.content import Content, content, differences
from tests.data.mutants.mutant import Data, Mutant, chance, flipped, some

FORMS = [
    "text-dates", "text-numbers", "title", "second-sheet", "notes-sheet", "offset", "empty-rows",
    "formats", "order", "empty-columns", "serials", "freeze", "merged-title", "units",
]  # fmt: skip
DAMAGE = [
    "bytes", "part", "error-cell", "formula", "text", "blank", "true", "clock", "total",
    "same-name", "no-rows", "huge", "names-again", "merged", "long-text", "number-name",
    "blank-time",
]  # fmt: skip
Rows = list[list[Any]]


def make(rng: np.random.Generator) -> Mutant:
    """A workbook, about half of them damaged."""
    truth = content(rng)
    truth = truth.take(np.arange(40))
    form = some(rng, FORMS, 3)
    damage = some(rng, DAMAGE, 2) if chance(rng, 0.5) else []
    if "serials" in form and not truth.daily:
        form.remove("serials")
    order = rng.permutation(len(truth)) if "order" in form else np.arange(len(truth))
    rows = _rows(truth.take(order), form)
    names = ["date", *truth.numbers, *truth.texts]
    for name in damage:
        _spoil(names, rows, name, rng)
    raw = _written(names, rows, form)
    if "bytes" in damage:
        raw = flipped(raw, rng)
    if "part" in damage:
        raw = _other_part(raw, rng)

    def check(data: Data) -> str:
        return "" if damage else differences(data, truth, set())

    asked: dict[str, object] = {"target": (truth.target,), "lookback": 3}
    return Mutant({"t.xlsx": raw}, "t.xlsx", asked, tuple(form), tuple(damage), check)


def _rows(truth: Content, form: list[str]) -> Rows:
    times: list[Any] = list(pd.DatetimeIndex(truth.time).to_pydatetime())
    if "text-dates" in form:
        times = [str(t) for t in times]
    elif "serials" in form:
        times = [(t - pd.Timestamp("1899-12-30")).days for t in times]
    rows: Rows = [[t] for t in times]
    for name, values in truth.numbers.items():
        for row, value in zip(rows, values, strict=True):
            text = f"{value:.{truth.decimals[name]}f}"
            row.append(None if np.isnan(value) else text if "text-numbers" in form else value)
    for words in truth.texts.values():
        for row, word in zip(rows, words, strict=True):
            row.append(word)
    return rows


def _spoil(names: list[str], rows: Rows, name: str, rng: np.random.Generator) -> None:
    k = int(rng.integers(len(rows))) if rows else 0
    column = int(rng.integers(1, len(names)))
    put: dict[str, Any] = {
        "error-cell": "#DIV/0!", "formula": "=A1+1", "text": "broken", "blank": None, "true": True,
        "huge": 1e301, "long-text": "x" * 5000,
    }  # fmt: skip
    if name in put and rows:
        rows[k][column] = put[name]
    elif name == "clock" and rows:
        rows[k][column] = pd.Timestamp("2020-01-01 10:00").to_pydatetime().time()
    elif name == "total":
        rows.append(["Total", *[1.0] * (len(names) - 1)])
    elif name == "same-name":
        names[column] = names[0]
    elif name == "no-rows":
        rows.clear()
    elif name == "names-again":
        rows.insert(k, list(names))
    elif name == "number-name":
        names[column] = str(2020)
    elif name == "blank-time" and rows:
        rows[k][0] = None


def _written(names: list[str], rows: Rows, form: list[str]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    if "notes-sheet" in form:
        sheet.title = "Notes"
        sheet["A1"] = "See the other sheet."
        sheet = book.create_sheet("Data")
    left = 2 if "offset" in form else 0
    table: Rows = [names, *rows]
    if "units" in form and all(isinstance(v, float | int) for row in rows for v in row[1:2]):
        table.insert(1, ["", *["kW"] * (len(names) - 1)])
    if "title" in form:
        table = [["Plant 7, hourly"], [None], *table]
    if "empty-rows" in form:
        table += [[None] * len(names)] * 3
    for r, row in enumerate(table, 3 if "offset" in form else 1):
        for c, value in enumerate(row, 1 + left):
            if value is not None:
                sheet.cell(r, c, value)
    if "second-sheet" in form:
        book.create_sheet("Other").append([1, 2])
    if "freeze" in form:
        sheet.freeze_panes = "B2"
    if "merged-title" in form and "title" in form:
        first = 3 if "offset" in form else 1
        sheet.merge_cells(None, first, 1 + left, first, len(names) + left)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _other_part(raw: bytes, rng: np.random.Generator) -> bytes:
    """One of the parts in the file is changed, and packed again as it should be."""
    try:
        before = zipfile.ZipFile(io.BytesIO(raw))
        parts = {name: before.read(name) for name in before.namelist()}
    except Exception:  # its bytes are broken as well
        return raw
    name = str(rng.choice([*parts]))
    if chance(rng, 0.3):
        del parts[name]
    else:
        parts[name] = flipped(parts[name], rng)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as after:
        for one, content_ in parts.items():
            after.writestr(one, content_)
    return sink.getvalue()
