"""Tracing: run a cell's function once on stand-ins that write down what is done to them."""

import linecache
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn

from recurra.errors import CellError
from recurra.ir.matrices import Combination, Matrix, Parameter, combined
from recurra.ir.operands import Traced
from recurra.ir.sizes import Length, Sizes
from recurra.words import Text, say

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
    transposed: bool = False
    blocks: int = 1
    first: int = 0
    last: int = -1


@dataclass
class RawParam:
    """A parameter before its sizes have names."""

    role: str
    rows: int | None
    columns: int | None = None
    # the node that the vector, or the matrix as it is stored, was first applied to
    operand: int | None = None
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
    lengths: list[Length] = field(default_factory=list)  # of slices
    combinations: list[Combination] = field(default_factory=list)
    standing: int = 0  # the line that is followed now, where it is not the one that runs

    def add(
        self,
        op: str,
        args: tuple[int, ...] = (),
        size: int | None = None,
        value: float = 0.0,
        param: str = "",
        **setting: Any,
    ) -> Traced:
        """A node; the one that is there already if it computes the same. `setting`: what else a
        node may have, `transposed`, `blocks`, `first`, `last`."""
        key = (op, args, value, param, *sorted(setting.items()))
        if op in ("input", "state") or key not in self.known:
            self.known[key] = len(self.nodes)
            self.nodes.append(RawNode(op, args, size, value, param, self.line(), **setting))
        return Traced(self, self.known[key])

    def line(self) -> int:
        """The line of the cell's file that is running now, 0 outside of it."""
        if self.standing:
            return self.standing
        frame = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename == self.file:
                return frame.f_lineno
            frame = frame.f_back  # type: ignore[assignment]
        return 0

    @contextmanager
    def at(self, line: int) -> Iterator[None]:
        """Inside, what is written down stands in this line."""
        before, self.standing = self.standing, line
        try:
            yield
        finally:
            self.standing = before

    def equation(self) -> str:
        """The text of that line."""
        line = self.line()
        return linecache.getline(self.file, line).strip() if line else ""

    def fail(self, what: Text, remedy: Text = "") -> NoReturn:
        """Raise a CellError that shows the equation."""
        raise CellError(
            what,
            cell=self.cell,
            file=self.file,
            line=self.line() or None,
            equation=self.equation(),
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
                say(
                    "ir.trace.used_as_another",
                    parameter=name,
                    role=role,
                    other=param.role,
                    line=param.line,
                ),
                say("ir.trace.name_one_of_two"),
            )
        return param

    def leaf(self, name: str, role: str) -> Traced:
        """A bias, vector or scalar as a value."""
        if role == "bias" and not self.bias:
            self.fail(say("ir.trace.only_bias_left", parameter=name), say("ir.trace.use_bias"))
        param = self.use(name, role)
        return self.add(role, size=param.rows, param=name)

    def product(
        self, matrix: str, operand: Traced, blocks: int = 1, transposed: bool = False
    ) -> Traced:
        """The product of a matrix, whole or of blocks on its diagonal, or of its transpose, and a
        value."""
        size = self.nodes[operand.index].size
        if size is None:
            self.fail(
                say("ir.trace.multiplied_with_one_number", matrix=matrix),
                say("ir.trace.write_vector_times"),
            )
        param = self.use(matrix, "matrix")
        if param.columns is None:
            param.columns, param.blocks = self.sizes.fresh() if transposed else size, blocks
        if param.operand is None and not transposed:
            param.operand = operand.index
        if param.blocks != blocks:
            self.fail(
                say(
                    "ir.trace.other_blocks",
                    matrix=matrix,
                    blocks=blocks,
                    others=param.blocks,
                    line=param.line,
                ),
                say("ir.trace.write_block_once"),
            )
        assert param.rows is not None
        if transposed:
            self.sizes.unify(param.rows, size, self.line())
            return self.add(
                "matmul", (operand.index,), param.columns, param=matrix, transposed=True
            )
        self.sizes.unify(param.columns, size, self.line())
        return self.add("matmul", (operand.index,), param.rows, param=matrix)

    def part(self, value: Traced, wanted: slice) -> Traced:
        """Some units of a value, next to each other: `value[2:6]`, `value[2:]`."""
        size, (first, last) = self.nodes[value.index].size, self._ends(wanted)
        if size is None:
            self.fail(say("ir.trace.slice_of_one_number"), say("ir.trace.slice_several_units"))
        if (first, last) == (0, -1):
            return value
        made = self.add("slice", (value.index,), self.sizes.fresh(), first=first, last=last)
        own = self.nodes[made.index].size
        assert own is not None
        if all(known.size != own for known in self.lengths):
            self.lengths.append(Length(own, size, first, last, self.line()))
        return made

    def _ends(self, wanted: slice) -> tuple[int, int]:
        """First unit and the one after the last; -1: to the end."""
        first = 0 if wanted.start is None else wanted.start
        last = -1 if wanted.stop is None else wanted.stop
        whole = all(type(n) is int for n in (first, last))
        if wanted.step is not None or not whole or first < 0 or last < -1 or wanted.stop == -1:
            self.fail(say("ir.trace.slice_ends"), say("ir.trace.write_slice_ends"))
        if wanted.stop is not None and last <= first:
            self.fail(
                say("ir.trace.empty_slice", first=first, last=last), say("ir.trace.end_after_start")
            )
        return first, last

    def across(self, op: str, value: Any, blocks: int) -> Traced:
        """A primitive over each of `blocks` equal parts of the units, given to all of them."""
        if not isinstance(blocks, int) or isinstance(blocks, bool) or blocks < 1:
            self.fail(
                say("ir.trace.no_such_parts", blocks=repr(blocks)),
                say("ir.trace.give_whole_number"),
            )
        own = self.lift(value)
        size = self.nodes[own.index].size
        if size is None:
            self.fail(say("ir.trace.across_one_number"), say("ir.trace.give_several_units"))
        return self.add(op, (own.index,), size, blocks=blocks)

    def modulo(self, value: Any, divisor: Any) -> Traced:
        """`value - divisor * floor(value / divisor)`: as Python's %, with the divisor's sign."""
        value, divisor = self.lift(value, "vector"), self.lift(divisor, "vector")
        whole = self.computed("floor", self.computed("div", value, divisor))
        return self.computed("sub", value, self.computed("mul", divisor, whole))

    def apply(self, op: str, *values: Any) -> Any:
        """A primitive applied to values, parameters and numbers; of matrices, a matrix."""
        matrix = combined(self, op, values)
        return self.computed(op, *values) if matrix is None else matrix

    def computed(self, op: str, *values: Any) -> Traced:
        """A primitive applied to values, parameters that are no matrices, and numbers."""
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
        if op in ("mean", "sum"):
            if size is None:  # of one number
                return lifted[0]
            size = None
        return self.add(op, tuple(v.index for v in lifted), size)

    def lift(self, value: Any, role: str = "bias", partners: tuple[Any, ...] = ()) -> Traced:
        """A value as a node."""
        if isinstance(value, Traced):
            return value
        if isinstance(value, Parameter):
            if value._blocks > 1:
                self.fail(
                    say("ir.trace.blocks_in_no_product", parameter=value._name),
                    say("ir.trace.write_product"),
                )
            leaf = self.leaf(value._name, self._role(value, role))
            param = self.params[value._name]
            if role == "vector" and param.operand is None:
                param.operand = next((p.index for p in partners if isinstance(p, Traced)), None)
            return leaf
        if isinstance(value, Matrix):
            self.fail(
                say("ir.trace.matrix_in_function", matrix=str(value._terms[0])),
                say("ir.trace.matrix_before_value", matrix=str(value._terms[0])),
            )
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.add("constant", value=float(value))
        self.fail(
            say("ir.trace.cannot_stand_in_equation", kind=type(value).__name__),
            say("ir.trace.use_numbers"),
        )

    def _role(self, parameter: Parameter, role: str) -> str:
        known = self.params.get(parameter._name)
        if known is not None and known.role == "scalar":
            return "scalar"
        return role

    def _without_bias(self, op: str, values: tuple[Any, ...]) -> Traced:
        left, right = values
        if _is_bias(left, self):
            if _is_bias(right, self):
                self.fail(say("ir.trace.nothing_left"), say("ir.trace.use_bias"))
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
