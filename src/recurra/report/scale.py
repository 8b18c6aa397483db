"""Axes: robust limits, round ticks, labels for people."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, MaxNLocator

from recurra.records import Point, ScoreInfo
from recurra.report import numbers
from recurra.report.canvas import HALF, width_of


@dataclass(frozen=True)
class Scale:
    """Limits and ticks of one axis."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]
    log: bool = False

    @property
    def margin(self) -> float:
        """Pixels that the labels of a vertical axis need."""
        return 14.0 + max(map(width_of, self.labels), default=HALF)

    def across(self, axes: Axes) -> None:
        """Use it as the horizontal axis."""
        if self.log:
            axes.set_xscale("log")
        axes.set_xlim(self.low, self.high)
        axes.xaxis.set_major_locator(FixedLocator(self.ticks))
        axes.xaxis.set_minor_locator(FixedLocator(()))
        axes.xaxis.set_major_formatter(FixedFormatter(self.labels))

    def up(self, axes: Axes) -> None:
        """Use it as the vertical axis."""
        if self.log:
            axes.set_yscale("log")
        axes.set_ylim(self.low, self.high)
        axes.yaxis.set_major_locator(FixedLocator(self.ticks))
        axes.yaxis.set_minor_locator(FixedLocator(()))
        axes.yaxis.set_major_formatter(FixedFormatter(self.labels))


def shown(value: float, info: ScoreInfo) -> float:
    """A score as it stands on an axis: in per cent where it is a share."""
    return value * 100 if info.percent else value


def points(curve: Iterable[Point], info: ScoreInfo) -> tuple[list[float], list[float]]:
    """The two coordinates of a curve of scores, without what is not finite."""
    kept = [(x, shown(y, info)) for x, y in curve if math.isfinite(y) and math.isfinite(x)]
    return [x for x, _ in kept], [y for _, y in kept]


def scores(
    values: Iterable[float], info: ScoreInfo, room: float = 0.06, whole: bool = False
) -> Scale:
    """An axis for shown scores; a few that are far worse than the others do not squeeze these.

    Errors over more than eight times the best are drawn logarithmically, up to a thousand times.
    Else it ends six times as far from the best as the median, unless a share's `whole` range is
    asked.
    """
    kept = sorted((v for v in values if math.isfinite(v)), reverse=info.higher_is_better)
    if not kept:
        return linear((0.0, 1.0))
    best, worst, middle = kept[0], kept[-1], kept[len(kept) // 2]
    if not info.higher_is_better and best > 0 and worst > 8 * best:
        return decades((best, min(worst, best * 1000)), room=room)
    if not (whole and info.percent) and abs(worst - best) > 6 * abs(middle - best) > 0:
        worst = best + 6 * (middle - best)
    return linear((best, worst), room)


def linear(values: Sequence[float], room: float = 0.0, count: int = 5) -> Scale:
    """An axis with round ticks that holds all values."""
    low, high = min(values), max(values)
    pad = (high - low) * room or (abs(high) * 0.05 or 1.0) * (high == low)
    low, high = low - pad, high + pad
    every = MaxNLocator(count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    ticks = [float(t) for t in every if low <= t <= high]
    step = abs(every[1] - every[0]) if len(every) > 1 else 1.0
    return Scale(low, high, tuple(ticks), tuple(_label(t, step) for t in ticks))


def decades(
    values: Iterable[float], room: float = 0.08, count: int = 6, fine: bool = True
) -> Scale:
    """A logarithmic axis; ticks also at 2 and 5 where it spans little."""
    kept = [math.log10(v) for v in values if math.isfinite(v) and v > 0] or [0.0, 1.0]
    low, high = min(kept), max(kept)
    pad = max((high - low) * room, 0.12)
    low, high = low - pad, high + pad
    steps: tuple[int, ...] = (1, 2, 5) if fine and high - low < 2 else (1,)
    first, last = math.floor(low), math.ceil(high)
    every = max(1, math.ceil((high - low) / count))
    ticks = [
        s * 10.0**e
        for e in range(first, last + 1)
        if e % every == 0
        for s in steps
        if low <= math.log10(s * 10.0**e) <= high
    ]
    labels = tuple(numbers.significant(t, 1) for t in ticks)
    return Scale(10**low, 10**high, tuple(ticks), labels, log=True)


def counts(values: Sequence[float], count: int = 5) -> Scale:
    """An axis for whole numbers: 400, 1,200."""
    scale = linear(values, 0.0, count)
    whole = [t for t in scale.ticks if float(t).is_integer()]
    labels = tuple(numbers.count(int(t)) for t in whole)
    return Scale(scale.low, scale.high, tuple(whole), labels)


def _label(value: float, step: float) -> str:
    if abs(value) < step * 1e-6:
        return "0"
    if not 1e-6 < step < 1e7:
        return numbers.significant(value, 2)
    mantissa = step / 10 ** math.floor(math.log10(step))
    places = -math.floor(math.log10(step)) + (abs(mantissa - 2.5) < 0.01)
    return f"{value:,.{max(0, places)}f}".replace("-", numbers.MINUS)
