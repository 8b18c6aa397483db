"""Where the time of one training step goes: the stages of the kernels' programs, one by one."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

from recurra import cells
from recurra.bench.rivals import OWN
from recurra.bench.rivals.module import operations
from recurra.bench.shapes import Job, Shape
from recurra.bench.work import work
from recurra.compiler.backends.numba.chain import plan
from recurra.compiler.backends.numba.chain.profile import names, product_rate, watched
from recurra.words import Text


@dataclass(frozen=True)
class Stage:
    """What the stages of one kind take together, least of all rounds."""

    direction: str  # forward | backward
    name: Text
    seconds: float


@dataclass(frozen=True)
class Profile:
    """One training step (forward and backward) on one thread, taken apart."""

    stages: tuple[Stage, ...]
    whole: float  # seconds of a call as a user makes it
    operations: int  # of the matrix products
    rate: float  # GFLOP/s of the matrix kernel at a size that suits it

    @property
    def rest(self) -> float:
        """Seconds of a call outside the kernels: Python, torch, caches gone cold."""
        return self.whole - sum(stage.seconds for stage in self.stages)

    @property
    def bound(self) -> float:
        """Seconds that the matrix products alone would take at that rate."""
        return self.operations / self.rate / 1e9


def profile(cell: str, shape: Shape, rounds: int, seed: int = 0) -> Profile:
    """Time a cell's training step at T, B, I, H: whole calls and single stages in turns.

    Raises:
        SettingError: there is no such cell, or the numba backend cannot run it.
    """
    job = Job(cell, "train", *shape, backend="numba", seed=seed)
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return _profile(job, rounds)
    finally:
        torch.set_num_threads(before)


def _profile(job: Job, rounds: int) -> Profile:
    own = work(job, cells.find(job.cell))
    call = OWN.prepare(own).call
    for _ in range(3):
        call()
    whole, rate = float("inf"), product_rate(1)
    with watched() as programs:
        call()
    for _ in range(rounds):
        whole = min(whole, _lap(call))
        with watched() as once:
            call()
        for kept, seen in zip(programs, once, strict=True):
            kept.seconds = [min(a, b) for a, b in zip(kept.seconds, seen.seconds, strict=True)]
    named = names(list(plan.plans()))
    sums: dict[tuple[str, Text], float] = {}
    for direction, program in zip(("forward", "backward"), programs, strict=True):
        for kernel, seconds in zip(program.kernels(), program.seconds, strict=True):
            key = (direction, named(kernel))
            sums[key] = sums.get(key, 0.0) + seconds
    stages = tuple(Stage(*key, seconds) for key, seconds in sums.items())
    return Profile(stages, whole, operations(own), max(rate, product_rate(1)))


def _lap(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
