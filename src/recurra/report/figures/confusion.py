"""How often each class was taken for each other."""

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from recurra.records import Confusion
from recurra.report import numbers, phrases
from recurra.report.canvas import NARROW, UPRIGHT, canvas, shorten, width_of
from recurra.report.palette import LIGHT
from recurra.report.picture import Picture, Scene
from recurra.words import text

HALF = 510  # pixels: two stand side by side
MOST = 24  # classes that can still be read


def draw(scene: Scene) -> list[Picture]:
    """One figure for each recorded matrix, the recommended model's first."""
    order = [a.name for a in scene.material.ranked]
    kept = [c for c in scene.material.results.confusions if c.matrix]
    kept.sort(key=lambda c: order.index(c.architecture))
    return [_picture(scene, confusion, number) for number, confusion in enumerate(kept)]


def _picture(scene: Scene, confusion: Confusion, number: int) -> Picture:
    chosen = _chosen(confusion)
    total = len(confusion.matrix)
    name, tested = phrases.called(confusion.architecture), scene.tested_one(confusion.architecture)
    return Picture(
        key=f"confusion-{number}",
        title=text("report.figures.confusion_title", name=name),
        reading=text("report.figures.confusion_reading", shown=len(chosen), total=total),
        conditions=text("report.figures.confusion_conditions", tested=tested),
        wide=_svg(scene, confusion, chosen, number, HALF),
        narrow=_svg(scene, confusion, chosen, number, NARROW),
    )


def _chosen(confusion: Confusion) -> list[int]:
    matrix = confusion.matrix
    if len(matrix) <= MOST:
        return list(range(len(matrix)))
    wrong = [
        sum(row) - row[k] + sum(other[k] for other in matrix) - row[k]
        for k, row in enumerate(matrix)
    ]
    return sorted(sorted(range(len(matrix)), key=lambda k: (-wrong[k], k))[:MOST])


def _names(scene: Scene, chosen: list[int]) -> list[str]:
    classes = scene.material.plan.data.classes
    return [classes[k] if k < len(classes) else str(k) for k in chosen]


def _svg(scene: Scene, confusion: Confusion, chosen: list[int], number: int, width: int) -> str:
    names = [shorten(n, 14 if width == HALF else 9) for n in _names(scene, chosen)]
    longest = max(map(width_of, names)) + 14
    upright = longest > 30
    room = min(width - longest - 14, 430.0)
    height = int(room * min(1.0, 0.35 + len(names) * 0.065) + (longest if upright else 24) + 26)
    title = text("report.figures.confusion_of", name=phrases.called(confusion.architecture))
    with canvas(
        f"confusion-{number}-{width}", width, height, title, _words(scene, confusion)
    ) as drawing:
        below = (longest if upright else 24) + 22
        axes = drawing.axes(
            left=longest + 14, right=max(6.0, width - longest - 14 - room), top=4, bottom=below
        )
        cell = room / len(names)
        for row, true in enumerate(chosen):
            total = sum(confusion.matrix[true])
            for column, said in enumerate(chosen):
                part = confusion.matrix[true][said] / total if total else 0.0
                _cell(axes, row, column, part, cell)
        axes.set_xlim(0, len(names))
        axes.set_ylim(len(names), 0)
        places = [k + 0.5 for k in range(len(names))]
        axes.set_xticks(places, names, **(UPRIGHT if upright else {}))
        axes.set_yticks(places, names)
        axes.tick_params(length=0)
        axes.grid(visible=False)
        axes.spines[:].set_visible(False)
        axes.set_xlabel(text("report.figures.axis", name="predicted_class"))
        if upright:  # not below what matplotlib takes for the length of the names
            axes.xaxis.set_label_coords(0.5, -longest / (height - below - 4))
        truth = text("report.figures.axis", name="true")
        axes.annotate(
            truth, (0, 1), xycoords="axes fraction", xytext=(-longest - 8, -10),
            textcoords="offset points", color=LIGHT["soft"], annotation_clip=False,
        )  # fmt: skip
    return drawing.svg


def _cell(axes: Axes, row: int, column: int, part: float, size: float) -> None:
    if row != column and part < 0.001:
        return
    colour = LIGHT["s1"] if row == column else LIGHT["s2"]
    # An error of 20 % is already dark: mistakes are rare and must be seen.
    strength = 0.12 + 0.88 * (part if row == column else min(1.0, part * 5))
    place = (column + 0.03, row + 0.03)
    axes.add_patch(Rectangle(place, 0.94, 0.94, color=colour, alpha=strength, linewidth=0))
    if size >= 17:
        ink = LIGHT["card"] if strength > 0.6 else LIGHT["ink"]
        shown = f"{part * 100:.0f}" if part >= 0.005 else "<1"
        axes.text(
            column + 0.5, row + 0.5, shown, color=ink, ha="center", va="center",
            fontsize=min(12, max(9, size * 0.4)),
        )  # fmt: skip


def _words(scene: Scene, confusion: Confusion) -> str:
    names, matrix = _names(scene, list(range(len(confusion.matrix)))), confusion.matrix
    mistakes = [
        (row[said] / sum(row), names[true], names[said])
        for true, row in enumerate(matrix)
        if sum(row)
        for said in range(len(row))
        if said != true and row[said] > 0
    ]
    mistakes.sort(key=lambda m: -m[0])
    if not mistakes:
        return text("report.figures.no_mistakes")
    most = tuple(
        text("report.figures.mistake", true=true, said=said, share=numbers.share(part))
        for part, true, said in mistakes[:5]
    )
    return text("report.figures.mistakes", most=most)
