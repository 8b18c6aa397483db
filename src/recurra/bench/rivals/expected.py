"""The numbers that every rival has to arrive at: those of the reference backend."""

import numpy as np
import torch
from torch import Tensor

from recurra.bench.rivals.rival import Numbers, Prepared
from recurra.bench.work import Work
from recurra.compiler.backends.reference import Reference
from recurra.compiler.conformance import tolerance
from recurra.words import Text, say


def named(work: Work, results: list[Tensor], gradients: list[Tensor]) -> Numbers:
    """Results (output, final states) and gradients (in the order of `work.leaves`) by name.

    An axis of layers, which has one element here, is taken away.
    """
    shapes = [s.shape for s in work.drawn.states]
    found = {"output": results[0]}
    found |= {f"final {k}": s.reshape(shapes[k]) for k, s in enumerate(results[1:])}
    if gradients:
        pairs = zip(work.leaves(), gradients, strict=True)
        found |= {f"d {name}": g.reshape(leaf.shape) for (name, leaf), g in pairs}
    return {name: value.detach().numpy() for name, value in found.items()}


def expected(work: Work) -> Numbers:
    """The same work by the reference backend."""
    output, final = work.drawn.run(Reference())
    results = [output, *final]
    gradients: list[Tensor] = []
    if work.job.trains:
        leaves = [leaf for _, leaf in work.leaves()]
        found = torch.autograd.grad(results, leaves, work.upstream, materialize_grads=True)
        gradients = list(found)
    return named(work, results, gradients)


def difference(prepared: Prepared) -> Text:
    """What a rival computes differently, for a reader; empty where all agrees.

    Every number that the job asks for has to be there: a rival that leaves out a gradient does
    less work.
    """
    work = prepared.work
    with torch.inference_mode(not work.job.trains):
        found = prepared.numbers(prepared.call())
        wanted = expected(work)
    missing = sorted(set(wanted) - set(found))
    if missing:
        return say("bench.rivals.not_computed", numbers=missing)
    job = work.job
    bound = tolerance(torch.float32, job.steps, job.batch * job.steps * (job.hidden + job.width))
    for name, value in wanted.items():
        if found[name].shape != value.shape:
            shape = found[name].shape
            return say("bench.rivals.other_shape", number=name, found=shape, wanted=value.shape)
        worst = float(np.abs(found[name] - value).max()) / max(1.0, float(np.abs(value).max()))
        if not worst <= bound:
            return say("bench.rivals.other_numbers", number=name, worst=worst, allowed=bound)
    return ""
