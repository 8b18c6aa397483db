"""Temporal convolutional network."""

import math
from typing import final

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from recurra.errors import SettingError
from recurra.nn.bodies.body import Body
from recurra.words import say


class Residual(nn.Module):
    """Two causal convolutions of one dilation, added to what they read: [B,C,T] to [B,N,T]."""

    def __init__(self, given: int, units: int, kernel: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.before = (kernel - 1) * dilation
        self.one = nn.Conv1d(given, units, kernel, dilation=dilation)
        self.two = nn.Conv1d(units, units, kernel, dilation=dilation)
        self.skip = nn.Conv1d(given, units, 1) if given != units else nn.Identity()
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """No step reads a later one: zeros are put before the first."""
        z = self.dropout(torch.relu(self.one(pad(x, (self.before, 0)))))
        z = self.dropout(torch.relu(self.two(pad(z, (self.before, 0)))))
        return torch.relu(z + self.skip(x))


@final
class Convolutions(Body):
    """Temporal convolutional network: residual blocks of dilations 1, 2, 4 ...

        z = relu(skip z + relu(K_2 * relu(K_1 * z)))   in block l with dilation 2^l
        y_t = z_t

    x [T,B,I], y [T,B,N]. It sees 1 + 2 (k - 1)(2^L - 1) steps; `layers=0` takes as many blocks as
    cover the window. Bai, Kolter & Koltun 2018, arXiv 1803.01271, from memory; the weight
    normalisation of its code is left out. In a stream it reads what it sees again at each step.

    >>> Convolutions(3, 8, 5)(torch.zeros(7, 4, 3))[0].shape
    torch.Size([7, 4, 8])
    """

    name = "tcn"
    equations = "z = relu(skip(z) + relu(K2 * relu(K1 * z)))\ny_t = z_t"
    causal = True

    def __init__(
        self,
        input_size: int,
        units: int,
        window: int,
        *,
        layers: int = 0,
        kernel: int = 3,
        dropout: float = 0.0,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        if kernel < 2 or layers < 0:
            raise SettingError(say("bodies.kernel", kernel=kernel, layers=layers))
        self.input_size, self.units, self.output_size = input_size, units, units
        self.options = {"layers": layers, "kernel": kernel, "dropout": dropout}
        blocks = layers or math.ceil(math.log2((window - 1) / (2 * (kernel - 1)) + 1)) or 1
        self.window = min(window, 1 + 2 * (kernel - 1) * (2**blocks - 1))
        self.blocks = nn.ModuleList(
            Residual(units if n else input_size, units, kernel, 2**n, dropout)
            for n in range(blocks)
        )
        self.reset_parameters(generator)

    def features(self, x: Tensor, lengths: Tensor | None) -> Tensor:
        """Of every step [T,B,N]; nothing of it depends on padding behind."""
        z = x.permute(1, 2, 0)
        for block in self.blocks:
            z = block(z)
        return z.permute(2, 0, 1)
