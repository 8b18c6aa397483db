"""Where a random cell's choices come from: numbers below a bound, each written down.

A cell is a function of its choices, so a shorter or lower list of them is a simpler cell: that is
how a failing cell is shrunk, here and by hypothesis. 0 is always the simplest choice.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")
Draw = Callable[[int], int]  # a number from 0 to below the bound


@dataclass
class Choices:
    """Choices drawn from a source and written down.

    >>> choices = Choices(lambda below: below - 1)
    >>> choices.below(3), choices.of("ab"), choices.made
    (2, 'b', [2, 1])
    """

    draw: Draw
    made: list[int] = field(default_factory=list)

    def below(self, bound: int) -> int:
        """A number from 0 to below the bound."""
        self.made.append(self.draw(bound) if bound > 1 else 0)
        return self.made[-1]

    def of(self, listed: Sequence[T]) -> T:
        """One of a list; the first is the simplest."""
        return listed[self.below(len(listed))]

    def weighted(self, listed: Sequence[tuple[int, T]]) -> T:
        """One of a list of (weight, value); the first is the simplest."""
        number = self.below(sum(weight for weight, _ in listed))
        for weight, value in listed:
            if number < weight:
                return value
            number -= weight
        raise AssertionError("a source gave a number that is not below its bound")

    def once_in(self, times: int) -> bool:
        """True once in so many times."""
        return self.below(times) == times - 1


def seeded(seed: int | str) -> Choices:
    """Choices of a seeded generator, the same on every machine."""
    generator = random.Random(seed)
    return Choices(generator.randrange)


def replayed(made: Sequence[int]) -> Choices:
    """Choices made before; one that no longer fits is made to, and 0 follows the last.

    >>> choices = replayed([5, 1])
    >>> choices.below(3), choices.below(2), choices.below(9)
    (2, 1, 0)
    """
    given = iter(made)
    return Choices(lambda bound: min(next(given, 0), bound - 1))
