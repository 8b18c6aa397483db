"""How large a network is, and what follows: the record of a competitor, equal parameter counts."""

from collections.abc import Mapping

import torch

from recurra.ir import Cell
from recurra.ir.expressions import names
from recurra.nn.bodies.body import Interface
from recurra.nn.bodies.count import numbers
from recurra.nn.bodies.design import Design, Measures
from recurra.nn.bodies.find import find
from recurra.nn.inputs import Columns
from recurra.nn.pooling.pool import built, measures
from recurra.records import Architecture
from recurra.settings.pooling import LAST
from recurra.tasks import Task
from recurra.tasks.inputs import left_out
from recurra.tasks.network import interface
from recurra.words import Text, say

LARGEST = 8192  # units: the search for an equal parameter count ends here


def architecture(
    design: Design,
    name: str,
    task: Task,
    hidden_size: int,
    match: str,
    columns: Columns,
    pooling: str = LAST,
) -> Architecture:
    """The record of a network: equal hidden size, or the parameter count of the LSTM."""
    wanted = interface(task, columns)
    units, notes = _units(design, task, wanted, hidden_size, match, pooling)
    sizes = design.sizes(wanted, units)
    found, cell = design.measures(wanted, sizes), design.cell
    read = pooled(pooling, found, wanted)
    total = found.parameters + read.parameters + _ends(design, task, found.features)
    said: tuple[Text, ...] = () if cell is None else _no_forget_bias(cell)
    said += (
        *design.notes(wanted),
        *_pooled(pooling, read.parameters),
        *_divided(columns, task),
        *notes,
    )
    if match == "params" and not notes and total != (target := target_of(task, hidden_size)):
        said += (say("comparison.notes.parameters", more=total - target, target=target),)
    return Architecture(
        name=name,
        kind="network",
        spec=design.spec,
        hidden=sizes,
        parameters=total,
        parameters_cell=found.parameters,
        formula=found.formula,
        flops=found.flops + read.flops,
        transcendental=found.transcendental + read.transcendental,
        equations=design.equations,
        fingerprint=design.fingerprint,
        notes=said,
        inputs={name: tuple(own) for name, own in columns.items()},
        pooling=pooling,
        reread=found.reread,
    )


def pooled(pooling: str, body: Measures, wanted: Interface) -> Measures:
    """What a pooling costs beside its body; of a forecast its whole window is pooled anew."""
    return measures(pooling, body.features, body.reread or (wanted.window if wanted.horizon else 0))


def _units(
    design: Design, task: Task, wanted: Interface, hidden_size: int, match: str, pooling: str
) -> tuple[int, tuple[Text, ...]]:
    """How many, and why they are not as many as give equal parameters."""
    if design.given_units:
        why = say("comparison.notes.units_given", units=design.given_units)
        return design.given_units, (why,) if match == "params" else ()
    if match != "params":
        return hidden_size, ()
    if not design.fitting(wanted)[1]:
        return hidden_size, (say("comparison.notes.no_units"),)
    return matching_units(design, task, target_of(task, hidden_size), wanted, pooling), ()


def target_of(task: Task, hidden_size: int) -> int:
    """The parameters of the LSTM, which equal counts are equal to."""
    lstm, wanted = find("lstm"), interface(task)
    return _total(lstm, task, wanted, lstm.sizes(wanted, hidden_size))


def matching_units(
    design: Design, task: Task, target: int, wanted: Interface | None = None, pooling: str = LAST
) -> int:
    """The hidden size whose parameter count, head included, comes closest to `target`.

    The count grows with the size, so that a binary search finds the two around the target. The
    size of a cell with block-diagonal matrices is a multiple of their blocks, and at least what
    its slices need; of attention it is a multiple of its heads.
    """
    given = interface(task) if wanted is None else wanted
    least, step = design.fitting(given)

    def total(units: int) -> int:
        return _total(design, task, given, design.sizes(given, units), pooling)

    low = least // step
    high = low + 1
    while high * step < LARGEST and total(high * step) < target:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if total(middle * step) < target else (low, middle)
    return step * min((low, high), key=lambda n: abs(total(n * step) - target))


def has_forget_bias(cell: Cell) -> bool:
    """Whether a setting of the network opens its forget path."""
    return any("forget_bias" in names(start) for start in cell.graph().init.values())


def _total(
    design: Design, task: Task, wanted: Interface, sizes: Mapping[str, int], pooling: str = LAST
) -> int:
    """Parameters of the body, the pooling and the head on its output and the vectors of tokens."""
    parameters, features = design.parameters(wanted, sizes)
    with torch.device("meta"):
        read = numbers(built(pooling, features))
    return parameters + read + _ends(design, task, features)


def _ends(design: Design, task: Task, features: int) -> int:
    """Parameters of the head, of the vectors of tokens, and where there is one of leaves' head."""
    with torch.device("meta"):
        alone = design.cell is not None and design.cell.graph().at_leaves
        leaf = task.head(task.input_size) if alone else None
        parts = (task.head(features), task.front(), leaf)
    return sum(p.numel() for part in parts if part is not None for p in part.parameters())


def _pooled(pooling: str, parameters: int) -> tuple[Text, ...]:
    """How its head reads it, where that is not the last step."""
    if pooling == LAST:
        return ()
    formula = built(pooling, 1).formula
    return (say("pooling.note", name=pooling, parameters=parameters, formula=formula),)


def _no_forget_bias(cell: Cell) -> tuple[Text, ...]:
    """What its forget path starts with, where that is not the common openness."""
    return () if has_forget_bias(cell) else (say("comparison.notes.no_forget_bias"),)


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
