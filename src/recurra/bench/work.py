"""The numbers that every rival of a job works on: the same weights, inputs, states and upstream
gradients, drawn from the job's seed."""

from dataclasses import dataclass, replace
from functools import cached_property

import torch
from torch import Tensor

from recurra import cells
from recurra.bench.shapes import Job
from recurra.compiler.conformance import Case, Problem, problem
from recurra.ir import Cell


@dataclass(frozen=True)
class Work:
    """A job with its numbers, in float32."""

    job: Job
    cell: Cell
    drawn: Problem

    def leaves(self) -> list[tuple[str, Tensor]]:
        """What a gradient is wanted of, by name."""
        named = [(f"input {k}", x) for k, x in enumerate(self.drawn.inputs)]
        if self.job.mode == "train-fixed":
            named = []
        states = [(f"state {k}", s) for k, s in enumerate(self.drawn.states)]
        return [*named, *states, *self.drawn.weights.items()]

    @property
    def lengths(self) -> Tensor | None:
        """Steps of each sequence, longest first; None: all are T."""
        return self.drawn.lengths

    @cached_property
    def upstream(self) -> list[Tensor]:
        """The loss's gradient of the output and of each final state; zero beyond an end."""
        job, drawn = self.job, self.drawn
        generator = torch.Generator().manual_seed(job.seed + 1)
        width = sum(drawn.states[i].shape[1] for i in drawn.graph.output)
        output = torch.randn(job.steps, job.batch, width, generator=generator)
        if self.lengths is not None:
            output *= (torch.arange(job.steps)[:, None] < self.lengths).unsqueeze(-1)
        return [output, *(torch.randn(s.shape, generator=generator) for s in drawn.states)]


def work(job: Job, cell: Cell | None = None) -> Work:
    """Draw the numbers of a job; `cell` stands in for the job's own where a rival has no such cell.

    >>> work(Job("lstm", "train", 3, 2, 4, 5)).drawn.inputs[0].shape
    torch.Size([3, 2, 4])
    """
    own = cells.find(job.cell) if cell is None else cell
    case = Case(job.steps, job.batch, job.width, job.hidden, False, torch.float32, job.seed)
    drawn = problem(own, case)
    if job.mode == "ragged":
        drawn = replace(drawn, lengths=_lengths(job))
    if not job.trains:
        for leaf in drawn.leaves():
            leaf.requires_grad_(False)
    elif job.mode == "train-fixed":
        for x in drawn.inputs:
            x.requires_grad_(False)
    return Work(job, own, drawn)


def _lengths(job: Job) -> Tensor:
    generator = torch.Generator().manual_seed(job.seed + 2)
    least = max(1, job.steps // 2)
    drawn = torch.randint(least, job.steps + 1, (job.batch,), generator=generator)
    drawn[0] = job.steps
    return drawn.sort(descending=True).values
