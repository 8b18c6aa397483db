"""Sizes by unification: elementwise partners are equal, a product's rows are what they are added
to, a matrix's columns are the width of what it multiplies."""

import ast
import operator
from collections.abc import Callable, Mapping

from recurra.errors import SettingError


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


_OPERATORS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
}


def evaluate(expression: str, known: Mapping[str, int]) -> int:
    """The number of units that an expression over other sizes gives: rounded, at least 1.

    Raises SettingError where it is no sum, difference, product or quotient of known sizes.

    >>> evaluate("0.4 * h", {"h": 100})
    40
    """
    try:
        return max(1, round(_value(ast.parse(expression, mode="eval").body, known)))
    except (SyntaxError, ZeroDivisionError, KeyError, TypeError) as error:
        names = ", ".join(known)
        raise SettingError(
            f"the size {expression!r} is not an arithmetic expression over {names}: {error}"
        ) from None


def _value(tree: ast.expr, known: Mapping[str, int]) -> float:
    if isinstance(tree, ast.Constant) and isinstance(tree.value, int | float):
        return tree.value
    if isinstance(tree, ast.Name):
        return known[tree.id]
    if isinstance(tree, ast.BinOp) and type(tree.op) in _OPERATORS:
        return _OPERATORS[type(tree.op)](_value(tree.left, known), _value(tree.right, known))
    raise TypeError(f"{ast.unparse(tree)!r} cannot stand in it")
