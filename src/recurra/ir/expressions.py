"""Small arithmetic in declarations: the size of a state in terms of others, a starting value."""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from recurra.errors import SettingError
from recurra.words import Text, Words, say

_OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Pow: operator.pow,
}
Functions = Mapping[str, Callable[..., Any]]
FUNCTIONS: Functions = {"log": math.log, "exp": math.exp, "sqrt": math.sqrt}


def evaluate(expression: str, known: Mapping[str, Any], functions: Functions = FUNCTIONS) -> Any:
    """The value of an arithmetic expression over known names, with functions of these names.

    Raises SettingError where it is anything else.

    >>> evaluate("log(a / (1 - a))", {"a": 0.5})
    0.0
    """
    try:
        return _value(ast.parse(expression, mode="eval").body, known, functions)
    except (SyntaxError, ArithmeticError, KeyError, TypeError, ValueError) as error:
        listed = [*known, *(f"{f}()" for f in functions)]
        raise SettingError(
            say(
                "ir.expressions.no_arithmetic",
                expression=expression,
                known=listed,
                fault=_said(error),
            )
        ) from None


def units(expression: str, known: Mapping[str, int]) -> int:
    """A number of units: the expression's value, rounded, at least 1.

    >>> units("0.4 * h", {"h": 100})
    40
    """
    return max(1, round(evaluate(expression, known)))


def names(expression: str) -> frozenset[str]:
    """The names that an expression needs, its functions left out.

    >>> sorted(names("log(b.f) + tau"))
    ['b.f', 'tau']
    """
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        raise SettingError(
            say("ir.expressions.not_readable", expression=expression, fault=error.msg)
        ) from None
    inside = {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    inside |= {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    return frozenset(
        ast.unparse(n)
        for n in ast.walk(tree)
        if isinstance(n, ast.Name | ast.Attribute) and id(n) not in inside
    )


def _value(tree: ast.expr, known: Mapping[str, Any], functions: Functions) -> Any:
    match tree:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.Name() | ast.Attribute():
            return known[ast.unparse(tree)]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, known, functions)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            sides = (_value(side, known, functions) for side in (left, right))
            return _OPERATORS[type(op)](*sides)
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in functions:
            return functions[name](*(_value(a, known, functions) for a in arguments))
    raise TypeError(say("ir.expressions.cannot_stand_in_it", part=ast.unparse(tree)))


def _said(error: Exception) -> Text:
    """What an error says: our own message, or Python's text."""
    own = error.args[0] if error.args else ""
    return own if isinstance(own, Words) else str(error)
