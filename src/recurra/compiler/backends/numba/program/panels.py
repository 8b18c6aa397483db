"""Packs weights into panels: which part of a stored tensor goes where.

A matrix that is whole makes one packed matrix. A block-diagonal one makes smaller ones, each of as
few blocks as fill whole vectors of the result: only the last of them may end in padding, so that no
product writes into the columns of another.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from recurra.compiler.backends.numba.machine.jobs import Word
from recurra.compiler.statements import Packed

# a block of a packed matrix, as the kernel `pack` reads it
WORDS = (
    "source", "step", "column", "high", "wide", "target",
    "top", "at", "height", "width", "steps", "columns",
)  # fmt: skip


@dataclass(frozen=True)
class Binding:
    """A buffer's memory: which base, how many bytes after it, bytes between rows and halves."""

    base: int
    offset: int
    stride: int = 0
    half: int = 0

    @property
    def word(self) -> tuple[int, int]:
        """The word of a table."""
        return (self.base, self.offset)

    def shifted(self, rows: int = 0, extra: int = 0) -> tuple[int, int]:
        """The word for a later row and byte."""
        return (self.base, self.offset + rows * self.stride + extra)

    def from_row(self, row: int) -> "Binding":
        """The memory from a row on."""
        return replace(self, offset=self.offset + row * self.stride)


def later(word: tuple[int, int], extra: int) -> tuple[int, int]:
    """The word for an address some bytes later."""
    return (word[0], word[1] + extra)


class Numbers(Protocol):
    """Sizes and how numbers lie."""

    item: int
    lanes: int
    sizes: dict[str, int]

    def padded_to(self, units: int, /) -> int:
        """Units rounded up to whole vectors."""


@dataclass(frozen=True)
class Patch:
    """A block of a packed matrix: its source, where the packed matrix begins, the block's place."""

    source: tuple[Word, int, int, int, int]  # address, strides, rows and columns that are there
    begin: int  # bytes before the packed matrix
    place: tuple[int, int, int, int]  # first row and column, height and width
    shape: tuple[int, int]  # of the packed matrix


@dataclass(frozen=True)
class Panels:
    """What a product's weights are packed into: `count` matrices of the same shape."""

    deep: int
    wide: int
    bytes: int
    patches: Sequence[Patch]

    def words(self, place: Binding) -> list[Word]:
        """The table of the kernel `pack`, for memory at a place."""
        return [
            word
            for p in self.patches
            for word in (*p.source, place.shifted(extra=p.begin), *p.place, *p.shape)
        ]


def panels(
    product: Packed,
    operand: str,
    target: str,
    numbers: Numbers,
    parameter: Callable[[str], Binding],
) -> Panels:
    """The panels of a product whose operand and target have these sizes."""
    rows, columns = numbers.sizes[operand], numbers.sizes[target]
    if product.parts > 1:
        return _diagonal(product, rows, columns, numbers, parameter)
    wide = numbers.padded_to(columns)
    high = rows if product.operands == 1 else numbers.padded_to(rows)
    shape = (product.operands * high, product.targets * wide)
    patches = []
    for block in product.blocks:
        source = _source(block.matrix.transposed, parameter(block.matrix.name), numbers.item)
        place = (block.operand * high, block.target * wide, high, wide)
        patches.append(Patch((*source, rows, columns), 0, place, shape))
    return Panels(*shape, shape[0] * shape[1] * numbers.item, patches)


def _source(transposed: bool, matrix: Binding, item: int, row: int = 0) -> tuple[Word, int, int]:
    """A matrix from one of its rows on, with the bytes between steps and columns of a product."""
    strides = (matrix.stride, item) if transposed else (item, matrix.stride)
    return (matrix.shifted(row), *strides)


def _diagonal(
    product: Packed,
    rows: int,
    columns: int,
    numbers: Numbers,
    parameter: Callable[[str], Binding],
) -> Panels:
    matrix, parts = product.blocks[0].matrix, product.parts
    high, wide = rows // parts, columns // parts
    together = min(parts, numbers.lanes // math.gcd(numbers.lanes, wide))
    deep, broad = together * high, numbers.padded_to(together * wide)
    size, patches = deep * broad * numbers.item, []
    for part in range(parts):
        first = part // together * together
        inner = min(together, parts - first)
        shape = (inner * high, numbers.padded_to(inner * wide))
        row, column = (part - first) * high, (part - first) * wide
        width = wide if part + 1 < first + inner else shape[1] - column
        stored = part * (high if matrix.transposed else wide)
        source = _source(matrix.transposed, parameter(matrix.name), numbers.item, stored)
        above, own = (0, column, row, width), (row, column, shape[0] - row, width)
        begin = first // together * size
        patches.append(Patch((*source, 0, wide), begin, above, shape))
        patches.append(Patch((*source, high, wide), begin, own, shape))
    return Panels(deep, broad, -(-parts // together) * size, patches)
