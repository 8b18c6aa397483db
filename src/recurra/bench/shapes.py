"""What is timed: kinds of work and sizes. Letters: T steps, B sequences, I inputs, H units."""

from dataclasses import dataclass

from recurra.errors import SettingError
from recurra.words import say

Shape = tuple[int, int, int, int]  # T, B, I, H

SHAPES: tuple[Shape, ...] = (
    (28, 64, 28, 100),  # digits row by row
    (100, 32, 64, 128),
    (100, 64, 128, 256),
    (35, 20, 200, 200),  # words of a small language model
    (784, 32, 1, 100),  # digits pixel by pixel
    (50, 64, 512, 512),
    (200, 1, 64, 128),  # one sequence
)
SINGLE: Shape = (100, 1, 16, 32)  # a short stretch of one sensor
STEP: Shape = (1, 1, 64, 64)

# what is timed where no cells are named; the gallery holds more
CELLS: tuple[str, ...] = (
    "elman",
    "gru",
    "gru_original",
    "lstm",
    "lstm1997",
    "peephole",
    "lstm1",
    "lstm2",
    "lstm3",
    "scrn",
)

MODES = (
    "train",  # forward and backward; gradients of input, starting states and all parameters
    "train-fixed",  # forward and backward; the input needs no gradient
    "ragged",  # forward and backward; lengths drawn from T/2..T, longest first
    "inference",  # forward alone, nothing kept for a gradient
    "step",  # one step of one stream from Python: state in, state out
)


@dataclass(frozen=True)
class Job:
    """One row of the benchmark: a cell, a kind of work and sizes, timed side by side."""

    cell: str
    mode: str
    steps: int
    batch: int
    width: int
    hidden: int
    threads: int = 1
    backend: str = "auto"
    seed: int = 0

    @property
    def trains(self) -> bool:
        """Whether gradients are computed."""
        return self.mode in ("train", "train-fixed", "ragged")

    @property
    def shape(self) -> Shape:
        """T, B, I, H."""
        return self.steps, self.batch, self.width, self.hidden


def shapes_of(mode: str, asked: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """The sizes at which a kind of work is timed: those asked for, or the benchmark's own."""
    if mode == "step":
        return tuple(dict.fromkeys((1, 1, i, h) for _, _, i, h in asked)) if asked else (STEP,)
    if asked:
        return asked
    return (*SHAPES, SINGLE) if mode == "inference" else SHAPES


def parse(text: str) -> tuple[Shape, ...]:
    """Shapes as typed: four numbers each, T,B,I,H, with spaces or semicolons between them.

    Raises SettingError for anything else.

    >>> parse("28,64,28,100; 200,1,64,128")
    ((28, 64, 28, 100), (200, 1, 64, 128))
    """
    found = []
    for part in text.replace(";", " ").split():
        numbers = part.split(",")
        if len(numbers) != 4 or not all(n.isdecimal() and int(n) > 0 for n in numbers):
            raise SettingError(say("bench.shapes.not_a_shape", given=part))
        t, b, i, h = (int(n) for n in numbers)
        found.append((t, b, i, h))
    return tuple(found)
