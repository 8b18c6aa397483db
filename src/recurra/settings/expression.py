"""Names with options, as they are written: `scrn(alpha=0.9)`, `lstm(layers=2, both=true)`."""

import ast
from dataclasses import dataclass, field
from typing import Any

from recurra.errors import SettingError
from recurra.words import say

CONSTANTS = {"true": True, "false": False, "none": None}


@dataclass(frozen=True)
class Expression:
    """A name, or FILE.py:NAME, and what stands in its brackets."""

    name: str
    options: dict[str, Any] = field(default_factory=dict)


def read(spec: str) -> Expression:
    """What is written: NAME or NAME(OPTION=VALUE, ...).

    A value is a number, true, false or none, a text in quotes, or a name or an expression, which
    stays as it is written.

    Raises SettingError where it cannot be read.

    >>> read("lstm(layers=2, both=true)")
    Expression(name='lstm', options={'layers': 2, 'both': True})
    >>> read("decoder(cell=scrn(alpha=0.9))").options
    {'cell': 'scrn(alpha=0.9)'}
    """
    name, bracket, rest = spec.partition("(")
    if not bracket:
        return Expression(spec.strip())
    try:
        call = ast.parse(f"f({rest}", mode="eval").body
        assert isinstance(call, ast.Call) and not call.args and isinstance(call.func, ast.Name)
        return Expression(name.strip(), {str(k.arg): _value(k.value) for k in call.keywords})
    except (SyntaxError, ValueError, AssertionError):
        raise SettingError(say("cells.options_not_read", spec=spec)) from None


def _value(written: ast.expr) -> Any:
    if isinstance(written, ast.Name):
        return CONSTANTS.get(written.id, written.id)
    if isinstance(written, ast.Call):
        return ast.unparse(written)
    return ast.literal_eval(written)
