"""What a run was asked for, kept until its plan is made: a run cut short before starts from it."""

from dataclasses import dataclass

from recurra.records import Plan, Source
from recurra.settings import Comparison


@dataclass(frozen=True)
class Asked:
    """All that a run's plan is made from, beside the data themselves."""

    source: Source
    wish: Comparison
    plan: Plan | None = None  # where a recorded plan is repeated
