"""torchrecurrent, a collection of cells in torch: its peephole LSTM.

Its SCRN has other equations (its own output layer, biases, contexts as many as units), so it is
no rival; of the LSTM and the GRU it has no version.
"""

import importlib.util

import torch
from torch import Tensor

from recurra.bench.rivals import module
from recurra.bench.rivals.alike import alike
from recurra.bench.rivals.expected import named
from recurra.bench.rivals.rival import Numbers, Prepared
from recurra.bench.work import Work
from recurra.ir import Cell
from recurra.words import Text, say

NAMES = ("weight_ih", "weight_hh", "weight_ph", "bias_ih", "bias_hh")


class TorchRecurrent:
    """See the module's text."""

    name = "torchrecurrent"

    def reason_against(self, cell: Cell, mode: str) -> Text:
        """It is optional, has its own list of cells, and takes no lengths."""
        if not alike(cell, "peephole"):
            return say("bench.rivals.no_such_cell")
        if importlib.util.find_spec("torchrecurrent") is None:
            return say("bench.rivals.not_installed", package="torchrecurrent")
        return say("bench.rivals.no_lengths") if mode == "ragged" else ""

    def prepare(self, work: Work) -> Prepared:
        """Its network with the job's weights; its second bias is zero."""
        import torchrecurrent

        drawn, job = work.drawn, work.job
        network = torchrecurrent.PeepholeLSTM(job.width, job.hidden)
        cell = network.cells[0]
        ih, hh, peepholes, bias = drawn.weights.values()
        with torch.no_grad():
            for name, value in zip(NAMES, (ih, hh, peepholes, bias), strict=False):
                getattr(cell, name).copy_(value)
            cell.bias_hh.zero_()
        states = [s.detach().unsqueeze(0).requires_grad_(job.trains) for s in drawn.states]

        def forward() -> list[Tensor]:
            output, final = network(drawn.inputs[0], tuple(states))
            return [output, *final]

        leaves = [*module.free_inputs(work), *states, *(getattr(cell, name) for name in NAMES)]
        return module.prepared(work, forward, leaves, naming=_naming, note="PeepholeLSTM")


def _naming(work: Work, results: list[Tensor], gradients: list[Tensor]) -> Numbers:
    """By the names of the job's weights: one bias a gate."""
    return named(work, results, gradients[:-1])
