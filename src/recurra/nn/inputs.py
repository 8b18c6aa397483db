"""Cells with several inputs where the data are one table: which column goes to which input."""

from collections.abc import Mapping, Sequence
from typing import Any

from torch import Tensor
from torch.nn.utils.rnn import PackedSequence

from recurra import cells
from recurra.compiler.backend import Steps
from recurra.errors import SettingError
from recurra.ir import Cell
from recurra.nn.recurrent import Recurrent, States
from recurra.words import say

Columns = Mapping[str, Sequence[int]]  # name of an input -> numbers of the columns it gets


class Columned(Recurrent):
    """A network whose cell has several inputs, called with one tensor that holds all columns.

        inputs of the cell: x[..., columns[name]] for each name

    Everything that calls a network of one input (models, steppers, diagnoses) calls it alike. Of
    several layers the upper ones get the output below in place of the first input, and the same
    further inputs again: a mask or a gap belongs to the step, not to the layer.

    Args:
        cell: a cell with several inputs, its name, or "FILE.py:NAME".
        columns: for each input the numbers of its columns.
        hidden_size, num_layers: as of `Recurrent`, and so are all other options.
        width: columns of the tensor; None: as many as the last one named asks for.

    Raises:
        SettingError: an input without columns, one that the cell does not have, a column beyond
            the width; and as `Recurrent` does.

    >>> import torch
    >>> from recurra.ir import cell, exp, relu, tanh
    >>> @cell(states="h")
    ... def decay(x, gap, h, W, V, U, b):
    ...     return tanh(W @ x + exp(-relu(V @ gap)) * (U @ h) + b)
    >>> network = Columned(decay, {"x": (0, 1), "gap": (2,)}, 5, backend="reference")
    >>> output, h = network(torch.zeros(7, 4, 3))
    >>> tuple(output.shape), network.width
    ((7, 4, 5), 3)
    """

    def __init__(
        self,
        cell: str | Cell,
        columns: Columns,
        hidden_size: int | Mapping[str, int],
        num_layers: int = 1,
        *,
        width: int | None = None,
        **options: Any,
    ) -> None:
        found = cells.find(cell)
        check_columns(found, columns)
        self.columns = {name: tuple(columns[name]) for name in found.inputs}
        last = 1 + max(max(own) for own in self.columns.values())
        self.width = last if width is None else width
        if self.width < last:
            raise SettingError(say("nn.column_beyond", column=last - 1, width=self.width))
        sizes = {name: len(own) for name, own in self.columns.items()}
        super().__init__(found, sizes, hidden_size, num_layers, **options)

    def forward(
        self,
        x: Tensor | PackedSequence | Sequence[Tensor],
        hx: States | None = None,
        lengths: Tensor | Sequence[int] | None = None,
    ) -> tuple[Tensor | PackedSequence, States]:
        """As `Recurrent.forward`, x [T, B, width]; inputs that are divided already are taken, too.

        Raises SettingError for another width, and for a packed sequence.
        """
        if isinstance(x, PackedSequence):
            raise SettingError(say("nn.packed_not_divided"))
        if isinstance(x, Tensor):
            if x.shape[-1] != self.width:
                raise SettingError(
                    say("nn.other_columns", columns=x.shape[-1], expected=self.width)
                )
            x = [taken(x, own) for own in self.columns.values()]
        return super().forward(x, hx, lengths)

    def steps(self, batch: int) -> Steps | None:
        """None: a step is a call of the network, which divides its input."""
        return None


def check_columns(cell: Cell, columns: Columns) -> None:
    """Raise SettingError where an input gets nothing, or a name is no input of the cell."""
    known = cell.inputs
    for name in columns:
        if name not in cell.inputs:
            raise SettingError(say("nn.no_such_input", cell=cell.name, name=name, inputs=known))
    for name in cell.inputs:
        if not columns.get(name):
            raise SettingError(
                say("nn.input_without_column", cell=cell.name, name=name, inputs=known)
            )
        if min(columns[name]) < 0:
            raise SettingError(say("nn.negative_column", name=name, column=min(columns[name])))


def taken(x: Tensor, columns: Sequence[int]) -> Tensor:
    """These columns of x [..., width]; side by side they are a view."""
    first, count = columns[0], len(columns)
    if list(columns) == list(range(first, first + count)):
        return x[..., first : first + count]
    return x[..., list(columns)]


def network(
    cell: str | Cell, inputs: int | Columns, width: int, *rest: Any, **options: Any
) -> Recurrent:
    """A `Recurrent` of one input, or the `Columned` of several: `inputs` says which.

    >>> type(network("lstm", 3, 3, 5)).__name__
    'Recurrent'
    """
    if isinstance(inputs, int):
        return Recurrent(cell, inputs, *rest, **options)
    return Columned(cell, inputs, *rest, width=width, **options)


def widths(inputs: int | Columns) -> int | dict[str, int]:
    """What `input_size` is of these columns: a number, or one for each input.

    >>> widths({"x": (0, 1), "gap": (2,)})
    {'x': 2, 'gap': 1}
    """
    return inputs if isinstance(inputs, int) else {n: len(own) for n, own in inputs.items()}
