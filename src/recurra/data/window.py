"""Windows over series: where they lie, and their numbers, made when asked for.

A window at origin t has inputs t - lookback .. t - 1 and targets t .. t + horizon - 1. Its part is
the one in which all its targets lie; its inputs may reach back into an earlier part. Rows of all
groups are counted through, group after group; no window crosses from one group into another.
"""

from typing import NamedTuple

import numpy as np

from recurra.data.scale import Scaler
from recurra.data.scratch import columns
from recurra.data.series import PARTS, Boundaries, Series, together
from recurra.errors import DataError
from recurra.words import Text, Words, say

LONGEST = 168  # of a lookback that is chosen here
SHORTEST = 24
TOLERATED = (0.0, 0.1, 0.25, 0.5, 1.0)  # share of filled-in targets in a window, see `origins`


class Cut(NamedTuple):
    """Numbers of some windows, scaled, float32."""

    x: np.ndarray  # [N, lookback, columns]
    y: np.ndarray  # [N, horizon, targets]
    future: np.ndarray  # [N, horizon, known]


def choose_lookback(series: Series, bounds: Boundaries, horizon: int) -> tuple[int, Words]:
    """A lookback for the horizon and the season, and the sentence that says why.

    Twice the horizon, at least one season (of at most 168 steps) and 24 steps; at most 168 steps
    (or the horizon) and a quarter of the longest training part.
    """
    chosen, room = lookback_of(series.season, bounds, horizon)
    return chosen, say("data.window.lookback", steps=chosen, room=room)


