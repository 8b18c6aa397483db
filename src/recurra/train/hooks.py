"""What goes into a module and comes out of it, changed or collected without its knowledge."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn


@contextmanager
def changed(module: nn.Module, change: Callable[[Tensor], Tensor]) -> Iterator[None]:
    """Inside, the first tensor of floats that a module is called with is another one.

    >>> with changed(layer := nn.Identity(), lambda x: 2 * x):
    ...     print(layer(torch.ones(1)))
    tensor([2.])
    """

    def before(_: nn.Module, given: tuple[Any, ...]) -> tuple[Any, ...]:
        for number, one in enumerate(given):
            if isinstance(one, Tensor) and one.is_floating_point():
                return (*given[:number], change(one), *given[number + 1 :])
        return given

    handle = module.register_forward_pre_hook(before)
    try:
        yield
    finally:
        handle.remove()


# of outputs [T,B,F] and which steps are there [T,B,1]: a sum and over how many numbers it goes
Summed = Callable[[Tensor, Tensor], tuple[Tensor, int]]


@contextmanager
def collected(module: nn.Module, summed: Summed) -> Iterator[Callable[[], Tensor]]:
    """Inside, a mean over the outputs of a body is taken, of those that a gradient goes through."""
    sums: list[tuple[Tensor, int]] = []

    def after(_: nn.Module, given: Any, named: dict[str, Any], found: Any) -> None:
        output, lengths = found[0], named.get("lengths")
        if not output.requires_grad:
            return
        there = torch.ones(*output.shape[:-1], 1, dtype=torch.bool)
        if lengths is not None:
            there = (torch.arange(len(output))[:, None] < lengths[None])[..., None]
        sums.append(summed(output, there))

    handle = module.register_forward_hook(after, with_kwargs=True)
    try:
        yield lambda: torch.stack([s for s, _ in sums]).sum() / max(1, sum(n for _, n in sums))
    finally:
        handle.remove()
