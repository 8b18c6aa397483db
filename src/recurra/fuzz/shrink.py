"""From a failing cell to the smallest that fails: fewer and lower choices, greedily."""

import time
from collections.abc import Callable, Iterator, Sequence

from recurra.errors import CellError
from recurra.fuzz.cell import RandomCell, made
from recurra.fuzz.choices import Choices, replayed
from recurra.fuzz.text import Draft

BLOCKS = (16, 8, 4, 2, 1)


def shrunk(
    write: Callable[[Choices], Draft],
    failing: RandomCell,
    fails: Callable[[RandomCell], bool],
    seconds: float = 60.0,
) -> RandomCell:
    """The smallest cell that still fails, as far as it is found in that time.

    fails: whether a cell does.
    """
    end, best, seen = time.monotonic() + seconds, failing, {failing.text}
    improved = True
    while improved:
        improved = False
        for choices in _simpler(best.choices):
            if time.monotonic() > end:
                return best
            found = _made(write, choices)
            if found is None or found.text in seen or not _smaller(found, best):
                continue
            seen.add(found.text)
            if fails(found):
                best, improved = found, True
                break
    return best


def _smaller(one: RandomCell, other: RandomCell) -> bool:
    return (len(one.text), one.choices) < (len(other.text), other.choices)


def _made(write: Callable[[Choices], Draft], choices: Sequence[int]) -> RandomCell | None:
    try:
        return made(write, replayed(choices))
    except CellError:
        return None


def _simpler(choices: Sequence[int]) -> Iterator[list[int]]:
    """Simpler lists: blocks taken out, blocks of zeros, each choice lower."""
    given = list(choices)
    for size in BLOCKS:
        for first in range(len(given) - size, -1, -1):
            yield given[:first] + given[first + size :]
    for size in BLOCKS:
        for first in range(0, len(given) - size + 1):
            if any(given[first : first + size]):
                yield given[:first] + [0] * size + given[first + size :]
    for place, value in enumerate(given):
        for lower in sorted({value // 2, value - 1} - {0, -1}):
            yield [*given[:place], lower, *given[place + 1 :]]
