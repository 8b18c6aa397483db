"""Tracing: run a cell's function once on stand-ins that write down what is done to them."""

import linecache
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from recurra.errors import CellError
from recurra.ir.sizes import Sizes

ROLE_OF_USE = {"add": "bias", "sub": "bias", "mul": "vector", "div": "vector"}


@dataclass
class RawNode:
    """A node before its size has a name."""

    op: str
    args: tuple[int, ...]
    size: int | None  # a size variable; None: one number
    value: float = 0.0
    param: str = ""
    line: int = 0


@dataclass
class RawParam:
    """A parameter before its sizes have names."""

    role: str
    rows: int | None
    columns: int | None = None
    operand: int | None = None  # the node that the matrix or vector was first applied to
    blocks: int = 1  # of a matrix: on its diagonal
    line: int = 0


@dataclass
class Recorder:
    """What a trace writes down."""

    cell: str
    file: str
    bias: bool = True
    any_children: bool = False  # of a tree cell: their number is open
    sizes: Sizes = field(default_factory=Sizes)
    nodes: list[RawNode] = field(default_factory=list)
    params: dict[str, RawParam] = field(default_factory=dict)
    known: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def add(
        self,
        op: str,
        args: tuple[int, ...] = (),
        size: int | None = None,
        value: float = 0.0,
        param: str = "",
    ) -> "Traced":
        """A node; the one that is there already if it computes the same."""
        key = (op, args, value, param)
        if op in ("input", "state") or key not in self.known:
            self.known[key] = len(self.nodes)
            self.nodes.append(RawNode(op, args, size, value, param, self.line()))
        return Traced(self, self.known[key])

    def line(self) -> int:
        """The line of the cell's file that is running now, 0 outside of it."""
        frame = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename == self.file:
                return frame.f_lineno
            frame = frame.f_back  # type: ignore[assignment]
        return 0

    def fail(self, what: str, remedy: str = "") -> NoReturn:
        """Raise a CellError that shows the equation."""
        line = self.line()
        raise CellError(
            what,
            cell=self.cell,
            file=self.file,
            line=line or None,
            equation=linecache.getline(self.file, line).strip() if line else "",
            remedy=remedy,
        )

    def use(self, name: str, role: str) -> RawParam:
        """The parameter, whose role this use fixes or must agree with."""
        param = self.params.get(name)
        if param is None:
            rows = None if role == "scalar" else self.sizes.fresh()
            param = self.params[name] = RawParam(role, rows, line=self.line())
        if param.role != role:
            self.fail(
                f"{name!r} is used as a {role} here but as a {param.role} in line {param.line}",
                "Give one of the two another name.",
            )
        return param

    def leaf(self, name: str, role: str) -> "Traced":
        """A bias, vector or scalar as a value."""
        if role == "bias" and not self.bias:
            self.fail(
                f"nothing is left here with bias=False: {name!r} is all there is",
                "Use bias=True with this cell.",
            )
        param = self.use(name, role)
        return self.add(role, size=param.rows, param=name)

    def product(self, matrix: str, operand: "Traced", blocks: int = 1) -> "Traced":
        """The product of a matrix, whole or of blocks on its diagonal, and a value."""
        size = self.nodes[operand.index].size
        if size is None:
            self.fail(
                f"{matrix!r} is multiplied with one number, not a vector",
                "Write `vector(p) * a` for that.",
            )
        param = self.use(matrix, "matrix")
        if param.columns is None:
            param.columns, param.operand, param.blocks = size, operand.index, blocks
        if param.blocks != blocks:
            self.fail(
                f"{matrix!r} has {blocks} block(s) here but {param.blocks} in line {param.line}",
                "Write `U = block(U, heads)` once, before its first use.",
            )
        self.sizes.unify(param.columns, size, self.line())
        return self.add("matmul", (operand.index,), param.rows, param=matrix)

    def apply(self, op: str, *values: Any) -> "Traced":
        """A primitive applied to values, parameters and numbers."""
        if op == "add" and any(type(v) is int and v == 0 for v in values):
            kept = [v for v in values if isinstance(v, Traced)]
            if len(kept) == 1:  # the first step of Python's sum(...)
                return kept[0]
        if op in ("add", "sub") and not self.bias:
            kept = [v for v in values if not _is_bias(v, self)]
            if len(kept) < len(values):
                return self._without_bias(op, values)
        lifted = [self.lift(v, ROLE_OF_USE.get(op, "bias"), values) for v in values]
        size = self._common([self.nodes[v.index].size for v in lifted])
        if op == "mean":
            if size is None:  # of one number
                return lifted[0]
            size = None
        return self.add(op, tuple(v.index for v in lifted), size)

    def lift(self, value: Any, role: str = "bias", partners: tuple[Any, ...] = ()) -> "Traced":
        """A value as a node."""
        if isinstance(value, Traced):
            return value
        if isinstance(value, Parameter):
            if value._blocks > 1:
                self.fail(f"the blocks of {value._name!r} stand in no product", "Write `U @ h`.")
            leaf = self.leaf(value._name, self._role(value, role))
            param = self.params[value._name]
            if role == "vector" and param.operand is None:
                param.operand = next((p.index for p in partners if isinstance(p, Traced)), None)
            return leaf
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.add("constant", value=float(value))
        self.fail(
            f"{type(value).__name__} cannot stand in an equation",
            "Use numbers, the cell's own arguments and the functions of recurra.",
        )

    def _role(self, parameter: "Parameter", role: str) -> str:
        known = self.params.get(parameter._name)
        if known is not None and known.role == "scalar":
            return "scalar"
        return role

    def _without_bias(self, op: str, values: tuple[Any, ...]) -> "Traced":
        left, right = values
        if _is_bias(left, self):
            if _is_bias(right, self):
                self.fail("nothing is left here with bias=False", "Use bias=True with this cell.")
            return self.lift(right) if op == "add" else self.apply("neg", right)
        return self.lift(left)

    def _common(self, sizes: list[int | None]) -> int | None:
        vectors = [s for s in sizes if s is not None]
        for other in vectors[1:]:
            self.sizes.unify(vectors[0], other, self.line())
        return vectors[0] if vectors else None


