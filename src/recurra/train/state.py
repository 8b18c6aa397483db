"""Where a training stands: enough to go on as if it had never stopped."""

from dataclasses import dataclass, field

from torch import Tensor

from recurra.records import Point
from recurra.words import Text


@dataclass
class Progress:
    """The part of the state that is plain numbers."""

    update: int = 0  # updates done
    epoch: int = 0
    position: int = 0  # batches of this epoch done
    offset: int = 0  # steps done of the batch after those, where it is cut into segments
    reach: int = 0  # steps of a segment now, where they depend on the loss; 0: as at the start
    loss_sum: float = 0.0  # since the last look
    loss_count: int = 0
    first_loss: float | None = None
    best_score: float | None = None
    best_update: int = 0
    mark: float | None = None  # the last score that was better by the least gain
    stale: int = 0  # looks since then
    plateau: int = 0  # looks since then or the last cut of the learning rate
    rate: float = 0.0  # learning rate now
    ended: str = ""  # why the training is over before its full number: "patience" | "diverged"
    reason: Text = ""
    train_loss: tuple[Point, ...] = ()  # (update, mean loss since the last point)
    curve: tuple[Point, ...] = ()  # (update, validation score)


@dataclass
class FitState:
    """A training's progress and its tensors, by name.

    Names: "weights.*" the model now, "best.*" the model at its best look, "optimizer.*" the
    optimiser's averages, "random.*" the generators' states, "carried.*" what goes on from segment
    to segment. `train.checkpoint` saves and loads it.
    """

    progress: Progress = field(default_factory=Progress)
    tensors: dict[str, Tensor] = field(default_factory=dict)

    def group(self, prefix: str) -> dict[str, Tensor]:
        """The tensors below a prefix, without it.

        >>> import torch
        >>> sorted(FitState(tensors={"best.w": torch.ones(1), "weights.w": torch.ones(1)})
        ...        .group("best"))
        ['w']
        """
        start = f"{prefix}."
        return {k[len(start) :]: v for k, v in self.tensors.items() if k.startswith(start)}

    def replace(self, prefix: str, tensors: dict[str, Tensor]) -> None:
        """Put copies of these tensors in the place of all below a prefix."""
        kept = {k: v for k, v in self.tensors.items() if not k.startswith(f"{prefix}.")}
        new = {f"{prefix}.{k}": v.detach().clone().contiguous() for k, v in tensors.items()}
        self.tensors = kept | new
