"""From matplotlib to SVG inside the page: small, the same bytes for the same records, themed.

Text stays text in the page's own font; colours become variables of the page; identifiers get the
figure's name in front, since all figures share one page.
"""

import io
import re
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.markers import MarkerStyle

from recurra.report import beyond
from recurra.report.palette import LIGHT, Look

WIDE, NARROW, PANEL = 960, 340, 250
HALF, FULL = 7.0, 13.0  # pixels of a letter of size 12, and of one that is as wide as it is high
# A text from below to above that ends at its place: browsers measure it, not matplotlib.
UPRIGHT: dict[str, Any] = {
    "rotation": 90, "rotation_mode": "anchor", "ha": "right", "va": "center",
}  # fmt: skip
SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "recurra",
    "svg.id": None,
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": LIGHT["faint"],
    "axes.linewidth": 0.8,
    "axes.labelcolor": LIGHT["soft"],
    "axes.labelsize": 12,
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": LIGHT["grid"],
    "grid.linewidth": 0.8,
    "xtick.color": LIGHT["faint"],
    "ytick.color": LIGHT["faint"],
    "xtick.labelcolor": LIGHT["soft"],
    "ytick.labelcolor": LIGHT["soft"],
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "xtick.minor.size": 0,
    "ytick.minor.size": 0,
    "font.size": 12,
    "text.color": LIGHT["ink"],
    "lines.linewidth": 1.8,
    "lines.markersize": 5.5,
    "path.simplify": True,
    "path.simplify_threshold": 0.2,
    "figure.facecolor": "none",
}
VARIABLES = {light: name for name, light in LIGHT.items()}


@dataclass
class Canvas:
    """One drawing of a given size in pixels."""

    figure: Figure
    width: int
    height: int
    svg: str = ""

    def axes(
        self, left: float = 52, right: float = 12, top: float = 28, bottom: float = 44
    ) -> Axes:
        """Axes with margins in pixels, so that the layout does not depend on installed fonts."""
        axes = self.figure.add_axes(
            (
                left / self.width,
                bottom / self.height,
                max(1.0, self.width - left - right) / self.width,
                max(1.0, self.height - top - bottom) / self.height,
            )
        )
        axes.patch.set_visible(False)
        return axes


@contextmanager
def canvas(name: str, width: int, height: int, title: str, text: str) -> Iterator[Canvas]:
    """Draw inside; afterwards `.svg` holds the drawing with its text alternative.

    `name` is the figure's identifier on the page; `title` and `text` are what is read aloud.
    """
    defaults: dict[Any, Any] = dict(matplotlib.rcParamsDefault)
    settings = {k: v for k, v in defaults.items() if not k.startswith("backend")} | SETTINGS
    with warnings.catch_warnings(), matplotlib.rc_context(settings):
        # Words and names in any script: the browser has the letters that matplotlib's font lacks.
        warnings.filterwarnings("ignore", message="Glyph ")
        figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        FigureCanvasSVG(figure)
        figure.patch.set_visible(False)
        drawing = Canvas(figure, width, height)
        yield drawing
        more = beyond.marked(figure.axes)
        buffer = io.StringIO()
        empty = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(buffer, format="svg", metadata=empty)
    drawing.svg = _page_svg(buffer.getvalue(), name, (width, height), title, text, more)


def heading(drawing: Canvas, text: str) -> None:
    """What the vertical axis shows, written above it, horizontally."""
    x, y = 2 / drawing.width, 1 - 15 / drawing.height
    drawing.figure.text(x, y, text, color=LIGHT["soft"])


def width_of(text: str) -> float:
    """Pixels that a text of size 12 takes at most, whatever font the page finds.

    matplotlib measures with a font of its own, which has no letters of Chinese or Japanese.

    >>> width_of("gru"), width_of("予測")
    (21.0, 26.0)
    """
    return sum((0.0, HALF, FULL)[_columns(c)] for c in text)


def shorten(name: str, length: int) -> str:
    """A name that fits: control characters as spaces, cut in its middle. Letters that are as wide
    as two count as two.

    >>> shorten("./experiments/cells/mine.py:leaky", 15), shorten("電力需要の実績値", 9)
    ('./exper…y:leaky', '電力…績値')
    """
    clean = "".join(c if c.isprintable() else " " for c in name)
    if sum(map(_columns, clean)) <= length:
        return clean
    tail = length // 2
    return f"{_start(clean, length - tail - 1)}…{_start(clean[::-1], tail)[::-1]}"


