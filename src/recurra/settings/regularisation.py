"""What keeps a network from learning its examples by heart; each is a file of `train.regularisers`.

Recurrent dropout and zoneout stand with the recurrence, weight decay with the optimiser.
"""

from dataclasses import dataclass
from typing import Any

from recurra.settings.option import option
from recurra.words import Text, say


def _strength(help: Text, called: Text, **limits: Any) -> Any:
    """0 by default: nothing is done."""
    return option(
        0.0,
        help,
        words=called,
        zero=say("options.regularisation.zero"),
        group=say("options.regularisation.heading"),
        quiet=True,
        least=0,
        **limits,
    )


@dataclass(frozen=True, kw_only=True)
class Regularisation:
    """How strongly, each by itself; all can act together, in this order."""

    l2: float = _strength(say("options.regularisation.l2"), say("options.regularisation.l2_called"))
    weight_noise: float = _strength(
        say("options.regularisation.weight_noise"),
        say("options.regularisation.weight_noise_called"),
    )
    weight_drop: float = _strength(
        say("options.regularisation.weight_drop"),
        say("options.regularisation.weight_drop_called"),
        below=1,
    )
    input_noise: float = _strength(
        say("options.regularisation.input_noise"), say("options.regularisation.input_noise_called")
    )
    input_dropout: float = _strength(
        say("options.regularisation.input_dropout"),
        say("options.regularisation.input_dropout_called"),
        below=1,
    )
    output_dropout: float = _strength(
        say("options.regularisation.output_dropout"),
        say("options.regularisation.output_dropout_called"),
        below=1,
    )
    activation_penalty: float = _strength(
        say("options.regularisation.activation_penalty"),
        say("options.regularisation.activation_penalty_called"),
    )
    change_penalty: float = _strength(
        say("options.regularisation.change_penalty"),
        say("options.regularisation.change_penalty_called"),
    )
