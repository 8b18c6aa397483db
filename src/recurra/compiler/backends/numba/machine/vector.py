"""Vectors of floats as a type of numba, with loads, stores, arithmetic and functions.

Generated kernels work on whole vectors explicitly, so their speed does not depend on what LLVM's
loop vectoriser can prove about addresses, there is no scalar rest of a loop, and every lane is
computed the same way wherever a row lies. Addresses are integers, in bytes.
"""

import functools
import operator
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import lower_builtin
from numba.core.typing import signature
from numba.core.typing.templates import AbstractTemplate, infer_global
from numba.extending import intrinsic, models, register_model

from recurra.compiler.backends.numba.machine.formulas import FUNCTIONS, Lanes
from recurra.compiler.backends.numba.machine.processor import BYTES

WORD = ir.IntType(64)


class VectorType(types.Type):
    """Lanes of one dtype."""

    def __init__(self, dtype: str, lanes: int) -> None:
        self.dtype, self.lanes = dtype, lanes
        super().__init__(name=f"{dtype}x{lanes}")

    @property
    def llvm(self) -> ir.Type:
        """The LLVM type."""
        lane = ir.FloatType() if self.dtype == "float32" else ir.DoubleType()
        return ir.VectorType(lane, self.lanes)


@register_model(VectorType)
class _VectorModel(models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: VectorType) -> None:
        super().__init__(dmm, fe_type, fe_type.llvm)


def _lifted(builder: ir.IRBuilder, kind: VectorType, given: types.Type, value: ir.Value) -> Lanes:
    """A vector, or a number spread over the lanes."""
    if isinstance(given, VectorType):
        return Lanes(builder, value, kind.dtype)
    lane = kind.llvm.element
    if isinstance(given, types.Integer):
        number = builder.sitofp(value, lane)
    elif value.type == lane:
        number = value
    else:
        number = builder.fptrunc(value, lane)
    return Lanes(builder, _spread(builder, number, kind), kind.dtype)


def _spread(builder: ir.IRBuilder, number: ir.Value, kind: VectorType) -> ir.Value:
    undefined = ir.Constant(kind.llvm, ir.Undefined)
    one = builder.insert_element(undefined, number, ir.IntType(32)(0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), kind.lanes), [0] * kind.lanes)
    return builder.shuffle_vector(one, undefined, zeros)


