"""Kernels compile and libraries are loaded in the workers while the data are still being read."""

from __future__ import annotations  # torch is loaded in the workers

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from recurra.errors import RecurraError
from recurra.records import Recurrence

if TYPE_CHECKING:
    import torch

    from recurra.comparison.workers import Workers
    from recurra.ir import Cell
    from recurra.nn.recurrent import Recurrent

PATIENCE = 0.3  # seconds of reading before processes are started
STEPS, BATCH, INPUTS, UNITS = 2, 2, 3, 4  # kernels are the same for all sizes


class Kernels:
    """The kernels of some cells, which the workers are asked for once; nobody waits for them.

    No more than one for each worker stands before what else they are asked: what is wanted at once,
    when the data are there, does not come after the last kernel. Those that were not asked for are
    compiled when their networks are timed.
    """

    def __init__(
        self,
        crew: Workers,
        specs: Sequence[str],
        backend: str,
        dtype: str,
        recurrence: Recurrence | None = None,
    ) -> None:
        self._crew, self._specs = crew, list(specs)
        self._settings = (backend, dtype, recurrence or Recurrence())
        self._begun = self._reading = False
        self._lock = threading.Lock()

    @contextmanager
    def meanwhile(self) -> Iterator[None]:
        """Ask for them while the block reads data.

        Data that are there at once need no such help, and what is wrong with them is said before
        a process is started.
        """
        self._reading = True
        timer = threading.Timer(PATIENCE, self.begin)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            with self._lock:
                self._reading = False

    def begin(self) -> None:
        """Ask for one for each worker now, if that was not done yet."""
        with self._lock:
            first, self._begun = not self._begun, True
        for _ in range(self._crew.number if first else 0):
            with self._lock:
                future = self._ask()
            if future is not None:
                future.add_done_callback(self._next)

    def _next(self, done: Future[None]) -> None:
        """Another one, while there is nothing else to do."""
        with self._lock:
            future = self._ask() if self._reading and not done.cancelled() else None
        if future is not None:
            future.add_done_callback(self._next)

    def _ask(self) -> Future[None] | None:
        if not self._specs:
            return None
        return self._crew.submit(kernels, self._specs.pop(0), *self._settings)


def kernels(spec: str, backend: str, dtype: str, recurrence: Recurrence | None = None) -> None:
    """Compile what training and inference of a cell need, by running both on little.

    A cell or setting that does not fit is said where it is looked at for good.
    """
    import torch

    from recurra.nn.bodies.find import find
    from recurra.nn.inputs import network
    from recurra.tasks.network import DTYPES

    if dtype not in DTYPES:
        return
    try:
        cell = find(spec).cell
        if cell is None:
            return  # it has none
        if cell.for_trees:
            return _of_trees(cell, backend, dtype)
        names = cell.inputs
        columns = {n: range(k, k + 1) for k, n in enumerate(names)} if len(names) > 1 else INPUTS
        width = INPUTS if len(names) == 1 else len(names)
        body = network(
            cell,
            columns,
            width,
            UNITS,
            backend=backend,
            dtype=DTYPES[dtype],
            **asdict(recurrence or Recurrence()),
        )
    except RecurraError:
        return
    x = torch.zeros(STEPS, BATCH, width, dtype=DTYPES[dtype])
    _train(body, x)
    with torch.inference_mode():
        body.eval()(x)


def _train(body: Recurrent, x: torch.Tensor) -> None:
    import torch

    from recurra.nn.batch import Batch
    from recurra.nn.heads import ClassificationHead
    from recurra.nn.model import Model
    from recurra.train import FitSettings, fit

    model = Model(body, ClassificationHead(body.output_size, 2)).to(x.dtype)
    batch = Batch(x, target=torch.zeros(x.shape[1], dtype=torch.int64))
    fit(model, lambda _: iter([batch]), FitSettings(0.1, 1, 1), lambda _: 0.0, True)


def _of_trees(cell: Cell, backend: str, dtype: str) -> None:
    """The same for a cell for trees that takes two leaves under a node."""
    import torch

    from recurra.nn import Forest, Recursive
    from recurra.tasks.network import DTYPES

    body = Recursive(cell, INPUTS, UNITS, backend=backend, dtype=DTYPES[dtype])
    pair = Forest.of([([2, 2, -1], [0, 1, -1])])
    body(pair, torch.zeros(2, INPUTS, dtype=DTYPES[dtype])).roots.sum().backward()
