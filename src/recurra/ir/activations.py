"""The functions that a cell's option may choose by name, such as the squashing of its gates."""

from typing import Any

from recurra.ir.functions import exp, maximum, minimum, relu, sigmoid, softplus, tanh


def linear(value: Any) -> Any:
    """In a cell's equations: the value itself."""
    return value


def hard_sigmoid(value: Any) -> Any:
    """In a cell's equations: 0.2 a + 0.5 within 0 and 1, which Keras 2 takes for its gates."""
    return maximum(minimum(0.2 * value + 0.5, 1.0), 0.0)


ACTIVATIONS = {f.__name__: f for f in (sigmoid, tanh, relu, linear, hard_sigmoid, softplus, exp)}
