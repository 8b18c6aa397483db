"""Colours, markers and line styles: colour is never the only cue, and follows light and dark.

A figure is drawn in the light colours; `canvas` replaces each by a CSS variable of the page, which
has a light and a dark value. So every value of LIGHT must be unique.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from recurra.records import Architecture

# Variable -> (light, dark). s1 ... s8: after Okabe and Ito (2008), darkened until each has a
# contrast of 3:1 on the card's background.
COLOURS = {
    "ink": ("#1b2430", "#e6eaf0"),
    "soft": ("#5a6675", "#a3aebd"),
    "faint": ("#8d97a4", "#7b8797"),
    "grid": ("#e4e7ec", "#2d3540"),
    "card": ("#ffffff", "#171d26"),
    "accent": ("#0b5cad", "#74b4f5"),
    "base": ("#6b7482", "#98a3b3"),
    "s1": ("#0072b2", "#4da8e8"),
    "s2": ("#d05a00", "#ff9350"),
    "s3": ("#00846a", "#35c9a0"),
    "s4": ("#a8487f", "#e591c2"),
    "s5": ("#a06c00", "#e3b341"),
    "s6": ("#2b8cc4", "#8accf5"),
    "s7": ("#5b4ba8", "#b0a4f5"),
    "s8": ("#444c55", "#ccd3dc"),
}
LIGHT = {name: pair[0] for name, pair in COLOURS.items()}
SERIES = tuple(name for name in COLOURS if name[0] == "s" and name[1:].isdigit())
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "p", "<", "h", ">", "*")
DASHES = ("", "6 2", "2 1.5", "7 2 1.5 2")


@dataclass(frozen=True)
class Look:
    """How one architecture is drawn in every figure."""

    colour: str  # variable of COLOURS
    marker: str  # matplotlib's name
    dashes: str  # lengths of stroke and gap; "": solid
    hollow: bool  # baselines are drawn hollow

    @property
    def line(self) -> tuple[float, tuple[float, ...] | None]:
        """The line style as matplotlib takes it."""
        lengths = tuple(float(d) for d in self.dashes.split())
        return (0.0, lengths or None)

    @property
    def hue(self) -> str:
        """The light colour, which the page's variable replaces."""
        return LIGHT[self.colour]


def looks(architectures: Iterable[Architecture]) -> dict[str, Look]:
    """A look for each architecture, by its place in the plan: the same in every figure."""
    cells: dict[str, Look] = {}
    baselines: dict[str, Look] = {}
    for architecture in architectures:
        if architecture.network:
            cells[architecture.name] = series(len(cells))
        else:
            baselines[architecture.name] = _baseline(len(baselines))
    return cells | baselines


def series(number: int) -> Look:
    """The look of one of several lines, by its place among them."""
    colours, dashes = len(SERIES), len(DASHES)
    dash = (number + number // colours) % dashes
    return Look(SERIES[number % colours], MARKERS[number % len(MARKERS)], DASHES[dash], False)


def _baseline(number: int) -> Look:
    return Look("base", MARKERS[number % len(MARKERS)], DASHES[(number + 2) % len(DASHES)], True)
