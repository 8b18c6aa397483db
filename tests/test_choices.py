"""The names of options are those of what does them."""

from recurra import choices
from recurra.comparison import rates
from recurra.nn.initialise import METHODS
from recurra.train.optimizer import _UPDATES


def test_every_choice_has_what_does_it():
    assert tuple(METHODS) == choices.INITS
    assert set(_UPDATES) == set(rates.RANGES) == set(choices.OPTIMIZERS)
