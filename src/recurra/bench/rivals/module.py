"""Timing of anything that is called like a torch module: results, then gradients of them."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from recurra.bench.operations import products
from recurra.bench.rivals.expected import named
from recurra.bench.rivals.rival import Numbers, Prepared
from recurra.bench.work import Work
from recurra.words import Text

Naming = Callable[[Work, list[Tensor], list[Tensor]], Numbers]


def prepared(
    work: Work,
    forward: Callable[[], list[Tensor]],
    leaves: Sequence[Tensor],
    *,
    upstream: Sequence[Tensor] | None = None,
    naming: Naming = named,
    input_gradient: bool | None = None,
    note: Text = "",
) -> Prepared:
    """A job whose `forward` gives the output and the final states.

    `leaves` are the tensors whose gradients are taken; `upstream` the gradients of the results;
    `input_gradient` says whether the gradient of the input is computed, asked for or not.
    """

    def train() -> tuple[list[Tensor], list[Tensor]]:
        results = forward()
        given = [u.reshape(r.shape) for u, r in zip(upward, results, strict=True)]
        return results, list(torch.autograd.grad(results, leaves, given, materialize_grads=True))

    def infer() -> tuple[list[Tensor], list[Tensor]]:
        return forward(), []

    upward = work.upstream if upstream is None else upstream
    return Prepared(
        train if work.job.trains else infer,
        lambda result: naming(work, *result),
        work,
        operations(work, input_gradient),
        note,
    )


def operations(work: Work, input_gradient: bool | None = None) -> int:
    """Operations of the job's matrix products; `input_gradient` as in `prepared`."""
    job = work.job
    wanted = job.mode != "train-fixed" if input_gradient is None else input_gradient
    rows = job.steps * job.batch if work.lengths is None else int(work.lengths.sum())
    return products(
        work.drawn.graph,
        work.drawn.sizes,
        rows,
        backward=job.trains,
        input_gradient=wanted,
    )


def free_inputs(work: Work) -> list[Tensor]:
    """The inputs that a gradient is wanted of."""
    return [x for x in work.drawn.inputs if x.requires_grad]
