"""The tables, figures and page of a benchmark."""

from typing import Literal

from recurra.words.en.phrases import counted

MODES = {
    "train": "Forward and backward",
    "train-fixed": "Forward and backward, the input needs no gradient",
    "ragged": "Forward and backward, lengths T/2..T",
    "inference": "Inference",
    "step": "One streaming step",
}
RIVALS = {"python loop": "loop in torch", "jax": "JAX lax.scan"}
REACHED = {"yes": "yes", "no": "no", "incomplete": "incomplete"}
STATES = {"running": "running", "finished": "finished", "interrupted": "interrupted"}
HEADINGS = {
    "page": "Kernels of recurra and their rivals",
    "quick": "Quick run, not for quoting",
    "whole": "Benchmark",
    "against_torch": "Against torch",
    "means": "Every cell against every rival",
    "rows": "Every row",
    "how": "How it was measured",
    "machine": "Machine and versions",
    "absent": "Who took no part, and why",
    "targets": "What must be reached",
    "shapes": "Forward and backward",
}
HEADS = {
    "ratio_explained": "ratio (more than 1: recurra is faster)",
    "ratio": "ratio",
    "threads": "threads",
    "needed": "needed",
    "measured": "measured",
    "reached": "reached",
    "cell": "cell",
    "time": "time",
    "of_peak": "of peak",
    "when": "measured",
}


def heading(name: str) -> str:
    return HEADINGS.get(name, name)


def head(column: str) -> str:
    return HEADS.get(column, column)


def part(mode: str, threads: int) -> str:
    return f"{MODES.get(mode, mode)}, {counted(threads, 'thread')}"


def threads(number: int) -> str:
    return counted(number, "thread")


def to(rival: str) -> str:
    return f"to {RIVALS.get(rival, rival)}"


def mean_to(rival: str) -> str:
    return f"mean to {RIVALS.get(rival, rival)}"


def needed(figure: str, at_most: bool) -> str:
    return f"{'at most' if at_most else 'at least'} {figure}"


def reached(name: str) -> str:
    return REACHED.get(name, name)


def not_measured() -> str:
    return "not measured"


def worst(ratio: str) -> str:
    return f"worst {ratio}"


def sentence(said: str) -> str:
    """A caption with its full stop."""
    return f"{said}."


def caption_targets(bold: bool) -> str:
    rest = "; bold: not reached" if bold else ""
    return f"Geometric means over the shapes unless said otherwise{rest}"


def caption_means() -> str:
    return "Geometric mean of the ratios over the shapes; below it the worst"


def caption_rows(mode: str) -> str:
    return (
        f"{MODES.get(mode, mode)}: our time, and each rival's time over ours; below it the "
        "quartiles over the rounds"
    )


def caption_shapes(threads: tuple[int, ...]) -> str:
    each = " / ".join(counted(number, "thread") for number in threads)
    return (
        "At T,B,I,H the time over ours of torch's own module, named with the cell; each on "
        f"{each}; bold: the rival is faster. Means are geometric"
    )


def peak(threads: int) -> str:
    return f"Peak of a large product, {counted(threads, 'thread')}"


def when(started: str, status: str) -> str:
    return f"{started}, {STATES.get(status, status)}"


def headline(reached: int, judged: int, unmeasured: int) -> str:
    rest = f"; {unmeasured} not measured" if unmeasured else ""
    return f"{reached} of {counted(judged, 'target')} reached{rest}"


def headline_none() -> str:
    return "No target is judged: this run leaves out rows that the targets need"


def lead() -> str:
    return "A ratio is the rival's time over ours for the same work: above 1 recurra is faster."


def refused(cell: str, why: str) -> str:
    return f"{cell} was not timed: {why}"


def figure(part: str) -> str:
    return f"{part}: torch's time over ours"


def axis() -> str:
    return "right of the line recurra is faster; diamond: geometric mean"


def reading() -> str:
    return "A dot is a shape. A cell that torch does not have is held against nn.LSTM."


def absent(rival: str, why: str, where: str) -> str:
    return f"{rival}: {why} ({where})"


def not_timed(rival: str, why: str, where: str) -> str:
    return f"not timed: {rival}: {why} ({where})"


def footer() -> str:
    return (
        "Drawn by recurra from bench.json and bench.jsonl. The page needs no network and no script."
    )


def about(
    date: str,
    machine: str,
    versions: str,
    least: int,
    most: int,
    peaks: tuple[tuple[int, float], ...],
    quick: bool,
    status: Literal["running", "finished", "interrupted"],
) -> str:
    """Machine and versions, and the run's own warnings."""
    rounds = f"{most}" if least == most else f"{least} to {most}"
    said = [f"Measured {date} on {machine}; {versions}; medians of {rounds} rounds taken in turns."]
    if peaks:
        seen = (f"{best:.0f} GFLOP/s on {counted(n, 'thread')}" for n, best in peaks)
        said.append(f"A large product reaches {', '.join(seen)}.")
    said.append("A ratio above 1 means that recurra is faster.")
    if quick:
        said.append("A quick run: not for quoting.")
    if status != "finished":
        said.append(f"The run is {STATES[status]}.")
    return " ".join(said)


def no_record(folder: str) -> str:
    return f"{folder} is not the folder of a benchmark: it has no bench.json"


def newer(folder: str, format: int) -> str:
    return f"{folder} was written by a newer recurra (format {format})"
