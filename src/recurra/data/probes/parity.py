"""Is the number of ones odd? Every bit decides, and none may be forgotten.

One channel of bits; two classes, chance 50 %. Minsky and Papert 1969, Perceptrons; as a sequence
Hochreiter and Schmidhuber 1997, experiment 1 and the comparison with guessing weights.
"""

import numpy as np

from recurra.data.probes.probe import Order, Probe
from recurra.data.sequences import Sequences
from recurra.words import say


def make(order: Order) -> Sequences:
    """Sequences [T,1] of zeros and ones."""
    x = [order.rng.integers(0, 2, (n, 1)).astype(np.float32) for n in order.lengths()]
    return Sequences(
        name="parity",
        x=x,
        y=np.array([int(one.sum()) % 2 for one in x], np.int64),
        classes=("even", "odd"),
        channels=("bit",),
        part=order.parts(),
        inferred=(say("data.probes.parity", low=order.length[0], high=order.length[1]),),
        unit=True,
    )


PROBE = Probe("parity", ("Minsky", "Papert"), "1969", length="10", make=make, least=1)
