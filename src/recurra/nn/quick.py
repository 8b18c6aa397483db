"""Short sequences without a gradient: what does not change from call to call is done once."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from recurra.compiler.backend import Backend, Prepared
from recurra.compiler.variant import PLAIN
from recurra.nn.layer import Layer

if TYPE_CHECKING:
    from recurra.nn.recurrent import Recurrent

MOST = 64  # sizes that are remembered
KINDS = (Tensor, torch.nn.Parameter)
Ready = tuple[Prepared | None, Tensor, list[tuple[int, ...]]]
is_compiling = torch.compiler.is_compiling
_active = torch._C._are_functorch_transforms_active


class Quick:
    """Runs of one layer in one direction over an input [T, B, I], by sizes.

    With one sequence of a hundred steps the calls of torch around a run cost several times the
    run. Here are as few as possible: the checks, and the memory of output and final states.
    """

    def __init__(self) -> None:
        self._known: dict[Any, Ready] = {}

    def __call__(
        self, network: "Recurrent", x: Tensor, hx: Tensor | Sequence[Tensor] | None
    ) -> tuple[Tensor, list[Tensor]] | None:
        """Output and final states [1, B, units] of one layer over [T, B, I], without a gradient.

        None is returned where the usual way has to be taken, also for whatever does not fit.
        """
        if len(network._layers) > 1 or x.dim() != 3 or network.batch_first:
            return None
        states = [hx] if isinstance(hx, Tensor) else hx
        if network._variant() is not PLAIN or not isinstance(states, (tuple, list, type(None))):
            return None
        layer = network._layers[0]
        return self._run(network._choice(x).backend, layer, network._weights(layer), x, states)

    def _run(
        self,
        backend: Backend,
        layer: Layer,
        weights: Mapping[str, Tensor],
        x: Tensor,
        hx: Sequence[Tensor] | None,
    ) -> tuple[Tensor, list[Tensor]] | None:
        dtype = x.dtype
        key = (x.shape, dtype, backend.name)
        run, like, shapes = self._known.get(key) or self._ready(key, backend, layer)
        if run is None or is_compiling() or _active():
            return None
        if hx is None:
            hx = [s.contiguous().unsqueeze(0) for s in layer.start(weights, x.shape[1], x)]
        if [s.shape for s in hx] != shapes:
            return None
        given = []
        for t in (x, *hx, *weights.values()):
            if type(t) not in KINDS or t.dtype is not dtype or not t.is_cpu:
                return None
            if not t.is_contiguous():
                return None
            given.append(t.data_ptr())
        output = torch.empty_like(like)  # a third of the time of `empty` with a type
        finals = [torch.empty_like(s) for s in hx]
        run(output.data_ptr(), [f.data_ptr() for f in finals], given)
        return output, finals

    def _ready(self, key: Any, backend: Backend, layer: Layer) -> Ready:
        (steps, batch, width), dtype, _ = key
        if len(self._known) >= MOST:
            self._known.clear()
        fits = width == layer.sizes[layer.graph.inputs[0].size] and steps > 0 and batch > 0
        run = None
        if fits and not layer.projections:
            run = backend.prepared(layer.graph, layer.sizes, dtype, steps, batch)
        like = torch.empty((steps, batch, layer.output_size), dtype=dtype, device="cpu")
        shapes: list[tuple[int, ...]] = [(1, batch, units) for units in layer.units.values()]
        found = self._known[key] = run, like, shapes
        return found
