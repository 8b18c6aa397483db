"""Tasks: where examples come from, which head fits, what counts as right, what is simple."""

from recurra.tasks.classification import Classification
from recurra.tasks.scores import Score
from recurra.tasks.task import Baseline, Blocks, Fitted, Task

__all__ = ["Baseline", "Blocks", "Classification", "Fitted", "Score", "Task"]
