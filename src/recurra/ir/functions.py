"""The functions that equations may use, beside the operators."""

from collections.abc import Callable
from typing import Any

from recurra.ir.primitives import PRIMITIVES
from recurra.ir.trace import Operand, Parameter, Traced


def _function(op: str) -> Callable[..., Any]:
    arity = PRIMITIVES[op].arity

    def apply(*values: Any) -> Any:
        recorder = next((v._recorder for v in values if isinstance(v, Operand)), None)
        if recorder is None:
            raise TypeError(f"{op} takes values of a cell's equations, got {values!r}")
        if len(values) != arity:
            recorder.fail(f"{op} takes {arity} value(s), not {len(values)}", "Give each of them.")
        return recorder.apply(op, *values)

    apply.__name__ = apply.__qualname__ = op
    apply.__doc__ = f"In a cell's equations: {PRIMITIVES[op].meaning}."
    return apply


sigmoid = _function("sigmoid")
tanh = _function("tanh")
relu = _function("relu")
exp = _function("exp")
log = _function("log")
softplus = _function("softplus")
sqrt = _function("sqrt")
cos = _function("cos")
sin = _function("sin")
maximum = _function("maximum")
minimum = _function("minimum")
absolute = _function("abs")
mean = _function("mean")


def scalar(parameter: Any) -> Traced:
    """In a cell's equations: a parameter that is one number."""
    return _with_role(parameter, "scalar")


def vector(parameter: Any) -> Traced:
    """In a cell's equations: a parameter with a value for each unit, kept with bias=False."""
    return _with_role(parameter, "vector")


def block(matrix: Any, heads: int) -> Any:
    """In a cell's equations: a matrix, or a family of them, that is block-diagonal.

    `block(U, heads) @ h` cuts `h` into `heads` equal parts (heads), each of which is multiplied
    with its own matrix of n/heads rows and columns; heads do not see each other. Declared for a
    family, the equations stay as they are.

    >>> from recurra.ir import cell
    >>> @cell(states="h")
    ... def heads(x, h, W, U, b, *, heads=2):
    ...     U = block(U, heads)
    ...     return tanh(W @ x + U @ h + b)
    >>> heads.graph().group["weight_hh"].blocks
    2

    Raises CellError where `heads` is no whole number; sizes that it does not divide are a CellError
    when a network is made.
    """
    if not isinstance(matrix, Parameter):
        raise TypeError(f"block(...) takes a parameter of a cell, got {matrix!r}")
    if not isinstance(heads, int) or isinstance(heads, bool) or heads < 1:
        matrix._recorder.fail(f"a matrix cannot have {heads!r} blocks", "Give a whole number.")
    return Parameter(matrix._recorder, matrix._name, heads)


def _with_role(parameter: Any, role: str) -> Traced:
    if not isinstance(parameter, Parameter):
        raise TypeError(f"{role}(...) takes a parameter of a cell, got {parameter!r}")
    recorder = parameter._recorder
    recorder.use(parameter._name, role)
    return recorder.leaf(parameter._name, role)
