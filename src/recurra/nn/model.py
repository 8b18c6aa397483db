"""A body, what is read of its features, and a head; before them vectors for tokens."""

from typing import Any, cast

import torch
from torch import Tensor, nn

from recurra.errors import SettingError
from recurra.nn.batch import Batch
from recurra.nn.bodies.body import Body, WindowStepper
from recurra.nn.pooling.last import Last
from recurra.nn.pooling.pool import Pooling
from recurra.nn.pooling.stepper import PooledStepper
from recurra.nn.segments import loss_of, whole
from recurra.nn.state import START
from recurra.words import say


class Model(nn.Module):
    """A recurrent body and a head, and for tokens a front that turns them into vectors.

    `body` is called as `body(x, lengths=lengths)` and returns `(output [T,B,F], states)` as
    `recurra.nn.Recurrent` does (`recurra.nn.bodies`); `pooling` makes one vector [B,F] of the
    features (`recurra.nn.pooling`), by default that of each sequence's own last step (of a
    bidirectional body: the last step of each direction, so the reverse half is read at the first
    step); `head` is called with it and with what is known of the future. `front` is called
    with tokens [T,B] int64 and gives [T,B,I] (`recurra.nn.embedding.Embedding`); inputs that are
    float already pass it by, so that gradients can be taken at what `embedded` gives.

    >>> from recurra.nn.heads import ClassificationHead
    >>> class Copy(nn.Module):  # a body whose output is its input
    ...     def forward(self, x, lengths=None):
    ...         return x, ()
    >>> model = Model(Copy(), ClassificationHead(3, 2))
    >>> batch = Batch(torch.zeros(4, 5, 3), target=torch.zeros(5, dtype=torch.int64))
    >>> tuple(model(batch).shape), model.loss(batch).ndim
    ((5, 2), 0)
    """

    def __init__(
        self,
        body: nn.Module,
        head: nn.Module,
        front: nn.Module | None = None,
        pooling: Pooling | None = None,
    ) -> None:
        super().__init__()
        self.body = body
        self.head = head
        self.front = front
        self.pooling = Last(1) if pooling is None else pooling

    def embedded(self, batch: Batch) -> Batch:
        """The same batch with vectors for tokens; a batch of float inputs as it is."""
        if self.front is None or batch.x.is_floating_point():
            return batch
        return batch._replace(x=self.front(batch.x))

    def forward(self, batch: Batch) -> Tensor:
        """The head's output for each example, before decoding: [B,...]."""
        features = self.pooling.read(self.body, self.embedded(batch).x, batch.lengths)
        return cast(Tensor, self.head(features, batch.future))

    def weights(self, batch: Batch) -> Tensor | None:
        """The weight [T,B] that each step has in the answer; None: the pooling has no weights."""
        found, _ = self.body(self.embedded(batch).x, lengths=batch.lengths)
        return self.pooling.weights(found, batch.lengths)

    def stepper(self, batch: int = 1, window: int = 0) -> Any:
        """Body and pooling for a stream: each step gives what the head reads.

        `window`: steps that a pooling rests on, at most; 0: all steps since the stream began.
        """
        body: Any = self.body
        if isinstance(self.pooling, Last):
            return body.stepper(batch)
        if isinstance(body, Body):
            return WindowStepper(body, batch, lambda x: self.pooling.read(body, x, None))
        return PooledStepper(body.stepper(batch), self.pooling, window)

    def loss(self, batch: Batch) -> Tensor:
        """Mean loss over the examples of the batch, or over all steps of them, a scalar."""
        if batch.target is None:
            raise SettingError(say("nn.loss_without_targets"))
        if batch.stepwise:
            loss, _ = loss_of(self, whole(batch), START)
            return cast(Tensor, loss)
        return cast(Tensor, self.head.loss(self(batch), batch.target))  # type: ignore[operator]

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw all parameters anew, body first: the same generator state, the same model."""
        for part in (self.body, self.pooling, self.head, self.front):
            if part is not None:
                part.reset_parameters(generator)  # type: ignore[operator]
