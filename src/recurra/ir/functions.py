"""The functions that equations may use, beside the operators."""

import builtins
from collections.abc import Callable
from typing import Any

from recurra.ir.matrices import Parameter
from recurra.ir.operands import Operand, Traced
from recurra.ir.primitives import PRIMITIVES
from recurra.words import say


def _function(op: str) -> Callable[..., Any]:
    arity = PRIMITIVES[op].arity

    def apply(*values: Any) -> Any:
        recorder = _recorder(op, *values)
        if len(values) != arity:
            recorder.fail(
                say("ir.functions.takes_values", function=op, wanted=arity, given=len(values)),
                say("ir.functions.give_each"),
            )
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
floor = _function("floor")
mean = _function("mean")


def mod(value: Any, divisor: Any) -> Any:
    """In a cell's equations: what is left of a division, `a - b * floor(a / b)`.

    It has the divisor's sign, as `value % divisor` has, which is the same. floor has the
    derivative 0, so that of mod is 1 in the value.

    >>> from recurra.ir import cell
    >>> @cell(states="h")
    ... def clock(x, time, h, W, period):
    ...     opened = 1 - mod(time, vector(period)) / vector(period)
    ...     return opened * tanh(W @ x) + (1 - opened) * h
    >>> [n.op for n in clock.graph().nodes][4:8]
    ['div', 'floor', 'mul', 'sub']
    """
    return _recorder("mod", value, divisor).modulo(value, divisor)


def sum(value: Any, heads: Any = None) -> Any:
    """In a cell's equations: the sum over the units, one number; the dot product is `sum(a * b)`.

    `sum(value, heads)` cuts the units into `heads` equal parts; each unit is given the sum over
    its own part, so that the result has the value's units. Of anything but one value it is
    Python's own `sum`.

    >>> from recurra.ir import cell
    >>> @cell(states="h")
    ... def normed(x, h, W, U):
    ...     new = W @ x + U @ h
    ...     return new / sqrt(sum(new * new) + 1e-6)
    >>> [n.op for n in normed.graph().nodes if n.size == "1"]
    ['sum', 'constant', 'add', 'sqrt']

    Raises CellError where `heads` is no whole number; units that it does not divide are a CellError
    when a network is made.
    """
    if not isinstance(value, Operand):
        return builtins.sum(value, 0 if heads is None else heads)
    if heads is None:
        return value._recorder.apply("sum", value)
    return value._recorder.across("block_sum", value, heads)


def softmax(value: Any, heads: int = 1) -> Any:
    """In a cell's equations: exp(a) over the sum of exp(a), over all units or over each head.

    The units are cut into `heads` equal parts (heads); in each of them the results are positive
    and add up to 1. The largest of a part is taken off first, so that exp cannot overflow; that
    changes nothing of the value or of its derivative.

    >>> from recurra.ir import cell
    >>> @cell(states="h")
    ... def attentive(x, h, W, U):
    ...     return softmax(U @ h + W @ x, heads=2) * h
    >>> [n.blocks for n in attentive.graph().nodes if n.op == "block_sum"]
    [2]

    Raises CellError as `sum` does.
    """
    recorder = _recorder("softmax", value)
    own = recorder.lift(value)
    exponential = recorder.computed(
        "exp", recorder.computed("sub", own, recorder.across("block_largest", own, heads))
    )
    return recorder.computed("div", exponential, recorder.across("block_sum", exponential, heads))


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
        raise TypeError(say("ir.functions.takes_parameter", function="block", got=_shown(matrix)))
    if not isinstance(heads, int) or isinstance(heads, bool) or heads < 1:
        matrix._recorder.fail(
            say("ir.functions.no_such_blocks", heads=repr(heads)),
            say("ir.functions.give_whole_number"),
        )
    return Parameter(matrix._recorder, matrix._name, heads)


def _recorder(name: str, *values: Any) -> Any:
    recorder = next((v._recorder for v in values if isinstance(v, Operand)), None)
    if recorder is None:
        raise TypeError(
            say("ir.functions.takes_values_of_equations", function=name, got=repr(values))
        )
    return recorder


def _with_role(parameter: Any, role: str) -> Traced:
    if not isinstance(parameter, Parameter):
        raise TypeError(say("ir.functions.takes_parameter", function=role, got=_shown(parameter)))
    recorder = parameter._recorder
    recorder.use(parameter._name, role)
    return recorder.leaf(parameter._name, role)


def _shown(value: Any) -> str:
    """What was handed on in place of a parameter; stand-ins by their kind, as they have no text."""
    return type(value).__name__ if isinstance(value, Operand) else repr(value)
