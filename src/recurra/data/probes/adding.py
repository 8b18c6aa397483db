"""Add the two marked numbers: remember one until the other comes.

Each step has a number, uniform between 0 and 1, and a mark. One step of the first half and one of
the second are marked; the value is the sum of their numbers. Always saying 1 has a mean squared
error of 1/6, an RMSE of 0.408.

Hochreiter and Schmidhuber 1997, Long short-term memory, experiment 4, in the form of later papers
(Le, Jaitly and Hinton 2015, arXiv 1504.00941): the original marks the ends with -1 and scales the
sum.
"""

import numpy as np

from recurra.data.probes.probe import Order, Probe
from recurra.data.sequences import Sequences
from recurra.words import say


def make(order: Order) -> Sequences:
    """Sequences [T,2] with their sum."""
    rng, lengths = order.rng, order.lengths()
    first = rng.integers(0, lengths // 2)
    second = rng.integers(lengths // 2, lengths)
    x, y = [], np.zeros((order.examples, 1))
    for k, n in enumerate(lengths):
        one = np.zeros((n, 2), np.float32)
        one[:, 0] = rng.random(n, np.float32)
        marked = [first[k], second[k]]
        one[marked, 1] = 1.0
        y[k] = one[marked, 0].astype(float).sum()
        x.append(one)
    return Sequences(
        name="adding",
        x=x,
        y=y,
        classes=(),
        channels=("number", "mark"),
        part=order.parts(),
        inferred=(say("data.probes.adding", low=order.length[0], high=order.length[1]),),
        unit=True,
        targets=("sum",),
    )


PROBE = Probe("adding", ("Hochreiter", "Schmidhuber"), "1997", length="50", make=make)