def lookback_of(season: int | None, bounds: Boundaries, horizon: int) -> tuple[int, bool]:
    """That lookback, and whether the training part is too short for what it would be."""
    season = season if season and season <= LONGEST else 0
    wanted = min(max(2 * horizon, season, SHORTEST), max(LONGEST, horizon))
    room = max(1, max(rows[0] for rows in bounds.rows) // 4)
    chosen = min(wanted, room)
    return chosen, chosen < wanted


def origins(
    series: Series, bounds: Boundaries, lookback: int, horizon: int
) -> tuple[dict[str, np.ndarray], tuple[Text, ...]]:
    """part -> [N] int64 origins in order, and what is said of them.

    Windows with filled-in targets are left out; where that would leave fewer than half of a part's
    windows, a larger share of filled-in values is tolerated. Raises DataError where a part is left
    without windows.
    """
    found: dict[str, list[np.ndarray]] = {part: [] for part in PARTS}
    for g, group in enumerate(series.groups):
        for part in PARTS:
            first, last = bounds.span(g, part, len(group))
            inside = np.arange(max(first, lookback), last - horizon + 1, dtype=np.int64)
            found[part].append(inside + series.starts[g])
    out, said = {}, _groups_left_out(series, found)
    whole = all(g.observed.all() for g in series.groups)
    for part in PARTS:
        every = together(found[part])
        if len(every) == 0:
            raise _too_short(series, bounds, lookback, horizon, part)
        if whole:
            out[part] = every
            continue
        share = _filled_share(series, every, horizon)
        limit = next(t for t in TOLERATED if (share <= t).mean() >= 0.5)
        out[part] = every[share <= limit]
        if (share > 0).any():
            said.append(_left_out(part, len(every), len(out[part]), limit))
    return out, tuple(said)


class Windows:
    """The numbers of windows of one series; scaled values are kept once, windows are made lazily.

    origins: part -> [N] int64, see `origins`.
    """

    def __init__(
        self, series: Series, bounds: Boundaries, scaler: Scaler, lookback: int, horizon: int
    ) -> None:
        self.series, self.scaler = series, scaler
        self.lookback, self.horizon = lookback, horizon
        needed = lookback + scaler.reach
        self.origins, self.sentences = origins(series, bounds, needed, horizon)
        self.scaled = together([scaler.rows(g.values, scaler.number(g.key)) for g in series.groups])
        self._targets, self._known = series.where(series.targets), series.where(series.known)
        self._actual = together([columns(g.values, self._targets) for g in series.groups])
        self._levels = together([g.levels for g in series.groups])

    def take(self, where: np.ndarray) -> Cut:
        """The windows at these origins [N]."""
        past = where[:, None] + np.arange(-self.lookback, 0)
        ahead = where[:, None] + np.arange(self.horizon)
        return Cut(
            self.scaled[past],
            self.scaled[ahead[..., None], self._targets],
            self.scaled[ahead[..., None], self._known],
        )

    def group(self, where: np.ndarray) -> np.ndarray:
        """[N] int64: the number of each window's group."""
        return np.searchsorted(self.series.starts, where, side="right") - 1

    def actual(self, where: np.ndarray) -> np.ndarray:
        """[N, horizon, targets] float64: what came, in the user's units (after the transform)."""
        ahead = where[:, None] + np.arange(self.horizon)
        return self._actual[ahead]

    def history(self, where: np.ndarray) -> np.ndarray:
        """[N, lookback, targets] float64: the targets' past, in the user's units."""
        past = where[:, None] + np.arange(-self.lookback, 0)
        return self._actual[past]

    def unscale(self, y: np.ndarray, where: np.ndarray) -> np.ndarray:
        """[N, horizon, targets] scaled -> float64 in the user's units."""
        rows = np.array([self.scaler.number(g.key) for g in self.series.groups])[self.group(where)]

        def before(count: int) -> np.ndarray:
            return self._actual[where[:, None] + np.arange(-count, 0)]

        return self.scaler.forecasts(y, rows, self._targets, before)

    def last_levels(self, where: np.ndarray) -> np.ndarray:
        """[N, targets] float64: the last value before each window's targets, transform undone."""
        return self._levels[where - 1]

    def times(self, where: np.ndarray) -> np.ndarray | None:
        """[N, horizon] stamps of the targets; None where the table has no time."""
        stamps = [g.time for g in self.series.groups if g.time is not None]
        if len(stamps) < len(self.series.groups):
            return None
        return np.concatenate(stamps)[where[:, None] + np.arange(self.horizon)]


def _filled_share(series: Series, where: np.ndarray, horizon: int) -> np.ndarray:
    """[N]: the largest share over the targets of a window's values that were filled in."""
    filled = np.cumsum(~np.concatenate([g.observed for g in series.groups]), axis=0)
    before = np.concatenate([np.zeros((1, filled.shape[1]), np.int64), filled])
    return ((before[where + horizon] - before[where]) / horizon).max(axis=1)


def _groups_left_out(series: Series, found: dict[str, list[np.ndarray]]) -> list[Text]:
    every = range(len(series.groups))
    short = [series.groups[g].key for g in every if not any(len(found[p][g]) for p in PARTS)]
    if not short or len(short) == len(series.groups):
        return []
    count, of = len(short), len(series.groups)
    return [say("data.window.short_groups", count=count, of=of, names=short[:5])]


def _left_out(part: str, every: int, kept: int, limit: float) -> Words:
    if limit == 0:
        return say("data.window.left_out", count=every - kept, of=every, part=part)
    return say("data.window.tolerated", part=part, share=limit, kept=kept, of=every)


def _too_short(
    series: Series, bounds: Boundaries, lookback: int, horizon: int, part: str
) -> DataError:
    rows = max(len(g) for g in series.groups)
    spans = [bounds.span(g, part, len(group)) for g, group in enumerate(series.groups)]
    longest = max(last - first for first, last in spans)
    if rows < lookback + horizon:
        what = say(
            "data.window.too_short",
            rows=rows,
            needed=lookback + horizon,
            lookback=lookback,
            horizon=horizon,
        )
    else:
        what = say(
            "data.window.too_short_part",
            found=longest,
            rows=rows,
            part=part,
            needed=lookback + horizon if part == "train" else horizon,
            lookback=lookback,
            horizon=horizon,
        )
    file = series.files[0] if series.files else series.name
    return DataError(what, file=file, remedy=say("data.tabular.shorter"))
