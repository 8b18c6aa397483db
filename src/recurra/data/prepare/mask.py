"""Missing values: a channel that marks them."""

from dataclasses import dataclass
from typing import final

from recurra.data.prepare.step import Missing


@final
@dataclass(frozen=True)
class Mask(Missing):
    """1 where a value is missing, else 0, in a channel beside the column.

    >>> Mask().marks, str(Mask())
    (True, 'mask')
    """

    name = "mask"
    marks = True
