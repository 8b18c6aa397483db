"""What values can be trained with beside the squared error, one file each.

Their names stand in `recurra.settings.training` (`--loss`).
"""

import importlib
from typing import cast

from recurra.nn.heads.likelihood import Likelihood
from recurra.settings.training import VALUE_LOSSES, Objective


def find(objective: Objective) -> Likelihood | None:
    """That of an objective; None where it asks for none of these.

    >>> find(Objective()) is None, find(Objective(loss="gaussian")).width
    (True, 2)
    """
    if objective.loss not in VALUE_LOSSES:
        return None
    module = importlib.import_module(f"{__name__}.{objective.loss}")
    return cast(Likelihood, module.likelihood(objective))
