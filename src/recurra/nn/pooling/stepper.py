"""A pooling that is carried from step to step of a stream."""

from dataclasses import dataclass
from typing import Any, final

import torch
from torch import Tensor

from recurra.nn.pooling.pool import Carried, Pooling
from recurra.nn.stepper import Array, States


@final
@dataclass(frozen=True, eq=False)
class Kept:
    """The state of a stream: of the body, and what its pooling carries."""

    body: States
    pooled: Carried


@final
class PooledStepper:
    """Steps of a body, pooled: sums are carried, so that memory does not grow with the stream.

    With `window` the features [n,B,F] of the last steps are kept, n at most so many, and pooled
    anew at each step: what a network has learned of windows is not asked of an endless stream.

    >>> from recurra.nn import Recurrent
    >>> from recurra.nn.pooling.pool import built
    >>> body = Recurrent("gru", 2, 3, backend="reference")
    >>> stepper = PooledStepper(body.stepper(), built("mean", 3))
    >>> found = [stepper.step(torch.ones(2)) for _ in range(4)][-1]
    >>> torch.allclose(found, body(torch.ones(4, 1, 2))[0].mean(0)[0])
    True
    """

    def __init__(self, body: Any, pooling: Pooling, window: int = 0) -> None:
        self.batch, self.dtype = body.batch, body.dtype
        self._body, self._pooling, self.window = body, pooling, window
        self._carried: Carried = ()

    def step(self, x: Array) -> Array:
        """Pooled features [batch,F] after the next input [batch,I], or [F] and [I] where batch is
        1; of x's kind."""
        with torch.no_grad():
            found = torch.as_tensor(self._body.step(x))
            features = found if found.dim() == 2 else found[None]
            pooled = self._in_window(features) if self.window else self._onward(features)
        pooled = pooled if found.dim() == 2 else pooled[0]
        return pooled if isinstance(x, Tensor) else pooled.numpy(force=True)

    @property
    def state(self) -> Kept:
        """A copy; set again, the stream goes on from there."""
        return Kept(self._body.state, tuple(t.clone() for t in self._carried))

    @state.setter
    def state(self, state: Kept) -> None:
        self._body.state = state.body
        self._carried = tuple(t.clone() for t in state.pooled)

    def reset(self) -> None:
        """Begin a new stream."""
        self._body.reset()
        self._carried = ()

    def _onward(self, features: Tensor) -> Tensor:
        pooling, before = self._pooling, self._carried
        self._carried = pooling.more(before, features) if before else pooling.first(features)
        return pooling.pooled(self._carried)

    def _in_window(self, features: Tensor) -> Tensor:
        kept = [self._carried[0][-(self.window - 1) :]] if self._carried else []
        kept = kept if self.window > 1 else []
        self._carried = (torch.cat([*kept, features[None]]),)
        return self._pooling(self._carried[0])
