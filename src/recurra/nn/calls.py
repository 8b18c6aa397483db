"""What a call of a network may bring."""

import operator
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

from recurra.errors import SettingError, SettingTypeError
from recurra.ir import Cell
from recurra.words import say

functorch_active = torch._C._are_functorch_transforms_active


def whole(setting: str, value: Any) -> int:
    """A whole number, NumPy's too, as an int.

    Raises SettingTypeError for anything else.

    >>> whole("hidden_size", torch.tensor(6))
    6
    """
    try:
        return operator.index(value)
    except TypeError:
        kind = type(value).__name__
        raise SettingTypeError(say("nn.type_of_size", setting=setting, kind=kind)) from None


def widths(setting: str, value: Any) -> int | Mapping[str, int]:
    """A number of units, or one for each name.

    Raises SettingTypeError for what is no whole number.
    """
    if isinstance(value, Mapping):
        return {name: whole(setting, units) for name, units in value.items()}
    return whole(setting, value)


def given_inputs(x: Any) -> list[Tensor]:
    """The tensors of a call, each [T, B, I] or [T, I].

    Raises SettingTypeError for what are no tensors, SettingError for tensors of other ranks.
    """
    inputs = [x] if isinstance(x, Tensor) else x
    if not isinstance(inputs, (list, tuple)) or not all(isinstance(i, Tensor) for i in inputs):
        kinds = {type(i).__name__ for i in x} if isinstance(x, (list, tuple)) else set()
        kind = f"{type(x).__name__}[{', '.join(sorted(kinds))}]" if kinds else type(x).__name__
        raise SettingTypeError(say("nn.no_tensor", kind=kind))
    for i in inputs:
        if i.dim() not in (2, 3):
            raise SettingError(say("nn.rank_of_input", rank=i.dim()))
    return list(inputs)


def given_lengths(lengths: Any) -> Tensor | None:
    """Lengths as whole numbers: of a tensor, an array or a list, also of floats that are whole.

    Raises SettingError for what is not.

    >>> given_lengths([3.0, 2])
    tensor([3, 2])
    """
    if lengths is None:
        return None
    try:
        found = torch.as_tensor(lengths)
    except (TypeError, ValueError, RuntimeError):
        raise SettingTypeError(say("nn.no_lengths", kind=type(lengths).__name__)) from None
    if found.dtype is torch.bool or found.is_complex():
        raise SettingTypeError(say("nn.no_lengths", kind=str(found.dtype)))
    if found.is_floating_point():
        if not bool((found == found.round()).all()):
            raise SettingError(say("nn.lengths_not_whole"))
        found = found.to(torch.int64)
    return found


def packed_like(x: PackedSequence, output: Tensor, lengths: Tensor) -> PackedSequence:
    """An output [T, B, O] packed as the input was; `lengths` of its sequences."""
    if x.sorted_indices is not None:
        output, lengths = output[:, x.sorted_indices], lengths[x.sorted_indices.cpu()]
    packed = pack_padded_sequence(output, lengths)
    return PackedSequence(packed.data, x.batch_sizes, x.sorted_indices, x.unsorted_indices)


def check_types(tensors: Sequence[Tensor], dtype: torch.dtype) -> None:
    """Raise SettingError where inputs or starting states are of another type than the weights."""
    for tensor in tensors:
        if tensor.dtype is not dtype:
            raise SettingError(
                say("nn.type_of_input", given=str(tensor.dtype), expected=str(dtype))
            )


def check_widths(cell: Cell, input_size: int | Mapping[str, int]) -> None:
    """Raise SettingError where the widths of a cell's inputs are not given, or are none."""
    if isinstance(input_size, int) and len(cell.inputs) > 1:
        raise SettingError(say("nn.several_inputs", cell=cell.name, inputs=cell.inputs))
    if not isinstance(input_size, int) and set(input_size) != set(cell.inputs):
        raise SettingError(
            say("nn.other_widths", cell=cell.name, given=tuple(input_size), inputs=cell.inputs)
        )
    widths = [input_size] if isinstance(input_size, int) else input_size.values()
    if any(w < 1 for w in widths):
        raise SettingError(say("nn.input_size_too_small"))


def check_layers(cell: Cell, units: Sequence[Mapping[str, int]]) -> None:
    """Raise SettingError where a state has other sizes in other layers, which follow from inputs.

    units: of each state by name, of each layer.
    """
    for name in cell.states:
        found = list(dict.fromkeys(own[name] for own in units))
        if len(found) > 1:
            raise SettingError(
                say("nn.state_differs_between_layers", state=name, cell=cell.name, sizes=found)
            )


def check_input(
    cell: Cell,
    input_size: int | Mapping[str, int],
    inputs: Sequence[Tensor],
    lengths: Tensor | None,
) -> None:
    """Raise SettingError where inputs [T, B, I] or lengths [B] do not fit."""
    names = cell.inputs
    if len(inputs) != len(names):
        raise SettingError(say("nn.takes_inputs", cell=cell.name, inputs=names))
    total, batch, size = *inputs[0].shape[:2], input_size
    for name, x in zip(names, inputs, strict=True):
        width = size if isinstance(size, int) else size[name]
        if x.shape != (total, batch, width):
            raise SettingError(
                say(
                    "nn.shape_of_input",
                    name=name,
                    shape=tuple(x.shape),
                    expected=(total, batch, width),
                )
            )
    if total < 1:
        raise SettingError(say("nn.nothing_to_read"))
    if lengths is None:
        return
    if tuple(lengths.shape) != (batch,):
        raise SettingError(
            say("nn.shape_of_lengths", shape=tuple(lengths.shape), expected=(batch,))
        )
    if batch and (int(lengths.min()) < 1 or int(lengths.max()) > total):
        raise SettingError(say("nn.lengths_beyond", steps=total))


def given_states(
    cell: Cell,
    units: Mapping[str, int],
    hx: Tensor | Sequence[Tensor],
    rows: int,
    batch: int,
    single: bool,
) -> list[Tensor]:
    """Starting states, each [rows, batch, units], rows being layers times directions; `single`:
    they came as [rows, units].

    Raises SettingError where they do not fit.
    """
    states = [hx] if isinstance(hx, Tensor) else list(hx)
    if len(states) != len(cell.states):
        raise SettingError(
            say("nn.number_of_states", given=len(states), cell=cell.name, states=cell.states)
        )
    if single:
        states = [s.unsqueeze(1) for s in states]
    for name, state in zip(cell.states, states, strict=True):
        expected = (rows, batch, units[name])
        if state.shape != expected:
            raise SettingError(
                say("nn.shape_of_state", state=name, shape=tuple(state.shape), expected=expected)
            )
    return states
