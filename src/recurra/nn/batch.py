"""What a model is given at once."""

from typing import NamedTuple

from torch import Tensor

from recurra.compiler.forest import Forest


class Batch(NamedTuple):
    """Some examples, time first.

    Letters: T steps, B examples, I inputs a step, H steps ahead, K inputs known in the future.

    >>> import torch
    >>> batch = Batch(torch.zeros(5, 2, 3), torch.tensor([5, 4]), torch.tensor([0, 1]))
    >>> tuple(batch.x.shape), batch.future is None
    ((5, 2, 3), True)
    """

    x: Tensor  # [T,B,I] float, or tokens [T,B] int64; zero beyond an example's own length
    lengths: Tensor | None = None  # [B] int64; None: every example has T steps
    target: Tensor | None = None  # classes: [B] int64; values: [B,H,targets], scaled
    future: Tensor | None = None  # [B,H,K] inputs known in the future, scaled; forecasts only
    # [B] int64: number of the example within its part; hides tuple.index, which nobody needs here
    index: Tensor | None = None  # type: ignore[assignment]
    trees: Forest | None = None  # of trees; x then holds their sentences' words [T,B]
    nodes: Tensor | None = None  # [N] int64: labels of the trees' nodes that teach, -1: none
    # Targets (and what is known of the future) are of each step: [T,B,...] for [B,...]. A target
    # that is NaN or -1 is none; a length may be 0, of a sequence that has ended before.
    stepwise: bool = False
    continues: bool = False  # its sequences are those of the batch before, and go on where it ended
