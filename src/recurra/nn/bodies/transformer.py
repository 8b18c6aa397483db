"""Transformer encoder."""

import math
from collections.abc import Mapping
from typing import Any, final

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention

from recurra.errors import SettingError
from recurra.nn.bodies.body import Body, beyond
from recurra.words import say


class Block(nn.Module):
    """Attention and two layers over each step, each normalised before and added, of [B,T,N].

    Equal to `torch.nn.TransformerEncoderLayer(N, heads, dim_feedforward=wide N, norm_first=True,
    batch_first=True)`, with the weights of query, key and value stacked as there.
    """

    def __init__(self, units: int, heads: int, wide: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(units), nn.LayerNorm(units)
        self.qkv, self.out = nn.Linear(units, 3 * units), nn.Linear(units, units)
        self.up, self.down = nn.Linear(units, wide * units), nn.Linear(wide * units, units)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, allowed: Tensor | None, causal: bool) -> Tensor:
        """`allowed`: [B,1,T,T] or [B,1,1,T], which steps may be attended to; None: all."""
        q, k, v = (
            part.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for part in self.qkv(self.norm1(x)).chunk(3, -1)
        )  # each [B,heads,T,N/heads]
        p = self.dropout.p if self.training else 0.0
        found = scaled_dot_product_attention(q, k, v, allowed, p, is_causal=causal)
        x = x + self.dropout(self.out(found.transpose(1, 2).flatten(2)))
        inner = self.dropout(torch.relu(self.up(self.norm2(x))))
        return x + self.dropout(self.down(inner))


def places(steps: int, units: int, like: Tensor) -> Tensor:
    """[T,N]: sines and cosines of a step's number, of wavelengths 2π to 10000·2π.

    >>> places(2, 2, torch.zeros(1)).tolist()[0]
    [0.0, 1.0]
    """
    number = torch.arange(steps, dtype=torch.float64)[:, None]
    rate = torch.exp(-math.log(10_000) * torch.arange(0, units, 2, dtype=torch.float64) / units)
    waves = torch.stack([(number * rate).sin(), (number * rate).cos()], -1).flatten(1)
    return waves[:, :units].to(device=like.device, dtype=like.dtype)


@final
class Transformer(Body):
    """Transformer encoder, normalised before each part, with fixed waves for the steps' places.

        z = E x_t + e + p_t
        z = z + O attention(norm z),  z = z + D relu(U norm z)      in each layer
        y_t = norm z

    attention(z)_t = Σ_s softmax_s(q_t · k_s / sqrt(N / heads)) v_s over all steps s of the sequence
    (`causal`: s at most t). x [T,B,I], y [T,B,N]; per layer 4 N² + 2 wide N² weights.

    Vaswani et al. 2017, Attention is all you need, arXiv 1706.03762; norms placed before as in
    Xiong et al. 2020, arXiv 2002.04745. Both from memory. In a stream all of the window is read
    again at each step; nothing is kept of keys and values, as places count from the window's start.

    >>> Transformer(3, 8, 5, heads=2)(torch.zeros(5, 4, 3))[0].shape
    torch.Size([5, 4, 8])
    """

    name = "transformer"
    equations = (
        "z = E @ x_t + e + waves_t\n"
        "z = z + O @ attention(norm(z));  z = z + D @ relu(U @ norm(z))\n"
        "y_t = norm(z)"
    )

    def __init__(
        self,
        input_size: int,
        units: int,
        window: int,
        *,
        layers: int = 2,
        heads: int = 4,
        wide: int = 4,
        dropout: float = 0.0,
        causal: bool = False,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        if min(layers, heads, wide) < 1 or units % heads:
            raise SettingError(say("bodies.heads", units=units, heads=heads))
        self.input_size, self.units, self.window, self.output_size = (
            input_size,
            units,
            window,
            units,
        )
        self.options = {
            "layers": layers, "heads": heads, "wide": wide, "dropout": dropout, "causal": causal,
        }  # fmt: skip
        self.causal = causal
        self.embed = nn.Linear(input_size, units)
        self.layers = nn.ModuleList(Block(units, heads, wide, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(units)
        self.reset_parameters(generator)

    @classmethod
    def multiple(cls, options: Mapping[str, Any]) -> int:
        """Each head has as many of the units."""
        return max(1, int(options.get("heads", 4)))

    def features(self, x: Tensor, lengths: Tensor | None) -> Tensor:
        """Of every step [T,B,N]."""
        z = self.embed(x.transpose(0, 1)) + places(len(x), self.units, x)
        padded = beyond(lengths, x)
        allowed = None if padded is None else ~padded[:, None, None, :]
        whole = self.causal and allowed is None
        if self.causal and allowed is not None:
            allowed = allowed & torch.ones(len(x), len(x), dtype=torch.bool, device=x.device).tril()
        for layer in self.layers:
            z = layer(z, allowed, whole)
        found: Tensor = self.norm(z).transpose(0, 1)
        return found
