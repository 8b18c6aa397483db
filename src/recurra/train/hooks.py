"""What goes into a module and comes out of it, changed or collected without its knowledge."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

AtEnd = Callable[..., Tensor]  # of x [T,B,I] and lengths: [B,F], see `nn.bodies.body.at_end`


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

    def at_end(own: AtEnd) -> AtEnd:
        return lambda x, lengths=None: own(change(x), lengths)

    handle = module.register_forward_pre_hook(before)
    try:
        with _at_end(module, at_end):
            yield
    finally:
        handle.remove()


@contextmanager
def _at_end(module: nn.Module, wrapped: Callable[[AtEnd], AtEnd]) -> Iterator[None]:
    """Bodies that compute only what is read at the end have a method for it, beside the call."""
    own = getattr(module, "at_end", None)
    if own is None:
        yield
        return
    attributes = vars(module)  # of the module itself, before its class
    outer = attributes.get("at_end")
    attributes["at_end"] = wrapped(own)
    try:
        yield
    finally:
        del attributes["at_end"]
        if outer is not None:
            attributes["at_end"] = outer


# of outputs [T,B,F] and which steps are there [T,B,1]: a sum and over how many numbers it goes
Summed = Callable[[Tensor, Tensor], tuple[Tensor, int]]


@contextmanager
def collected(module: nn.Module, summed: Summed) -> Iterator[Callable[[], Tensor]]:
    """Inside, a mean over the outputs of a body is taken, of those that a gradient goes through.

    Of a body that computes only what is read at the end, this is its only step.
    """
    sums: list[tuple[Tensor, int]] = []

    def after(_: nn.Module, given: Any, named: dict[str, Any], found: Any) -> None:
        output, lengths = found[0], named.get("lengths")
        if not output.requires_grad:
            return
        there = torch.ones(*output.shape[:-1], 1, dtype=torch.bool)
        if lengths is not None:
            there = (torch.arange(len(output))[:, None] < lengths[None])[..., None]
        sums.append(summed(output, there))

    def at_end(own: AtEnd) -> AtEnd:
        def collecting(x: Tensor, lengths: Tensor | None = None) -> Tensor:
            found = own(x, lengths)
            after(module, (), {}, (found[None],))
            return found

        return collecting

    handle = module.register_forward_hook(after, with_kwargs=True)
    try:
        with _at_end(module, at_end):
            yield lambda: torch.stack([s for s, _ in sums]).sum() / max(1, sum(n for _, n in sums))
    finally:
        handle.remove()
