"""What a table holds, before anybody writes it down in one form or another."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from tests.data.mutants.mutant import Data, chance

from recurra.data import Series

STEPS = ("h", "D", "15min", "W", "MS", "ME", "B", "min", "s", "QS", "6h")
BY_DAY = ("D", "W", "MS", "ME", "B", "QS")  # those whose dates need no time of day
NAMES = ("y", "load", "Temperatur", "気温", "wert °C", "x1", "prix", "売上", "wind speed", "Größe")
SKIES = ("sun", "rain", "snow", "fog")


@dataclass(frozen=True, eq=False)
class Content:
    """time: [N] datetime64[ns]; numbers: name -> [N] with NaN for missing; texts: name -> words.

    decimals: of each column of numbers; step: a frequency as pandas names it.
    """

    time: np.ndarray
    step: str
    numbers: dict[str, np.ndarray]
    decimals: dict[str, int]
    texts: dict[str, list[str]]

    def __len__(self) -> int:
        return len(self.time)

    @property
    def target(self) -> str:
        return next(iter(self.numbers))

    @property
    def daily(self) -> bool:
        """Whether the dates need no time of day."""
        return self.step in BY_DAY

    def take(self, index: np.ndarray) -> "Content":
        """Some rows, in this order."""
        return replace(
            self,
            time=self.time[index],
            numbers={k: v[index] for k, v in self.numbers.items()},
            texts={k: [v[int(i)] for i in index] for k, v in self.texts.items()},
        )


def content(rng: np.random.Generator) -> Content:
    """A table of 40 to 70 rows: time, a target, up to three inputs, perhaps a column of words."""
    rows = int(rng.integers(40, 70))
    step = str(rng.choice(STEPS))
    start = pd.Timestamp("1991-01-01") + pd.Timedelta(days=int(rng.integers(0, 12_000)))
    time = pd.date_range(start, periods=rows, freq=step).to_numpy().astype("datetime64[ns]")
    names = [str(n) for n in rng.permutation(NAMES)[: rng.integers(1, 5)]]
    decimals = {n: int(rng.choice([0, 1, 2, 2, 4])) for n in names}
    numbers = {n: _numbers(rng, rows, decimals[n]) for n in names}
    for name in names[1:]:
        if chance(rng, 0.3):
            numbers[name][rng.random(rows) < 0.1] = np.nan
    texts = {"sky": [str(w) for w in rng.choice(SKIES, rows)]} if chance(rng, 0.4) else {}
    return Content(time, step, numbers, decimals, texts)


def _numbers(rng: np.random.Generator, rows: int, decimals: int) -> np.ndarray:
    scale = float(rng.choice([1.0, 30.0, 2000.0, 3e6]))
    level = float(rng.choice([0.0, 0.0, 5.0])) * scale
    found = level + scale * rng.normal(size=rows)
    return np.round(found, decimals if scale < 1e6 or decimals < 3 else 2)


def differences(data: Data, expected: Content, touched: set[int], shift: bool = False) -> str:
    """Where what was read differs from what was written, except in the `touched` rows.

    shift: the stamps may all be moved by the same whole minutes, as those of a zone are.
    """
    assert isinstance(data, Series)
    group = data.groups[0]
    kept = [i for i in range(len(expected)) if i not in touched]
    if group.time is None:
        return "" if touched else _values(data, expected, kept, np.array(kept))
    own = group.time.astype("datetime64[ns]")
    time = expected.time[kept]
    if shift and len(own) and len(time):
        moved = own[0] - expected.time[0]
        time = time + (moved if moved % np.timedelta64(1, "m") == np.timedelta64(0) else 0)
    place = np.searchsorted(own, time)
    found = (place < len(own)) & (own[np.minimum(place, len(own) - 1)] == time)
    if not found.all():
        lost = int(np.flatnonzero(~found)[0])
        return f"wrong: no row of {time[lost]} among {own[:3]} ... ({(~found).sum()} lost)"
    return _values(data, expected, kept, place)


def _values(data: Series, expected: Content, kept: list[int], place: np.ndarray) -> str:
    if not kept:
        return ""
    for name, whole in expected.numbers.items():
        if name not in data.columns:
            if name == expected.target:
                return f"wrong: no column {name!r} among {data.columns}"
            continue
        read = data.groups[0].values[place, data.columns.index(name)]
        true = whole[kept]
        away = ~np.isnan(true) & ~np.isclose(read, true, rtol=1e-9, atol=1e-12)
        if away.any():
            k = int(np.flatnonzero(away)[0])
            return f"wrong: {name!r} of row {kept[k]} is {read[k]!r}, not {true[k]!r}"
    for name, words in expected.texts.items():
        for word in set(words):
            if f"{name}={word}" in data.columns:
                read = data.groups[0].values[place, data.columns.index(f"{name}={word}")]
                if (read != np.array([words[i] == word for i in kept])).any():
                    return f"wrong: category {word!r} of {name!r}"
    return ""
