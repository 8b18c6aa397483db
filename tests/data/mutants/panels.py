"""Tables of several groups over time, each forecast from its own past: `content` once a group."""

from dataclasses import replace

import numpy as np
from tests.data.mutants.content import Content, content, differences
from tests.data.mutants.csv_text import laid_out, written
from tests.data.mutants.damage import ALL, CELLS, Grid
from tests.data.mutants.mutant import Data, Mutant, chance, some

from recurra.data import Series

KEYS = (("a", "b", "c"), ("1", "2", "10"), ("01", "02", "03"), ("東京", "大阪", "京都"))
DAMAGE = ["short-group", "group-without-values", "blank-group", "alike-groups", "one-group"]


def make(rng: np.random.Generator) -> Mutant:
    """Two or three groups in one table, about half of the tables damaged."""
    keys = KEYS[rng.integers(len(KEYS))][: rng.integers(2, 4)]
    truth = _groups(rng, content(rng), keys)
    whole = _together([*truth.values()])
    grid, form, shift = laid_out(rng, whole)
    owner = [key for key, own in truth.items() for _ in range(len(own))]
    for row, k in zip(grid.rows, grid.order, strict=True):
        row.insert(grid.stamps, owner[k])
    grid.names.insert(grid.stamps, "plant")
    damage = []
    if chance(rng, 0.5):
        damage = some(rng, [*CELLS, *DAMAGE * 2], 2)
    for name in sorted(damage, key=lambda one: [*DAMAGE, *CELLS].index(one)):
        if name in CELLS:
            CELLS[name](grid, rng)
        else:
            _spoil(grid, name, keys)
    name, raw, more, broken = written(rng, grid)
    asked: dict[str, object] = {"target": (whole.target,), "lookback": 3, "group": "plant"}

    def check(data: Data) -> str:
        if damage or broken:
            return ""
        assert isinstance(data, Series)
        if sorted(g.key for g in data.groups) != sorted(keys):
            return f"wrong: groups {[g.key for g in data.groups]}, not {keys}"
        every = (
            differences(replace(data, groups=(own,)), truth[own.key], set(), shift)
            for own in data.groups
        )
        return next(filter(None, every), "")

    return Mutant({name: raw}, name, asked, (keys[0], *form, *more), (*damage, *broken), check)


def _groups(rng: np.random.Generator, one: Content, keys: tuple[str, ...]) -> dict[str, Content]:
    """The same columns and times, with the values of each group in an order of their own."""
    found = {}
    for key in keys:
        order = rng.permutation(len(one))
        found[key] = replace(one.take(order), time=one.time)
    return found


def _together(every: list[Content]) -> Content:
    first = every[0]
    return replace(
        first,
        time=np.concatenate([one.time for one in every]),
        numbers={k: np.concatenate([one.numbers[k] for one in every]) for k in first.numbers},
        texts={k: [w for one in every for w in one.texts[k]] for k in first.texts},
    )


def _spoil(grid: Grid, name: str, keys: tuple[str, ...]) -> None:
    own = [k for k, row in enumerate(grid.rows) if row[grid.stamps] == keys[0]]
    if name == "short-group":
        for k in reversed(own[4:]):
            del grid.rows[k], grid.order[k]
    elif name == "group-without-values":
        for k in own:
            grid.rows[k][grid.stamps + 1 :] = [""] * (len(grid.names) - grid.stamps - 1)
    else:
        put = {"blank-group": "", "alike-groups": f"0{keys[0]}", "one-group": keys[0]}[name]
        for k in range(len(grid.rows)) if name == "one-group" else own[:3]:
            grid.rows[k][grid.stamps] = put
    grid.touched.add(ALL)