def _make_operator(function: Callable[[Any, Any], Any]) -> None:
    @infer_global(function)
    class _Typing(AbstractTemplate):
        def generic(self, args: Any, kws: Any) -> Any:
            vectors = [a for a in args if isinstance(a, VectorType)]
            others = [a for a in args if not isinstance(a, VectorType)]
            if len(args) == 2 and vectors and all(isinstance(o, types.Number) for o in others):
                others = [types.float64 if isinstance(o, types.Float) else types.int64
                          for o in others]  # fmt: skip
                remaining = iter(others)
                kinds = [a if isinstance(a, VectorType) else next(remaining) for a in args]
                return signature(vectors[0], *kinds)
            return None

    def build(context: Any, builder: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
        left, right = (
            _lifted(builder, sig.return_type, t, a) for t, a in zip(sig.args, args, strict=True)
        )
        return function(left, right).value

    for kinds in (
        (VectorType, VectorType),
        (VectorType, types.Number),
        (types.Number, VectorType),
    ):
        lower_builtin(function, *kinds)(build)


for _function in (operator.add, operator.sub, operator.mul, operator.truediv):
    _make_operator(_function)


@infer_global(operator.neg)
class _Negation(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        return signature(args[0], *args) if isinstance(args[0], VectorType) else None


@lower_builtin(operator.neg, VectorType)
def _negate(context: Any, builder: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
    return (-Lanes(builder, args[0], sig.return_type.dtype)).value


class Memory(NamedTuple):
    """Loads and stores of one kind of vector."""

    load: Any  # address -> vector
    store: Any  # address, vector
    spread: Any  # number -> vector
    spread_at: Any  # address of one number -> vector
    total: Any  # vector -> sum of the lanes, halves added to each other


@functools.cache
def memory(dtype: str, lanes: int) -> Memory:
    """Loads and stores of vectors; addresses need no alignment beyond the dtype's."""
    kind = VectorType(dtype, lanes)
    align = BYTES[dtype]
    address, number = types.int64, getattr(types, dtype)

    @intrinsic
    def load(typing: Any, place: Any) -> Any:
        def build(context: Any, b: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
            return b.load(b.inttoptr(args[0], kind.llvm.as_pointer()), align=align)

        return kind(address), build

    @intrinsic
    def store(typing: Any, place: Any, value: Any) -> Any:
        def build(context: Any, b: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
            b.store(args[1], b.inttoptr(args[0], kind.llvm.as_pointer()), align=align)
            return context.get_dummy_value()

        return types.void(address, kind), build

    @intrinsic
    def spread(typing: Any, value: Any) -> Any:
        def build(context: Any, b: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
            return _spread(b, args[0], kind)

        return kind(number), build

    @intrinsic
    def spread_at(typing: Any, place: Any) -> Any:
        def build(context: Any, b: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
            one = b.load(b.inttoptr(args[0], kind.llvm.element.as_pointer()), align=align)
            return _spread(b, one, kind)

        return kind(address), build

    @intrinsic
    def total(typing: Any, value: Any) -> Any:
        def build(context: Any, b: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
            value, count = args[0], lanes
            while count > 1:
                count //= 2
                low, high = (
                    b.shuffle_vector(value, value, _integers(range(k, k + count)))
                    for k in (0, count)
                )
                value = b.fadd(low, high)
            return b.extract_element(value, ir.IntType(32)(0))

        return number(kind), build

    return Memory(load, store, spread, spread_at, total)


@functools.cache
def transposed(dtype: str, lanes: int) -> Any:
    """An intrinsic (source, bytes between its rows, target, bytes between its rows) that copies a
    square of as many rows as a vector has lanes, rows as columns."""
    kind, align = VectorType(dtype, lanes).llvm, BYTES[dtype]
    half, index = lanes // 2, ir.IntType(32)
    halves = [
        ir.Constant(
            ir.VectorType(index, lanes), [begin + n // 2 + n % 2 * lanes for n in range(lanes)]
        )
        for begin in (0, half)
    ]

    @intrinsic
    def transpose(typing: Any, source: Any, row: Any, target: Any, other: Any) -> Any:
        def build(context: Any, b: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
            def at(address: ir.Value, stride: ir.Value, n: int) -> ir.Value:
                return b.inttoptr(b.add(address, b.mul(stride, WORD(n))), kind.as_pointer())

            rows = [b.load(at(args[0], args[1], n), align=align) for n in range(lanes)]
            for _ in range(lanes.bit_length() - 1):  # a perfect shuffle of rows and lanes
                rows = [
                    b.shuffle_vector(rows[n], rows[n + half], mask)
                    for n in range(half)
                    for mask in halves
                ]
            for n, line in enumerate(rows):
                b.store(line, at(args[2], args[3], n), align=align)
            return context.get_dummy_value()

        return types.void(*[types.int64] * 4), build

    return transpose


def _integers(numbers: Iterable[int], bits: int = 32) -> ir.Constant:
    """A constant vector."""
    lanes = list(numbers)
    return ir.Constant(ir.VectorType(ir.IntType(bits), len(lanes)), lanes)


@intrinsic
def within(typing: Any, value: Any, size: Any) -> Any:
    """The lanes that lie within a number of bytes, zero in the others."""

    def build(context: Any, b: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
        item = BYTES[value.dtype]
        here = _integers(range(0, value.lanes * item, item), 64)
        limit = ir.Constant(here.type, ir.Undefined)
        limit = b.insert_element(limit, args[1], ir.IntType(32)(0))
        limit = b.shuffle_vector(limit, limit, _integers([0] * value.lanes))
        zero = ir.Constant(value.llvm, [ir.Constant(value.llvm.element, 0.0)] * value.lanes)
        return b.select(b.icmp_signed("<", here, limit), args[0], zero)

    return value(value, types.int64), build


def _make_function(name: str) -> Any:
    formula = FUNCTIONS[name]

    def build_for(kind: VectorType, count: int) -> Any:
        def build(context: Any, b: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
            lifted = [_lifted(b, kind, t, a) for t, a in zip(sig.args, args, strict=True)]
            return formula(*lifted).value

        return kind(*[kind] * count), build

    if name in ("maximum", "minimum", "above", "share"):

        @intrinsic
        def function(typing: Any, a: Any, b: Any) -> Any:
            return build_for(a, 2)

    else:

        @intrinsic
        def function(typing: Any, a: Any) -> Any:
            return build_for(a, 1)

    return function


exp, sigmoid, tanh, log = (_make_function(n) for n in ("exp", "sigmoid", "tanh", "log"))
softplus, relu, sqrt = (_make_function(n) for n in ("softplus", "relu", "sqrt"))
cos, sin, floor = (_make_function(n) for n in ("cos", "sin", "floor"))
maximum, minimum = _make_function("maximum"), _make_function("minimum")
above, share, sign = (_make_function(n) for n in ("above", "share", "sign"))
absolute = _make_function("abs")


@intrinsic
def word(typing: Any, table: Any, position: Any) -> Any:
    """The integer at a position of a table that begins at an address."""

    def build(context: Any, b: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
        place = b.add(args[0], b.mul(args[1], WORD(8)))
        return b.load(b.inttoptr(place, WORD.as_pointer()))

    return types.int64(types.int64, types.int64), build


@intrinsic
def prefetch(typing: Any, place: Any) -> Any:
    """Ask for a line of memory that will be read soon; any address will do."""

    def build(context: Any, b: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        function = cgutils.get_or_insert_function(b.module, kind, "llvm.prefetch.p0")
        b.call(function, [b.inttoptr(args[0], byte), number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(types.int64), build


@functools.cache
def stack_space(count: int) -> Any:
    """An intrinsic that gives the address of that many bytes on the stack."""

    @intrinsic
    def address(typing: Any) -> Any:
        def build(context: Any, b: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
            place = cgutils.alloca_once(b, ir.IntType(8), size=count)
            return b.ptrtoint(place, WORD)

        return types.int64(), build

    return address


@intrinsic
def multiply(
    typing: Any, kernel: Any, left: Any, left_row: Any, left_step: Any, right: Any,
    result: Any, result_row: Any, rows: Any, steps: Any, columns: Any, add: Any,
) -> Any:  # fmt: skip
    """Call the matrix kernel by its address; arguments as in matrix.ARGUMENTS."""

    def build(context: Any, b: ir.IRBuilder, sig: Any, args: Any) -> ir.Value:
        kind = ir.FunctionType(ir.VoidType(), [WORD] * 10)
        b.call(b.inttoptr(args[0], kind.as_pointer()), args[1:])
        return context.get_dummy_value()

    return types.void(*[types.int64] * 11), build
