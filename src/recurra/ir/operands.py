"""Stand-ins for values, and the operators of equations: what is done to them is written down."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from recurra.ir.explain import written_instead
from recurra.ir.powers import power, power_of_number
from recurra.words import say

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
        self._recorder.fail(
            say("ir.operands.not_in_language", what="a // b"),
            say("ir.operands.write_floored_quotient"),
        )

    __rfloordiv__ = __floordiv__

    def __divmod__(self, other: Any) -> Any:
        self._recorder.fail(
            say("ir.operands.not_in_language", what="divmod"),
            say("ir.operands.write_floor_and_mod"),
        )

    __rdivmod__ = __divmod__

    def __round__(self, digits: int | None = None) -> Any:
        self._recorder.fail(
            say("ir.operands.not_in_language", what="round"), say("ir.operands.write_rounded")
        )

    def __floor__(self) -> Any:
        self._recorder.fail(
            say("ir.operands.takes_numbers", function="math.floor"), say("ir.operands.write_floor")
        )

    def __ceil__(self) -> Any:
        self._recorder.fail(
            say("ir.operands.takes_numbers", function="math.ceil"), say("ir.operands.write_ceil")
        )

    def _logical(self, other: Any = None) -> Any:
        self._recorder.fail(say("ir.operands.no_logic"), say("ir.operands.write_logic"))

    __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = __invert__ = _logical

    def __bool__(self) -> bool:  # noqa: PLE0304  (it always raises)
        self._recorder.fail(say("ir.operands.no_truth_value"), say("ir.operands.write_without_if"))

    def _ordered(self, other: object) -> bool:
        self._recorder.fail(
            say("ir.operands.not_compared"), say("ir.operands.write_without_comparison")
        )

    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = _ordered
    __hash__ = object.__hash__

    def _number(self) -> Any:
        self._recorder.fail(
            say("ir.operands.no_number"),
            written_instead(self._recorder.equation()) or say("ir.operands.use_own_functions"),
        )

    __float__ = __int__ = __index__ = __len__ = __complex__ = _number

    def __array__(self, *_: Any, **__: Any) -> Any:
        return self._number()

    def __iter__(self) -> Iterator[Any]:
        self._recorder.fail(say("ir.operands.not_iterated"), say("ir.operands.all_units_at_once"))


class Traced(Operand):
    """The stand-in for a value: an input, a state or something computed."""

    def __init__(self, recorder: "Recorder", index: int) -> None:
        self._recorder, self.index = recorder, index

    def __matmul__(self, other: Any) -> "Traced":
        if isinstance(other, Traced):
            self._recorder.fail(
                say("ir.operands.product_of_values"), say("ir.operands.dot_product")
            )
        shown = getattr(other, "_name", "W")
        self._recorder.fail(
            say("ir.operands.matrix_on_the_left"),
            say("ir.operands.write_matrix_first", matrix=shown),
        )

    __rmatmul__ = __matmul__

    def __getattr__(self, member: str) -> Any:
        if member.startswith("_"):
            raise AttributeError(member)
        if member in ("T", "mT"):
            self._recorder.fail(
                say("ir.operands.no_transpose"), say("ir.operands.transpose_of_matrix")
            )
        self._recorder.fail(
            say("ir.operands.no_part_or_method", member=member),
            say(
                "ir.operands.function_before_value",
                member=member,
                written=written_instead(f"{member}("),
            ),
        )

    def __getitem__(self, member: Any) -> "Traced":
        if not isinstance(member, slice):
            shown = f"[{member}:{member + 1}]" if type(member) is int else "[0:4]"
            self._recorder.fail(
                say("ir.operands.no_parts"), say("ir.operands.write_slice", shown=shown)
            )
        return self._recorder.part(self, member)

    def multiplied(self, matrix: str, blocks: int = 1, transposed: bool = False) -> "Traced":
        """The product with a matrix, whole or of blocks, or its transpose, before it."""
        return self._recorder.product(matrix, self, blocks, transposed)
