"""What the language of equations has beyond its first version, found by trying it."""

import functools
from collections.abc import Callable
from typing import Any

import recurra.ir
from recurra.errors import CellError


@functools.cache
def has(feature: str) -> bool:
    """Whether the language has a feature of `FEATURES`.

    Raises KeyError for any other.
    """
    return FEATURES[feature]()


def _traces(equation: Callable[..., Any]) -> bool:
    """Whether a cell h' = tanh(equation(x, h, U)) can be traced."""

    def tried(x: Any, h: Any, U: Any) -> Any:
        return recurra.ir.tanh(equation(x, h, U) + x)

    try:
        graph = recurra.ir.cell(states="h")(tried).graph()
    except (CellError, AttributeError, TypeError):  # the last two: a function is not there
        return False
    return all("." not in p.name for p in graph.params)  # U.T is not a new member of a family


def _wide_as_an_input() -> bool:
    def tried(x: Any, h: Any, c: Any, U: Any, V: Any) -> Any:
        return recurra.ir.tanh(U @ c), recurra.ir.tanh(V @ h) + x

    try:
        recurra.ir.cell(states="h c", sizes={"c": "x"})(tried).graph()
    except CellError:
        return False
    return True


FEATURES: dict[str, Callable[[], bool]] = {
    "transpose": lambda: _traces(lambda x, h, U: U.T @ h + U @ h),
    "difference": lambda: _traces(lambda x, h, U: (U - U.T) @ h),
    "sum": lambda: hasattr(recurra.ir, "sum"),
    "softmax": lambda: hasattr(recurra.ir, "softmax"),
    "blocks": lambda: _traces(lambda x, h, U: recurra.ir.softmax(U @ h, 2)),
    "slices": lambda: _traces(lambda x, h, U: U @ h[0:2]),
    "sizes_of_inputs": lambda: _wide_as_an_input(),
    "mod": lambda: hasattr(recurra.ir, "mod") and hasattr(recurra.ir, "floor"),
    "powers": lambda: _traces(lambda x, h, U: (U @ h) ** 3),
}
