"""The namesakes of `torch.nn`: the same call, parameters and state dict, our kernels."""

import warnings
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from recurra import cells
from recurra.errors import SettingError, SettingTypeError
from recurra.ir import Cell
from recurra.nn.layer import Layer
from recurra.nn.recurrent import Recurrent, States
from recurra.words import say

BIASES = ("bias_ih", "bias_hh")


class _Namesake(Recurrent):
    """Arguments, parameters and names of `torch.nn`, in its order; after them those of `Recurrent`.

    Torch has two biases for each gate, which are added, where the equations have one. Both are
    parameters here: the same seed draws the same starting weights, and a training run takes the
    same steps. With `torch_biases=False` there is one, as in the equations, and small networks
    train faster; loading a state dict adds the two, saving writes the sum and zeros, which computes
    the same.
    """

    mode = ""  # what torch calls the kind
    proj_size = 0

    def __init__(
        self,
        cell: str | Cell,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        proj_size: int = 0,
        *,
        torch_biases: bool = True,
        **options: Any,
    ) -> None:
        if proj_size:
            lstm = self.mode == "LSTM"
            raise SettingError(
                say("nn.no_projection") if lstm else say("nn.projection_of_lstm_alone")
            )
        for name in ("residual", "projection", "shared"):
            if options.get(name):
                raise SettingError(say("nn.not_of_namesakes", setting=name))
        bias = bool(bias)
        self.torch_biases = torch_biases and bias
        super().__init__(
            cell,
            input_size,
            hidden_size,
            num_layers,
            bias,
            bool(batch_first),
            dropout,
            bool(bidirectional),
            **options,
        )
        self._register_state_dict_hook(_to_torch)
        self.register_load_state_dict_pre_hook(_from_torch)

    def forward(  # torch's name for the argument
        self,
        input: Tensor | PackedSequence | Sequence[Tensor],
        hx: States | None = None,
        lengths: Tensor | Sequence[int] | None = None,
    ) -> tuple[Tensor | PackedSequence, States]:
        """As `Recurrent.forward`; the sequences are called `input`, as in torch."""
        return super().forward(input, hx, lengths)

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw new starting weights: the numbers that torch draws, where nothing else is asked."""
        if not self.torch_biases:
            super().reset_parameters(generator)
            return
        if self.init == "uniform" and self.forget_bias is None:
            bound = self._layers[0].main ** -0.5
            for parameter in self.parameters():
                nn.init.uniform_(parameter, -bound, bound, generator=generator)
            return
        like = next(self.parameters())
        other = Recurrent(  # with one bias a gate
            self.cell,
            self.input_size,
            self.hidden_size,
            self.num_layers,
            bidirectional=self.bidirectional,
            init=self.init,
            forget_bias=self.forget_bias,
            longest=self.longest,
            generator=generator,
            device=like.device,
            dtype=like.dtype,
        )
        state = other.state_dict()
        for layer in self._layers:
            gates = state[f"weight_hh{layer.suffix}"].shape[0]
            pair = _two_biases(state.pop(f"bias{layer.suffix}"), gates)
            state.update(zip((f"{b}{layer.suffix}" for b in BIASES), pair, strict=True))
        self.load_state_dict(state)

    def flatten_parameters(self) -> None:
        """Nothing: kernels pack weights themselves."""

    @property
    def all_weights(self) -> list[list[nn.Parameter]]:
        """The parameters, a list for each layer and direction, in torch's order."""
        return [[getattr(self, name) for name in names] for names in self._all_weights]

    @property
    def _all_weights(self) -> list[list[str]]:
        return [[n + layer.suffix for n in self._shapes(layer)] for layer in self._layers]

    @property
    def _flat_weights_names(self) -> list[str]:
        return [name for names in self._all_weights for name in names]

    @property
    def _flat_weights(self) -> list[nn.Parameter]:
        return [getattr(self, name) for name in self._flat_weights_names]

    def extra_repr(self) -> str:
        """What the module prints of itself: as torch's, and what torch has not."""
        return super().extra_repr().partition(", ")[2]

    def _check_dropout(self) -> None:
        if isinstance(self.dropout, bool) or not isinstance(self.dropout, (int, float)):
            raise SettingTypeError(say("nn.type_of_dropout", kind=type(self.dropout).__name__))
        if not 0 <= self.dropout <= 1:
            raise SettingError(
                say("nn.no_probability_at_all", setting="dropout", value=self.dropout)
            )
        if self.dropout and self.num_layers == 1:
            text = str(say("nn.dropout_between_layers", dropout=self.dropout))
            warnings.warn(text, UserWarning, stacklevel=6)

    def _shapes(self, layer: Layer) -> dict[str, tuple[int, ...]]:
        shapes = layer.shapes()
        if self.torch_biases:
            del shapes["bias"]
            shapes["bias_ih"] = shapes["bias_hh"] = shapes["weight_hh"][:1]
        return shapes

    def _weights(self, layer: Layer) -> dict[str, Tensor]:
        if not self.torch_biases:
            return super()._weights(layer)
        own = self._parameters  # an attribute goes through Module.__getattr__, which takes longer
        found: dict[str, Tensor] = {}
        for name in ("weight_ih", "weight_hh", *BIASES):
            stored = name + layer.suffix
            parameter = own.get(stored)
            found[name] = getattr(self, stored) if parameter is None else parameter
        ih, hh = found.pop("bias_ih"), found.pop("bias_hh")
        return {**found, "bias": _one_bias(ih, hh, layer.known_shapes["bias"][0])}


