"""How far apart are two spikes? The answer is a number of steps, not one of two classes.

All steps are 0 but two spikes of 1, the second in the last step. The value is their distance,
uniform within a range of n1 to n2 steps. Silent steps before the first spike, drawn so that the
length of a sequence is independent of the distance, leave counting as the only way. Always saying
the middle has an RMSE of sqrt(((n2 - n1 + 1)^2 - 1) / 12).

Measuring spike delays with a finer answer than `timing`, after Gers, Schraudolph and Schmidhuber
2002, Learning precise timing with LSTM recurrent networks (JMLR 3, 115-143), whose networks tell
the delay of each spike of an endless stream. Here a sequence holds one delay.
"""

import math

import numpy as np

from recurra.data.probes.probe import Order, Probe, ahead
from recurra.data.sequences import Sequences
from recurra.words import say


def make(order: Order) -> Sequences:
    """Sequences [T,1] with the distance of their two spikes."""
    low, high = order.length
    distance = order.lengths()
    silent = ahead(order.rng, distance + 1, high + 1)
    x = []
    for before, apart in zip(silent, distance, strict=True):
        one = np.zeros((before + apart + 1, 1), np.float32)
        one[[before, before + apart]] = 1.0
        x.append(one)
    spread = math.sqrt(((high - low + 1) ** 2 - 1) / 12)
    return Sequences(
        name="delay",
        x=x,
        y=distance[:, None].astype(float),
        classes=(),
        channels=("spike",),
        part=order.parts(),
        inferred=(say("data.probes.delay", low=low, high=high, spread=spread),),
        unit=True,
        targets=("steps",),
    )


PROBE = Probe(
    "delay", ("Gers", "Schraudolph", "Schmidhuber"), "2002", length="21-50", make=make, after=True
)
