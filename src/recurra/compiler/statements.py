"""The program of a pass: a small tree of statements over buffers. It is data.

    a pass    MultiplyAll, TimeLoop, LevelLoop, MatrixGradient, ColumnGradient, TotalGradient
    a loop    Multiply, RowLoop
    a row     UnitLoop, Across, HandOver
    a vector  Assign, Gather, Fold, Store, Accumulate; Blank

`execute.py` says what each means: `interpret.py` runs it on numbers, `verify.py` on symbols.
A printer writes it in a language from a table with a row for each statement and each primitive,
without decisions of its own. An expression that reads a value says which `Value` of the step that
should be: the checker holds the program to it.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from recurra.compiler.step import Matrix, Value

# how long what lies in a buffer is needed, and how many rows there are
STEP = "step"  # a row a sequence, used anew at every step
CARRY = "carry"  # two rows a sequence: of the step before and of this one
SEQUENCE = "sequence"  # a row a sequence, the same at every step
PASS = "pass"  # a row for each step of each sequence (node, slot), until the pass ends
BOTH = "both"  # the same, until the backward pass has ended
OF_ROWS = frozenset({PASS, BOTH})


@dataclass(frozen=True)
class Buffer:
    """Columns of one size class, each padded to whole vectors.

    Roles: input, state, sum (of products), kept (for the backward pass), operand (of a product),
    value, seed and later (gradients that arrive), delta (gradient of a sum), gradient (of an input
    or, of trees, a state), slot (what children hand to their parents), total (sums over rows).
    """

    role: str
    lifetime: str
    size: str
    columns: int = 1
    of: str = ""  # the input or state that it belongs to
    domain: str = ""  # of trees: whether it has a row a node or a row a child
    clear: str = ""  # of trees: rows that are zero before, see `tree_layout.py`


class Place(NamedTuple):
    """A column of a buffer, at this step or the one before; of trees, of which row: that of the
    loop, of the node above a child's row (`row="node"`), of the slot in its parent (`row="slot"`).
    """

    buffer: str
    column: int = 0
    before: bool = False
    row: str = ""


@dataclass(frozen=True)
class Number:
    """A number."""

    value: float


@dataclass(frozen=True)
class Local:
    """A value named by an Assign, Gather or Fold."""

    name: str


@dataclass(frozen=True)
class Load:
    """A vector of a column, or its one number."""

    place: Place
    size: str
    value: Value


@dataclass(frozen=True)
class Parameter:
    """A parameter, the same in every row; one number, or a number a unit."""

    name: str
    size: str


@dataclass(frozen=True)
class Inverse:
    """1 / the number of units of a size class."""

    size: str


@dataclass(frozen=True)
class Apply:
    """A primitive of the language, or one of the derivative helpers."""

    op: str
    args: tuple["Expression", ...]


Expression = Number | Local | Load | Parameter | Inverse | Apply


@dataclass(frozen=True)
class Assign:
    """A name for a value of this vector, or of this row."""

    name: str
    expression: Expression
    value: Value


@dataclass(frozen=True)
class Gather:
    """Over a row's units, padding left out: their sum, times the inverse of their number where it
    is a mean; known after the loop."""

    name: str
    expression: Expression
    value: Value


@dataclass(frozen=True)
class Fold:
    """Of trees: the sum of a column over a node's children."""

    name: str
    place: Place
    value: Value


@dataclass(frozen=True)
class Store:
    """Store a value at a place; all loads of a loop's body come before its stores."""

    place: Place
    size: str
    expression: Expression
    value: Value


@dataclass(frozen=True)
class Accumulate:
    """Add a value to what lies at a place: a sum over the steps of a row."""

    place: Place
    size: str
    expression: Expression
    value: Value


@dataclass(frozen=True)
class Blank:
    """Zero the padding of columns, which a product will read."""

    places: tuple[Place, ...]


Inner = Assign | Gather | Fold | Store | Accumulate


@dataclass(frozen=True)
class UnitLoop:
    """Elementwise work on one size class in one row, a vector at a time."""

    size: str
    before: tuple[Inner, ...]  # the same for all units of the row
    body: tuple[Inner, ...]
    after: tuple[Inner, ...]  # made of all units
    blank: Blank = Blank(())


@dataclass(frozen=True)
class Across:
    """Work that reads a row's units other than its own: block_sum, block_largest, slice, unslice.

    target = op(source), of a row; padding of the target is zero.
    """

    op: str
    source: Load
    target: Place
    size: str
    shape: tuple[int, ...]  # blocks, or first and last unit (last -1: to the end)
    value: Value


@dataclass(frozen=True)
class HandOver:
    """Of trees, for a node that has a parent: its columns to the slot, or the slot's added to its
    own."""

    stores: tuple[Store | Accumulate, ...]


@dataclass(frozen=True)
class RowLoop:
    """One row after the other; of trees, the rows of a level of nodes or of children."""

    body: tuple[UnitLoop | Across | HandOver, ...]
    domain: str = ""


class Block(NamedTuple):
    """A matrix within a product: where it begins, counted in columns of operand and target."""

    matrix: Matrix
    operand: int
    target: int


