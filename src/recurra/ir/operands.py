"""Stand-ins for values, and the operators of equations: what is done to them is written down."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from recurra.ir.explain import written_instead
from recurra.ir.powers import power, power_of_number

if TYPE_CHECKING:
    from recurra.ir.trace import Recorder


class Operand:
    """The operators of equations."""

    __array_ufunc__ = None  # numpy leaves its operators to us
    _recorder: "Recorder"

    def __add__(self, other: Any) -> Any:
        return self._recorder.apply("add", self, other)

    def __radd__(self, other: Any) -> Any:
        return self._recorder.apply("add", other, self)

    def __sub__(self, other: Any) -> Any:
        return self._recorder.apply("sub", self, other)

    def __rsub__(self, other: Any) -> Any:
        return self._recorder.apply("sub", other, self)

    def __mul__(self, other: Any) -> Any:
        return self._recorder.apply("mul", self, other)

    def __rmul__(self, other: Any) -> Any:
        return self._recorder.apply("mul", other, self)

    def __truediv__(self, other: Any) -> Any:
        return self._recorder.apply("div", self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return self._recorder.apply("div", other, self)

    def __neg__(self) -> Any:
        return self._recorder.apply("neg", self)

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return self._recorder.apply("abs", self)

    def __pow__(self, exponent: Any) -> Any:
        return power(self._recorder, self, exponent)

    def __rpow__(self, base: Any) -> Any:
        return power_of_number(self._recorder, base, self)

    def __mod__(self, divisor: Any) -> Any:
        return self._recorder.modulo(self, divisor)

    def __rmod__(self, dividend: Any) -> Any:
        return self._recorder.modulo(dividend, self)

    def __floordiv__(self, other: Any) -> Any:
        self._recorder.fail("a // b is not in the language", "Write `floor(a / b)`.")

    __rfloordiv__ = __floordiv__

    def __divmod__(self, other: Any) -> Any:
        self._recorder.fail(
            "divmod is not in the language", "Write `floor(a / b)` and `mod(a, b)`."
        )

    __rdivmod__ = __divmod__

    def __round__(self, digits: int | None = None) -> Any:
        self._recorder.fail("round is not in the language", "Write `floor(a + 0.5)`.")

    def __floor__(self) -> Any:
        self._recorder.fail("math.floor takes numbers", "Write `floor(a)`, of recurra.ir.")

    def __ceil__(self) -> Any:
        self._recorder.fail("math.ceil takes numbers", "Write `-floor(-a)`.")

    def _logical(self, other: Any = None) -> Any:
        self._recorder.fail(
            "values of equations are numbers: &, |, ^ and ~ are not in the language",
            "Of values between 0 and 1: `a * b` for and, `maximum(a, b)` for or, `1 - a` for not.",
        )

    __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = __invert__ = _logical

    def __bool__(self) -> bool:  # noqa: PLE0304  (it always raises)
        self._recorder.fail(
            "a value of an equation has no truth value while it is traced",
            "Use maximum, minimum or relu instead of `if`, `and`, `or` or a comparison; "
            "`a if c else b` is `c * a + (1 - c) * b` with a gate c between 0 and 1.",
        )

    def _ordered(self, other: object) -> bool:
        self._recorder.fail(
            "values of equations cannot be compared",
            "Use maximum, minimum or relu; `a if c else b` is `c * a + (1 - c) * b` with a gate c "
            "between 0 and 1, for instance c = sigmoid(10 * (a - b)).",
        )

    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = _ordered
    __hash__ = object.__hash__

    def _number(self) -> Any:
        self._recorder.fail(
            "a value of an equation is no number while it is traced",
            written_instead(self._recorder.equation())
            or "Use the functions of recurra (sigmoid, tanh, exp ...), not those of math or numpy.",
        )

    __float__ = __int__ = __index__ = __len__ = __complex__ = _number

    def __array__(self, *_: Any, **__: Any) -> Any:
        return self._number()

    def __iter__(self) -> Iterator[Any]:
        self._recorder.fail(
            "a value of an equation cannot be iterated over",
            "An equation says what happens to all units at once: U @ h, mean(h); the sum over the "
            "units is that of recurra: `from recurra.ir import sum`.",
        )


class Traced(Operand):
    """The stand-in for a value: an input, a state or something computed."""

    def __init__(self, recorder: "Recorder", index: int) -> None:
        self._recorder, self.index = recorder, index

    def __matmul__(self, other: Any) -> "Traced":
        if isinstance(other, Traced):
            self._recorder.fail(
                "a product @ has a matrix on its left, and both are values here",
                "The dot product of two values is `sum(a * b)`, with `sum` of recurra.ir.",
            )
        shown = getattr(other, "_name", "W")
        self._recorder.fail(
            "a product has its matrix on the left",
            f"Write `{shown} @ value` instead, or `{shown}.T @ value` for the transposed matrix.",
        )

    __rmatmul__ = __matmul__

    def __getattr__(self, member: str) -> Any:
        if member.startswith("_"):
            raise AttributeError(member)
        if member in ("T", "mT"):
            self._recorder.fail(
                "a value of an equation is a list of units, which has no transpose",
                "The dot product of two values is `sum(a * b)`; U.T is for a matrix U.",
            )
        self._recorder.fail(
            f"a value of an equation has no part or method {member!r}",
            f"Functions stand before it, {member}(value); parts are for parameters: W.{member}. "
            + written_instead(f"{member}("),
        )

    def __getitem__(self, member: Any) -> "Traced":
        if not isinstance(member, slice):
            shown = f"[{member}:{member + 1}]" if type(member) is int else "[0:4]"
            self._recorder.fail(
                "a value of an equation has no parts",
                "An equation says what happens to all units at once: U @ h, mean(h). Some of the "
                f"units are a slice, {shown}; what happens to each of them is one equation.",
            )
        return self._recorder.part(self, member)

    def multiplied(self, matrix: str, blocks: int = 1, transposed: bool = False) -> "Traced":
        """The product with a matrix, whole or of blocks, or its transpose, before it."""
        return self._recorder.product(matrix, self, blocks, transposed)
