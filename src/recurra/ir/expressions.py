"""Small arithmetic in declarations: the size of a state in terms of others, a starting value."""

import ast
import math
import operator
from collections.abc import Callable, Mapping

from recurra.errors import SettingError

_OPERATORS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
}
_FUNCTIONS: dict[str, Callable[[float], float]] = {"log": math.log, "exp": math.exp}


def evaluate(expression: str, known: Mapping[str, float]) -> float:
    """The value of an arithmetic expression over known names.

    Raises SettingError where it is anything else.

    >>> evaluate("log(a / (1 - a))", {"a": 0.5})
    0.0
    """
    try:
        return _value(ast.parse(expression, mode="eval").body, known)
    except (SyntaxError, ArithmeticError, KeyError, TypeError, ValueError) as error:
        names = ", ".join(known)
        raise SettingError(
            f"{expression!r} is not an arithmetic expression over {names}: {error}"
        ) from None


def units(expression: str, known: Mapping[str, int]) -> int:
    """A number of units: the expression's value, rounded, at least 1.

    >>> units("0.4 * h", {"h": 100})
    40
    """
    return max(1, round(evaluate(expression, known)))


def names(expression: str) -> frozenset[str]:
    """The names that an expression needs, its functions left out."""
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        raise SettingError(f"{expression!r} is not an arithmetic expression: {error}") from None
    return frozenset(n.id for n in ast.walk(tree) if isinstance(n, ast.Name)) - set(_FUNCTIONS)


def _value(tree: ast.expr, known: Mapping[str, float]) -> float:
    match tree:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.Name(id=name):
            return known[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, known)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, known), _value(right, known))
        case ast.Call(func=ast.Name(id=name), args=[argument]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](_value(argument, known))
    raise TypeError(f"{ast.unparse(tree)!r} cannot stand in it")
