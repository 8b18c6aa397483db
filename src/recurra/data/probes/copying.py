"""Keep three symbols; at the end a cue says which of them is wanted.

Three steps show one of eight symbols each, then come blank steps, then one step with a cue for one
of the three places. The class is the symbol at that place; chance is 1 in 8. In the original
(Arjovsky, Shah and Bengio 2016, arXiv 1511.06464, after Hochreiter and Schmidhuber 1997) ten
symbols have to be written out, one a step. Here networks answer once, at their last step, and
because the cue comes last, all symbols have to be kept all the same. To pick one by a cue is harder
to learn than to write all out, so there are three and not ten.
"""

import numpy as np

from recurra.data.probes.probe import Order, Probe
from recurra.data.sequences import Sequences
from recurra.words import say

SYMBOLS, PLACES = 8, 3


def make(order: Order) -> Sequences:
    """Sequences [T,11]: eight channels for symbols, three for the cue."""
    rng, lengths = order.rng, order.lengths()
    shown = rng.integers(0, SYMBOLS, (order.examples, PLACES))
    cue = rng.integers(0, PLACES, order.examples)
    x = []
    for symbols, place, n in zip(shown, cue, lengths, strict=True):
        one = np.zeros((n, SYMBOLS + PLACES), np.float32)
        one[np.arange(PLACES), symbols] = 1.0
        one[-1, SYMBOLS + place] = 1.0
        x.append(one)
    symbols = tuple("abcdefgh")
    return Sequences(
        name="copy",
        x=x,
        y=shown[np.arange(order.examples), cue],
        classes=symbols,
        channels=(*symbols, *(f"cue{k + 1}" for k in range(PLACES))),
        part=order.parts(),
        inferred=(say("data.probes.copying", low=order.length[0], high=order.length[1]),),
        unit=True,
    )


PROBE = Probe(
    "copy",
    ("Hochreiter", "Schmidhuber"),
    "1997",
    length="50",
    make=make,
    least=PLACES + 1,
    after=True,
)
