"""What each network keeps of its states at a step before it is trained: measured, not set.

All networks start with the same forget bias, as far as their equations have one. What it comes to
differs: gates that are normalised, or share a whole, are open to another degree than the logistic
of the bias. Starting them equal would mean other starts than those of the papers, so that it is
shown instead, beside each network.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from recurra.comparison.architectures import build
from recurra.comparison.sizing import has_forget_bias
from recurra.diagnose import beginning
from recurra.nn.batch import Batch
from recurra.nn.bodies.find import find
from recurra.nn.initialise import FORGET_BIAS
from recurra.records import Architecture
from recurra.tasks import Task
from recurra.train import one_thread
from recurra.words import Words, say

COMMON = 1 / (1 + math.exp(-FORGET_BIAS))
APART = 0.03  # more is said


def measured(
    architectures: Sequence[Architecture],
    task: Task,
    init: str = "uniform",
    dtype: str = "float32",
) -> tuple[Architecture, ...]:
    """The same with what each keeps, on the first steps of a batch of the training part."""
    batch = next(iter(task.batches("train", beginning.EXAMPLES, seed=0)))
    with one_thread():  # results do not depend on the machine
        return tuple(_measured(a, task, batch, init, dtype) for a in architectures)


def _measured(
    architecture: Architecture, task: Task, batch: Batch, init: str, dtype: str
) -> Architecture:
    if find(architecture.spec).cell is None:
        return architecture
    model = build(architecture, task, 0, "reference", dtype, init)
    found = {name: round(share, 3) for name, share in beginning.kept(model, batch).items()}
    note = None if init == "chrono" else _note(architecture, found)
    notes = (*architecture.notes, note) if note else architecture.notes
    return replace(architecture, kept=found, notes=notes)


def _note(architecture: Architecture, found: dict[str, float]) -> Words | None:
    """Where a forget bias comes to something else than the logistic of it."""
    cell = find(architecture.spec).cell
    biased = cell is not None and has_forget_bias(cell)
    if not biased or not found or any(abs(v - COMMON) <= APART for v in found.values()):
        return None
    return say("comparison.notes.openness", kept=found, common=COMMON)
