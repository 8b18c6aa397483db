"""Sizes by unification: elementwise partners are equal, a product's rows are what they are added
to, a matrix's columns are the width of what it multiplies."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Length:
    """The size of a slice: the variable, that of the value it is a part of, and which part."""

    size: int
    source: int
    first: int
    last: int  # -1: to the end
    line: int = 0


class Sizes:
    """A union-find over size variables, numbered from 0."""

    def __init__(self) -> None:
        self._parent: list[int] = []
        self._unions: list[tuple[int, int, int]] = []  # which two, in which line

    def fresh(self) -> int:
        """A new variable, equal to none."""
        self._parent.append(len(self._parent))
        return len(self._parent) - 1

    def find(self, variable: int) -> int:
        """The variable that stands for this one's class."""
        while self._parent[variable] != variable:
            self._parent[variable] = self._parent[self._parent[variable]]
            variable = self._parent[variable]
        return variable

    def unify(self, a: int, b: int, line: int = 0) -> None:
        """Make two variables equal, for what stands in a line of the cell's file."""
        self._unions.append((a, b, line))
        self._parent[self.find(b)] = self.find(a)

    def line_of(self, a: int, b: int) -> int:
        """The line that made two variables equal; 0 where none is known.

        >>> sizes = Sizes()
        >>> h, c, g = (sizes.fresh() for _ in range(3))
        >>> sizes.unify(h, g, 7)
        >>> sizes.unify(g, c, 8)
        >>> sizes.line_of(h, c)
        8
        """
        again = Sizes()
        again._parent = list(range(len(self._parent)))
        for one, other, line in self._unions:
            again.unify(one, other)
            if again.find(a) == again.find(b):
                return line
        return 0