def cut(name: str, length: int) -> str:
    """A name that fits, cut at its end.

    >>> cut("unbelievably", 8), cut("素晴らしい映画", 8)
    ('unbelie…', '素晴ら…')
    """
    fits = sum(map(_columns, name)) <= length
    return name if fits else f"{_start(name, length - 1)}…"


def _start(text: str, columns: int) -> str:
    """As much of its start as takes no more columns than that."""
    taken = 0
    for place, c in enumerate(text):
        taken += _columns(c)
        if taken > columns:
            return text[:place]
    return text


def _columns(c: str) -> int:
    """0: it stands on the letter before it; 2: it is as wide as it is high."""
    if unicodedata.combining(c):
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


def swatch(look: Look) -> str:
    """A small drawing of an architecture's line and marker for a legend."""
    style = MarkerStyle(look.marker)
    path = style.get_path().transformed(style.get_transform())
    corners: Any = path.to_polygons()[0]
    outline = " ".join(f"{14 + 8 * x:.1f},{8 - 8 * y:.1f}" for x, y in corners)
    colour = f"var(--{look.colour})"
    fill = "var(--card)" if look.hollow else colour
    dashes = f' stroke-dasharray="{look.dashes}"' if look.dashes else ""
    return (
        '<svg class="swatch" viewBox="0 0 28 16" width="28" height="16" aria-hidden="true">'
        f'<path d="M0 8H28" stroke="{colour}" stroke-width="1.8"{dashes}/>'
        f'<polygon points="{outline}" fill="{fill}" stroke="{colour}" stroke-width="1.3"/></svg>'
    )


def _page_svg(
    text: str, name: str, size: tuple[int, int], title: str, words: str, more: bool
) -> str:
    body = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    body = re.sub(r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>", "", body, flags=re.S)
    body = re.sub(r"<!--.*?-->", "", body, flags=re.S)
    used = dict.fromkeys(re.findall(r'<[^>]*(?:href="#|url\(#)([^")]+)[^>]*>', body))
    names = {old: f"{name}-{number}" for number, old in enumerate(used)}
    # Only inside tags: what stands between them are names from users, with < and > escaped.
    body = re.sub(r"<[^>]*>", lambda m: _tag(m[0], names), body)
    body = re.sub(r">\s*\n\s*<", "><", body).strip()
    width, height = size
    marked = f" {beyond.DRAWN}" if more else ""
    return (
        f'<svg role="img"{marked} aria-labelledby="{name}-t {name}-d" '
        f'viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(words)}</desc>{body}</svg>'
    )


def _tag(tag: str, names: dict[str, str]) -> str:
    """One tag: identifiers under the figure's name, short coordinates, colours as variables."""
    tag = re.sub(r' id="([^"]*)"', lambda m: f' id="{names[m[1]]}"' if m[1] in names else "", tag)
    tag = re.sub(r'(?:xlink:)?(href="#|url\(#)([^")]+)', lambda m: f"{m[1]}{names[m[2]]}", tag)
    tag = re.sub(r'( (?:d|x|y|width|height|transform)=")([^"]*)', _rounded, tag)
    tag = re.sub(r' transform="rotate\(-?0 [^"]*"', "", tag)
    tag = re.sub(r"#[0-9a-f]{6}", lambda m: _variable(m[0]), tag)
    tag = re.sub(r" ?font-family: [^;\"]*;?", "", tag)
    tag = re.sub(r"font: ([\d.]+px)[^;\"]*", r"font-size: \1", tag)
    return tag


def _rounded(match: re.Match[str]) -> str:
    """Coordinates with one decimal: a tenth of a pixel."""
    value = re.sub(r"-?\d+\.\d+", lambda m: f"{float(m[0]):.1f}".removesuffix(".0"), match[2])
    return match[1] + re.sub(r" ?([MLCQz]) ?", r"\1", " ".join(value.split()))


def _variable(colour: str) -> str:
    name = VARIABLES.get(colour)
    return f"var(--{name})" if name else colour
