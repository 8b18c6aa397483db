"""Kernels compile and libraries are loaded in the workers while the data are still being read."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

import torch

from recurra import cells
from recurra.comparison.workers import Workers
from recurra.errors import RecurraError
from recurra.nn import Forest
from recurra.nn.batch import Batch
from recurra.nn.heads import ClassificationHead
from recurra.nn.inputs import network
from recurra.nn.model import Model
from recurra.nn.recurrent import Recurrent
from recurra.nn.recursive import Recursive
from recurra.records import Recurrence
from recurra.tasks.network import DTYPES, PLAIN
from recurra.train import FitSettings, fit

PATIENCE = 0.3  # seconds of reading before processes are started
STEPS, BATCH, INPUTS, UNITS = 2, 2, 3, 4  # kernels are the same for all sizes


@contextmanager
def meanwhile(
    crew: Workers, specs: Sequence[str], backend: str, dtype: str, recurrence: Recurrence = PLAIN
) -> Iterator[None]:
    """Have the kernels of some cells compiled while the block reads data; nobody waits for it.

    Data that are there at once need no such help, and what is wrong with them is said before a
    process is started.
    """
    timer = threading.Timer(PATIENCE, _begin, (crew, specs, backend, dtype, recurrence))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def _begin(
    crew: Workers, specs: Sequence[str], backend: str, dtype: str, recurrence: Recurrence
) -> None:
    for spec in specs:
        crew.submit(kernels, spec, backend, dtype, recurrence)


def kernels(spec: str, backend: str, dtype: str, recurrence: Recurrence = PLAIN) -> None:
    """Compile what training and inference of a cell need, by running both on little.

    A cell or setting that does not fit is said where it is looked at for good.
    """
    if dtype not in DTYPES:
        return
    try:
        if cells.find(spec).for_trees:
            return _of_trees(spec, backend, dtype)
        names = cells.find(spec).inputs
        columns = {n: range(k, k + 1) for k, n in enumerate(names)} if len(names) > 1 else INPUTS
        width = INPUTS if len(names) == 1 else len(names)
        body = network(
            spec, columns, width, UNITS, backend=backend, dtype=DTYPES[dtype], **asdict(recurrence)
        )
    except RecurraError:
        return
    x = torch.zeros(STEPS, BATCH, width, dtype=DTYPES[dtype])
    _train(body, x)
    with torch.inference_mode():
        body.eval()(x)


def _train(body: Recurrent, x: torch.Tensor) -> None:
    model = Model(body, ClassificationHead(body.output_size, 2)).to(x.dtype)
    batch = Batch(x, target=torch.zeros(x.shape[1], dtype=torch.int64))
    fit(model, lambda _: iter([batch]), FitSettings(0.1, 1, 1), lambda _: 0.0, True)


def _of_trees(spec: str, backend: str, dtype: str) -> None:
    """The same for a cell for trees that takes two leaves under a node."""
    body = Recursive(spec, INPUTS, UNITS, backend=backend, dtype=DTYPES[dtype])
    pair = Forest.of([([2, 2, -1], [0, 1, -1])])
    body(pair, torch.zeros(2, INPUTS, dtype=DTYPES[dtype])).roots.sum().backward()
