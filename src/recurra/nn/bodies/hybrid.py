"""LSTM and Transformer in a row."""

from collections.abc import Mapping
from typing import Any, final

import torch
from torch import Tensor, nn

from recurra.errors import SettingError
from recurra.nn.bodies.body import Body, beyond
from recurra.nn.bodies.decoder import gallery
from recurra.nn.bodies.transformer import Block, Transformer
from recurra.nn.initialise import FORGET_BIAS
from recurra.nn.recurrent import Recurrent
from recurra.words import say


@final
class Hybrid(Body):
    """A recurrent layer, whose outputs a Transformer encoder reads.

        h_t = cell(x_t, h_(t-1))
        z = h;  z = z + O attention(norm z),  z = z + D relu(U norm z)   in each layer
        y_t = norm z

    x [T,B,I], y [T,B,N]. The recurrent layer knows the order of the steps, so that nothing is added
    for their places, as in Wang et al. 2019, R-Transformer (arXiv 1907.05572), whose recurrent
    layers are local; it is not transcribed here. `cell`: any cell of the gallery for sequences.

    >>> Hybrid(3, 8, 5, heads=2)(torch.zeros(5, 4, 3))[0].shape
    torch.Size([5, 4, 8])
    """

    name = "hybrid"
    equations = (
        "h_t = cell(x_t, h_t-1);  z = h\n"
        "z = z + O @ attention(norm(z));  z = z + D @ relu(U @ norm(z))\n"
        "y_t = norm(z)"
    )

    def __init__(
        self,
        input_size: int,
        units: int,
        window: int,
        *,
        cell: str = "lstm",
        layers: int = 1,
        heads: int = 4,
        wide: int = 4,
        dropout: float = 0.0,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        if min(layers, heads, wide) < 1 or units % heads:
            raise SettingError(say("bodies.heads", units=units, heads=heads))
        self.input_size, self.units, self.window = input_size, units, window
        self.options = {
            "cell": cell, "layers": layers, "heads": heads, "wide": wide, "dropout": dropout,
        }  # fmt: skip
        self.recurrent = Recurrent(gallery(cell), input_size, units, forget_bias=FORGET_BIAS)
        self.output_size = self.recurrent.output_size
        if self.output_size % heads:
            raise SettingError(say("bodies.heads", units=self.output_size, heads=heads))
        self.layers = nn.ModuleList(
            Block(self.output_size, heads, wide, dropout) for _ in range(layers)
        )
        self.norm = nn.LayerNorm(self.output_size)
        self.reset_parameters(generator)

    @classmethod
    def multiple(cls, options: Mapping[str, Any]) -> int:
        """Each head has as many of the units."""
        return Transformer.multiple(options)

    def features(self, x: Tensor, lengths: Tensor | None) -> Tensor:
        """Of every step [T,B,N]."""
        output, _ = self.recurrent(x, lengths=lengths)
        padded = beyond(lengths, x)
        allowed = None if padded is None else ~padded[:, None, None, :]
        z = output.transpose(0, 1)
        for layer in self.layers:
            z = layer(z, allowed, False)
        found: Tensor = self.norm(z).transpose(0, 1)
        return found

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """The recurrent layer first, as its own starting weights are."""
        self.recurrent.reset_parameters(generator)
        super().reset_parameters(generator)
