"""Encoder and decoder with attention, over any cell, for the steps ahead."""

from typing import Any, final

import torch
from torch import Tensor, nn

from recurra.errors import SettingError
from recurra.nn.bodies.body import Body, Interface
from recurra.nn.initialise import FORGET_BIAS
from recurra.nn.recurrent import Recurrent
from recurra.words import Text, say


@final
class Decoder(Body):
    """One recurrent layer reads, another one writes the steps ahead and looks back at each of them.

        h_s = encoder(x_s, h_(s-1))
        a_k = Σ_s softmax_s(q_k · A h_s) h_s over s <= t,   q_1 = h_t, then q_k = d_(k-1)
        d_k = decoder([a_k; h_t + e_k], d_(k-1))            for k = 1 ... H
        y_t = [V d_1; ...; V d_H]

    x [T,B,I], y [T,B,H P] with P numbers a step ahead (`width`), from which the head makes the
    forecasts. Bahdanau, Cho & Bengio 2015, arXiv 1409.0473, with the score "general" of Luong,
    Pham & Manning 2015, arXiv 1508.04025; from memory. Here the decoder is not fed its own
    forecasts: e_k tells it which step it writes. `cell`: any cell of the gallery for sequences.

    >>> Decoder(3, 8, 5, horizon=2)(torch.zeros(5, 4, 3))[0].shape
    torch.Size([5, 4, 16])
    """

    name = "decoder"
    causal = True
    decided = ("horizon",)
    equations = (
        "h_s = encoder(x_s, h_s-1)\n"
        "a_k = attention(q_k, A @ h);  q_1 = h_t;  q_k = d_k-1\n"
        "d_k = decoder([a_k; h_t + e_k], d_k-1)\n"
        "y_t = [V @ d_1; V @ d_2 ...]"
    )

    def __init__(
        self,
        input_size: int,
        units: int,
        window: int,
        *,
        cell: str = "gru",
        width: int = 8,
        horizon: int = 1,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        if min(width, horizon) < 1:
            raise SettingError(say("bodies.no_width", width=width, horizon=horizon))
        self.input_size, self.units, self.window = input_size, units, window
        self.options = {"cell": cell, "width": width, "horizon": horizon}
        self.encoder = Recurrent(gallery(cell), input_size, units, forget_bias=FORGET_BIAS)
        size = self.encoder.output_size
        self.decoder = Recurrent(cell, 2 * size, units, forget_bias=FORGET_BIAS)
        self.score = nn.Linear(size, size, bias=False)
        self.ahead = nn.Linear(size, horizon, bias=False)  # e_k: a row for each step ahead
        self.out = nn.Linear(size, width, bias=False)
        self.output_size = horizon * width
        self.reset_parameters(generator)

    @classmethod
    def given(cls, interface: Interface) -> dict[str, Any]:
        """As many steps ahead as the task wants."""
        return {"horizon": interface.horizon} if interface.horizon else {}

    @classmethod
    def reason_against(cls, interface: Interface) -> Text:
        """It writes steps ahead."""
        return "" if interface.horizon else say("bodies.only_forecasts", name=cls.name)

    def features(self, x: Tensor, lengths: Tensor | None) -> Tensor:
        """Of every step [T,B,H P]: what it would write if the sequence ended there."""
        h, _ = self.encoder(x, lengths=lengths)
        steps, batch, size = h.shape
        ends = torch.arange(steps, device=x.device).repeat_interleave(batch)
        seen = h.transpose(0, 1).repeat(steps, 1, 1)  # [T B,T,N]
        return self._written(h.reshape(-1, size), seen, ends).reshape(steps, batch, -1)

    def at_end(self, x: Tensor, lengths: Tensor | None = None) -> Tensor:
        """From the last step alone [B,H P]."""
        h, _ = self.encoder(x, lengths=lengths)
        if lengths is None:
            lengths = torch.full((x.shape[1],), len(x))
        ends = lengths.to(x.device) - 1
        last = h[ends, torch.arange(x.shape[1], device=x.device)]
        return self._written(last, h.transpose(0, 1), ends)

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """The two recurrent layers first, as their own starting weights are."""
        self.encoder.reset_parameters(generator)
        self.decoder.reset_parameters(generator)
        super().reset_parameters(generator)

    def _written(self, last: Tensor, seen: Tensor, ends: Tensor) -> Tensor:
        """[B,H P] from outputs at the end [B,N], all outputs [B,T,N], and where the end is."""
        keys = self.score(seen)
        later = torch.arange(seen.shape[1], device=seen.device) > ends[:, None]
        query, states, found = last, None, []
        for own in self.ahead.weight:
            scores = (keys @ query[:, :, None])[:, :, 0].masked_fill(later, -torch.inf)
            context = (scores.softmax(1)[:, None] @ seen)[:, 0]
            given = torch.cat([context, last + own], 1)[None]
            output, states = self.decoder(given, states)
            query = output[0]
            found.append(self.out(query))
        return torch.cat(found, 1)


def gallery(cell: str) -> str:
    """The name of a cell of the gallery; SettingError for a file, which would not be saved."""
    if ".py" in cell:
        raise SettingError(say("bodies.cell_of_gallery", cell=cell))
    return cell
