"""What a call of a network may bring."""

from collections.abc import Mapping, Sequence

from torch import Tensor

from recurra.errors import SettingError
from recurra.ir import Cell


def check_widths(cell: Cell, input_size: int | Mapping[str, int]) -> None:
    """Raise SettingError where the widths of a cell's inputs are not given, or are none."""
    names = ", ".join(cell.inputs)
    if isinstance(input_size, int) and len(cell.inputs) > 1:
        raise SettingError(f"cell {cell.name!r} has several inputs: give sizes of {names}")
    if not isinstance(input_size, int) and set(input_size) != set(cell.inputs):
        given = ", ".join(input_size)
        raise SettingError(f"input_size has widths of {given}; {cell.name!r} takes {names}")
    widths = [input_size] if isinstance(input_size, int) else input_size.values()
    if any(w < 1 for w in widths):
        raise SettingError("input_size is at least 1")


def check_layers(cell: Cell, units: Sequence[Mapping[str, int]]) -> None:
    """Raise SettingError where a state has other sizes in other layers, which follow from inputs.

    units: of each state by name, of each layer.
    """
    for name in cell.states:
        found = list(dict.fromkeys(own[name] for own in units))
        if len(found) > 1:
            raise SettingError(
                f"the state {name!r} of cell {cell.name!r} is as large as its input says: "
                f"{' and '.join(map(str, found))} in layers over each other. Take num_layers=1, or "
                "an input as wide as a layer's output"
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
        raise SettingError(f"{cell.name!r} takes the inputs {', '.join(names)}")
    total, batch, size = *inputs[0].shape[:2], input_size
    for name, x in zip(names, inputs, strict=True):
        width = size if isinstance(size, int) else size[name]
        if x.shape != (total, batch, width):
            raise SettingError(
                f"input {name!r} has shape {tuple(x.shape)} as [T, B, I]; expected "
                f"{(total, batch, width)}"
            )
    if total < 1 or batch < 1:
        raise SettingError("a sequence has at least one step, a batch at least one sequence")
    if lengths is None:
        return
    if tuple(lengths.shape) != (batch,) or lengths.is_floating_point():
        raise SettingError(f"lengths has shape {tuple(lengths.shape)}; expected ({batch},)")
    if int(lengths.min()) < 1 or int(lengths.max()) > total:
        raise SettingError(f"lengths lie between 1 and {total} (steps of x)")


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
        raise SettingError(f"hx holds {len(states)} state(s); {cell.name!r} has {cell.states}")
    if single:
        states = [s.unsqueeze(1) for s in states]
    for name, state in zip(cell.states, states, strict=True):
        expected = (rows, batch, units[name])
        if state.shape != expected:
            raise SettingError(
                f"state {name!r} of hx has shape {tuple(state.shape)}, expected {expected}"
            )
    return states
