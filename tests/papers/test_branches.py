"""Trainings on trees: the gradient ratio against its closed form, and one tiny training."""

import dataclasses

import numpy as np
import pytest
import torch

from recurra.data import gather
from recurra.ir import cell
from recurra.nn import Recursive
from recurra.papers import branches, le2016
from recurra.records import Source

SHRINK = 0.5


@cell(states="h", children=2)
def linear(left, right, W):
    """A network without bends, so that its ratio is known."""
    return W.l @ left.rep + W.r @ right.rep


def trees():
    source = Source.of("probe:keyword", length="8-12", trees="catalan", examples=240)
    return branches.Data(gather(source))


def job(which="rnn"):
    jobs = le2016.PAPER.conditions("quick")
    return next(j for j in jobs if j.architecture == which)


def test_every_tree_has_its_keywords_depth():
    data = trees()
    source = Source.of("probe:keyword", length="8", depth="3", trees="split", examples=60)
    assert set(branches.Data(gather(source)).depth.tolist()) == {3}
    assert data.depth.min() >= 1


def test_the_ratio_of_a_linear_network_is_a_power_of_the_depth():
    """h = (left + right) / 2 in each unit: dJ/dx at depth d is 2^-d dJ/dh at the root."""
    data = trees()
    net = branches.build(job(), data)
    size = branches.EMBEDDING
    net.body = Recursive(linear, size, size, backend="reference")
    with torch.no_grad():
        for matrix in net.body.parameters():
            matrix.copy_(SHRINK * torch.eye(size).repeat(2, 1))
    with torch.inference_mode():  # as in a look of the training loop
        depth, ratio = branches.ratios(net, data)
    assert len(depth) == len(data.index["validation"])
    # float32, one product a level: a relative error of about 1e-6
    assert np.allclose(ratio, SHRINK**depth, rtol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("which", ["rnn", "rlstm"])
def test_a_training_is_a_function_of_its_job(which):
    short = dataclasses.replace(job(which), updates=4)
    one, two = branches.train(short), branches.train(short)
    assert dataclasses.replace(one, seconds=0) == dataclasses.replace(two, seconds=0)
    assert (
        one.parameters == {"rnn": 10_050, "rlstm": 52_700}[which]
    )  # 8nw + 13n^2 + 4n of the rlstm, n = w = 50
    assert len(one.curves["skill"]) == 4
