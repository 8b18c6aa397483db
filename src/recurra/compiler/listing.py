"""Statements as text for a reader: what a program does, in no language that a machine runs."""

from collections.abc import Callable
from typing import Any

from recurra.compiler.statements import (
    Accumulate,
    Across,
    Apply,
    Assign,
    ColumnGradient,
    Expression,
    Fold,
    Gather,
    HandOver,
    Inverse,
    LevelLoop,
    Load,
    Local,
    MatrixGradient,
    Multiply,
    MultiplyAll,
    Number,
    Parameter,
    Pass,
    Place,
    RowLoop,
    Store,
    TimeLoop,
    TotalGradient,
    UnitLoop,
)
from recurra.words import text

OPERATORS = {"add": "+", "sub": "-", "mul": "*", "div": "/"}


def listing(own: Pass, cell: str, trees: bool = False) -> str:
    """A pass: its buffers, then its statements, indented as they stand in each other."""
    title = text("compiler.listing.title", cell=cell, backward=own.backward, trees=trees)
    lines = [title, "", text("compiler.listing.buffers")]
    for name, b in own.buffers.items():
        buffer = text(
            "compiler.listing.buffer",
            name=name,
            role=b.role,
            of=b.of,
            columns=b.columns,
            size=b.size,
            lifetime=b.lifetime,
        )
        lines.append(f"    {buffer}")
    lines += ["", text("compiler.listing.statements")]
    for statement in own.statements:
        lines += [f"    {line}" for line in lines_of(statement)]
    return "\n".join(lines)


def lines_of(statement: Any) -> list[str]:
    """A statement."""
    return TABLE[type(statement)](statement)


def place_of(place: Place) -> str:
    """A column of a buffer: `gates_h[2]`, `h[0] before`."""
    return text(
        "compiler.listing.place",
        buffer=place.buffer,
        column=place.column,
        before=place.before,
        row=place.row,
    )


def expression_of(e: Expression) -> str:
    """An expression, all of its brackets there."""
    if isinstance(e, Number):
        return f"{e.value:g}"
    if isinstance(e, Local | Parameter):
        return e.name
    if isinstance(e, Load):
        return place_of(e.place)
    if isinstance(e, Inverse):
        return f"1/units({e.size})"
    assert isinstance(e, Apply)
    args = [expression_of(a) for a in e.args]
    if e.op in OPERATORS:
        return f"({args[0]} {OPERATORS[e.op]} {args[1]})"
    return f"{e.op}({', '.join(args)})"


def _multiply(s: Multiply) -> list[str]:
    lines = []
    for number in range(s.packed.targets):
        terms = []
        for block in (b for b in s.packed.blocks if b.target == number):
            operand = s.operand._replace(column=s.operand.column + block.operand)
            name = block.matrix.name + (".T" if block.matrix.transposed else "")
            terms.append(f"{name} @ {place_of(operand)}")
        target = s.target._replace(column=s.target.column + number)
        lines.append(f"{place_of(target)} {'+=' if s.add else '='} {' + '.join(terms)}")
    return lines


def _inside(head: str, statements: Any) -> list[str]:
    return [head, *(f"    {line}" for s in statements for line in lines_of(s))]


def _units(s: UnitLoop) -> list[str]:
    own = _inside(text("compiler.listing.each_unit", size=s.size), s.body)
    own += [text("compiler.listing.padding", place=place_of(p)) for p in s.blank.places]
    before, after = (
        [line for one in part for line in lines_of(one)] for part in (s.before, s.after)
    )
    return [*before, *own, *after]


def _matrix(s: MatrixGradient) -> list[str]:
    left, right = place_of(s.delta), place_of(s.operand)
    left, right = (right, left) if s.matrix.transposed else (left, right)
    product = text(
        "compiler.listing.gradient_of_product", matrix=s.matrix.name, left=left, right=right
    )
    return [product, *(_sum(s.sums, s.delta) if s.sums else [])]


def _column(s: ColumnGradient | TotalGradient) -> list[str]:
    return _sum(s.parameter, s.column)


def _sum(parameter: str, column: Place) -> list[str]:
    return [text("compiler.listing.gradient_of_sum", parameter=parameter, column=place_of(column))]


def _gathered(s: Gather) -> str:
    own = expression_of(s.expression)
    return text("compiler.listing.over_units", name=s.name, op=s.value.op, expression=own)


TABLE: dict[type, Callable[[Any], list[str]]] = {
    MultiplyAll: lambda s: _inside(text("compiler.listing.all_steps"), [s.product]),
    TimeLoop: lambda s: _inside(text("compiler.listing.each_step", backward=s.backward), s.body),
    LevelLoop: lambda s: _inside(text("compiler.listing.each_level", backward=s.backward), s.body),
    Multiply: _multiply,
    RowLoop: lambda s: _inside(text("compiler.listing.each_row", domain=s.domain), s.body),
    UnitLoop: _units,
    Across: lambda s: [
        f"{place_of(s.target)} = {s.op}({place_of(s.source.place)}, {', '.join(map(str, s.shape))})"
    ],
    HandOver: lambda s: _inside(text("compiler.listing.with_parent"), s.stores),
    Assign: lambda s: [f"{s.name} = {expression_of(s.expression)}"],
    Gather: lambda s: [_gathered(s)],
    Fold: lambda s: [text("compiler.listing.over_children", name=s.name, place=place_of(s.place))],
    Store: lambda s: [f"{place_of(s.place)} = {expression_of(s.expression)}"],
    Accumulate: lambda s: [f"{place_of(s.place)} += {expression_of(s.expression)}"],
    MatrixGradient: _matrix,
    ColumnGradient: _column,
    TotalGradient: _column,
}