def _one_bias(ih: Tensor, hh: Tensor, rows: int) -> Tensor:
    """One bias a gate: the sum; a GRU (more rows than torch's) keeps the candidate's two apart."""
    if rows == ih.shape[0]:
        return ih + hh
    gates = ih.shape[0] - (rows - ih.shape[0])
    return torch.cat([(ih + hh)[:gates], ih[gates:], hh[gates:]])


def _two_biases(own: Tensor, gates: int) -> tuple[Tensor, Tensor]:
    """Torch's pair of biases with the same effect: the bias and zeros."""
    extra = own.shape[0] - gates
    hh = torch.zeros_like(own[:gates])
    if extra:
        hh[gates - extra :] = own[gates:]
    return own[:gates].clone(), hh


def _from_torch(module: Any, state: dict[str, Tensor], prefix: str, *_: Any) -> None:
    if module.torch_biases or not module.bias:
        return
    for layer in module._layers:
        names = [f"{prefix}{name}{layer.suffix}" for name in BIASES]
        if all(n in state for n in names):
            ih, hh = (state.pop(n) for n in names)
            merged = _one_bias(ih, hh, layer.known_shapes["bias"][0])
            state[f"{prefix}bias{layer.suffix}"] = merged


def _to_torch(module: Any, state: dict[str, Tensor], prefix: str, _: Any) -> None:
    if module.torch_biases or not module.bias:
        return
    for layer in module._layers:
        weights = {n: state.pop(f"{prefix}{n}{layer.suffix}") for n in ("weight_ih", "weight_hh")}
        own = state.pop(f"{prefix}bias{layer.suffix}")
        pair = _two_biases(own, weights["weight_hh"].shape[0])
        for name, tensor in (*weights.items(), *zip(BIASES, pair, strict=True)):
            state[f"{prefix}{name}{layer.suffix}"] = tensor  # in torch's order


class LSTM(_Namesake):
    """`torch.nn.LSTM` on our kernels; arguments of torch, then those of `Recurrent` by name.

    `torch_biases=False` keeps one bias a gate, as the equations have it. `proj_size` is refused.

    >>> import torch
    >>> ours, theirs = LSTM(3, 5), torch.nn.LSTM(3, 5)
    >>> ours.load_state_dict(theirs.state_dict())
    <All keys matched successfully>
    """

    mode = "LSTM"

    def __init__(self, input_size: int, hidden_size: int, *args: Any, **kwargs: Any) -> None:
        super().__init__("lstm", input_size, hidden_size, *args, **kwargs)


class GRU(_Namesake):
    """`torch.nn.GRU` on our kernels; arguments of torch, then those of `Recurrent` by name.

    >>> import torch
    >>> GRU(3, 5)(torch.zeros(7, 2, 3))[0].shape
    torch.Size([7, 2, 5])
    """

    mode = "GRU"

    def __init__(self, input_size: int, hidden_size: int, *args: Any, **kwargs: Any) -> None:
        super().__init__("gru", input_size, hidden_size, *args, **kwargs)


class RNN(_Namesake):
    """`torch.nn.RNN` on our kernels; arguments of torch, then those of `Recurrent` by name.

    >>> import torch
    >>> RNN(3, 5, nonlinearity="relu")(torch.zeros(7, 2, 3))[0].shape
    torch.Size([7, 2, 5])
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        nonlinearity: str = "tanh",
        *args: Any,
        **kwargs: Any,
    ) -> None:
        cell = cells.find("elman", nonlinearity=nonlinearity)
        self.nonlinearity, self.mode = nonlinearity, f"RNN_{nonlinearity.upper()}"
        super().__init__(cell, input_size, hidden_size, num_layers, *args, **kwargs)
