"""Sizes by unification: elementwise partners are equal, a product's rows are what they are added
to, a matrix's columns are the width of what it multiplies."""


class Sizes:
    """A union-find over size variables, numbered from 0."""

    def __init__(self) -> None:
        self._parent: list[int] = []

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

    def unify(self, a: int, b: int) -> None:
        """Make two variables equal."""
        self._parent[self.find(b)] = self.find(a)
