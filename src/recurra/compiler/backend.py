"""The interface of backends, which run a graph over a sequence. No backend names a cell."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import torch
from torch import Tensor

from recurra.ir import Graph
from recurra.words import Text


class Steps(Protocol):
    """Layers over each other that take one step at a time and keep their states."""

    states: list[list[Tensor]]  # of each layer: the memory of its states, [batch, units]

    def __call__(self, x: int, output: int) -> None:
        """One step: addresses of an input and of memory for the output, both [batch, width]."""


class Prepared(Protocol):
    """A run over sequences of fixed sizes and equal length, with a gradient or without."""

    def __call__(self, tensors: Sequence[Tensor], addresses: Sequence[int]) -> tuple[Tensor, ...]:
        """Output [T, B, width] and final states, shaped like the states.

        tensors: inputs [T, B, width], states [B, units] or [1, B, units], then the stored tensors
        in the order of the graph's groups; all contiguous. addresses: where they begin.
        """


class Backend(Protocol):
    """Runs one layer in one direction."""

    name: str

    def about(self, dtype: torch.dtype) -> Text:
        """How it computes on this machine, in words, for `explain()`."""

    def reason_against(self, graph: Graph, device: torch.device, dtype: torch.dtype) -> Text:
        """Why this backend cannot run the graph there; empty where it can."""

    def run(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        weights: Mapping[str, Tensor],
        inputs: Sequence[Tensor],
        states: Sequence[Tensor],
        lengths: Tensor | None,
    ) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Run over all steps.

        Args:
            graph: one step.
            sizes: units of every class of sizes, and the width of every input.
            weights: the stored tensors by name; matrices [rows, columns], others [rows].
            inputs: one tensor [T, B, width] for each input of the graph; of a mask that is the
                same at every step (`graph.masks`) [B, width].
            states: starting value of each state, [B, units].
            lengths: steps of each sequence, [B] int64 on the CPU, each 1 to T; None: all are T.

        Returns:
            The output [T, B, width], zero beyond a sequence's own end, and for each state its
            value [B, units] at the sequence's own end. All differentiable.
        """

    def in_segments(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        weights: Mapping[str, Tensor],
        inputs: Sequence[Tensor],
        states: Sequence[Tensor],
        steps: int,
    ) -> tuple[Tensor, tuple[Tensor, ...]] | None:
        """What `run` does with a gradient and equal lengths, where only the states between segments
        of so many steps are kept and backward runs each segment again.

        None where the backend has nothing faster than `run` for one segment after the other.
        """

    def prepared(
        self,
        graph: Graph,
        sizes: Mapping[str, int],
        dtype: torch.dtype,
        steps: int,
        batch: int,
        train: bool,
    ) -> Prepared | None:
        """`run` prepared for many calls, with a gradient if `train`.

        None where the backend has nothing faster than `run`.
        """

    def steps(
        self,
        layers: Sequence[tuple[Graph, Mapping[str, int], Mapping[str, Tensor]]],
        batch: int,
    ) -> Steps | None:
        """Layers (graph, sizes and weights, as for `run`) prepared for single steps.

        None where the backend has nothing faster than `run`.
        """

    def source(self, graph: Graph) -> str:
        """The code that this backend runs for the graph, as text."""
