"""The fast backend for CPUs; numba and the kernels are imported when they are first needed."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from recurra.compiler.backend import Prepared, Steps
from recurra.compiler.backends.numba.unfit import unfit
from recurra.errors import SettingError
from recurra.ir import Graph
from recurra.words import Text, say


class Numba:
    """Kernels printed from the loop nest and compiled by numba; CPU, float32 and float64."""

    name = "numba"

    def about(self, dtype: torch.dtype) -> Text:
        """See `Backend.about`; the tile comes from a static table, by the processor alone."""
        from recurra.compiler.backends.numba.machine.processor import this_machine
        from recurra.compiler.backends.numba.machine.threads import threads

        machine, name = this_machine(), str(dtype).removeprefix("torch.")
        columns = machine.tile_vectors * machine.lanes(name)
        return say(
            "compiler.backends.numba",
            machine=machine.name,
            rows=machine.tile_rows,
            columns=columns,
            dtype=name,
            threads=threads(),
        )

    def reason_against(self, graph: Graph, device: torch.device, dtype: torch.dtype) -> Text:
        """Why it cannot run a graph: the device, the type, no numba."""
        return unfit(device, dtype)

    def run(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        weights: Mapping[str, Tensor],
        inputs: Sequence[Tensor],
        states: Sequence[Tensor],
        lengths: Tensor | None,
    ) -> tuple[Tensor, tuple[Tensor, ...]]:
        """See `Backend.run`."""
        from recurra.compiler.backends.numba.chain.call import run

        return run(graph, sizes, weights, inputs, states, lengths)

    def in_segments(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        weights: Mapping[str, Tensor],
        inputs: Sequence[Tensor],
        states: Sequence[Tensor],
        steps: int,
    ) -> tuple[Tensor, tuple[Tensor, ...]] | None:
        """See `Backend.in_segments`."""
        from recurra.compiler.backends.numba.chain.segments import run

        return run(graph, sizes, weights, inputs, states, steps)

    def prepared(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        dtype: torch.dtype,
        steps: int,
        batch: int,
        train: bool,
    ) -> Prepared | None:
        """See `Backend.prepared`; None where there are values of parameters alone, and for long
        runs without a gradient."""
        from recurra.compiler.backends.numba.chain.call import prepared

        return prepared(graph, sizes, dtype, steps, batch, train)

    def steps(
        self,
        layers: Sequence[tuple[Graph, Mapping[str, int], Mapping[str, Tensor]]],
        batch: int,
    ) -> Steps | None:
        """See `Backend.steps`; None for cells with several inputs."""
        if any(len(graph.inputs) > 1 for graph, _, _ in layers):
            return None
        from recurra.compiler.backends.numba.chain import step

        return step.Steps([step.OneLayer(*layer) for layer in layers], batch)

    def source(self, graph: Graph) -> str:
        """The kernels of a training step, forward and backward, in float32.

        Raises SettingError where the backend cannot run the graph.
        """
        from recurra.compiler.backends.numba.chain.plan import Plan

        reason = self.reason_against(graph, torch.device("cpu"), torch.float32)
        if reason:
            raise SettingError(
                say("compiler.backends.cannot_run", backend="numba", cell=graph.cell, reason=reason)
            )
        return Plan(graph, "float32").text()
