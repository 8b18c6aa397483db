"""The namesakes of `torch.nn`: the same call, the same state dict, our kernels."""

from typing import Any

import torch
from torch import Tensor, nn

from recurra import cells
from recurra.nn.layer import Layer
from recurra.nn.recurrent import Recurrent


class _Namesake(Recurrent):
    """Reads and writes torch's two biases for each gate.

    A cell here has one bias where torch has two that are added. Loading a torch state dict adds
    them; saving writes the sum and zeros, which computes the same. With `torch_biases=True` both
    are parameters, so that a training run takes the same steps as torch's (the optimiser sees two
    biases), and the same seed draws the same starting weights.
    """

    def __init__(self, *args: Any, torch_biases: bool = False, **kwargs: Any) -> None:
        self.torch_biases = torch_biases and kwargs.get("bias", True)
        super().__init__(*args, **kwargs)
        self._register_state_dict_hook(_to_torch)
        self._register_load_state_dict_pre_hook(self._from_torch)

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw new starting weights; with torch_biases the numbers that torch draws."""
        if not self.torch_biases:
            super().reset_parameters(generator)
            return
        bound = self._layers[0].main ** -0.5
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -bound, bound, generator=generator)

    def _shapes(self, layer: Layer) -> dict[str, tuple[int, ...]]:
        shapes = layer.shapes()
        if self.torch_biases:
            del shapes["bias"]
            shapes["bias_ih"] = shapes["bias_hh"] = shapes["weight_hh"][:1]
        return shapes

    def _weights(self, layer: Layer) -> dict[str, Tensor]:
        if not self.torch_biases:
            return super()._weights(layer)
        found = {name: getattr(self, name + layer.suffix) for name in self._shapes(layer)}
        ih, hh = found.pop("bias_ih"), found.pop("bias_hh")
        return {**found, "bias": _one_bias(ih, hh, layer.shapes()["bias"][0])}

    def _from_torch(self, state: dict[str, Tensor], prefix: str, *_: Any) -> None:
        if self.torch_biases or not self.bias:
            return
        for layer in self._layers:
            names = [f"{prefix}{name}{layer.suffix}" for name in ("bias_ih", "bias_hh")]
            if all(n in state for n in names):
                ih, hh = (state.pop(n) for n in names)
                merged = _one_bias(ih, hh, layer.shapes()["bias"][0])
                state[f"{prefix}bias{layer.suffix}"] = merged


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


def _to_torch(module: Any, state: dict[str, Tensor], prefix: str, _: Any) -> None:
    if module.torch_biases or not module.bias:
        return
    for layer in module._layers:
        own = state.pop(f"{prefix}bias{layer.suffix}")
        gates = state[f"{prefix}weight_hh{layer.suffix}"].shape[0]
        ih, hh = _two_biases(own, gates)
        state[f"{prefix}bias_ih{layer.suffix}"] = ih
        state[f"{prefix}bias_hh{layer.suffix}"] = hh


class LSTM(_Namesake):
    """`torch.nn.LSTM` on our kernels; arguments of `Recurrent` after the cell.

    >>> import torch
    >>> ours, theirs = LSTM(3, 5), torch.nn.LSTM(3, 5)
    >>> ours.load_state_dict(theirs.state_dict())
    <All keys matched successfully>
    """

    def __init__(self, input_size: int, hidden_size: int, *args: Any, **kwargs: Any) -> None:
        super().__init__("lstm", input_size, hidden_size, *args, **kwargs)


class GRU(_Namesake):
    """`torch.nn.GRU` on our kernels; arguments of `Recurrent` after the cell.

    >>> import torch
    >>> GRU(3, 5)(torch.zeros(7, 2, 3))[0].shape
    torch.Size([7, 2, 5])
    """

    def __init__(self, input_size: int, hidden_size: int, *args: Any, **kwargs: Any) -> None:
        super().__init__("gru", input_size, hidden_size, *args, **kwargs)


class RNN(_Namesake):
    """`torch.nn.RNN` on our kernels; arguments of `Recurrent` after the cell.

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
        super().__init__(cell, input_size, hidden_size, num_layers, *args, **kwargs)
