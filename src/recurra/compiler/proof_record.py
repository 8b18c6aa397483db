"""Proofs of kernels on disk, beside the compiled kernels: one small file each."""

import functools
import hashlib
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import torch

from recurra.compiler.poison import poisoned
from recurra.ir import Graph
from recurra.json_lines import from_json, to_json
from recurra.words import Text, say

PACKAGES = ("numba", "llvmlite", "torch")


@dataclass(frozen=True)
class Difference:
    """How far a result is from the reference's, relative to its largest element."""

    what: Text
    found: float
    allowed: float


@dataclass(frozen=True)
class Proof:
    """The result of comparing kernels with the reference."""

    holds: bool
    differences: tuple[Difference, ...] = ()  # those that are larger than allowed
    worst: float = 0.0  # the largest difference of all results
    error: Text = ""  # what a run ended in, where it did
    unknown: Text = ""  # why nothing could be compared

    @property
    def reason(self) -> Text:
        """Why kernels do not run; empty where they do."""
        if self.holds:
            return ""
        if self.error:
            return say("compiler.proof.end_in", error=self.error)
        if self.unknown:
            return self.unknown
        worst = max(self.differences, key=lambda d: d.found / d.allowed)
        return say(
            "compiler.proof.is_off", result=worst.what, found=worst.found, allowed=worst.allowed
        )


_known: dict[str, Proof] = {}


def kept(
    graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype, backend: str,
    make: Callable[[], Proof],
) -> Proof:  # fmt: skip
    """The proof of these kernels: from this process, from disk, or made now.

    Several processes may make the same proof at once, with the same result.
    """
    from recurra.compiler.backends.numba.machine import cache

    key = _key(graph, sizes, dtype, backend)
    if key not in _known:
        path = folder() / f"{key}.json"
        proof = _read(path)
        if proof is None:
            proof = _alone(make)
            cache.write(path, to_json(proof).encode())
        _known[key] = proof
    return _known[key]


def _alone(make: Callable[[], Proof]) -> Proof:
    """The proof, made in a thread of its own: the caller's modes of torch (no gradient, inference,
    vmap) do not hold there."""
    with poisoned(), ThreadPoolExecutor(1) as pool:
        return pool.submit(make).result()


def folder() -> Path:
    """Where they lie, in the folder of compiled kernels."""
    from recurra.compiler.backends.numba.machine import cache

    path = cache.folder() / "proofs"
    path.mkdir(exist_ok=True)
    return path


def _read(path: Path) -> Proof | None:
    try:
        return from_json(Proof, path.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None  # not there, or not written by this version


def _key(graph: Graph, sizes: Mapping[str, int], dtype: torch.dtype, backend: str) -> str:
    from recurra.compiler.backends.numba.machine.processor import this_machine

    name = str(dtype).removeprefix("torch.")
    machine = this_machine().fitting({sizes[s.size] for s in graph.states}, name)
    about = (graph.fingerprint, backend, name, repr(machine), versions(), _sources())
    return hashlib.sha256(repr(about).encode()).hexdigest()[:24]


@functools.cache
def versions() -> tuple[tuple[str, str], ...]:
    """Versions of what makes kernels and of what they are compared with."""
    import recurra

    own = {"recurra": recurra.__version__, "python": sys.version.split()[0]}
    return tuple((own | {p: metadata.version(p) for p in PACKAGES}).items())


@functools.cache
def _sources() -> str:
    """A digest of the compiler's own text: a version under work changes without its number."""
    here = Path(__file__).parent
    text = b"".join(path.read_bytes() for path in sorted(here.rglob("*.py")))
    return hashlib.sha256(text).hexdigest()[:16]
