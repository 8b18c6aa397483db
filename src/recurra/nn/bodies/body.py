"""What stands between inputs and head: the contract of a body, and what any of them gets.

A body is called as `body(x, state, lengths=lengths)` with x [T,B,I] and gives features [T,B,F] of
every step and a state, which another call goes on from where it can stream by itself. `Recurrent`
is one; other modules derive from `Body`. Letters: T steps, B sequences, I inputs, F features.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from recurra.errors import SettingError
from recurra.nn.heads.linear import draw
from recurra.nn.stepper import Array, States
from recurra.words import Text, say


@dataclass(frozen=True)
class Interface:
    """What a task gives a body, and what it wants of it.

    `columns`: of a cell with several inputs, the columns of each. `window`: steps that it reads for
    an answer, at most: what a body without a state reads again at each step of a stream.
    """

    input_size: int
    columns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    window: int = 1
    longest: int = 1  # steps of the longest sequence that teaches
    horizon: int = 0  # steps ahead; 0: the task is no forecast
    targets: tuple[int, ...] = ()  # of a forecast, the columns that are forecast


class Body(nn.Module):
    """A body without a cell: its features at a step follow from a window of inputs.

    A member has `features(x, lengths)`, [T,B,I] to [T,B,F], and may have `at_end`, which computes
    the last step's alone. Its arguments after `input_size`, `units` and `window` are its options.
    """

    name: ClassVar[str]  # by which an expression and a bundle name it
    own_units: ClassVar[bool] = True  # whether a number of units decides its size
    decided: ClassVar[tuple[str, ...]] = ()  # arguments that the task decides, see `given`
    causal: bool = False  # whether features at a step rest on no later ones
    input_size: int
    units: int
    window: int  # steps that features at a step rest on, at most
    output_size: int
    options: dict[str, Any]  # as they were given

    @classmethod
    def reason_against(cls, interface: Interface) -> Text:
        """Why it takes no part in a task; empty where it does."""
        return ""

    @classmethod
    def multiple(cls, options: Mapping[str, Any]) -> int:
        """What its units are a multiple of."""
        return 1

    @classmethod
    def given(cls, interface: Interface) -> dict[str, Any]:
        """Arguments that the task decides."""
        return {}

    def features(self, x: Tensor, lengths: Tensor | None) -> Tensor:
        """Of every step [T,B,F]; what lies beyond a sequence's end is anything."""
        raise NotImplementedError

    def forward(
        self, x: Tensor, state: None = None, lengths: Tensor | None = None
    ) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Features [T,B,F] and the state, which is empty: what is read again is no state."""
        return self.features(x, lengths), ()

    def at_end(self, x: Tensor, lengths: Tensor | None = None) -> Tensor:
        """Features [B,F] at the end of each sequence."""
        return last_output(self.features(x, lengths), lengths)

    def stepper(self, batch: int = 1) -> "WindowStepper":
        """This body for a stream: it reads its window again at each step."""
        return WindowStepper(self, batch)

    def settings(self) -> dict[str, Any]:
        """What a bundle keeps: its kind, and the arguments that build it again."""
        return {
            "kind": self.name,
            "input_size": self.input_size,
            "units": self.units,
            "window": self.window,
            "options": dict(self.options),
        }

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw all parameters anew: the same generator state, the same body.

        Matrices and biases uniform in ±1/sqrt(inputs), as torch starts linear layers and
        convolutions; norms with ones and zeros.
        """
        for module in self.modules():
            if isinstance(module, nn.Linear | nn.Conv1d):
                draw_linear(module, generator)
            elif isinstance(module, nn.LayerNorm):
                nn.init.ones_(module.weight)
                nn.init.zeros_(module.bias)


def draw_linear(layer: nn.Linear | nn.Conv1d, generator: torch.Generator | None) -> None:
    """Weights and bias of a layer uniform in ±1/sqrt(inputs)."""
    if isinstance(layer, nn.Linear):
        return draw(layer, generator)
    bound = (layer.in_channels * layer.kernel_size[0] / layer.groups) ** -0.5
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.uniform_(-bound, bound, generator=generator)


def at_end(body: nn.Module, x: Tensor, lengths: Tensor | None) -> Tensor:
    """Features [B,F] at the end of each sequence, as the body itself has it.

    Of both directions each ends at its own end: the reverse half is read at the first step.
    """
    own = getattr(body, "at_end", None)
    if own is not None:
        found: Tensor = own(x, lengths)
        return found
    output, _ = body(x, lengths=lengths)
    return last_output(output, lengths, getattr(body, "bidirectional", False))


