"""A loop over time in plain torch, as a careful author writes it by hand; for every cell."""

import torch
from torch import Tensor
from torch.nn import functional

from recurra.bench.rivals import module
from recurra.bench.rivals.loop_text import compiled, reason_against, text
from recurra.bench.rivals.loop_torch import TORCH
from recurra.bench.rivals.rival import Prepared
from recurra.bench.work import Work
from recurra.ir import Cell
from recurra.words import Text, say


class PythonLoop:
    """The text of `loop_text` with torch's operations."""

    name = "python loop"

    def reason_against(self, cell: Cell, mode: str) -> Text:
        """A loop by hand computes the padding; that is no equal work."""
        if mode == "ragged":
            return say("bench.rivals.computes_padding")
        return reason_against(cell.graph())

    def prepare(self, work: Work) -> Prepared:
        """The printed loop, compiled to Python's bytecode."""
        drawn = work.drawn
        source = text(drawn.graph, drawn.sizes, TORCH)
        run = compiled(source, f"{work.cell.name}, torch", _scope())

        def forward() -> list[Tensor]:
            output, final = run(drawn.inputs, drawn.states, drawn.weights)
            return [output, *final]

        return module.prepared(work, forward, [leaf for _, leaf in work.leaves()])


def _scope() -> dict[str, object]:
    return {"torch": torch, "functional": functional}
