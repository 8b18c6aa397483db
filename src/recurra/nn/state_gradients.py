"""How the loss depends on every state at every step: total gradients, from the kernels."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from recurra.errors import SettingError
from recurra.nn.recurrent import Recurrent
from recurra.words import say


class StateGradients:
    """Total gradients of the states, once a loss is there.

    `gradients()` and `of(loss)` give a tensor [T, B, units] for each state of each layer (time
    first, whatever `batch_first` says), by names like "body.c_l0" or "body.c_l1_reverse": where the
    network lies in the model, the state, the layer, the direction. Entry t is dL/ds(t), s(t) being
    the state after the step that reads x[t]: what comes by way of the outputs, of the later steps
    and, where the same step uses the new state (h = o * tanh(c)), of that. Beyond a sequence's end
    it is zero.
    """

    def __init__(self, held: dict[str, dict[str, Tensor]]) -> None:
        self._held = held

    @property
    def probes(self) -> dict[str, Tensor]:
        """The zeros that were added to the states in the last call of each network: leaves whose
        gradients are those of the states.

        Raises SettingError where no network was called.
        """
        found = {
            f"{network}.{name}" if network else name: probe
            for network, probes in self._held.items()
            for name, probe in probes.items()
        }
        if not found:
            raise SettingError(say("nn.nothing_watched"))
        return found

    def gradients(self) -> dict[str, Tensor]:
        """The gradients of all states, after `loss.backward()`; they add up over several losses.

        Raises SettingError where no network was called, or nothing was sent back.
        """
        probes = self.probes
        if all(p.grad is None for p in probes.values()):
            raise SettingError(say("nn.no_gradient"))
        return {n: torch.zeros_like(p) if p.grad is None else p.grad for n, p in probes.items()}

    def of(self, loss: Tensor, retain_graph: bool = False) -> dict[str, Tensor]:
        """The gradients of a loss; those of the parameters are left alone.

        Raises SettingError where no network was called.
        """
        probes = self.probes
        found = torch.autograd.grad(
            loss, list(probes.values()), retain_graph=retain_graph, allow_unused=True
        )
        return {
            name: torch.zeros_like(probe) if gradient is None else gradient
            for (name, probe), gradient in zip(probes.items(), found, strict=True)
        }


@contextmanager
def state_gradients(model: nn.Module) -> Iterator[StateGradients]:
    """Watch the states of all networks in a model while it runs.

    What the model computes stays the same. Kernels that do so are compiled when they are first
    needed. Where a network is called several times, the last call counts. A call without gradients
    (`torch.no_grad()`) leaves nothing to look at. Raises SettingError where the model holds no
    `Recurrent`.

    >>> network = Recurrent("lstm", 3, 5, backend="reference")
    >>> with state_gradients(network) as states:
    ...     output, _ = network(torch.zeros(7, 2, 3))
    >>> found = states.of(output[-1].sum())
    >>> {name: tuple(gradient.shape) for name, gradient in found.items()}
    {'h_l0': (7, 2, 5), 'c_l0': (7, 2, 5)}
    >>> bool((found["h_l0"][-1] == 1).all())
    True
    """
    networks = {n: m for n, m in model.named_modules() if isinstance(m, Recurrent)}
    if not networks:
        raise SettingError(say("nn.nothing_to_watch"))
    before = {name: network.watched for name, network in networks.items()}
    held: dict[str, dict[str, Tensor]] = {name: {} for name in networks}
    for name, network in networks.items():
        network.watched = held[name]
    try:
        yield StateGradients(held)
    finally:
        for name, network in networks.items():
            network.watched = before[name]
