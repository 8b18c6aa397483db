"""What a paper brings: its jobs at three sizes, what it says, its figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from recurra.claims import Look, Plot, Training
from recurra.papers.statement import Place, Statement, Table
from recurra.records import Source
from recurra.words import Text

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
    def place(self) -> Place:
        """Where it stands in the table of trainings."""
        return self.condition, self.architecture

    @property
    def key(self) -> str:
        """Names it in the records, of all looks at a paper at one size."""
        what = f"{self.condition}|{self.architecture}|{self.learning_rate:g}|{self.seed}"
        examples = f"|examples {self.source.seed}" if self.source.seed else ""
        return f"{what}|{self.updates}|{self.hidden}|{self.batch_size}|{self.optimizer}{examples}"


@dataclass(frozen=True)
class Setup:
    """One run of a paper, decided: each job at all rates with the look's seed, and at its best rate
    with the other seeds."""

    size: str
    look: Look
    optimizer: str
    rates: tuple[float, ...]
    seeds: tuple[int, ...]  # of the final trainings
    jobs: tuple[Job, ...]  # at the first rate
    left_out: frozenset[Place]  # what the look's restriction leaves out


@dataclass(frozen=True)
class Paper:
    """One reproduction; its members are functions of the setup alone and of what was found.

    rates: by optimiser, then by size; the first optimiser is used unless a look takes another.
    seeds: how many final trainings at each size. train: what runs a job, in a worker.
    """

    name: str
    title: Text
    cite: Text
    about: tuple[Text, ...]
    protocol: Callable[[Setup], tuple[Text, ...]]
    guessed: Callable[[Setup], tuple[Text, ...]]
    conditions: Callable[[str], Sequence[Job]]
    rates: Mapping[str, Mapping[str, tuple[float, ...]]]
    seeds: Mapping[str, int]
    train: Callable[[Job], Training]
    statements: Callable[[str], tuple[Statement, ...]]
    plots: Callable[[Table, Setup], tuple[Plot, ...]]
