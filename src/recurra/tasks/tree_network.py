"""The network of a tree task, and which cells fit its trees."""

import torch

from recurra.compiler.forest import misfit, takes
from recurra.errors import SettingError
from recurra.ir import Cell
from recurra.nn.recursive import Recursive
from recurra.nn.tree_model import TreeModel
from recurra.tasks.task import Task
from recurra.tasks.tree_classification import TreeClassification


def check_cell(cell: Cell, task: Task) -> None:
    """Raise SettingError where a cell for trees meets sequences, or trees that it does not take."""
    if not cell.for_trees:
        return
    if not isinstance(task, TreeClassification):
        raise SettingError(f"cell {cell.name!r} is for trees, and {task.summary.name} has none")
    wrong = misfit(cell.graph(), task.forest)
    if wrong:
        raise SettingError(f"cell {cell.name!r} takes {takes(cell.graph())}, but {wrong}")


def tree_network(
    body: Recursive, task: Task, generator: torch.Generator | None = None
) -> TreeModel:
    """Head and words' vectors for a body; where leaves are vectors alone, a head of their own."""
    kind = next(body.parameters()).dtype
    head = task.head(body.output_size, generator).to(kind)
    front = task.front(generator)
    leaf = None
    if body.cell.graph().at_leaves:
        leaf = task.head(task.input_size, generator).to(kind)
    return TreeModel(body, head, None if front is None else front.to(kind), leaf)
