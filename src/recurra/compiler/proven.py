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
from recurra.words import Text, say, text

REFERENCE = "reference"
_said: set[Path] = set()


def reason_against(
    backend: Backend, graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype
) -> Text:
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
) -> Text:
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
) -> Text:
    if proof.holds:
        return ""
    about = f"{graph.cell}-{graph.fingerprint[:12]}-{str(dtype).removeprefix('torch.')}"
    path = proof_record.folder() / f"wrong-{about}.txt"
    if path not in _said:
        _said.add(path)
        path.write_text(report(backend, graph, sizes, dtype, proof), encoding="utf-8")
        warnings.warn(
            KernelWarning(
                say(
                    "compiler.proof.reference_runs",
                    cell=graph.cell,
                    backend=backend,
                    reason=proof.reason,
                    report=path,
                )
            ),
            stacklevel=2,
        )
    return say("compiler.proof.kernels_differ", reason=proof.reason, report=path)


def report(
    backend: str, graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype, proof: Proof
) -> str:
    """The file to report: the cell, sizes, differences, versions."""
    from recurra.compiler.backends.numba.machine.processor import this_machine

    off = [
        text("compiler.proof.measured", result=d.what, found=d.found, allowed=d.allowed)
        for d in proof.differences
    ]
    parts: dict[str, Text] = {
        "cell": source_of(graph),
        "sizes": ", ".join(f"{k}={v}" for k, v in sizes.items()),
        "backend": f"{backend}, {dtype}, {this_machine().name}",
        "added": ", ".join(graph.masks) or say("compiler.proof.none"),
        "limited": say("compiler.proof.yes_or_no", holds=bool(graph.limit)),
        "differences": "\n".join(off) or proof.reason,
        "error": proof.error or say("compiler.proof.none"),
        "versions": ", ".join(f"{k} {v}" for k, v in versions()),
    }
    return "\n".join(
        text("compiler.proof.part_of_report", part=part, text=own) for part, own in parts.items()
    )
