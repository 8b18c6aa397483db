"""Which backend runs a graph, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch

from recurra.compiler import proven
from recurra.compiler.backend import Backend
from recurra.compiler.backends import BACKENDS, EVERY
from recurra.compiler.backends.reference import Reference
from recurra.compiler.backends.tree_reference import TreeReference
from recurra.compiler.tree_backend import EVERY_TREE, TREE_BACKENDS, TreeBackend
from recurra.errors import SettingError, unknown
from recurra.ir import Graph
from recurra.words import Text, Words, say


@dataclass(frozen=True)
class Choice:
    """A backend, and why it was chosen."""

    backend: Backend
    why: Text

    def explained(self, dtype: torch.dtype) -> Words:
        """Why it was chosen, and how it computes on this machine."""
        return say("compiler.backends.explained", why=self.why, about=self.backend.about(dtype))


def choose(
    name: str,
    graph: Graph,
    device: torch.device,
    dtype: torch.dtype,
    layers: Sequence[Mapping[str, int]] = (),
) -> Choice:
    """The backend of that name, or with "auto" the first that can run the graph.

    layers: sizes of the layers that will run. With them the kernels of a cell that is not of the
    gallery are proven first, even those of a backend that was asked for by name; where they do not
    compute what the equations say, the reference runs and a KernelWarning says so.

    Raises SettingError where the named backend does not exist or cannot run it.
    """
    choice = _able(name, graph, device, dtype)
    for sizes in layers:
        reason = proven.reason_against(choice.backend, graph, sizes, dtype)
        if reason:
            return Choice(Reference(), _in_place_of(choice.backend.name, reason))
    return choice


def _able(name: str, graph: Graph, device: torch.device, dtype: torch.dtype) -> Choice:
    against = {b.name: b.reason_against(graph, device, dtype) for b in BACKENDS}
    if name != "auto":
        if name not in against:
            raise unknown(say("nouns.backend"), name, [*against, "auto"])
        if against[name]:
            raise _unable(name, graph, against[name])
        asked = say("compiler.backends.as_asked_for", backend=name)
        return Choice(next(b for b in BACKENDS if b.name == name), asked)
    chosen = next(b for b in BACKENDS if not against[b.name])
    return Choice(chosen, _first_that_can(chosen.name, against))


def choose_for_trees(
    name: str,
    graph: Graph,
    device: torch.device,
    dtype: torch.dtype,
    sizes: Mapping[str, int] | None = None,
) -> tuple[TreeBackend, Text]:
    """The backend of that name, or with "auto" the first that can run the graph; and why.

    sizes: of the layer that will run; with them kernels are proven first, as by `choose`.

    Raises SettingError where the named backend does not exist or cannot run it.
    """
    backend, why = _able_for_trees(name, graph, device, dtype)
    if sizes is not None:
        reason = proven.reason_against_trees(backend, graph, sizes, dtype)
        if reason:
            return TreeReference(), _in_place_of(backend.name, reason)
    return backend, why


def _able_for_trees(
    name: str, graph: Graph, device: torch.device, dtype: torch.dtype
) -> tuple[TreeBackend, Text]:
    against = {b.name: b.reason_against(graph, device, dtype) for b in TREE_BACKENDS}
    if name != "auto":
        if name not in against:
            raise unknown(say("nouns.backend_for_trees"), name, [*against, "auto"])
        if against[name]:
            raise _unable(name, graph, against[name])
        asked = say("compiler.backends.as_asked_for", backend=name)
        return next(b for b in TREE_BACKENDS if b.name == name), asked
    chosen = next(b for b in TREE_BACKENDS if not against[b.name])
    return chosen, _first_that_can(chosen.name, against)


def _unable(name: str, graph: Graph, reason: Text) -> SettingError:
    return SettingError(
        say("compiler.backends.cannot_run", backend=name, cell=graph.cell, reason=reason)
    )


def _first_that_can(name: str, against: Mapping[str, Text]) -> Words:
    passed = {other: reason for other, reason in against.items() if reason}
    return say("compiler.backends.first_that_can", backend=name, passed=passed)


def _in_place_of(other: str, reason: Text) -> Words:
    return say(
        "compiler.backends.in_place_of", backend=proven.REFERENCE, other=other, reason=reason
    )


def source(name: str, graph: Graph) -> str:
    """The text that a backend runs for a graph.

    Raises SettingError where there is no such backend, or where it cannot run the graph.
    """
    backends = EVERY_TREE if graph.children else EVERY
    known: dict[str, Backend | TreeBackend] = {b.name: b for b in backends}
    if name not in known:
        raise unknown(say("nouns.backend"), name, known)
    return known[name].source(graph)
