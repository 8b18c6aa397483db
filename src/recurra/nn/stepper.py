"""A network that takes one step of a stream at a time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
import torch
from torch import Tensor

from recurra.compiler.backend import Steps
from recurra.errors import SettingError
from recurra.words import say

Array = TypeVar("Array", Tensor, np.ndarray)
States = Tensor | tuple[Tensor, ...]


class Streamed(Protocol):
    """What a stepper wants of a network: its sizes, its states at the start, and to be called."""

    bidirectional: bool
    batch_first: bool
    training: bool
    input_size: int | Mapping[str, int]  # a network that divides its input has a `width` as well
    output_size: int

    def parameters(self) -> Iterator[Tensor]:
        """The first says the type and the device."""
        ...

    def starts(self, batch: int) -> list[Tensor]:
        """The states that a stream starts from, each [layers, batch, units]."""
        ...

    def steps(self, batch: int) -> Steps | None:
        """A faster way of taking single steps, where there is one."""
        ...

    def __call__(self, *args: Any) -> Any:
        """Output and states of a sequence."""
        ...


class Stepper:
    """One step of a stream after the other, its states kept between them.

    Made by `Recurrent.stepper`. Weights are taken when it is made: what is trained afterwards does
    not reach it. There is no gradient and no dropout. On the numba backend weights are packed and
    buffers laid out beforehand, so that a step costs a few microseconds; elsewhere each step is a
    call of the network as it then is. A stepper is one stream (of `batch` sequences side by side):
    use one for each thread.

    >>> import torch
    >>> from recurra.nn import Recurrent
    >>> stepper = Recurrent("lstm", 3, 5, num_layers=2).stepper()
    >>> stepper.step(torch.zeros(3)).shape
    torch.Size([5])
    """

    def __init__(self, network: Streamed, batch: int = 1) -> None:
        if network.bidirectional:
            raise SettingError(say("nn.bidirectional_stream"))
        width = getattr(network, "width", network.input_size)
        if not isinstance(width, int):
            raise SettingError(say("nn.stepper_of_several_inputs"))
        if batch < 1:
            raise SettingError(say("nn.empty_batch"))
        parameter = next(network.parameters())
        self.batch, self.dtype, self.device = batch, parameter.dtype, parameter.device
        self._single = (width,)
        self._shape = (batch, width)
        self._result = (batch, network.output_size)
        alike = torch.empty(self._result, dtype=self.dtype)
        self._likes = (alike, alike[0])  # memory like it is taken faster than by shape and type
        self._numbers = str(self.dtype).removeprefix("torch.")
        with torch.no_grad():
            self._starts = network.starts(batch)
        self._states = [s.clone() for s in self._starts]
        self._network = network
        self._fast = network.steps(batch)
        if self._fast is not None:
            self._memory = [
                [layer[n] for layer in self._fast.states] for n in range(len(self._starts))
            ]
        self.reset()

    def step(self, x: Array) -> Array:
        """The output of the next step.

        Args:
            x: [batch, I], or [I] where batch is 1; a tensor or an array.

        Returns:
            [batch, O] or [O], of x's kind.

        Raises:
            SettingError: x has another shape.
        """
        if isinstance(x, Tensor):
            if x.dtype is not self.dtype or not x.is_contiguous() or x.device != self.device:
                x = x.detach().to(self.device, self.dtype).contiguous()
            single = self._check(x.shape)
            if self._fast is None:
                return self._called(x, single)
            output = torch.empty_like(self._likes[single])
            self._fast(x.data_ptr(), output.data_ptr())
            return output
        x = np.ascontiguousarray(x, dtype=self._numbers)
        single = self._check(x.shape)
        if self._fast is None:
            return self._called(torch.from_numpy(x).to(self.device), single).numpy(force=True)
        found = np.empty(self._result[1:] if single else self._result, dtype=self._numbers)
        self._fast(_address(x), _address(found))
        return found

    @property
    def state(self) -> States:
        """The states, as the network takes and returns them: each [layers, batch, units].

        A copy; it may be saved and set again, to go on from where it was taken.
        """
        if self._fast is None:
            found = [s.clone() for s in self._states]
        else:
            found = [torch.stack(layers) for layers in self._memory]
        return found[0] if len(found) == 1 else tuple(found)

    @state.setter
    def state(self, states: States | Sequence[Tensor]) -> None:
        given = [states] if isinstance(states, Tensor) else list(states)
        shapes = [tuple(s.shape) for s in self._starts]
        if [tuple(s.shape) for s in given] != shapes:
            found = [tuple(s.shape) for s in given]
            raise SettingError(say("nn.shapes_of_states", found=found, expected=shapes))
        self._set(given)

    def reset(self) -> None:
        """Begin a new stream: the cell's own starting states."""
        self._set(self._starts)

    def _set(self, states: Sequence[Tensor]) -> None:
        with torch.no_grad():
            if self._fast is None:
                self._states = [s.detach().to(self.device, self.dtype).clone() for s in states]
                return
            for state, layers in zip(states, self._memory, strict=True):
                for value, memory in zip(state, layers, strict=True):
                    memory.copy_(value)

    def _check(self, shape: Sequence[int]) -> bool:
        """Whether x is of a single sequence, without an axis for it."""
        if shape == self._shape:
            return False
        if self.batch == 1 and shape == self._single:
            return True
        raise SettingError(say("nn.shape_of_step", shape=tuple(shape), expected=tuple(self._shape)))

    def _called(self, x: Tensor, single: bool) -> Tensor:
        """The step as a call of the network."""
        network, states = self._network, self._states
        training = network.training
        try:
            network.training = False
            with torch.no_grad():
                x = x.reshape(1, *self._shape)
                x = x.transpose(0, 1) if network.batch_first else x
                output, final = network(x, states[0] if len(states) == 1 else tuple(states))
        finally:
            network.training = training
        self._states = [final] if isinstance(final, Tensor) else list(final)
        return output.reshape(self._result[1:] if single else self._result)


def _address(x: np.ndarray) -> int:
    found: int = x.__array_interface__["data"][0]
    return found
