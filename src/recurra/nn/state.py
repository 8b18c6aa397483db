"""What goes on from one segment of sequences to the next, and how it lies in a file."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor, nn

from recurra.nn.drawing import Drawing

States = Any  # of a body: a tensor, or tuples of what is one of these; None: its own start
Masks = dict[str, dict[str, list[Tensor]]]  # name of a module -> layer -> masks
STATE, MASK = "state", "mask"


@dataclass(frozen=True)
class Carried:
    """States of a body after a segment, without their gradients, and the masks of its sequences.

    >>> import torch
    >>> Carried((torch.zeros(1), torch.ones(1))).tensors()
    {'state.0': tensor([0.]), 'state.1': tensor([1.])}
    """

    states: States = None
    masks: Masks = field(default_factory=dict)

    def tensors(self) -> dict[str, Tensor]:
        """All tensors by name: "state.0", "mask//_l0/0"."""
        found = dict(_named(STATE, self.states))
        for module, layers in self.masks.items():
            for layer, masks in layers.items():
                for number, mask in enumerate(masks):
                    found["/".join((MASK, module, layer, str(number)))] = mask
        return found

    @classmethod
    def of(cls, tensors: Mapping[str, Tensor]) -> "Carried":
        """What `tensors` wrote.

        >>> import torch
        >>> Carried.of(Carried((torch.zeros(1), (torch.ones(1),))).tensors()).states
        (tensor([0.]), (tensor([1.]),))
        """
        states = {name: t for name, t in tensors.items() if not name.startswith(f"{MASK}/")}
        masks: Masks = {}
        for name in sorted(set(tensors) - set(states), key=_numbered):
            _, module, layer, _ = name.split("/")
            masks.setdefault(module, {}).setdefault(layer, []).append(tensors[name])
        return cls(_nested(STATE, states), masks)


START = Carried()


@contextmanager
def same_masks(body: nn.Module, masks: Masks) -> Iterator[None]:
    """Inside, every network of a body draws its masks of recurrent dropout once, or takes these.

    What is drawn is put into `masks`, for the next segment of the same sequences.
    """
    with ExitStack() as stack:
        for name, module in body.named_modules():
            if isinstance(module, Drawing):
                stack.enter_context(module.same_masks(masks.setdefault(name, {})))
        yield


def detached(states: States) -> States:
    """The same numbers, through which no gradient goes back."""
    if isinstance(states, tuple | list):
        return tuple(detached(one) for one in states)
    return states.detach() if isinstance(states, Tensor) else states


def _numbered(name: str) -> tuple[str, int]:
    rest, number = name.rsplit("/", 1)
    return rest, int(number)


def _named(name: str, states: States) -> Iterator[tuple[str, Tensor]]:
    if isinstance(states, tuple | list):
        for number, one in enumerate(states):
            yield from _named(f"{name}.{number}", one)
    elif states is not None:
        yield name, states


def _nested(name: str, tensors: Mapping[str, Tensor]) -> States:
    if name in tensors:
        return tensors[name]
    found: list[States] = []
    while any(n.startswith(f"{name}.{len(found)}") for n in tensors):
        found.append(_nested(f"{name}.{len(found)}", tensors))
    return tuple(found) or None
