"""A process of one rival: it prepares jobs and times calls when it is told to.

One request a line on standard input, one answer a line on standard output, both JSON. Each rival
has a process of its own, so that the threads of one (which may spin for a while after their work)
do not take the processor from another, and each library sees its own number of threads.

    {"do": "prepare", "job": {...}}   -> {"first": s, "once": s, ...} or {"reason": "..."}
    {"do": "laps", "calls": n}        -> {"laps": [s, ...], "cpu": s}
    {"do": "peak"}                    -> {"gflops": g}
"""

import dataclasses
import functools
import gc
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any, TextIO

import torch

from recurra import cells
from recurra.bench import answers as lines
from recurra.bench.conforming import violation
from recurra.bench.rivals import OWN, RIVALS, Prepared, Rival
from recurra.bench.rivals.expected import difference
from recurra.bench.rounds import LONG
from recurra.bench.shapes import Job
from recurra.bench.work import work
from recurra.errors import RecurraError
from recurra.words import Text, say

SMALL = (6, 3, 7, 19)  # T, B, I, H of the check: no multiple of a vector's width


class Worker:
    """Answers requests for one rival."""

    def __init__(self, rival: Rival) -> None:
        self.rival = rival
        self._prepared: Prepared | None = None
        self._once = 0.0
        self._agreement = functools.cache(self._difference)

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to one request; what goes wrong is an answer too."""
        try:
            match request["do"]:
                case "prepare":
                    return self.prepare(Job(**request["job"]))
                case "laps":
                    return self.laps(request["calls"])
                case _:
                    return {"gflops": peak()}
        except Exception as error:
            self._prepared = None
            what = error.message if isinstance(error, RecurraError) else str(error)
            return {"reason": say("bench.worker.failed", kind=type(error).__name__, what=what)}

    def prepare(self, job: Job) -> dict[str, Any]:
        """Check, build and call once; the calls after it say how long one takes."""
        self._prepared = None
        gc.collect()
        cell = cells.find(job.cell)
        reason = self.rival.reason_against(cell, job.mode) or self._agreement(_small(job))
        if reason:
            return {"reason": reason}
        prepared = self._prepared = self.rival.prepare(work(job))
        with torch.inference_mode(not job.trains):
            first, once = _laps(prepared.call, 2)
            if once < LONG:
                once = min(once, *_laps(prepared.call, 1))
        self._once = once
        computed = prepared.work.cell
        return {
            "first": first,
            "once": once,
            "operations": prepared.operations,
            "computes": "" if computed.fingerprint == cell.fingerprint else computed.name,
            "note": prepared.note,
        }

    def laps(self, calls: int) -> dict[str, Any]:
        """Seconds of each of `calls` calls; quick ones after one that warms the caches up again."""
        assert self._prepared is not None
        call = self._prepared.call
        gc.disable()
        try:
            with torch.inference_mode(not self._prepared.work.job.trains):
                if self._once < LONG:
                    call()
                cpu, wall = time.process_time(), time.perf_counter()
                laps = _laps(call, calls)
                cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        finally:
            gc.enable()
        return {"laps": laps, "cores": cpu / wall}

    def _difference(self, job: Job) -> Text:
        """What the rival computes differently at small sizes; for ourselves, the conformance."""
        if self.rival is OWN:
            found = violation(cells.find(job.cell), job.backend)
            if found:
                return say("bench.worker.conformance", found=found)
        other = difference(self.rival.prepare(work(job)))
        return say("bench.worker.other_work", found=other) if other else ""


def peak() -> float:
    """GFLOP/s of the quickest of some large products in float32, by torch's BLAS or by the matrix
    kernel of the numba backend, whichever is quicker here."""
    from recurra.compiler.backends.numba.chain.profile import product_rate

    best = product_rate(torch.get_num_threads())
    for size in (1024, 2048):
        left, right = torch.randn(size, size), torch.randn(size, size)
        out = torch.empty(size, size)
        laps = _laps(functools.partial(torch.mm, left, right, out=out), 8)
        best = max(best, 2 * size**3 / min(laps) / 1e9)
    return best


def _laps(call: Callable[[], object], calls: int) -> list[float]:
    found = []
    for _ in range(calls):
        start = time.perf_counter()
        call()
        found.append(time.perf_counter() - start)
    return found


def _small(job: Job) -> Job:
    steps, batch, width, hidden = SMALL
    if job.mode == "step":
        steps = batch = 1
    return dataclasses.replace(job, steps=steps, batch=batch, width=width, hidden=hidden)


def serve(name: str, threads: int, requests: TextIO, answers: TextIO) -> None:
    """Answer until the requests end."""
    torch.set_num_threads(threads)
    rival = next(r for r in (OWN, *RIVALS) if r.name == name)
    worker = Worker(rival)
    for line in requests:
        answers.write(lines.to_line(worker.answer(json.loads(line))) + "\n")
        answers.flush()


def main() -> None:
    """The process: answers go where standard output was, so that nothing else gets in between."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(sys.argv[1], int(sys.argv[2]), sys.stdin, answers)


if __name__ == "__main__":
    main()