class Packed(NamedTuple):
    """The weights of a product, as a kernel wants them packed."""

    blocks: tuple[Block, ...]
    operands: int  # adjacent columns
    targets: int

    @property
    def parts(self) -> int:
        """How many blocks the matrix has on its diagonal."""
        return self.blocks[0].matrix.blocks


@dataclass(frozen=True)
class Multiply:
    """target (+)= operand times a matrix made of blocks, for the rows of a step or level.

    A block-diagonal matrix is a product of its own, of one block: its parts are multiplied one
    after the other.
    """

    operand: Place
    target: Place
    packed: Packed
    add: bool
    values: tuple[Value, ...] = field(compare=False)  # the sums that it adds to
    domain: str = ""  # of trees: rows of nodes or children
    rows: str = ""  # of trees: "inner", those with children; "inputs": up to the last with an input

    @property
    def name(self) -> str:
        """What its packed weights are called where no others are: the matrices in them."""
        names = "_".join(b.matrix.name.replace(".", "") for b in self.packed.blocks)
        return names + ("_t" if self.packed.blocks[0].matrix.transposed else "")


@dataclass(frozen=True)
class MultiplyAll:
    """The same for all rows of all steps at a time, before or after a loop."""

    product: Multiply


@dataclass(frozen=True)
class TimeLoop:
    """One step after the other; backwards from the last."""

    number: int
    backward: bool
    body: tuple[Multiply | RowLoop, ...]


@dataclass(frozen=True)
class LevelLoop:
    """Of trees: one level after the other, from the leaves up; backwards from the roots down."""

    backward: bool
    body: tuple[Multiply | RowLoop, ...]


@dataclass(frozen=True)
class MatrixGradient:
    """Adds to the gradient of a matrix the sum over all rows of delta times operand, transposed
    where the matrix is."""

    matrix: Matrix
    delta: Place
    operand: Place
    rows: str  # size class of delta's column
    columns: str  # and of operand's
    value: Value  # the forward pass's sum of products that delta is the gradient of
    argument: Value
    sums: str = ""  # a parameter whose gradient gains the sum of delta's column on the way
    domain: str = ""  # of trees: rows of nodes or children
    span: str = ""  # of trees: "all", "inner" or "inputs", as `Multiply.rows`


@dataclass(frozen=True)
class ColumnGradient:
    """Adds to the gradient of a parameter the sum over all rows of a column."""

    parameter: str
    column: Place
    size: str
    value: Value
    domain: str = ""  # of trees, as of MatrixGradient
    span: str = ""


@dataclass(frozen=True)
class TotalGradient:
    """The same of a column that has been summed over the steps of a sequence."""

    parameter: str
    column: Place
    size: str
    value: Value


Top = MultiplyAll | TimeLoop | LevelLoop | MatrixGradient | ColumnGradient | TotalGradient


@dataclass(frozen=True)
class Pass:
    """The program of one direction."""

    backward: bool
    buffers: dict[str, Buffer]
    statements: tuple[Top, ...]

    def find(self, role: str, of: str) -> str:
        """The buffer of that role that belongs to an input or state.

        Raises KeyError where there is none.
        """
        return next_of(self.buffers, role, of)

    def has(self, role: str, of: str) -> bool:
        """Whether there is such a buffer."""
        return any((b.role, b.of) == (role, of) for b in self.buffers.values())

    def input(self, of: str) -> str:
        """The buffer of an input; empty where no equation reads it."""
        return next((n for n, b in self.buffers.items() if (b.role, b.of) == ("input", of)), "")

    @property
    def loops(self) -> tuple[TimeLoop, ...]:
        """Its loops over time."""
        return tuple(s for s in self.statements if isinstance(s, TimeLoop))

    @property
    def products(self) -> tuple[Multiply, ...]:
        """All its products, those for all rows at a time first."""
        large = [s.product for s in self.statements if isinstance(s, MultiplyAll)]
        loops = [s for s in self.statements if isinstance(s, TimeLoop | LevelLoop)]
        return (*large, *(m for s in loops for m in s.body if isinstance(m, Multiply)))

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Name and size class of each parameter that a loop reads element by element."""
        loops = [s for s in self.statements if isinstance(s, TimeLoop | LevelLoop)]
        rows = [r for loop in loops for r in loop.body if isinstance(r, RowLoop)]
        inner = [u for r in rows for u in r.body if isinstance(u, UnitLoop)]
        pairs = [
            (e.name, e.size)
            for u in inner for s in (*u.before, *u.body, *u.after) if not isinstance(s, Fold)
            for e in parts(s.expression) if isinstance(e, Parameter)
        ]  # fmt: skip
        return tuple(dict.fromkeys(pairs))


def parts(expression: Expression) -> list[Expression]:
    """An expression and all that it is made of."""
    inner = expression.args if isinstance(expression, Apply) else ()
    return [expression, *(e for arg in inner for e in parts(arg))]


def next_of(buffers: dict[str, Buffer], role: str, of: str) -> str:
    """See `Pass.find`."""
    for name, buffer in buffers.items():
        if buffer.role == role and buffer.of == of:
            return name
    raise KeyError((role, of))
