"""The network of a task: a body, its head, vectors where the inputs are tokens."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any, cast

import torch
from torch import nn

from recurra.compiler.forest import misfit, takes
from recurra.errors import SettingError
from recurra.ir import Cell
from recurra.nn.bodies.body import Interface
from recurra.nn.bodies.design import Design, How
from recurra.nn.bodies.find import find
from recurra.nn.inputs import Columns
from recurra.nn.model import Model
from recurra.nn.pooling.pool import built
from recurra.nn.recursive import Recursive
from recurra.nn.tree_model import TreeModel
from recurra.records import Recurrence
from recurra.settings.pooling import LAST
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
    pooling: str = LAST,
) -> Model:
    """A network with starting weights drawn from `seed` alone, in this order: body, pooling, head,
    vectors.

    `inputs`: of a cell with several, the columns that each gets (`tasks.inputs.divided`).
    Raises SettingError where the body does not fit the task, or `recurrence` the body.

    >>> from recurra.data import gather
    >>> from recurra.records import Source
    >>> from recurra.tasks import pose
    >>> task = pose(gather(Source("digits")), Source("digits"))
    >>> sum(p.numel() for p in network("elman", task, 5, seed=0).parameters())
    130
    """
    design, wanted = find(spec), interface(task, inputs)
    check(design, task, wanted, recurrence, pooling)
    generator = torch.Generator().manual_seed(seed)
    sizes: Any = hidden if isinstance(hidden, Mapping) else design.given_units or hidden
    if isinstance(sizes, int) and design.cell is None:
        sizes = design.sizes(wanted, sizes)
    body = design.build(
        wanted, sizes, How(init, asdict(recurrence), backend, DTYPES[dtype], generator)
    )
    if isinstance(body, Recursive):
        return tree_network(body, task, generator)
    read = built(pooling, cast(int, body.output_size), generator).to(DTYPES[dtype])
    return Model(body, *_ends(body, task, generator, DTYPES[dtype]), read)


def interface(task: Task, inputs: Columns = NONE) -> Interface:
    """What the task gives a body, and wants of it."""
    summary = task.summary
    channels = list(summary.channels)
    return Interface(
        task.input_size,
        {name: tuple(own) for name, own in inputs.items()},
        window=summary.lookback or summary.lengths[2],
        longest=summary.lengths[2],
        horizon=summary.horizon,
        targets=tuple(channels.index(t) for t in summary.targets if t in channels),
    )


def check(
    design: Design,
    task: Task,
    wanted: Interface,
    recurrence: Recurrence = PLAIN,
    pooling: str = LAST,
) -> None:
    """Raise SettingError where a body does not fit the task, or cannot be trained with
    `recurrence`, or read by `pooling`."""
    if design.cell is not None:
        check_cell(design.cell, task)
        if design.cell.for_trees and pooling != LAST:
            raise SettingError(say("pooling.trees", name=pooling, cell=design.cell.name))
    against = design.reason_against(wanted, asdict(recurrence))
    if against:
        raise SettingError(against)


def tree_network(
    body: Recursive, task: Task, generator: torch.Generator | None = None
) -> TreeModel:
    """Head and words' vectors for a body; where leaves are vectors alone, a head of their own."""
    kind = next(body.parameters()).dtype
    head, front = _ends(body, task, generator, kind)
    leaf = None
    if body.cell.graph().at_leaves:
        leaf = task.head(task.input_size, generator).to(kind)
    return TreeModel(body, head, front, leaf)


def _ends(
    body: nn.Module, task: Task, generator: torch.Generator | None, kind: torch.dtype
) -> tuple[nn.Module, nn.Module | None]:
    """Head and vectors, of the body's type."""
    features = cast(int, body.output_size)
    head, front = task.head(features, generator), task.front(generator)
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
