"""Tables as CSV: separators, quotes, encodings, lines, numbers, dates; and what goes wrong."""

import bz2
import csv
import gzip
import io
import lzma
import zipfile

import numpy as np
import pandas as pd
from tests.data.mutants import cells
from tests.data.mutants.content import Content, content, differences
from tests.data.mutants.damage import ALL, CELLS, Grid
from tests.data.mutants.dates import DATES
from tests.data.mutants.mutant import Check, Data, Mutant, chance, flipped, some

LINES = [
    "quote-all", "crlf", "cr", "no-last-newline", "blank-lines", "title", "units", "comments",
    "sep-line", "end-separator", "blanks",
]  # fmt: skip
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "cp932", "cp1252", "gb18030", "euc_jp")
PACKED = ("gz", "xz", "bz2", "zip")
TEXT = [
    "bytes",
    "open-quote",
    "other-separator",
    "two-encodings",
    "nul",
    "mark",
    "cut",
    "junk-line",
]


def make(rng: np.random.Generator) -> Mutant:
    """A table in some form, three in five of them damaged."""
    truth = content(rng)
    grid, form, shift = laid_out(rng, truth)
    damage = some(rng, [*CELLS], 2) if chance(rng, 0.55) else []
    target = truth.target
    for name in sorted(damage, key=list(CELLS).index):
        CELLS[name](grid, rng)
    name, raw, more, broken = written(rng, grid)
    asked: dict[str, object] = {"lookback": 3}
    if len(truth.numbers) > 1 or chance(rng, 0.5):
        asked["target"] = (target,)
    return Mutant(
        {name: raw}, name, asked, (*form, *more), (*damage, *broken),
        checked(truth, grid.touched, shift),
    )  # fmt: skip


def written(rng: np.random.Generator, grid: Grid) -> tuple[str, bytes, list[str], list[str]]:
    """A name, the bytes of a table, what was done, and how its text was damaged."""
    text, form = _text(rng, grid)
    raw, coded = _bytes(rng, text)
    damage = []
    if chance(rng, 0.08):
        damage.append(str(rng.choice(TEXT)))
        raw = _broken(raw, damage[0], rng)
        grid.touched.add(ALL)
    name, raw, packed = _packed(rng, raw)
    return name, raw, [*form, *coded, *packed], damage


def checked(truth: Content, touched: set[int], shift: bool = False) -> Check:
    """What holds of the values wherever the damage does not reach."""

    def check(data: Data) -> str:
        return "" if ALL in touched else differences(data, truth, touched, shift)

    return check


def laid_out(rng: np.random.Generator, truth: Content) -> tuple[Grid, list[str], bool]:
    """The table's cells, what was done, and whether stamps may come out in UTC."""
    clear = [name for name, form in DATES.items() if form.clear(truth)]
    dated = str(rng.choice(clear))
    comma = chance(rng, 0.2)
    form = [dated, *(["comma"] if comma else [])]
    columns = dict(DATES[dated].write(pd.DatetimeIndex(truth.time)))
    stamps = len(columns)
    for name, values in truth.numbers.items():
        style = str(rng.choice([*cells.NUMBERS])) if chance(rng, 0.3) else "plain"
        if not cells.clear(values, truth.decimals[name], style, comma):
            style = "plain"
        missing = str(rng.choice(cells.MISSING))
        columns[name] = cells.column(values, truth.decimals[name], style, missing, comma)
        form += [style] if style != "plain" else []
    columns |= truth.texts
    names = list(columns)
    rows = [[columns[n][k] for n in names] for k in range(len(truth))]
    order = list(range(len(truth)))
    if chance(rng, 0.3) and dated != "a":
        order = [int(k) for k in (rng.permutation(order) if chance(rng, 0.5) else order[::-1])]
        rows, form = [rows[k] for k in order], [*form, "order"]
    return Grid(names, rows, order, stamps), form, DATES[dated].shift


def _text(rng: np.random.Generator, grid: Grid) -> tuple[str, list[str]]:
    form = some(rng, LINES, 2)
    points = any("," in cell for row in grid.rows for cell in row)
    marks = [";", "\t"] if points else [",", ",", ";", "\t", "|"]
    separator = str(rng.choice(marks))
    rows = [grid.names, *grid.rows]
    if "units" in form:
        rows.insert(1, ["", *["kW"] * (len(grid.names) - 1)])
    if "blanks" in form:
        rows = [[f" {cell} " for cell in row] for row in rows]
    if "end-separator" in form:
        rows = [[*row, ""] for row in rows]
    lines = io.StringIO()
    quoting = csv.QUOTE_ALL if "quote-all" in form else csv.QUOTE_MINIMAL
    csv.writer(lines, delimiter=separator, lineterminator="\n", quoting=quoting).writerows(rows)
    text = lines.getvalue()
    if "comments" in form and '"' not in text:
        text = "# made by a logger\n" + text.replace("\n", "\n# one more\n", 2)
    if "title" in form and len(grid.names) > 2:
        text = f"Report of the plant\n{text}"
    if "sep-line" in form and "title" not in form and "comments" not in form:
        text = f"sep={separator}\n{text}"
    if "no-last-newline" in form:
        text = text.removesuffix("\n")
    if "blank-lines" in form:
        text += "\n\n"
    if "crlf" in form:
        text = text.replace("\n", "\r\n")
    elif "cr" in form:
        text = text.replace("\n", "\r")
    return text, [f"separator {separator!r}", *form]


def _bytes(rng: np.random.Generator, text: str) -> tuple[bytes, list[str]]:
    if chance(rng, 0.3):
        encoding = str(rng.choice(ENCODINGS))
        beyond = "".join(sorted({c for c in text if c > "\x7f"}))
        known = {"cp932": "気", "gb18030": "", "euc_jp": "気", "cp1252": "ö"}.get(encoding, "")
        try:
            raw = text.encode("utf-16" if encoding == "utf-16-le" else encoding)
        except UnicodeEncodeError:
            return text.encode(), []
        if not beyond or encoding.startswith("utf") or (known and known in text):
            return raw, [encoding]
    return text.encode("utf-8", "surrogatepass"), []


def _broken(raw: bytes, kind: str, rng: np.random.Generator) -> bytes:
    place = int(rng.integers(len(raw)))
    if kind == "bytes":
        return flipped(raw, rng)
    if kind == "cut":
        return raw[:place]
    put = {
        "open-quote": b'"', "other-separator": b";", "two-encodings": "é".encode("latin-1"),
        "nul": b"\x00", "mark": b"\xef\xbb\xbf", "junk-line": b"\n<<<<<<< HEAD\n",
    }[kind]  # fmt: skip
    return raw[:place] + put + raw[place:]


def _packed(rng: np.random.Generator, raw: bytes) -> tuple[str, bytes, list[str]]:
    name = str(rng.choice(["t.csv", "t.txt", "t.tsv", "t.dat", "export"]))
    if not chance(rng, 0.1):
        return name, raw, []
    kind = str(rng.choice(PACKED))
    if kind == "zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, raw)
        return f"{name}.zip", packed.getvalue(), [kind]
    pack = {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress}[kind]
    return f"{name}.{kind}", pack(raw), [kind]
