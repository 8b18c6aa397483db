"""The processes of the rivals at one number of threads: started when first needed, ended together.

The number of threads is set for every library that may be in use, before it is loaded:
OMP_NUM_THREADS, MKL_NUM_THREADS and OPENBLAS_NUM_THREADS (torch, BLAS), NUMBA_NUM_THREADS, NPROC
(the size of XLA's thread pool, which JAX runs on); torch.set_num_threads and onnxruntime's session
options are set inside.
"""

import dataclasses
import json
import os
import subprocess
import sys
from types import TracebackType
from typing import Any

from recurra.bench import answers
from recurra.bench.shapes import Job
from recurra.words import say

VARIABLES = (
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "NPROC",
)


class Contender:
    """One rival's process."""

    def __init__(self, rival: str, threads: int) -> None:
        self.rival, self.threads = rival, threads
        self._process: subprocess.Popen[str] | None = None

    def ask(self, **request: Any) -> dict[str, Any]:
        """Its answer; where the process dies that is the answer's reason, and it starts anew."""
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if line:
            return answers.from_line(line)
        code = process.wait()
        self.close()
        return {"reason": say("bench.crew.ended", code=code)}

    def prepare(self, job: Job) -> dict[str, Any]:
        """Have a job prepared."""
        return self.ask(do="prepare", job=dataclasses.asdict(job))

    def close(self) -> None:
        """End the process at once."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            environment = {**os.environ, **dict.fromkeys(VARIABLES, str(self.threads))}
            environment["JAX_PLATFORMS"] = "cpu"
            self._process = subprocess.Popen(
                [sys.executable, "-m", "recurra.bench.worker", self.rival, str(self.threads)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env=environment,
                start_new_session=True,  # an interrupt on the keyboard is ours to handle
            )
        return self._process


class Crew:
    """All contenders at one number of threads.

    >>> with Crew(["recurra"], 1) as crew:
    ...     crew["recurra"].rival
    'recurra'
    """

    def __init__(self, rivals: list[str], threads: int) -> None:
        self._contenders = {name: Contender(name, threads) for name in rivals}

    def __getitem__(self, rival: str) -> Contender:
        return self._contenders[rival]

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for contender in self._contenders.values():
            contender.close()
