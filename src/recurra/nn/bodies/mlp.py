"""A multilayer perceptron on the window."""

from typing import final

import torch
from torch import Tensor, nn

from recurra.errors import SettingError
from recurra.nn.bodies import windows
from recurra.nn.bodies.body import Body
from recurra.words import say


@final
class Perceptron(Body):
    """Layers of units over the last W inputs side by side: it knows each step by its place.

        z = relu(W_1 [x_(t-W+1); ...; x_t] + b_1),  z = relu(W_l z + b_l),  y_t = z

    x [T,B,I], y [T,B,N]; W I N + (L-1) N^2 weights. What lies before a sequence's start is 0. A
    plain feed-forward network, as Zeng et al. 2023 and others set it against recurrent ones.

    >>> Perceptron(3, 8, 5)(torch.zeros(7, 4, 3))[0].shape
    torch.Size([7, 4, 8])
    """

    name = "mlp"
    equations = "z = relu(W1 @ window + b1);  z = relu(W2 @ z + b2)\ny_t = z"
    causal = True

    def __init__(
        self,
        input_size: int,
        units: int,
        window: int,
        *,
        layers: int = 2,
        dropout: float = 0.0,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        if layers < 1:
            raise SettingError(say("bodies.no_layer", layers=layers))
        self.input_size, self.units, self.window, self.output_size = (
            input_size,
            units,
            window,
            units,
        )
        self.options = {"layers": layers, "dropout": dropout}
        sizes = [window * input_size, *[units] * layers]
        self.layers = nn.ModuleList(map(nn.Linear, sizes[:-1], sizes[1:]))
        self.dropout = nn.Dropout(dropout)
        self.reset_parameters(generator)

    def features(self, x: Tensor, lengths: Tensor | None) -> Tensor:
        """Of every step [T,B,N]."""
        return self._read(windows.at_each(x, self.window))

    def at_end(self, x: Tensor, lengths: Tensor | None = None) -> Tensor:
        """Of the last window alone [B,N]."""
        return self._read(windows.at_end(x, lengths, self.window))

    def _read(self, inputs: Tensor) -> Tensor:
        z = inputs.flatten(-2)
        for layer in self.layers:
            z = self.dropout(torch.relu(layer(z)))
        return z
