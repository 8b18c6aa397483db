"""Runs of one layer over sequences of equal length: what does not change between calls is done
once."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor

from recurra.compiler.backend import Prepared
from recurra.compiler.choose import Choice
from recurra.nn.layer import Layer

MOST = 64  # sizes that are remembered
KINDS = (Tensor, torch.nn.Parameter)
is_compiling = torch.compiler.is_compiling
_active = torch._C._are_functorch_transforms_active
_automatic = torch._C._is_any_autocast_enabled
_tracing = torch._C._get_tracing_state


class Single(NamedTuple):
    """A network of one layer in one direction as it is now, nothing of its variants wanted."""

    layer: Layer
    backend: str  # that was asked for
    weights: Callable[[Layer], dict[str, Tensor]]
    choice: Callable[[Tensor], Choice]


class Ready(NamedTuple):
    """What is known of a size."""

    run: Prepared | None
    shapes: list[tuple[int, ...]]  # of the states


class Quick:
    """Runs of one layer in one direction over an input [T, B, I], by sizes.

    With one sequence of a hundred steps the calls of torch around a run cost several times the
    run, and after every run their code has left the caches. Here are as few as possible: the
    checks, and the memory of output and final states.
    """

    def __init__(self) -> None:
        self._known: dict[Any, Ready] = {}

    def __deepcopy__(self, memo: Any) -> "Quick":
        return Quick()  # what is known is found again

    def __call__(
        self,
        single: Callable[[], Single | None],
        x: Tensor,
        hx: Tensor | Sequence[Tensor] | None,
    ) -> tuple[Tensor, Sequence[Tensor]] | None:
        """Output and final states [1, B, units] of one layer over [T, B, I].

        None is returned where the usual way has to be taken, also for whatever does not fit.
        """
        if is_compiling() or _active() or _automatic() or _tracing() is not None:
            return None
        network = single()
        if network is None:
            return None
        dtype, grows = x.dtype, torch.is_grad_enabled()
        key = (x.shape, dtype, x.is_cpu, grows, network.backend)
        ready = self._known.get(key) or self._ready(key, network, x)
        if ready.run is None:
            return None
        layer = network.layer
        weights = network.weights(layer)
        if hx is None:
            hx = [s.contiguous().unsqueeze(0) for s in layer.start(weights, x.shape[1], x)]
        elif isinstance(hx, Tensor):
            hx = (hx,)
        elif type(hx) is not tuple and type(hx) is not list:
            return None
        if [s.shape for s in hx] != ready.shapes:
            return None
        given = [x, *hx, *[weights[name] for name in layer.groups]]
        at = []
        for t in given:
            if type(t) not in KINDS or t.dtype is not dtype or not t.is_cpu:
                return None
            if not t.is_contiguous():
                return None
            at.append(t.data_ptr())
        if grows and not any(t.requires_grad for t in given):
            return None
        output, *finals = ready.run(given, at)
        return output, finals

    def _ready(self, key: Any, network: Single, x: Tensor) -> Ready:
        if len(self._known) >= MOST:
            self._known.clear()
        shapes: list[tuple[int, ...]] = []
        run: Prepared | None = None
        if x.dim() == 3:
            steps, batch, width = x.shape
            layer, backend = network.layer, network.choice(x).backend
            graph, train = layer.graph, torch.is_grad_enabled()
            fits = len(graph.inputs) == 1 and width == layer.sizes[graph.inputs[0].size]
            if fits and not layer.projections and steps > 0 and batch > 0:
                run = backend.prepared(graph, layer.sizes, x.dtype, steps, batch, train)
                shapes = [(1, batch, units) for units in layer.units.values()]
        found = self._known[key] = Ready(run, shapes)
        return found
