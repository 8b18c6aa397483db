"""How far apart are two spikes? The home ground of peepholes.

All steps are 0 but two spikes of 1. The second is the last step; the first stands either n or n - 1
steps before it, and which of the two is the class. Silent steps before the first spike, between 0
and n, make the length say nothing. Chance is 50 %.

After Gers, Schraudolph and Schmidhuber 2002, Learning precise timing with LSTM recurrent networks
(JMLR 3, 115-143), whose networks with peepholes told spikes 50 steps apart from spikes 49 apart
without shorter examples. Their other tasks, which generate spikes or waves, need an answer in
every step and are not here.
"""

import numpy as np

from recurra.data.probes.probe import Order, Probe, said
from recurra.data.sequences import Sequences


def make(order: Order) -> Sequences:
    """Sequences [T,1]; class 0 is the shorter distance."""
    rng, longer = order.rng, order.lengths()
    y = rng.integers(0, 2, order.examples)
    distance = longer - 1 + y
    silent = rng.integers(0, longer + 1)
    x = []
    for before, apart in zip(silent, distance, strict=True):
        one = np.zeros((before + apart + 1, 1), np.float32)
        one[[before, before + apart]] = 1.0
        x.append(one)
    low, high = order.length
    names = (str(low - 1), str(low)) if low == high else ("shorter", "longer")
    return Sequences(
        name="timing",
        x=x,
        y=y,
        classes=names,
        channels=("spike",),
        part=order.parts(),
        inferred=(
            f"Two spikes, either {said(low, high, 'steps')} apart or one step less. "
            "Chance is 50 %.",
        ),
        unit=True,
    )


PROBE = Probe("timing", "Gers, Schraudolph and Schmidhuber 2002", length="50", make=make)
