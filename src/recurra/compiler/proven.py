"""Acts on a proof: proven kernels run; in place of others the reference runs, with a warning and a
file to report."""

import warnings
from collections.abc import Mapping
from pathlib import Path

import torch

from recurra.compiler import proof_record
from recurra.compiler.backend import Backend
from recurra.compiler.faults import fault_of
from recurra.compiler.proof import of_the_gallery, proof_of, proof_of_trees, source_of
from recurra.compiler.proof_record import Difference, Proof, versions
from recurra.compiler.tree_backend import TreeBackend
from recurra.errors import KernelWarning
from recurra.ir import Graph

REFERENCE = "reference"
_said: set[Path] = set()


def reason_against(
    backend: Backend, graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype
) -> str:
    """Why a backend's kernels do not run a chain's cell, though they could; "" where they do.

    The first time it is also a KernelWarning.
    """
    if backend.name == REFERENCE:
        return ""
    proof = _fault(graph)
    if proof is None and of_the_gallery(graph):
        return ""
    proof = proof or proof_of(backend, graph, sizes, dtype)
    return _said_once(backend.name, graph, sizes, dtype, proof)


def _fault(graph: Graph) -> Proof | None:
    """What the checker of programs finds wrong with a graph, also with one of the gallery."""
    fault = fault_of(graph)
    return Proof(False, (Difference(fault, float("inf"), 0.0),), error=fault) if fault else None


def reason_against_trees(
    backend: TreeBackend, graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype
) -> str:
    """The same for a cell for trees."""
    if backend.name == REFERENCE:
        return ""
    proof = _fault(graph)
    if proof is None and of_the_gallery(graph):
        return ""
    proof = proof or proof_of_trees(backend, graph, sizes, dtype)
    return _said_once(backend.name, graph, sizes, dtype, proof)


def _said_once(
    backend: str, graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype, proof: Proof
) -> str:
    if proof.holds:
        return ""
    about = f"{graph.cell}-{graph.fingerprint[:12]}-{str(dtype).removeprefix('torch.')}"
    path = proof_record.folder() / f"wrong-{about}.txt"
    reason = f"its kernels do not compute what the equations say: {proof.reason}"
    if path not in _said:
        _said.add(path)
        path.write_text(report(backend, graph, sizes, dtype, proof), encoding="utf-8")
        warnings.warn(
            f"cell {graph.cell!r} runs on the reference backend, slower and right: the kernels of "
            f"{backend} do not compute what its equations say ({proof.reason}). This is an error "
            f"of recurra; please report it with {path}",
            KernelWarning,
            stacklevel=2,
        )
    return f"{reason} (report: {path})"


def report(
    backend: str, graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype, proof: Proof
) -> str:
    """The file to report: the cell, sizes, differences, versions."""
    from recurra.compiler.backends.numba.machine.processor import this_machine

    off = [f"{d.what}: {d.found:.3e}, allowed {d.allowed:.3e}" for d in proof.differences]
    parts = {
        "Cell": source_of(graph),
        "Sizes": ", ".join(f"{k}={v}" for k, v in sizes.items()),
        "Backend": f"{backend}, {dtype}, {this_machine().name}",
        "Inputs that the settings of the network add": ", ".join(graph.masks) or "none",
        "Gradients limited": "yes" if graph.limit else "no",
        "Relative differences from the reference in float64": "\n".join(off) or proof.reason,
        "Error": proof.error or "none",
        "Versions": ", ".join(f"{k} {v}" for k, v in versions()),
    }
    return "\n".join(f"{title}:\n{text.rstrip()}\n" for title, text in parts.items())
