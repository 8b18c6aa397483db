"""The tensors of a call as kernels read them, and the plan with sizes that they are for."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from recurra.compiler.backends.derived import Counts
from recurra.compiler.backends.numba.chain.collect import Sized
from recurra.compiler.backends.numba.chain.plan import plan
from recurra.compiler.backends.numba.chain.run import Given
from recurra.errors import SettingError
from recurra.ir import Graph
from recurra.words import say

NAMES = {torch.float32: "float32", torch.float64: "float64"}

_known: dict[Any, tuple[Graph, Sized]] = {}  # graph, dtype and sizes -> plan with sizes
_numbered: dict[int, Sized] = {}


def known(graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype) -> Sized:
    """The plan of a graph with its sizes; a graph is known again by being the same object."""
    key = (id(graph), dtype, *sizes.values())
    entry = _known.get(key)
    if entry is None:
        sized = Sized(plan(graph, NAMES[dtype], sizes), sizes)
        entry = _known[key] = (graph, sized)
        _numbered[sized.number] = sized
    return entry[1]


def numbered(number: int) -> Sized:
    """The sized plan with that number."""
    return _numbered[number]


def check(tensors: Sequence[Tensor]) -> None:
    """Kernels read memory as it is: all of it must be of one type and on the CPU."""
    dtype = tensors[0].dtype
    if all(t.dtype is dtype and t.is_cpu for t in tensors):
        return
    pairs = {(str(t.dtype).removeprefix("torch."), t.device.type) for t in tensors}
    kinds = [
        say("compiler.backends.type_on_device", dtype=dtype, device=device)
        for dtype, device in sorted(pairs)
    ]
    raise SettingError(say("compiler.backends.mixed_sequences", kinds=kinds))


def given(
    tensors: Sequence[Tensor], counts: Counts, addresses: Sequence[int] | None = None
) -> Given:
    """All tensors as kernels read them; their addresses are given where all are contiguous."""
    if addresses is not None:
        return Given(*parted(tensors, counts), addresses)
    return Given(*parted([t if t.is_contiguous() else t.contiguous() for t in tensors], counts))


def parted(tensors: Sequence[Any], counts: Counts) -> tuple[Any, Any, Any, Any]:
    """Inputs, states, weights and derived values."""
    a, b, c = counts[0], counts[0] + counts[1], counts[0] + counts[1] + counts[2]
    return tensors[:a], tensors[a:b], tensors[b:c], tensors[c:]
