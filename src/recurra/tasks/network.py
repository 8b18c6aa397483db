"""The network of a task: one layer of a cell, its head, vectors where the inputs are tokens."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType

import torch
from torch import nn

from recurra import cells
from recurra.compiler.forest import misfit, takes
from recurra.errors import SettingError
from recurra.ir import Cell
from recurra.nn.initialise import FORGET_BIAS
from recurra.nn.inputs import Columns
from recurra.nn.inputs import network as recurrent
from recurra.nn.model import Model
from recurra.nn.noise import noise
from recurra.nn.recurrent import Recurrent
from recurra.nn.recursive import Recursive
from recurra.nn.tree_model import TreeModel
from recurra.records import Recurrence
from recurra.tasks.task import Task
from recurra.words import say

DTYPES = {"float32": torch.float32, "float64": torch.float64}
PLAIN = Recurrence()
NONE: Columns = MappingProxyType({})


def network(
    spec: str | Cell,
    task: Task,
    hidden: int | Mapping[str, int],
    seed: int,
    *,
    init: str = "uniform",
    recurrence: Recurrence = PLAIN,
    backend: str = "auto",
    dtype: str = "float32",
    inputs: Columns = NONE,
) -> Model:
    """A network with starting weights drawn from `seed` alone: body, head, vectors, in this order.

    `inputs`: of a cell with several, the columns that each gets (`tasks.inputs.divided`).
    Raises SettingError where the cell does not fit the task, or `recurrence` the cell.

    >>> from recurra.data import gather
    >>> from recurra.records import Source
    >>> from recurra.tasks import pose
    >>> task = pose(gather(Source("digits")), Source("digits"))
    >>> sum(p.numel() for p in network("elman", task, 5, seed=0).parameters())
    130
    """
    cell = cells.find(spec)
    check_cell(cell, task)
    check_recurrence(cell, recurrence)
    generator, kind = torch.Generator().manual_seed(seed), DTYPES[dtype]
    if cell.for_trees:
        return tree_network(
            Recursive(
                cell, task.input_size, hidden, init=init, forget_bias=FORGET_BIAS,
                backend=backend, dtype=kind, generator=generator,
            ),
            task, generator,
        )  # fmt: skip
    body = recurrent(
        cell, inputs or task.input_size, task.input_size, hidden,
        init=init, forget_bias=FORGET_BIAS, longest=task.summary.lengths[2],
        backend=backend, dtype=kind, generator=generator, **asdict(recurrence),
    )  # fmt: skip
    return Model(body, *_ends(body, task, generator))


def tree_network(
    body: Recursive, task: Task, generator: torch.Generator | None = None
) -> TreeModel:
    """Head and words' vectors for a body; where leaves are vectors alone, a head of their own."""
    head, front = _ends(body, task, generator)
    leaf = None
    if body.cell.graph().at_leaves:
        leaf = task.head(task.input_size, generator).to(next(body.parameters()).dtype)
    return TreeModel(body, head, front, leaf)


def _ends(
    body: Recurrent | Recursive, task: Task, generator: torch.Generator | None
) -> tuple[nn.Module, nn.Module | None]:
    """Head and vectors, of the body's type."""
    kind = next(body.parameters()).dtype
    head, front = task.head(body.output_size, generator), task.front(generator)
    return head.to(kind), None if front is None else front.to(kind)


def check_cell(cell: Cell, task: Task) -> None:
    """Raise SettingError where a cell for trees meets sequences, or trees that it does not take."""
    if not cell.for_trees:
        return
    forest = task.forest
    if forest is None:
        raise SettingError(say("tasks.network.for_trees", cell=cell.name, data=task.summary.name))
    wrong = misfit(cell.graph(), forest)
    if wrong:
        raise SettingError(
            say("tasks.network.misfit", cell=cell.name, takes=takes(cell.graph()), but=wrong)
        )


def check_recurrence(cell: Cell, recurrence: Recurrence) -> None:
    """Raise SettingError where a cell cannot be trained so: it is for trees, or has nothing that
    could be dropped; or where a number is no probability or no norm."""
    if cell.for_trees and recurrence != PLAIN:
        raise SettingError(say("tasks.network.only_for_chains", cell=cell.name))
    if not cell.for_trees:
        wanted = recurrence
        noise(
            cell.graph(), wanted.recurrent_dropout, True, wanted.zoneout,
            wanted.hidden_gradient_clip,
        )  # fmt: skip