def _is_bias(value: Any, recorder: Recorder) -> bool:
    if not isinstance(value, Parameter):
        return False
    known = recorder.params.get(value._name)
    return known is None or known.role == "bias"


class Operand:
    """The operators of equations."""

    __array_ufunc__ = None  # numpy leaves its operators to us
    _recorder: Recorder

    def __add__(self, other: Any) -> "Traced":
        return self._recorder.apply("add", self, other)

    def __radd__(self, other: Any) -> "Traced":
        return self._recorder.apply("add", other, self)

    def __sub__(self, other: Any) -> "Traced":
        return self._recorder.apply("sub", self, other)

    def __rsub__(self, other: Any) -> "Traced":
        return self._recorder.apply("sub", other, self)

    def __mul__(self, other: Any) -> "Traced":
        return self._recorder.apply("mul", self, other)

    def __rmul__(self, other: Any) -> "Traced":
        return self._recorder.apply("mul", other, self)

    def __truediv__(self, other: Any) -> "Traced":
        return self._recorder.apply("div", self, other)

    def __rtruediv__(self, other: Any) -> "Traced":
        return self._recorder.apply("div", other, self)

    def __neg__(self) -> "Traced":
        return self._recorder.apply("neg", self)

    def __abs__(self) -> "Traced":
        return self._recorder.apply("abs", self)

    def __pow__(self, exponent: Any) -> "Traced":
        if not isinstance(exponent, int | float) or exponent != 2:
            shown = repr(exponent) if isinstance(exponent, int | float) else "of a value"
            self._recorder.fail(
                f"the power {shown} is not in the language", "Only ** 2 is; sqrt, exp, log are."
            )
        return self._recorder.apply("mul", self, self)

    def __bool__(self) -> bool:  # noqa: PLE0304  (it always raises)
        self._recorder.fail(
            "a value of an equation has no truth value while it is traced",
            "Use maximum, minimum or relu instead of `if`, `and`, `or` or a comparison.",
        )

    def _ordered(self, other: Any) -> bool:
        self._recorder.fail(
            "values of equations cannot be compared", "Use maximum, minimum or relu."
        )

    __lt__ = __le__ = __gt__ = __ge__ = _ordered

    def _number(self) -> Any:
        self._recorder.fail(
            "a value of an equation is no number while it is traced",
            "Use the functions of recurra (sigmoid, tanh, exp ...), not those of math or numpy.",
        )

    __float__ = __int__ = __index__ = __len__ = _number

    def __array__(self, *_: Any, **__: Any) -> Any:
        return self._number()

    def __iter__(self) -> Iterator[Any]:
        self._recorder.fail(
            "a value of an equation cannot be iterated over",
            "An equation says what happens to all units at once: U @ h, mean(h).",
        )


class Traced(Operand):
    """The stand-in for a value: an input, a state or something computed."""

    def __init__(self, recorder: Recorder, index: int) -> None:
        self._recorder, self.index = recorder, index

    def __matmul__(self, other: Any) -> "Traced":
        shown = other._name if isinstance(other, Parameter) else "W"
        self._recorder.fail(
            "a product has its matrix on the left", f"Write `{shown} @ value` instead."
        )

    __rmatmul__ = __matmul__

    def __getattr__(self, member: str) -> Any:
        if member.startswith("_"):
            raise AttributeError(member)
        self._recorder.fail(
            f"a value of an equation has no part or method {member!r}",
            f"Functions stand before it, {member}(value); parts are for parameters: W.{member}.",
        )

    def __getitem__(self, member: Any) -> Any:
        self._recorder.fail(
            "a value of an equation has no parts",
            "An equation says what happens to all units at once: U @ h, mean(h).",
        )

    def multiplied(self, matrix: str, blocks: int = 1) -> "Traced":
        """The product with a matrix, whole or of blocks, before it."""
        return self._recorder.product(matrix, self, blocks)


class Parameter(Operand):
    """The stand-in for a parameter or a family of them: `W`, `W.i`, `W["i"]`."""

    def __init__(self, recorder: Recorder, name: str, blocks: int = 1) -> None:
        self._recorder, self._name, self._blocks = recorder, name, blocks

    def __getattr__(self, member: str) -> "Parameter":
        if member.startswith("_"):
            raise AttributeError(member)
        return Parameter(self._recorder, f"{self._name}.{member}", self._blocks)

    def __getitem__(self, member: Any) -> "Parameter":
        return Parameter(self._recorder, f"{self._name}.{member}", self._blocks)

    def __matmul__(self, other: Any) -> Traced:
        if isinstance(other, Parameter):
            self._recorder.fail(
                f"{self._name!r} @ {other._name!r}: a product of two parameters",
                "A matrix stands before an input, a state or a value computed from them.",
            )
        if not isinstance(other, Traced):
            self._recorder.fail(f"a matrix cannot be multiplied with {type(other).__name__}")
        return other.multiplied(self._name, self._blocks)
