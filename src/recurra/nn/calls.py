"""What a call of a network may bring."""

from collections.abc import Mapping, Sequence

from torch import Tensor

from recurra.errors import SettingError
from recurra.ir import Cell
from recurra.words import say


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
    if total < 1 or batch < 1:
        raise SettingError(say("nn.nothing_to_read"))
    if lengths is None:
        return
    if tuple(lengths.shape) != (batch,) or lengths.is_floating_point():
        raise SettingError(
            say("nn.shape_of_lengths", shape=tuple(lengths.shape), expected=(batch,))
        )
    if int(lengths.min()) < 1 or int(lengths.max()) > total:
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
