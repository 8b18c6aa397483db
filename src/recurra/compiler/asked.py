"""A pass where not everything is asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace

from recurra.compiler.statements import (
    ColumnGradient,
    Load,
    MatrixGradient,
    Multiply,
    MultiplyAll,
    Pass,
    TotalGradient,
)
from recurra.compiler.step import Value


def without(own: Pass, inputs: Iterable[str]) -> Pass:
    """The pass where nobody asks for the gradients of these inputs: products that make nothing else
    are left out. Loops stay as they are, as they are compiled once for all calls."""
    unasked = {n for n, b in own.buffers.items() if b.role == "gradient" and b.of in set(inputs)}
    needless = unasked - {name for statement in own.statements for name in reads(statement)}
    kept = tuple(
        s
        for s in own.statements
        if not (isinstance(s, MultiplyAll) and s.product.target.buffer in needless)
    )
    return own if len(kept) == len(own.statements) else replace(own, statements=kept)


def reads(part: object) -> Iterator[str]:
    """The buffers that a statement reads, or any part of one."""
    if isinstance(part, Load):
        yield part.place.buffer
    elif isinstance(part, Multiply):
        yield part.operand.buffer
    elif isinstance(part, MatrixGradient):
        yield from (part.delta.buffer, part.operand.buffer)
    elif isinstance(part, ColumnGradient | TotalGradient):
        yield part.column.buffer
    elif isinstance(part, tuple):
        for one in part:
            yield from reads(one)
    elif is_dataclass(part) and not isinstance(part, Value):
        for own in fields(part):
            yield from reads(getattr(part, own.name))
