"""An exception of Python inside a cell's function, in the words of the equations' author."""

import difflib
from collections.abc import Callable
from typing import Any

FUNCTIONS = (
    "absolute", "block", "cos", "exp", "hard_sigmoid", "linear", "log", "maximum", "mean",
    "minimum", "relu", "scalar", "sigmoid", "sin", "softplus", "sqrt", "tanh", "total", "vector",
)  # fmt: skip
LANGUAGE = (
    f"Equations use +, -, *, /, @, ** 2 and the functions of recurra.ir: {', '.join(FUNCTIONS)}."
)
STAND_INS = ("Traced", "Parameter")  # what the function's arguments are while it is traced


def explained(error: Exception, function: Callable[..., Any]) -> tuple[str, str]:
    """What went wrong, and what to do.

    >>> explained(NameError("name 'tnah' is not defined", name="tnah"), lambda x, h: h)[0]
    "'tnah' is not defined"
    """
    name = getattr(error, "name", None)
    if name in FUNCTIONS and isinstance(error, NameError | AttributeError):
        return f"{name!r} is not imported here", f"Write `from recurra.ir import {name}`."
    if isinstance(error, NameError) and name:
        return f"{name!r} is not defined", _near(name, function) + LANGUAGE
    if isinstance(error, TypeError) and any(word in str(error) for word in STAND_INS):
        return (
            f"a function or operation that is none of the language is applied to a value ({error})",
            f"{LANGUAGE} Those of math, numpy and torch cannot be followed.",
        )
    return f"{type(error).__name__}: {error}", LANGUAGE


def _near(name: str, function: Callable[..., Any]) -> str:
    known = [*function.__code__.co_varnames, *FUNCTIONS]
    found = difflib.get_close_matches(name, known, n=2, cutoff=0.6)
    return f"Did you mean {' or '.join(repr(f) for f in found)}? " if found else ""
