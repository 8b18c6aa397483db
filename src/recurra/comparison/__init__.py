"""The main job: a fair comparison of recurrent networks on a user's own data."""

from recurra.comparison.desk import Progress
from recurra.comparison.driver import compare
from recurra.comparison.examined import examine

__all__ = ["Progress", "compare", "examine"]
