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

OPERATORS = {"add": "+", "sub": "-", "mul": "*", "div": "/"}


def listing(own: Pass, title: str) -> str:
    """A pass: its buffers, then its statements, indented as they stand in each other."""
    lines = [title, "", "buffers"]
    for name, b in own.buffers.items():
        columns = f"{b.columns} columns of {b.size}" if b.columns > 1 else f"a column of {b.size}"
        of = f" of {b.of}" if b.of else ""
        lines.append(f"    {name}: {b.role}{of}, {columns}, lives for {LIVES[b.lifetime]}")
    lines += ["", "statements"]
    for statement in own.statements:
        lines += [f"    {line}" for line in lines_of(statement)]
    return "\n".join(lines)


LIVES = {
    "step": "a step",
    "carry": "two steps",
    "sequence": "all steps, one row",
    "pass": "the pass",
    "both": "both passes",
}


def lines_of(statement: Any) -> list[str]:
    """A statement."""
    return TABLE[type(statement)](statement)


def place_of(place: Place) -> str:
    """A column of a buffer: `gates_h[2]`, `h[0] before`."""
    row = f" of its {place.row}" if place.row else ""
    return f"{place.buffer}[{place.column}]{' before' if place.before else ''}{row}"


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
    own = _inside(f"for each unit of {s.size}:", s.body)
    own += [f"padding of {place_of(p)} = 0" for p in s.blank.places]
    before, after = (
        [line for one in part for line in lines_of(one)] for part in (s.before, s.after)
    )
    return [*before, *own, *after]


def _matrix(s: MatrixGradient) -> list[str]:
    left, right = place_of(s.delta), place_of(s.operand)
    left, right = (right, left) if s.matrix.transposed else (left, right)
    sums = [f"gradient of {s.sums} += sum over rows of {place_of(s.delta)}"] if s.sums else []
    return [f"gradient of {s.matrix.name} += sum over rows of {left} times {right}", *sums]


def _column(s: ColumnGradient | TotalGradient) -> list[str]:
    return [f"gradient of {s.parameter} += sum over rows of {place_of(s.column)}"]


TABLE: dict[type, Callable[[Any], list[str]]] = {
    MultiplyAll: lambda s: _inside("for all steps at a time:", [s.product]),
    TimeLoop: lambda s: _inside(
        "for each step, the last first:" if s.backward else "for each step:", s.body
    ),
    LevelLoop: lambda s: _inside(
        "for each level, from the roots:" if s.backward else "for each level, from the leaves:",
        s.body,
    ),
    Multiply: _multiply,
    RowLoop: lambda s: _inside(f"for each {s.domain or 'row'}:", s.body),
    UnitLoop: _units,
    Across: lambda s: [
        f"{place_of(s.target)} = {s.op}({place_of(s.source.place)}, {', '.join(map(str, s.shape))})"
    ],
    HandOver: lambda s: _inside("where it has a parent:", s.stores),
    Assign: lambda s: [f"{s.name} = {expression_of(s.expression)}"],
    Gather: lambda s: [f"{s.name} = {s.value.op} over the units of {expression_of(s.expression)}"],
    Fold: lambda s: [f"{s.name} = sum over the children of {place_of(s.place)}"],
    Store: lambda s: [f"{place_of(s.place)} = {expression_of(s.expression)}"],
    Accumulate: lambda s: [f"{place_of(s.place)} += {expression_of(s.expression)}"],
    MatrixGradient: _matrix,
    ColumnGradient: _column,
    TotalGradient: _column,
}
