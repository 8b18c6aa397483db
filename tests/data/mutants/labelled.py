"""Tables in which groups, steps or windows of rows have a class or a value."""

import numpy as np
from tests.data.mutants.csv_text import written
from tests.data.mutants.damage import CELLS, Grid
from tests.data.mutants.mutant import Data, Mutant, chance, some

from recurra.data import Sequences

ASKED = ("group-class", "group-value", "step-value", "window-class", "step-class")
FORMS = ["interleaved", "no-cycle", "missing", "stamps", "same-column", "answer-first", "texts"]
DAMAGE = [
    "unlabelled-group", "two-labels", "short-group", "blank-group", "one-group", "one-class",
    "no-answers", "odd-answer", "infinite-answer", "class-of-one", "huge-answer", "gap",
]  # fmt: skip
KEYS = ("e{}", "{}", "{:03}", "号機{}", "engine {}")
Engine = tuple[np.ndarray, list[str]]  # [T, 2] sensors, and the answer of each row as it is written


def make(rng: np.random.Generator) -> Mutant:
    """Twelve to eighteen engines of a few rows, about half of the tables damaged."""
    asked = str(rng.choice(ASKED))
    form = some(rng, FORMS, 3)
    called = KEYS[rng.integers(len(KEYS))]
    engines = {
        called.format(k + 1): _engine(rng, asked, k, "missing" in form)
        for k in range(int(rng.integers(12, 19)))
    }
    damage = some(rng, [*CELLS, *DAMAGE * 2], 2) if chance(rng, 0.5) else []
    grid = _grid(engines, form)
    if "interleaved" in form:  # each engine's rows stay in their order
        turns = sorted(range(len(grid.rows)), key=lambda k: (int(grid.rows[k][2]), k))
        grid.rows[:] = [grid.rows[k] for k in turns]
    for name in sorted(damage, key=lambda one: [*DAMAGE, *CELLS].index(one)):
        if name in CELLS:
            CELLS[name](grid, rng)
        else:
            _spoil(grid, name, rng)
    _ordered(grid, form)
    name, raw, more, broken = written(rng, grid)
    ask: dict[str, object] = {"group": "engine"}
    if asked.endswith("class"):
        ask["label"] = "answer"
    else:
        ask |= {"target": ("answer",), "task": "regression"}
    each = asked.partition("-")[0]
    if each != "group" and asked != "step-value":
        ask["each"] = each
    if each == "window":
        ask |= {"window": 3, "stride": 1}

    def check(data: Data) -> str:
        return "" if damage or broken else _differences(data, engines, each)

    return Mutant({name: raw}, name, ask, (asked, *form, *more), (*damage, *broken), check)


def _engine(rng: np.random.Generator, asked: str, k: int, gaps: bool) -> Engine:
    rows = int(rng.integers(4, 10))
    x = np.round(rng.normal(size=(rows, 2)) * (1.0, 50.0), 2)
    if gaps:
        x[rng.random(rows) < 0.2, 1] = np.nan
    if asked == "group-class":
        return x, [("worn", "good")[k % 2]] * rows
    if asked == "group-value":
        return x, [f"{3.5 * k - 7:.1f}"] * rows
    if asked == "step-value":
        return x, [str(n) for n in range(rows)[::-1]]
    return x, [("on", "off")[(n + k) // 3 % 2] for n in range(rows)]


def _grid(engines: dict[str, Engine], form: list[str]) -> Grid:
    """cycle, engine, number of the row, sensors and the answer; `_ordered` takes the number out."""
    rows = []
    for key, (x, answers) in engines.items():
        for k, (own, answer) in enumerate(zip(x, answers, strict=True)):
            cells = ["" if np.isnan(v) else f"{v:.2f}" for v in own]
            first = f"2021-03-{k + 1:02}" if "stamps" in form else str(k + 1)
            rows.append([first, key, str(k), *cells, answer])
    names = ["day" if "stamps" in form else "cycle", "engine", "number", "s1", "s2", "answer"]
    return Grid(names, rows, list(range(len(rows))), 1)


def _spoil(grid: Grid, name: str, rng: np.random.Generator) -> None:
    key = grid.rows[0][1]
    own = [row for row in grid.rows if row[1] == key]
    k = int(rng.integers(len(grid.rows)))
    if name == "short-group":
        grid.rows[:] = [row for row in grid.rows if row not in own[1:]]
    elif name == "gap":
        del grid.rows[k]
    elif name in ("blank-group", "one-group"):
        for row in own if name == "blank-group" else grid.rows:
            row[1] = "" if name == "blank-group" else key
    elif name in ("unlabelled-group", "class-of-one", "one-class", "no-answers"):
        put = {"class-of-one": "rare", "one-class": grid.rows[0][-1]}.get(name, "")
        for row in grid.rows if name in ("one-class", "no-answers") else own:
            row[-1] = put
    else:
        put = {"odd-answer": "?!", "infinite-answer": "inf", "huge-answer": "1e300"}.get(name, "")
        grid.rows[k][-1] = put or grid.rows[-1 - k][-1]
    grid.order[:] = range(len(grid.rows))


def _ordered(grid: Grid, form: list[str]) -> None:
    """The columns as the table has them."""
    where = [*range(len(grid.names))]
    where.remove(2)
    if "no-cycle" in form:
        where.remove(0)
    if "answer-first" in form and 5 in where:
        where.remove(5)
        where.insert(0, 5)
    for row in grid.rows:
        if "same-column" in form:
            row.append("7")
        if "texts" in form:
            row.append(("sun", "rain")[len(row[1]) % 2])
        row[:] = [row[k] for k in (*where, *range(len(grid.names), len(row))) if k < len(row)]
    more = [*(["plant"] if "same-column" in form else []), *(["sky"] if "texts" in form else [])]
    grid.names[:] = [*(grid.names[k] for k in where), *more]


def _differences(data: Data, engines: dict[str, Engine], each: str) -> str:
    assert isinstance(data, Sequences) and data.groups is not None
    y = [data.classes[k] for k in data.y] if data.classes else data.y[:, 0].tolist()
    where = [data.channels.index(name) for name in ("s1", "s2")]
    count = 0
    for key, (x, answers) in engines.items():
        own = np.flatnonzero(data.groups == key)
        count += len(own)
        ends = [len(x)] if each == "group" else range(3, len(x) + 1)
        ends = range(1, len(x) + 1) if each == "step" else ends
        if len(own) != len(ends):
            return f"wrong: {len(own)} examples of {key!r}, not {len(ends)}"
        for k, end in zip(own, ends, strict=True):
            true = x[end - 3 : end] if each == "window" else x[:end]
            read = np.asarray(data.x[k])[:, where]
            known = ~np.isnan(true)
            if read.shape != true.shape or not np.allclose(read[known], true[known]):
                return f"wrong: {key!r} to row {end}: {read[-2:]}, not {true[-2:]}"
            meant = answers[end - 1]
            if each == "window":
                meant = max(("on", "off"), key=answers[end - 3 : end].count)
            if y[k] != (meant if data.classes else float(meant)):
                return f"wrong: {key!r} to row {end} is {y[k]}, not {meant}"
    return "" if count == len(data) else f"wrong: {len(data)} examples, not {count}"
