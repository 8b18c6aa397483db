"""Powers of values, made of primitives."""

import math
from typing import TYPE_CHECKING, Any

from recurra.words import say

if TYPE_CHECKING:
    from recurra.ir.trace import Recorder


def power(recorder: "Recorder", base: Any, exponent: Any) -> Any:
    """`base ** exponent`: products for whole numbers, with a square root for halves.

    Any other power is exp(exponent * log(base)), which is a number only for base > 0.
    """
    base = recorder.lift(base, "vector")  # as what `p * p` makes of a parameter
    if isinstance(exponent, bool) or not isinstance(exponent, int | float):
        return recorder.apply("exp", recorder.apply("mul", exponent, recorder.apply("log", base)))
    if not math.isfinite(exponent):
        recorder.fail(
            say("ir.powers.power_is_no_number", exponent=exponent),
            say("ir.powers.give_finite_power"),
        )
    if exponent < 0:
        return recorder.apply("div", 1.0, power(recorder, base, -exponent))
    if exponent == int(exponent):
        return _whole(recorder, base, int(exponent))
    if 2 * exponent != int(2 * exponent):
        return recorder.apply("exp", recorder.apply("mul", exponent, recorder.apply("log", base)))
    root = recorder.apply("sqrt", base)
    whole = int(exponent)
    return recorder.apply("mul", _whole(recorder, base, whole), root) if whole else root


def power_of_number(recorder: "Recorder", base: Any, exponent: Any) -> Any:
    """`2 ** value`: exp(value * log(2)); a CellError where the base is not positive."""
    if isinstance(base, bool) or not isinstance(base, int | float) or not base > 0:
        recorder.fail(
            say("ir.powers.no_power_of_a_value", base=repr(base)), say("ir.powers.base_above_zero")
        )
    return recorder.apply("exp", recorder.apply("mul", exponent, math.log(base)))


def _whole(recorder: "Recorder", base: Any, exponent: int) -> Any:
    """A whole power from 0 on, by squaring: as few products as there are."""
    if exponent == 0:
        return recorder.lift(1.0)
    result, square = None, base
    while exponent:
        if exponent & 1:
            result = square if result is None else recorder.apply("mul", result, square)
        exponent >>= 1
        if exponent:
            square = recorder.apply("mul", square, square)
    return result