def last_output(output: Tensor, lengths: Tensor | None, bidirectional: bool = False) -> Tensor:
    """The output [B,F] at the end of each sequence; both directions end at their own ends.

    >>> steps = torch.tensor([[[1.0], [4.0]], [[2.0], [5.0]], [[3.0], [0.0]]])  # [T=3,B=2,F=1]
    >>> last_output(steps, torch.tensor([3, 2])).flatten().tolist()
    [3.0, 5.0]
    """
    if lengths is None:
        last = output[-1]
    else:
        columns = torch.arange(output.shape[1], device=output.device)
        last = output[lengths.to(output.device) - 1, columns]
    if not bidirectional:
        return last
    half = output.shape[2] // 2
    return torch.cat([last[:, :half], output[0, :, half:]], dim=1)


def beyond(lengths: Tensor | None, x: Tensor) -> Tensor | None:
    """[B,T]: which steps of x [T,B,I] lie beyond the end of their sequence; None: none does.

    >>> beyond(torch.tensor([1, 2]), torch.zeros(2, 2, 3)).tolist()
    [[False, True], [False, False]]
    """
    if lengths is None:
        return None
    return torch.arange(x.shape[0], device=x.device) >= lengths.to(x.device)[:, None]


class WindowStepper:
    """Steps of a stream by a body that has no state: it reads the last W inputs again.

    The state is these inputs [n,B,I], n at most W; after W steps the features are those of the
    window alone, however long the stream.

    >>> class Mean(Body):
    ...     input_size, output_size, window = 1, 1, 2
    ...     def features(self, x, lengths):
    ...         return x.cumsum(0) / torch.arange(1, len(x) + 1)[:, None, None]
    >>> class Two(Mean):
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.unused = nn.Parameter(torch.zeros(1))
    >>> stepper = Two().stepper()
    >>> [stepper.step(torch.tensor([v])).item() for v in (1.0, 3.0, 5.0)]
    [1.0, 2.0, 4.0]
    """

    def __init__(
        self, body: Body, batch: int = 1, read: Callable[[Tensor], Tensor] | None = None
    ) -> None:
        if batch < 1:
            raise SettingError(say("nn.empty_batch"))
        parameter = next(chain(body.parameters(), body.buffers()), torch.zeros(()))
        self.batch, self.dtype, self._body = batch, parameter.dtype, body
        self._read = read  # of the window [W,B,I]; None: its end
        self._inputs = self._none()

    def step(self, x: Array) -> Array:
        """Features [batch,F] after the next input [batch,I], or [F] and [I] where batch is 1."""
        given = torch.as_tensor(x).to(self.dtype)
        wanted = (self.batch, self._body.input_size)
        single = self.batch == 1 and given.shape == wanted[1:]
        if not single and given.shape != wanted:
            raise SettingError(say("nn.shape_of_step", shape=tuple(given.shape), expected=wanted))
        kept = self._inputs[max(0, len(self._inputs) + 1 - self._body.window) :]
        self._inputs = torch.cat([kept, given.reshape(1, *wanted)])
        body, training = self._body, self._body.training
        try:
            body.eval()
            with torch.no_grad():
                found = (self._read or body.at_end)(self._inputs)
        finally:
            body.train(training)
        found = found[0] if single else found
        return found if isinstance(x, Tensor) else found.numpy(force=True)

    @property
    def state(self) -> States:
        """The inputs that are read again, a copy; set again, the stream goes on from there."""
        return self._inputs.clone()

    @state.setter
    def state(self, inputs: States) -> None:
        assert isinstance(inputs, Tensor)
        if inputs.dim() != 3 or inputs.shape[1:] != self._inputs.shape[1:]:
            raise SettingError(
                say(
                    "nn.shapes_of_states",
                    found=[tuple(inputs.shape)],
                    expected=[("n", *self._inputs.shape[1:])],
                )
            )
        self._inputs = inputs.detach().to(self.dtype).clone()

    def reset(self) -> None:
        """Begin a new stream."""
        self._inputs = self._none()

    def _none(self) -> Tensor:
        return torch.zeros(0, self.batch, self._body.input_size, dtype=self.dtype)
