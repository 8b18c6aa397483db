"""How far apart are two spikes? The home ground of peepholes.

All steps are 0 but two spikes of 1. The second is the last step; the first stands either n or n - 1
steps before it, and which of the two is the class. Silent steps before the first spike, drawn so
that the length of a sequence is independent of the class, leave counting as the only way. Chance is
50 %.

After Gers, Schraudolph and Schmidhuber 2002, Learning precise timing with LSTM recurrent networks
(JMLR 3, 115-143), whose networks with peepholes told spikes 50 steps apart from spikes 49 apart
without shorter examples. `delay` measures within a range, `due` is the decision that generating
timed spikes takes. Generating spikes and waves themselves needs an answer in every step, which
tasks do not have yet.
"""

import numpy as np

from recurra.data.probes.probe import Order, Probe, ahead
from recurra.data.sequences import Sequences
from recurra.words import say


def make(order: Order) -> Sequences:
    """Sequences [T,1]; class 0 is the shorter distance."""
    steps, _ = order.length
    y = order.rng.integers(0, 2, order.examples)
    distance = steps - 1 + y
    silent = ahead(order.rng, distance + 1, steps + 1)
    x = []
    for before, apart in zip(silent, distance, strict=True):
        one = np.zeros((before + apart + 1, 1), np.float32)
        one[[before, before + apart]] = 1.0
        x.append(one)
    return Sequences(
        name="timing",
        x=x,
        y=y,
        classes=(str(steps - 1), str(steps)),
        channels=("spike",),
        part=order.parts(),
        inferred=(say("data.probes.timing", steps=steps),),
        unit=True,
    )


PROBE = Probe(
    "timing", ("Gers", "Schraudolph", "Schmidhuber"), "2002", length="50", make=make, ranges=False
)
