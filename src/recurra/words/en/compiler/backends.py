"""How a backend computes, why it cannot run a cell, and which one runs."""

from collections.abc import Mapping

from recurra.words import Words
from recurra.words.en.phrases import counted, listed


def reference(threads: int) -> str:
    return f"plain torch, one operation after the other, on {counted(threads, 'thread')}"


def numba(machine: str, rows: int, columns: int, dtype: str, threads: int) -> str:
    return (
        f"all matrix products by recurra's own kernel for {machine}, tiles of {rows} x {columns} "
        f"numbers of {dtype} held in registers (no BLAS: see numba/chain/plan.py for both measured "
        f"side by side), on {counted(threads, 'thread')}"
    )


def statements() -> str:
    return "the statements of kernels, interpreted by NumPy on one thread"


def statements_of_other_type() -> str:
    return "it interprets float32 and float64 on a CPU"


def for_cpus(device: str) -> str:
    return f"it is for CPUs, not for {device}"


def other_type(dtype: str) -> str:
    return f"it computes in float32 and float64, not in {dtype}"


def no_numba() -> str:
    return "numba is not installed"


def cannot_run(backend: str, cell: str, reason: Words | str) -> str:
    return f"backend {backend!r} cannot run {cell!r}: {reason}"


def as_asked_for(backend: str) -> str:
    return f"{backend}: as asked for"


def first_that_can(backend: str, passed: Mapping[str, Words | str]) -> str:
    """`passed`: backends before it, with the reason against each."""
    others = [f"not {name}: {reason}" for name, reason in passed.items()]
    return "; ".join([f"{backend}: the first that can", *others])


def in_place_of(backend: str, other: str, reason: Words | str) -> str:
    return f"{backend}: not {other}: {reason}"


def explained(why: Words | str, about: Words | str) -> str:
    return f"{why}; {about}"


def mixed_sequences(kinds: tuple[str, ...]) -> str:
    return f"inputs, states and weights are {listed(kinds)}: convert them with .to()"


def mixed_trees(kinds: tuple[str, ...]) -> str:
    return f"input and weights are {listed(kinds)}: convert them with .to()"


def type_on_device(dtype: str, device: str) -> str:
    return f"{dtype} on {device}"


def cache_not_writable(wanted: str, error: str, fallback: str) -> str:
    return (
        f"cannot write to {wanted} ({error}); compiled kernels are kept in {fallback} for now. Set "
        "RECURRA_CACHE to a folder that can be written."
    )


def no_checkpoint(given: str) -> str:
    return f"checkpoint is {given}; write 'auto' or a number of steps, or leave it out"


STAGES = {
    "packing": "weights into panels",
    "rows": "products over all steps (inputs)",
    "matrices": "gradients of matrices",
    "vectors": "gradients of vectors",
    "copies": "copies",
    "steps": "steps: products with states, elementwise work",
    "other": "other",
}


def stage(name: str) -> str:
    return STAGES.get(name, name)
