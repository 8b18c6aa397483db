"""Stand-ins for parameters: `W`, `W.i`, the transpose `U.T`, and sums of matrices before a value.

Whether `U + V` is a sum of matrices or of biases follows from what is done with it, so it is kept
as a `Combination` until it stands before a value (`(U + V) @ h`) or among values (`h + (b + d)`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from recurra.ir.operands import Operand, Traced
from recurra.words import say

if TYPE_CHECKING:
    from recurra.ir.trace import Recorder

ARITHMETIC = ("add", "sub", "neg", "mul", "div")


@dataclass(frozen=True)
class Term:
    """A multiple of a matrix or of its transpose."""

    matrix: str
    blocks: int = 1
    transposed: bool = False
    factor: float = 1.0

    def __str__(self) -> str:
        return self.matrix + (".T" if self.transposed else "")


Terms = tuple[Term, ...]


class Parameter(Operand):
    """The stand-in for a parameter or a family of them: `W`, `W.i`, `W["i"]`."""

    def __init__(self, recorder: "Recorder", name: str, blocks: int = 1) -> None:
        self._recorder, self._name, self._blocks = recorder, name, blocks

    @property
    def T(self) -> "Matrix":
        """The transpose of the same matrix."""
        return Matrix(self._recorder, (Term(self._name, self._blocks, True),))

    def __getattr__(self, member: str) -> "Parameter":
        if member.startswith("_"):
            raise AttributeError(member)
        return Parameter(self._recorder, f"{self._name}.{member}", self._blocks)

    def __getitem__(self, member: Any) -> "Parameter":
        if isinstance(member, slice):
            self._recorder.fail(
                say("ir.matrices.slice_of_parameter", parameter=self._name),
                say("ir.matrices.write_vector", parameter=self._name),
            )
        if member == "T":
            self._recorder.fail(
                say("ir.matrices.transpose_of", parameter=self._name),
                say("ir.matrices.take_another_name"),
            )
        return Parameter(self._recorder, f"{self._name}.{member}", self._blocks)

    def __matmul__(self, other: Any) -> Traced:
        return product(self._recorder, (Term(self._name, self._blocks),), other)


class Matrix(Operand):
    """What can only be a matrix: `U.T`, `U - U.T`, `0.5 * block(U, 4)`."""

    def __init__(self, recorder: "Recorder", terms: Terms) -> None:
        self._recorder, self._terms = recorder, terms

    @property
    def T(self) -> "Matrix":
        """The transpose of the whole."""
        return Matrix(self._recorder, transposes(self._terms))

    def __matmul__(self, other: Any) -> Traced:
        return product(self._recorder, self._terms, other)

    def __getattr__(self, member: str) -> Any:
        if member.startswith("_"):
            raise AttributeError(member)
        name = self._terms[0].matrix
        self._recorder.fail(
            say("ir.matrices.no_part", matrix=str(self._terms[0]), member=str(member)),
            say("ir.matrices.transpose_stands_last", matrix=name, member=str(member)),
        )

    __getitem__ = __getattr__


class Combination(Traced):
    """A sum or multiple of parameters: of matrices where a value follows, else a value itself."""

    def __init__(self, recorder: "Recorder", op: str, values: tuple[Any, ...], terms: Terms):
        self._recorder, self._op, self._values, self._terms = recorder, op, values, terms
        self._line, self._index = recorder.line(), -1

    @property
    def index(self) -> int:  # type: ignore[override]
        """The node of its value, which is made when it is first asked for."""
        if self._index < 0:
            with self._recorder.at(self._line):
                self._index = self._recorder.computed(self._op, *self._values).index
        return self._index

    @property
    def T(self) -> Matrix:
        """The transpose of the whole."""
        return Matrix(self._recorder, transposes(self._terms))

    def __matmul__(self, other: Any) -> Traced:
        return product(self._recorder, self._terms, other)


def transposes(terms: Terms) -> Terms:
    """The transpose of a sum of matrices."""
    return tuple(replace(t, transposed=not t.transposed) for t in terms)


def combined(recorder: "Recorder", op: str, values: tuple[Any, ...]) -> Any:
    """What an operator makes of matrices, and of parameters that may be; None where it has values.

    Raises CellError where a matrix meets a value that is none.
    """
    if op not in ARITHMETIC or not any(
        isinstance(v, Parameter | Matrix | Combination) for v in values
    ):
        return None
    if op == "add":  # the first step of Python's sum(...)
        values = tuple(v for v in values if not (type(v) is int and v == 0)) or values
        if len(values) == 1:
            return values[0] if isinstance(values[0], Matrix) else None
    terms = _terms_of(recorder, op, values)
    sure = [v for v in values if isinstance(v, Matrix)]
    if terms is None and sure:
        recorder.fail(
            say("ir.matrices.meets_no_matrix", matrix=str(sure[0]._terms[0])),
            say("ir.matrices.sums_of_matrices", matrix=str(sure[0]._terms[0])),
        )
    if terms is None:
        return None
    if sure or any(isinstance(v, Parameter) and _is_matrix(recorder, v) for v in values):
        return Matrix(recorder, terms)
    made = Combination(recorder, op, values, terms)
    recorder.combinations.append(made)
    return made


def product(recorder: "Recorder", terms: Terms, operand: Any) -> Traced:
    """The sum of the products of some matrices and a value."""
    shown = str(terms[0])
    if isinstance(operand, Parameter | Matrix):
        other = operand._name if isinstance(operand, Parameter) else str(operand._terms[0])
        recorder.fail(
            say("ir.matrices.product_of_parameters", left=shown, right=other),
            say("ir.matrices.multiply_in_turn", left=shown, right=other),
        )
    if not isinstance(operand, Traced):
        recorder.fail(say("ir.matrices.not_multiplied_with", kind=type(operand).__name__))
    total: Traced | None = None
    for term in terms:
        own = operand.multiplied(term.matrix, term.blocks, term.transposed)
        size = abs(term.factor)
        own = own if size == 1 else recorder.apply("mul", size, own)
        if total is None:
            total = own if term.factor > 0 else recorder.apply("neg", own)
        else:
            total = recorder.apply("add" if term.factor > 0 else "sub", total, own)
    assert total is not None
    return total


def _terms_of(recorder: "Recorder", op: str, values: tuple[Any, ...]) -> Terms | None:
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    terms = [_as_terms(recorder, v) for v in values]
    if op in ("add", "sub", "neg"):
        if any(f is None for f in terms):
            return None
        signs = {"add": (1.0, 1.0), "sub": (1.0, -1.0), "neg": (-1.0,)}[op]
        return tuple(t for s, f in zip(signs, terms, strict=True) for t in _times(s, f or ()))
    if len(numbers) != 1 or (op == "div" and values[1] is not numbers[0]):
        return None
    own = next((f for f in terms if f is not None), None)
    if own is None or not numbers[0]:
        return None
    return tuple(_times(1 / numbers[0] if op == "div" else float(numbers[0]), own))


def _times(factor: float, terms: Terms) -> Iterable[Term]:
    return (replace(t, factor=factor * t.factor) for t in terms)


def _as_terms(recorder: "Recorder", value: Any) -> Terms | None:
    if isinstance(value, Matrix | Combination):
        return value._terms
    if isinstance(value, Parameter) and (
        value._name not in recorder.params or _is_matrix(recorder, value)
    ):
        return (Term(value._name, value._blocks),)
    return None


def _is_matrix(recorder: "Recorder", value: Parameter) -> bool:
    known = recorder.params.get(value._name)
    return value._blocks > 1 or (known is not None and known.role == "matrix")
