"""From the names of cells to the competitors of a plan, and from those to models."""

import hashlib
from collections.abc import Mapping, Sequence

import torch

from recurra import cells
from recurra.cells.find import source_file
from recurra.compiler import measure
from recurra.compiler.forest import misfit
from recurra.compiler.sizes import smallest
from recurra.errors import SettingError
from recurra.ir import Cell
from recurra.ir.expressions import names
from recurra.nn.inputs import Columns, widths
from recurra.nn.model import Model
from recurra.records import Architecture, Recurrence
from recurra.tasks import Task
from recurra.tasks.inputs import check_known, divided, left_out
from recurra.tasks.network import PLAIN, check_cell, check_recurrence, network
from recurra.words import Text, say

LARGEST = 8192  # units: the search for an equal parameter count ends here


def describe(
    specs: Sequence[str],
    task: Task,
    hidden_size: int,
    match: str,
    recurrence: Recurrence = PLAIN,
    inputs: str = "",
) -> tuple[Architecture, ...]:
    """The competitors with their sizes: equal hidden size, or the parameter count of the LSTM.

    `inputs`: which columns the inputs of cells with several get, see `tasks.inputs`.
    Raises SettingError for an unknown cell, one named twice or one that cannot be trained with
    `recurrence`, CellError for equations that cannot be followed.
    """
    found = {spec: cells.find(spec) for spec in specs}
    for cell in found.values():
        check_cell(cell, task)
        check_recurrence(cell, recurrence)
    if len(found) < len(specs) or not specs:
        raise SettingError(say("comparison.errors.cells_once"))
    check_known(inputs, tuple(found.values()))
    shown = _names(found)
    columns = {spec: divided(inputs, cell, task) for spec, cell in found.items()}
    target = _total(cells.find("lstm"), task, hidden_size, task.input_size)
    return tuple(
        _architecture(
            spec, shown[spec], found[spec], task, hidden_size, match, target, columns[spec]
        )
        for spec in specs
    )


def build(
    architecture: Architecture,
    task: Task,
    seed: int,
    backend: str,
    dtype: str = "float32",
    init: str = "uniform",
    recurrence: Recurrence = PLAIN,
) -> Model:
    """The model of one architecture with starting weights drawn from `seed` alone."""
    return network(
        architecture.spec, task, architecture.hidden, seed, init=init, recurrence=recurrence,
        backend=architecture.runs_on or backend, dtype=dtype, inputs=architecture.inputs,
    )  # fmt: skip


def default_cells(task: Task) -> tuple[str, ...]:
    """What is compared where nothing is asked for: of trees the cells that take them, and two that
    read their sentences."""
    forest = task.forest
    if forest is None:
        return tuple(cells.DEFAULT)
    fitting = (n for n in cells.TREE_NAMES if not misfit(cells.find(n).graph(), forest))
    return (*fitting, "gru", "lstm")


def check_init(init: str, architectures: Sequence[Architecture], task: Task) -> None:
    """Raise SettingError where the starting weights cannot be drawn for all cells alike.

    "chrono" (Tallec & Ollivier 2018) sets the bias of forget paths from the longest sequence.
    """
    if init != "chrono":
        return
    without = [a.name for a in architectures if not has_forget_bias(cells.find(a.spec))]
    if without:
        raise SettingError(say("comparison.errors.no_forget_bias", cells=tuple(without)))
    if task.summary.lengths[2] < 3:
        raise SettingError(say("comparison.errors.short_for_chrono"))


def input_size(architecture: Architecture, task: Task) -> int | dict[str, int]:
    """What the cell's equations get: the width of its input, or of each."""
    return widths(architecture.inputs or task.input_size)


def matching_units(
    cell: Cell, task: Task, target: int, width: int | Mapping[str, int] | None = None
) -> int:
    """The hidden size whose parameter count, head included, comes closest to `target`.

    The count grows with the size, so that a binary search finds the two around the target. The
    size of a cell with block-diagonal matrices is a multiple of their blocks, and at least what
    its slices need.
    """
    step = measure.multiple(cell)
    width = task.input_size if width is None else width
    low = smallest(cell, width, LARGEST) // step
    high = low + 1
    while high * step < LARGEST and _total(cell, task, high * step, width) < target:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        smaller = _total(cell, task, middle * step, width) < target
        low, high = (middle, high) if smaller else (low, middle)
    return step * min((low, high), key=lambda n: abs(_total(cell, task, n * step, width) - target))


def _architecture(
    spec: str,
    name: str,
    cell: Cell,
    task: Task,
    hidden_size: int,
    match: str,
    target: int,
    columns: Columns,
) -> Architecture:
    width = widths(columns or task.input_size)
    units = matching_units(cell, task, target, width) if match == "params" else hidden_size
    total = _total(cell, task, units, width)
    operations = measure.operations(cell, width, units)
    notes: tuple[Text, ...] = (*_notes(cell), *_divided(columns, task))
    if match == "params" and total != target:
        notes += (say("comparison.notes.parameters", more=total - target, target=target),)
    return Architecture(
        name=name,
        kind="cell",
        spec=spec,
        hidden=measure.sizes(cell, units, width),
        parameters=total,
        parameters_cell=measure.parameters(cell, width, units),
        formula=measure.formula(cell),
        flops=operations.flops,
        transcendental=operations.transcendental,
        equations=cell.equations,
        fingerprint=_fingerprint(spec, cell),
        notes=notes,
        inputs={name: tuple(own) for name, own in columns.items()},
    )


def _divided(columns: Columns, task: Task) -> tuple[Text, ...]:
    """Which columns each of several inputs gets."""
    if not columns:
        return ()
    names = task.summary.channels
    known = len(names) == task.input_size
    given = {
        name: tuple(names[k] for k in own) if known else len(own) for name, own in columns.items()
    }
    left = tuple(left_out(columns, names)) if known else ()
    return (say("comparison.notes.inputs", given=given, left=left),)


def _total(cell: Cell, task: Task, units: int, width: int | Mapping[str, int]) -> int:
    """Parameters of the cell, the head on its output and the vectors of tokens."""
    found = measure.sizes(cell, units, width)
    states = measure.state_units(cell.graph(), found)
    features = sum(states[name] for name in cell.signature.output)
    with torch.device("meta"):
        leaf = task.head(task.input_size) if cell.graph().at_leaves else None
        parts = (task.head(features), task.front(), leaf)
    return measure.parameters(cell, width, units) + sum(
        p.numel() for part in parts if part is not None for p in part.parameters()
    )


def _notes(cell: Cell) -> tuple[Text, ...]:
    """What its forget path starts with, where that is not the common openness."""
    if has_forget_bias(cell):
        return ()
    return (say("comparison.notes.no_forget_bias"),)


def has_forget_bias(cell: Cell) -> bool:
    """Whether a setting of the network opens its forget path."""
    return any("forget_bias" in names(start) for start in cell.graph().init.values())


def _fingerprint(spec: str, cell: Cell) -> str:
    """Of the traced equations; for a user's own cell of its file's text as well."""
    file = source_file(spec)
    if file is None:
        return cell.fingerprint
    return hashlib.sha256(cell.fingerprint.encode() + file.read_bytes()).hexdigest()[:16]


def _names(found: dict[str, Cell]) -> dict[str, str]:
    """Short names where they are unique, else what the user wrote."""
    short = {s: s if s.endswith(")") else cell.name for s, cell in found.items()}
    taken = list(short.values())
    return {s: name if taken.count(name) == 1 else s for s, name in short.items()}
