"""The networks of torch: nn.LSTM, nn.GRU, nn.RNN, on CPU backed by the vendor's kernels.

A cell that torch does not have is held against nn.LSTM of the same sizes. For a single step the
cells nn.LSTMCell, nn.GRUCell and nn.RNNCell are used, which are quicker there. Ragged sequences
are handed over packed, longest first, and stay packed: packing and padding are not timed.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from recurra import cells
from recurra.bench.rivals import module
from recurra.bench.rivals.alike import alike
from recurra.bench.rivals.expected import named
from recurra.bench.rivals.rival import Numbers, Prepared
from recurra.bench.work import Work
from recurra.bench.work import work as draw
from recurra.ir import Cell
from recurra.words import Text, say

RELU = "elman(nonlinearity='relu')"
NETWORKS: dict[str, tuple[Callable[..., nn.Module], Callable[..., nn.Module], str]] = {
    "lstm": (nn.LSTM, nn.LSTMCell, "nn.LSTM"),
    "gru": (nn.GRU, nn.GRUCell, "nn.GRU"),
    "elman": (nn.RNN, nn.RNNCell, "nn.RNN"),
    RELU: (nn.RNN, nn.RNNCell, "nn.RNN"),
}


class Vendor:
    """See the module's text."""

    name = "torch"

    def reason_against(self, cell: Cell, mode: str) -> Text:
        """Cells with several inputs have no counterpart."""
        return "" if len(cell.inputs) == 1 else say("bench.rivals.torch_takes_one_input")

    def prepare(self, work: Work) -> Prepared:
        """The network with the job's weights; its second bias is zero."""
        spec = alike(work.cell, *NETWORKS)
        if not spec:
            spec, work = "lstm", draw(work.job, cells.find("lstm"))
        whole, single, note = NETWORKS[spec]
        options = {"nonlinearity": "relu"} if spec == RELU else {}
        job = work.job
        build = single if job.mode == "step" else whole
        network = build(job.width, job.hidden, **options)
        suffix = "" if job.mode == "step" else "_l0"
        _fill(network, work, suffix)
        parameters = [getattr(network, n + suffix) for n in NAMES]
        states = [s.detach() for s in work.drawn.states]
        if job.mode == "step":
            return module.prepared(work, _step(network, work, states), [], note=f"{note}Cell")
        hx = [s.unsqueeze(0).requires_grad_(job.trains) for s in states]
        data = _data(work)
        leaves = [*_free(data), *hx, *parameters]
        return module.prepared(
            work,
            _forward(network, data, hx),
            leaves,
            upstream=_upstream(work),
            naming=_naming,
            input_gradient=True,  # computed whether asked for or not
            note=say("bench.rivals.on_packed", network=note) if job.mode == "ragged" else note,
        )


NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def _fill(network: nn.Module, work: Work, suffix: str) -> None:
    weights, ih = work.drawn.weights, getattr(network, "bias_ih" + suffix)
    rows, bias = ih.shape[0], work.drawn.weights["bias"]
    extra = bias.shape[0] - rows  # a GRU's candidate has a second bias
    with torch.no_grad():
        for name in NAMES[:2]:
            getattr(network, name + suffix).copy_(weights[name])
        ih.copy_(bias[:rows])
        hh = getattr(network, "bias_hh" + suffix).zero_()
        if extra:
            hh[-extra:] = bias[rows:]


def _step(network: nn.Module, work: Work, states: list[Tensor]) -> Callable[[], list[Tensor]]:
    x = work.drawn.inputs[0][0]
    hx: Any = tuple(states) if len(states) > 1 else states[0]

    def forward() -> list[Tensor]:
        new = network(x, hx)
        final = list(new) if isinstance(new, tuple) else [new]
        return [final[0].unsqueeze(0), *final]

    return forward


def _forward(
    network: nn.Module, data: Tensor | PackedSequence, states: list[Tensor]
) -> Callable[[], list[Tensor]]:
    hx: Any = tuple(states) if len(states) > 1 else states[0]

    def forward() -> list[Tensor]:
        output, final = network(data, hx)
        values = output.data if isinstance(output, PackedSequence) else output
        return [values, *(final if isinstance(final, tuple) else [final])]

    return forward


def _data(work: Work) -> Tensor | PackedSequence:
    x = work.drawn.inputs[0]
    if work.lengths is None:
        return x
    packed = pack_padded_sequence(x.detach(), work.lengths)
    return PackedSequence(packed.data.requires_grad_(), packed.batch_sizes)


def _free(data: Tensor | PackedSequence) -> list[Tensor]:
    values = data.data if isinstance(data, PackedSequence) else data
    return [values] if values.requires_grad else []


def _upstream(work: Work) -> list[Tensor]:
    output, *finals = work.upstream
    if work.lengths is not None:
        output = pack_padded_sequence(output, work.lengths).data
    return [output, *finals]


def _naming(work: Work, results: list[Tensor], gradients: list[Tensor]) -> Numbers:
    """By the names of the job's weights: one bias a gate, padded again."""
    results = [_padded(work, results[0]), *results[1:]]
    if gradients:
        *rest, ih, hh = gradients
        extra = work.drawn.weights["bias"].shape[0] - ih.shape[0]
        bias = torch.cat([ih, hh[-extra:]]) if extra else ih
        if work.job.mode != "train-fixed":
            rest = [_padded(work, rest[0]), *rest[1:]]
        gradients = [*rest, bias]
    return named(work, results, gradients)


def _padded(work: Work, x: Tensor) -> Tensor:
    if work.lengths is None:
        return x
    sizes = pack_padded_sequence(work.drawn.inputs[0].detach(), work.lengths).batch_sizes
    return pad_packed_sequence(PackedSequence(x, sizes), total_length=work.job.steps)[0]
