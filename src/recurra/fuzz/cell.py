"""From a random cell's text to the cell, and from choices to a legal one."""

import hashlib
import linecache
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from recurra.errors import CellError
from recurra.fuzz.choices import Choices, seeded
from recurra.fuzz.text import NAME, Draft
from recurra.ir import Cell
from recurra.words import Words, say

MOST = 200  # tries


@dataclass(frozen=True)
class RandomCell:
    """A legal cell with its text and the choices that it was made by."""

    text: str
    cell: Cell = field(repr=False)
    choices: tuple[int, ...] = field(default=(), repr=False)
    refused: int = 0  # how many were drawn before that were not legal


def executed(text: str) -> Cell:
    """The cell of a module's text, its lines known to error messages.

    Raises CellError where it is not legal.

    >>> executed('from recurra.ir import cell, tanh\\n'
    ...          '@cell(states="h")\\n'
    ...          'def random_cell(x, h, W):\\n'
    ...          '    return tanh(W @ x + h)\\n').equations
    'return tanh(W @ x + h)'
    """
    file = f"<random-cell {hashlib.sha256(text.encode()).hexdigest()[:12]}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    module: dict[str, object] = {"__name__": "recurra_random_cell"}
    exec(compile(text, file, "exec"), module)
    found = module[NAME]
    assert isinstance(found, Cell)
    if not found.graph().groups:
        raise CellError(say("fuzz.no_parameter"), cell=NAME, file=file)
    return found


def made(write: Callable[[Choices], Draft], choices: Choices) -> RandomCell:
    """The cell that choices give. Rows of a parameter that follow from nothing are declared.

    Raises CellError where it is not legal.
    """
    draft = write(choices)
    for _ in range(MOST):
        text = draft.text
        try:
            return RandomCell(text, executed(text), tuple(choices.made))
        except CellError as error:
            name = _unsized(error)
            if not name or name in draft.writer.declared:
                raise
            draft.sized(name)
    raise AssertionError("a size was declared that is not known after that")


def _unsized(error: CellError) -> str:
    """The parameter whose rows nothing says; "" where it is another error."""
    what = error.what
    if not isinstance(what, Words) or what.key != "ir.classes.unknown_rows":
        return ""
    return str(what.facts["value"])


def drawn(write: Callable[[Choices], Draft], seed: int, number: int, first: int = 0) -> RandomCell:
    """The legal cell of a seed and a number: the first of those that are drawn for it.

    first: how many of them are passed over.
    """
    for refused in range(first, first + MOST):
        choices = seeded(f"{seed} {number} {refused}")
        try:
            return replace(made(write, choices), refused=refused)
        except CellError:
            continue
    raise AssertionError(f"no legal cell in {MOST}: the grammar makes illegal ones")
