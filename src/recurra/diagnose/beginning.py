"""How far gates are open, and how much states keep, before anything is learned.

A forget bias of 1 opens a forget gate to the logistic of 1, 0.73, where nothing else enters the
gate, and to less where its pre-activation is spread (a normalised one has a deviation of 1 or more)
or where gates share a whole between them. So it is measured, on the first steps of real examples:

    kept = mean over units, steps and examples of | ∂s'_j / ∂s_j |

along the direct path (see `time_constants`): of an LSTM the forget gate, of a GRU the update gate.
"""

import copy

import torch

from recurra.diagnose import time_constants
from recurra.diagnose.subject import taken
from recurra.diagnose.watch import body_of, passages, place
from recurra.nn.batch import Batch
from recurra.nn.bodies.body import Body
from recurra.nn.model import Model
from recurra.words import Text, speaking

STEPS, EXAMPLES = 20, 64


def kept(model: Model, batch: Batch) -> dict[str, float]:
    """How much of each state that has a direct path to itself a network keeps at a step.

    >>> from recurra.nn import Recurrent
    >>> from recurra.nn.heads import ForecastHead
    >>> model = Model(Recurrent("lstm3", 2, 3, forget_bias=1.0), ForecastHead(3, 1))
    >>> {name: round(share, 2) for name, share in kept(model, Batch(torch.zeros(4, 8, 2))).items()}
    {'c': 0.73}
    """
    found = passages(model, opening(model, batch))
    shares = {
        _written(place(found, number, state)): share
        for number, passage in enumerate(found)
        for state, share in time_constants.kept(passage).items()
    }
    return {name: float(share.double().mean()) for name, share in shares.items() if share.numel()}


def _written(name: Text) -> str:
    """A name by which records keep a share: the same whatever language is spoken."""
    with speaking("en"):
        return str(name)


def opening(model: Model, batch: Batch) -> Batch:
    """The first steps of some examples; trees whole."""
    some = taken(model, batch, EXAMPLES)
    if some.trees is not None:
        return some
    ends = None if some.lengths is None else some.lengths.clamp(max=STEPS)
    return some._replace(x=some.x[:STEPS].detach(), lengths=ends)


def untrained(model: Model, seed: int = 0) -> Model | None:
    """The same network with starting weights; None where it does not say how they are drawn."""
    drawn = isinstance(model.body, Body)
    if not drawn and getattr(body_of(model), "forget_bias", None) is None:
        return None
    made = copy.deepcopy(model)
    made.reset_parameters(torch.Generator().manual_seed(seed))
    return made.eval()
