"""recurra itself, through the module that a user calls."""

import torch
from torch import Tensor

from recurra import cells
from recurra.bench.rivals import module
from recurra.bench.rivals.expected import named
from recurra.bench.rivals.rival import Numbers, Prepared
from recurra.bench.work import Work
from recurra.bench.work import work as draw
from recurra.ir import Cell
from recurra.nn import Recurrent
from recurra.words import Text, say


class Own:
    """The job's cell."""

    name = "recurra"

    def reason_against(self, cell: Cell, mode: str) -> Text:
        """It runs every cell."""
        return ""

    def prepare(self, work: Work) -> Prepared:
        """A network with the job's numbers as its parameters."""
        drawn, job = work.drawn, work.job
        widths = {i.name: x.shape[2] for i, x in zip(drawn.graph.inputs, drawn.inputs, strict=True)}
        size = widths if len(widths) > 1 else next(iter(widths.values()))
        network = Recurrent(work.cell, size, job.hidden, backend=job.backend)
        parameters = [getattr(network, f"{name}_l0") for name in drawn.weights]
        with torch.no_grad():
            for parameter, value in zip(parameters, drawn.weights.values(), strict=True):
                parameter.copy_(value)
        inputs = drawn.inputs[0] if len(drawn.inputs) == 1 else tuple(drawn.inputs)
        if job.mode == "step" and len(drawn.inputs) == 1:
            return _stream(work, network)
        states = [s.detach().unsqueeze(0).requires_grad_(job.trains) for s in drawn.states]
        hx = states[0] if len(states) == 1 else tuple(states)

        def forward() -> list[Tensor]:
            output, final = network(inputs, hx, lengths=work.lengths)
            return [output, *([final] if isinstance(final, Tensor) else final)]

        leaves = [*module.free_inputs(work), *states, *parameters]
        return module.prepared(work, forward, leaves, note=network.explain())


class OwnLSTM(Own):
    """recurra's LSTM at the same sizes: what the other cells' cost is held to."""

    name = "recurra lstm"

    def reason_against(self, cell: Cell, mode: str) -> Text:
        """The LSTM is not its own rival."""
        if cell.fingerprint == cells.find("lstm").fingerprint:
            return say("bench.rivals.is_the_lstm")
        return _one_input(cell)

    def prepare(self, work: Work) -> Prepared:
        """The same job with another cell."""
        return super().prepare(draw(work.job, cells.find("lstm")))


def _stream(work: Work, network: Recurrent) -> Prepared:
    """A stepper, which keeps the state; results are those of a step from the job's own states."""
    stepper, x = network.stepper(work.job.batch), work.drawn.inputs[0][0]

    def numbers(_: object) -> Numbers:
        stepper.state = [s.detach().unsqueeze(0) for s in work.drawn.states]
        output, final = stepper.step(x), stepper.state
        finals = [final] if isinstance(final, Tensor) else list(final)
        return named(work, [output.unsqueeze(0), *finals], [])

    note = say("bench.rivals.stepper", computes=network.explain())
    return Prepared(lambda: stepper.step(x), numbers, work, module.operations(work), note)


def _one_input(cell: Cell) -> Text:
    return "" if len(cell.inputs) == 1 else say("bench.rivals.one_input")
