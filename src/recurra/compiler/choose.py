"""Which backend runs a graph, and why."""

from dataclasses import dataclass

import torch

from recurra.compiler.backend import Backend
from recurra.compiler.backends import BACKENDS
from recurra.compiler.not_compiled import not_compiled
from recurra.compiler.tree_backend import TREE_BACKENDS, TreeBackend
from recurra.errors import SettingError, unknown
from recurra.ir import Graph


@dataclass(frozen=True)
class Choice:
    """A backend with the reason for it, in words."""

    backend: Backend
    why: str


def choose(name: str, graph: Graph, device: torch.device, dtype: torch.dtype) -> Choice:
    """The backend of that name, or with "auto" the first that can run the graph.

    Raises SettingError where the named backend does not exist or cannot run it.
    """
    against = {
        b.name: not_compiled(graph, b.name) or b.reason_against(graph, device, dtype)
        for b in BACKENDS
    }
    if name != "auto":
        if name not in against:
            raise unknown("backend", name, [*against, "auto"])
        if against[name]:
            raise SettingError(f"backend {name!r} cannot run {graph.cell!r}: {against[name]}")
        return Choice(next(b for b in BACKENDS if b.name == name), f"{name}: as asked for")
    chosen = next(b for b in BACKENDS if not against[b.name])
    passed = [f"not {n}: {reason}" for n, reason in against.items() if reason]
    return Choice(chosen, "; ".join([f"{chosen.name}: the first that can", *passed]))


def source(name: str, graph: Graph) -> str:
    """The text that a backend runs for a graph.

    Raises SettingError where there is no such backend, or where it cannot run the graph.
    """
    backends = TREE_BACKENDS if graph.children else BACKENDS
    known: dict[str, Backend | TreeBackend] = {b.name: b for b in backends}
    if name not in known:
        raise unknown("backend", name, known)
    if reason := not_compiled(graph, name):
        raise SettingError(f"backend {name!r} cannot run {graph.cell!r}: {reason}")
    return known[name].source(graph)
