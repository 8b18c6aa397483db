"""A graph compiled for one dtype: its passes and their kernels.

All matrix products are done by the kernel of our own (`machine/matrix.py`), which is level with
BLAS or ahead of it where the time is spent. On one thread of an AMD EPYC of family 25 (AVX2,
float32, torch 2.13, other work on the machine; minima of processor time, in turns), in GFLOP/s:

    rows x steps x columns                        own    torch
    64 x 512 x 2048     a step, H=512              86       68
    64 x 400 x 104      a step backward, H=100     80       76
    20 x 200 x 800      a step, H=200              81       62
    16384 x 128 x 512   a large batch              91       81
    3200 x 512 x 2048   the product of an input    76       77
    1792 x 28 x 400     the product of an input    59       61
    3200 x 2048 x 512   a weight's gradient        76       77

Torch is ahead at gradients of few numbers: 200 rows (63 to 78) and one column (2.5 to 5.6).
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from recurra.compiler.backends.numba.chain.text import Printed, printed
from recurra.compiler.backends.numba.machine import cache
from recurra.compiler.backends.numba.machine.library import Library, library
from recurra.compiler.backends.numba.machine.processor import Machine, this_machine
from recurra.compiler.chain import Chain, chain_of
from recurra.compiler.split import Forward
from recurra.compiler.statements import Pass
from recurra.ir import Graph


@dataclass(frozen=True)
class Compiled:
    """A pass with the addresses of its kernels."""

    own: Pass
    printed: Printed
    kernels: Mapping[int, int]  # number of the loop -> address


class Plan:
    """All that depends on a graph, a dtype and a width of vectors, each part made when it is first
    asked for."""

    def __init__(self, graph: Graph, dtype: str, machine: Machine | None = None) -> None:
        self.graph, self.dtype = graph, dtype
        self.machine = machine or this_machine()
        self.lanes = self.machine.lanes(dtype)

    @functools.cached_property
    def library(self) -> Library:
        """The kernels that depend on no cell."""
        return library(self.dtype)

    @functools.cached_property
    def chain(self) -> Chain:
        """The passes, which depend on no machine."""
        return chain_of(self.graph)

    @property
    def forward(self) -> Forward:
        """The forward step."""
        return self.chain.forward

    @functools.cached_property
    def training(self) -> Compiled:
        """Forward kernels that keep what the gradient needs."""
        return self._compiled(self.chain.training, "forward")

    @functools.cached_property
    def inference(self) -> Compiled:
        """Forward kernels that keep nothing but the output."""
        return self._compiled(self.chain.inference, "inference")

    @functools.cached_property
    def backward(self) -> Compiled:
        """Kernels of the gradient."""
        return self._compiled(self.chain.backward, "backward")

    def text(self) -> str:
        """The generated code for training, forward and backward."""
        return "\n\n".join(
            self._printed(n, kind).text
            for n, kind in ((self.chain.training, "forward"), (self.chain.backward, "backward"))
        )

    def _printed(self, own: Pass, kind: str) -> Printed:
        return printed(own, f"{self.graph.cell}: {kind}", self.dtype, self.machine)

    def _compiled(self, own: Pass, kind: str) -> Compiled:
        text = self._printed(own, kind)
        if not text.functions:
            return Compiled(own, text, {})
        made = cache.module(f"{self.graph.cell}_{kind}_{self.dtype}", text.text)
        kernels = {n: int(getattr(made, f).address) for n, f in text.functions.items()}
        return Compiled(own, text, kernels)


_plans: dict[tuple[str, str, int], Plan] = {}


def plan(graph: Graph, dtype: str, sizes: Mapping[str, int]) -> Plan:
    """The plan of a graph, the same one for graphs that compute the same.

    The sizes of the states decide how wide its vectors are.
    """
    machine = this_machine().fitting({sizes[s.size] for s in graph.states}, dtype)
    key = (graph.fingerprint, dtype, machine.vector_bytes)
    return _plans.setdefault(key, _plans.get(key) or Plan(graph, dtype, machine))


def plans() -> tuple[Plan, ...]:
    """All plans made so far."""
    return tuple(_plans.values())
