"""The tables of a comparison's page: captions, heads, and what stands instead of a number."""

from recurra.words import Words
from recurra.words.en.phrases import counted

# column: its head, and the smaller line below it
HEADS = {
    "relative": ("Relative loss", ""),
    "parameters": ("Parameters", "with head; cell in m inputs, n units"),
    "operations": ("Operations a step", "arithmetic + exp, tanh …"),
    "training": ("Training time", "one full training"),
    "step": ("One step", "median, p99"),
    "sequence": ("One sequence", "median, p99"),
    "memory": ("Peak memory", "predicting, training"),
    "disk": ("On disk", "saved bundle"),
    "rate": ("Chosen rate", "trained with in the end"),
    "good": ("Good range", "nearly as good as the best, after the first rung"),
    "width": ("Width", "decades: 1 is a factor of 10"),
    "diverged": ("Diverged", "of trainings in the search"),
    "kept": ("Kept at the start", "share of a state left after a step, before training"),
    "calibration": ("Calibration error", "percentage points, 15 bins"),
    "chance": ("By chance alone", "a perfectly calibrated one, as sure"),
}
BADGES = {"recommended": "recommended", "baseline": "baseline"}
CELLS = {
    "no_interval": "no interval",
    "loses_nothing": "loses nothing",
    "best_at_edge": "best at the edge",
    "no_path": "no direct path",
}


def head(column: str) -> str:
    return HEADS.get(column, (column, ""))[0]


def below(column: str) -> str:
    return HEADS.get(column, (column, ""))[1]


def badge(name: str) -> str:
    return BADGES.get(name, name)


def cell(name: str) -> str:
    """What stands in a cell beside or instead of numbers."""
    return CELLS.get(name, name)


def architectures(conditions: str) -> str:
    return f"All architectures, the recommended first, then by validation score. {conditions}"


def test_score(score: str) -> str:
    return f"Test {score}"


def unit_interval(unit: str, level: str) -> str:
    return f"{unit}, {level} interval" if unit else f"{level} interval"


def unit_missed(interval: str, targets: tuple[str, ...]) -> str:
    """Below them stands how far a model misses these targets, in their own units."""
    return f"{interval}; misses {', '.join(targets)} by"


def missed(off: str) -> str:
    """Of each target; in its own units, on average."""
    return f"by {off}"


def difference(name: str) -> str:
    return f"Difference to {name or 'the best'}"


def unit_difference(unit: str, points: bool) -> str:
    unit = "percentage points" if points else unit
    return f"{unit + ', ' if unit else ''}above zero is better; interval, p"


def unit_loss(margin: str) -> str:
    return f"interval; margin {margin}"


def validation_score(score: str) -> str:
    return f"Validation {score}"


def unit_chooses(unit: str) -> str:
    return f"{unit}, it chooses" if unit else "it chooses"


def search(number: int, low: str, high: str, seed: int) -> str:
    return (
        f"The search for each learning rate: {counted(number, 'rate')} drawn from {low} to "
        f"{high}, the same "
        f"for all, seed {seed}"
    )


def calibration() -> str:
    return "Expected calibration error on the test part"


def nodes() -> str:
    return "Networks whose cell is for trees: the class of the tree, and of each of its nodes"


def root_score(score: str) -> str:
    return f"Test {score} at the root"


def node_score() -> str:
    return "Of every labelled node"


def classes() -> str:
    return "Examples of each class"


def left_out(reason: Words | str) -> str:
    return f"left out: {reason}"


def no_result(reason: Words | str) -> str:
    return f"no result: {reason}"


def not_scored() -> str:
    return "no result: it was not scored"


def rates(low: str, high: str) -> str:
    return f"{low} to {high}"


def outside(first: int, last: int) -> str:
    """Why the chosen rate is not in the good range: after how many updates each was found."""
    if first == last:
        return "outside the good range: best with the other seeds"
    return f"outside the good range of {counted(first, 'update')}: best after {last:,}"


def lost(number: int, total: int) -> str:
    return f"{number:,} of {total:,}"


def wall_time() -> str:
    return "Where the wall time went"


def wall_time_caption() -> str:
    return "Each stage is what was waited for, so that together they are all of it"


def trainings() -> str:
    return "The work of the trainings"


def trainings_caption() -> str:
    return (
        "Seconds of all trainings of a cell, in all workers together: the share of the network "
        "(forward, backward, loss), of the optimiser (clipping, update), of looks at the "
        "validation part, of all else (batches, checkpoints, records)"
    )


def on_page(title: str, workers: str, caption: str) -> str:
    return f"{title}: {workers}. {caption}"


def in_markdown(title: str, caption: str) -> str:
    return f"**{title}.** {caption}."


def about(
    data: str, backend: str, dtype: str, workers: str, machine: str, versions: tuple[str, ...]
) -> str:
    return f"{data}, backend {backend}, {dtype}, {workers}, {machine}; {', '.join(versions)}"


def too_old() -> str:
    return "These runs are older than the record of where time goes."


ROWS = {
    "stage": "stage",
    "whole": "wall time",
    "trainings": "trainings of",
    "all_cells": "all cells",
    "baselines": "baselines",
    "wall_time": "Wall time",
    "together": "Together",
    "stage_corner": "Stage",
    "trainings_corner": "Of",
}


def row(name: str) -> str:
    """Rows and corners of the tables of time."""
    return ROWS.get(name, name)
