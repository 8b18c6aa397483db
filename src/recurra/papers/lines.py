"""Lines of figures: skill over conditions, and the median over seeds of a curve."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from recurra.claims import Plot, Series
from recurra.papers.judge import skill
from recurra.papers.paper import Setup
from recurra.papers.statement import Table
from recurra.records import LEVEL
from recurra.words import Text, Words, say

LOWEST = -0.2  # of a bar: skill is at least -1, and a wide interval would flatten all lines


def skills(
    table: Table, names: Mapping[str, Text], places: Sequence[tuple[float, str]]
) -> tuple[Series, ...]:
    """A line for each architecture (its name in the table -> as shown) over (x, condition)."""
    lines = []
    for name, shown in names.items():
        points = [(x, skill(table.get((condition, name), ()))) for x, condition in places]
        known = [(x, i) for x, i in points if i is not None]
        lines.append(
            Series(
                shown,
                tuple(x for x, _ in known),
                tuple(i.value for _, i in known),
                tuple(max(LOWEST, i.low) for _, i in known),
                tuple(min(1.0, i.high) for _, i in known),
            )
        )
    return tuple(lines)


def curves(
    table: Table, names: Mapping[str, Text], condition: str, curve: str
) -> tuple[Series, ...]:
    """The median over seeds where all have a value above 0, of each architecture."""
    lines = []
    for name, shown in names.items():
        own = [dict(t.curves[curve]) for t in table.get((condition, name), ())]
        common = sorted(set.intersection(*(set(c) for c in own))) if own else []
        values = [float(np.median([c[x] for c in own])) for x in common]
        kept = [(x, v) for x, v in zip(common, values, strict=True) if v > 0]
        lines.append(Series(shown, tuple(x for x, _ in kept), tuple(v for _, v in kept)))
    return tuple(lines)


def bars(setup: Setup, of: Literal["examples", "trees"]) -> Words:
    """What bars are, for below a figure."""
    return say("papers.lines.bars", seeds=len(setup.seeds), of=of, level=LEVEL)


def drawn(plots: Sequence[Plot]) -> tuple[Plot, ...]:
    """Those that show anything."""
    return tuple(plot for plot in plots if any(one.x for one in plot.series))
