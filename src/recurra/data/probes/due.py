"""Is it time? A spike orders an answer after so many steps; the network says when they are over.

One step has a spike of 1 and beside it the delay that it orders, n / n2 for n steps, n uniform
within a range of n1 to n2; all other steps are 0. A sequence ends n steps after the spike (class
"due") or n - 1 steps (class "early"). Silent steps before the spike, drawn so that the length of a
sequence is independent of delay and class, leave counting as the only way. Chance is 50 %.

What generates a timed spike decides this in every step. After Gers, Schraudolph and Schmidhuber
2002, Learning precise timing with LSTM recurrent networks (JMLR 3, 115-143), whose networks put
out the spikes themselves, an answer at each step, on and on; here they answer once, at the last.
"""

import numpy as np

from recurra.data.probes.probe import Order, Probe, ahead
from recurra.data.sequences import Sequences
from recurra.words import say


def make(order: Order) -> Sequences:
    """Sequences [T,2], a spike and the delay that it orders; class 1 is due."""
    low, high = order.length
    ordered = order.lengths()
    y = order.rng.integers(0, 2, order.examples)
    passed = ordered - 1 + y
    silent = ahead(order.rng, passed + 1, high + 1)
    x = []
    for before, since, delay in zip(silent, passed, ordered, strict=True):
        one = np.zeros((before + since + 1, 2), np.float32)
        one[before] = 1.0, delay / high
        x.append(one)
    return Sequences(
        name="due",
        x=x,
        y=y,
        classes=("early", "due"),
        channels=("spike", "delay"),
        part=order.parts(),
        inferred=(say("data.probes.due", low=low, high=high),),
        unit=True,
    )


PROBE = Probe(
    "due", ("Gers", "Schraudolph", "Schmidhuber"), "2002", length="50", make=make, after=True
)
