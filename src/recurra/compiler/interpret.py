"""Runs statements on numbers with NumPy; the reference backend is what it is compared with.

Slow and exact: columns are padded to whole vectors as in kernels, and memory that nothing wrote is
NaN, so that reading padding or an old value shows. Nothing is compiled, so that
thousands of random cells can be run (`recurra cells fuzz`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from recurra.compiler.execute import Vector
from recurra.compiler.statements import Across, Block, MatrixGradient
from recurra.ir import ONE, Graph

LANES = 4  # numbers of a vector

Array = np.ndarray[Any, Any]


def _softplus(a: Array) -> Array:
    return np.logaddexp(a, 0)


def _sigmoid(a: Array) -> Array:
    return 1 / (1 + np.exp(-a))


def _above(a: Array, b: Array) -> Array:
    return np.asarray(a > b, dtype=np.result_type(a, b))


def _share(a: Array, b: Array) -> Array:
    return _above(a, b) + np.asarray(a == b, dtype=np.result_type(a, b)) / 2


PRIMITIVES: dict[str, Callable[..., Array]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "neg": np.negative,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "abs": np.abs,
    "relu": lambda a: np.maximum(a, 0),
    "sigmoid": _sigmoid,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "softplus": _softplus,
    "sqrt": np.sqrt,
    "cos": np.cos,
    "sin": np.sin,
    "floor": np.floor,
    "above": _above,
    "share": _share,
    "sign": np.sign,
}


@dataclass
class Numbers:
    """Vectors as arrays [rows, padded units]."""

    dtype: Any
    sizes: Mapping[str, int]
    params: Mapping[str, Array]  # matrices dense [rows, columns], others [units]
    rows: int

    def padded(self, size: str) -> int:
        """Numbers in a column."""
        return 1 if size == ONE else -(-self.sizes[size] // LANES) * LANES

    def units(self, size: str) -> int:
        """Numbers of a column that are there."""
        return 1 if size == ONE else self.sizes[size]

    def filled(self, x: Array, size: str) -> Array:
        """A column of given numbers [rows, units], with zero padding."""
        column = np.zeros((len(x), self.padded(size)), self.dtype)
        column[:, : x.shape[1]] = x
        return column

    def zero(self, size: str) -> Array:
        """A column of zeros."""
        return np.zeros((self.rows, self.padded(size)), self.dtype)

    def number(self, value: float) -> Array:
        return np.asarray(value, self.dtype)

    def parameter(self, name: str, size: str) -> Array:
        own = self.params[name]
        return own[0] if size == ONE else self.filled(own[None], size)

    def inverse(self, size: str) -> Array:
        return np.asarray(1 / self.sizes[size], self.dtype)

    def apply(self, op: str, args: list[Vector]) -> Array:
        with np.errstate(all="ignore"):
            return PRIMITIVES[op](*args)

    def gather(self, op: str, x: Vector, size: str) -> Array:
        total = self._whole(x, size)[:, : self.units(size)].sum(-1, keepdims=True)
        return total * self.inverse(size) if op == "mean" else total

    def across(self, statement: Across, x: Vector) -> Array:
        own = statement.source.size
        values = ACROSS[statement.op](
            x[:, : self.units(own)], statement, self.units(statement.size)
        )
        return self.filled(values, statement.size)

    def product(self, block: Block, x: Vector, sizes: tuple[str, str], joined: bool) -> Array:
        weight = self.params[block.matrix.name]
        weight = weight if block.matrix.transposed else weight.T
        with np.errstate(all="ignore"):
            values = x[:, : len(weight)] @ weight
            if joined:  # the padding is multiplied, too, by zeros
                values = values + 0 * x[:, len(weight) :].sum(-1, keepdims=True)
        return self.filled(values, sizes[1])

    def add(self, a: Vector, b: Vector) -> Array:
        with np.errstate(all="ignore"):
            total: Array = a + b
            return total

    def blank(self, x: Vector, size: str) -> Array:
        return self.filled(x[:, : self.units(size)], size)

    def written(self, old: Vector | None, new: Vector, rows: int, size: str) -> Array:
        shape = (self.rows, self.padded(size))
        column: Array = np.full(shape, np.nan, self.dtype) if old is None else old.copy()
        column[:rows] = np.broadcast_to(new, shape)[:rows]
        return column

    def _whole(self, x: Vector, size: str) -> Array:
        return np.broadcast_to(x, (self.rows, self.padded(size)))


def _block_sum(x: Array, statement: Across, units: int) -> Array:
    parts = x.reshape(len(x), statement.shape[0], -1)
    return np.broadcast_to(parts.sum(-1, keepdims=True), parts.shape).reshape(x.shape)


def _block_largest(x: Array, statement: Across, units: int) -> Array:
    parts = x.reshape(len(x), statement.shape[0], -1)
    return np.broadcast_to(parts.max(-1, keepdims=True), parts.shape).reshape(x.shape)


def _sliced(x: Array, statement: Across, units: int) -> Array:
    return x[:, statement.shape[0] :][:, :units]


def _unsliced(x: Array, statement: Across, units: int) -> Array:
    whole = np.zeros((len(x), units), x.dtype)
    whole[:, statement.shape[0] : statement.shape[0] + x.shape[1]] = x
    return whole


ACROSS: dict[str, Callable[[Array, Across, int], Array]] = {
    "block_sum": _block_sum,
    "block_largest": _block_largest,
    "slice": _sliced,
    "unslice": _unsliced,
}


@dataclass
class Sums:
    """Gradients of parameters, by name."""

    numbers: Numbers
    of: dict[str, Array] = field(default_factory=dict)

    def matrix(self, statement: MatrixGradient, delta: Vector, operand: Vector, rows: int) -> None:
        left = delta[:rows, : self.numbers.sizes[statement.rows]]
        right = operand[:rows, : self.numbers.sizes[statement.columns]]
        if statement.matrix.transposed:
            left, right = right, left
        with np.errstate(all="ignore"):
            self._gain(statement.matrix.name, left.T @ right)

    def vector(self, name: str, size: str, column: Vector, rows: int) -> None:
        total = column[:rows, : self.numbers.units(size)].sum(0)
        single = len(self.numbers.params[name]) == 1
        self._gain(name, total.sum(keepdims=True) if single else total)

    def stored(self, graph: Graph, derived: Iterable[str]) -> list[Array]:
        """The gradients of a graph's stored tensors, then those of values of parameters alone."""
        tensors = [
            np.concatenate([stored(self._of(p), graph.param[p].blocks) for p in group.params])
            for group in graph.groups
        ]
        return [*tensors, *map(self._of, derived)]

    def _of(self, name: str) -> Array:
        return self.of.get(name, np.zeros_like(self.numbers.params[name]))

    def _gain(self, name: str, part: Array) -> None:
        own = self.of.setdefault(name, np.zeros_like(self.numbers.params[name]))
        own += part


def dense(weight: Array, blocks: int) -> Array:
    """A matrix stored as its blocks, stacked by rows, with zeros beside them."""
    if blocks == 1:
        return weight
    high, wide = len(weight) // blocks, weight.shape[1]
    matrix = np.zeros((len(weight), blocks * wide), weight.dtype)
    for part in range(blocks):
        matrix[part * high : (part + 1) * high, part * wide : (part + 1) * wide] = weight[
            part * high : (part + 1) * high
        ]
    return matrix


def stored(gradient: Array, blocks: int) -> Array:
    """The blocks of a dense gradient, stacked by rows."""
    if blocks == 1:
        return gradient
    high, wide = len(gradient) // blocks, gradient.shape[1] // blocks
    return np.concatenate([
        gradient[part * high : (part + 1) * high, part * wide : (part + 1) * wide]
        for part in range(blocks)
    ])  # fmt: skip
