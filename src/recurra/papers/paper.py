"""What a paper brings: its jobs at three sizes, its claims, its figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from recurra.claims import Claim, Plot, Training
from recurra.records import Source

SIZES = ("quick", "default", "full")


@dataclass(frozen=True)
class Job:
    """One training, complete: the same job, the same result."""

    condition: str
    source: Source  # of the data
    distance: int  # steps or edges that the dependency spans, where the ratio is read
    architecture: str  # as shown
    spec: str  # of the cell
    hidden: int
    learning_rate: float
    seed: int
    updates: int
    batch_size: int
    stage: str = "search"  # search | final
    optimizer: str = "adam"

    @property
    def key(self) -> str:
        """Names it in the records."""
        what = f"{self.condition}|{self.architecture}|{self.learning_rate:g}|{self.seed}"
        return f"{what}|{self.updates}|{self.hidden}|{self.batch_size}|{self.optimizer}"


@dataclass(frozen=True)
class Paper:
    """One reproduction; all its members are functions of the size alone or of what was found.

    conditions(size): the jobs at a first learning rate and seed; rates(size), seeds(size): each job
    is run at all rates with seed 0, and at its best rate with seeds 1 to `seeds`.
    train: what runs a job, in a worker.
    """

    name: str
    title: str
    cite: str
    protocol: Callable[[str], tuple[str, ...]]
    guessed: tuple[str, ...]
    conditions: Callable[[str], Sequence[Job]]
    rates: Callable[[str], tuple[float, ...]]
    seeds: Callable[[str], int]
    train: Callable[[Job], Training]
    claims: Callable[[Sequence[Training], str], tuple[Claim, ...]]
    plots: Callable[[Sequence[Training], str], tuple[Plot, ...]]


def grouped(found: Sequence[Training]) -> Mapping[tuple[str, str], list[Training]]:
    """Final trainings by condition and architecture."""
    table: dict[tuple[str, str], list[Training]] = {}
    for one in found:
        if one.stage == "final":
            table.setdefault((one.condition, one.architecture), []).append(one)
    return table
