"""The records of one run, looked up by name, and what their numbers allow to be said."""

from collections.abc import Sequence
from dataclasses import dataclass

from recurra.records import Architecture, Cost, Interval, Plan, Results, Standing
from recurra.report import numbers


@dataclass(frozen=True)
class Case:
    """The records of one run, looked up by name."""

    plan: Plan
    results: Results
    costs: Sequence[Cost]

    def standing(self, name: str) -> Standing | None:
        return next((s for s in self.results.standings if s.architecture == name), None)

    def architecture(self, name: str) -> Architecture | None:
        return next((a for a in self.plan.architectures if a.name == name), None)

    def cost(self, name: str) -> Cost:
        return next((c for c in self.costs if c.architecture == name), Cost(name))

    def cells(self) -> list[str]:
        """Recurrent cells that were scored."""
        return [a.name for a in self.plan.architectures if a.network and self.scored(a.name)]

    def scored(self, name: str) -> bool:
        standing = self.standing(name)
        return standing is not None and standing.validation is not None

    def is_baseline(self, name: str) -> bool:
        architecture = self.architecture(name)
        return architecture is not None and not architecture.network


def relation(standing: Standing) -> str:
    """How it stands to the recommended on the test part: worse | better | open | unknown.

    "worse" and "better" need an interval without zero and a corrected p-value that agrees.
    """
    difference = standing.difference
    if difference is None or not numbers.finite(difference):
        return "unknown"
    if standing.p_value is not None and not standing.p_value < 1 - difference.level:
        return "open"
    return side(difference)


def side(interval: Interval) -> str:
    """Where it lies to zero: worse (below) | better (above) | open (holds it)."""
    if interval.high < 0:
        return "worse"
    return "better" if interval.low > 0 else "open"
