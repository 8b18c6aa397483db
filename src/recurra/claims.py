"""Records of the reproductions; like `records`, plain and of the standard library only.

A reproduction's folder holds

    paper.json        Reproduction: what was run, at what size, what had to be guessed
    trainings.jsonl   one Training a line: the measurements
    claims.jsonl      one Claim a line: expected, measured, verdict
    plots.jsonl       one Plot a line: what the figures show
    beside.json       Beside, where an earlier look is set beside this one
    report.html       drawn from these
"""

from dataclasses import dataclass, field

from recurra.records import Interval, Point
from recurra.words import Text

VERDICTS = ("holds", "fails", "open", "unjudged", "unmeasured")


@dataclass(frozen=True)
class Look:
    """What a run changes of a paper's own setup; without changes it is a first look."""

    seed: int = 0  # of the examples and of the search; final trainings take the seeds after it
    rates: tuple[float, ...] = ()  # learning rates; (): the paper's own
    optimizer: str = ""  # "": the paper's own
    updates: int = 0  # of each training; 0: those of the size
    only: tuple[str, ...] = ()  # texts that choose claims, conditions, networks; (): all


@dataclass(frozen=True)
class Training:
    """One network trained on one task; `test` is the mean skill, 0 by chance and 1 perfect."""

    key: str  # condition, architecture, learning rate, seed
    condition: str  # "keyword, 25 steps"
    architecture: str
    stage: str  # search | final
    learning_rate: float
    seed: int
    status: str  # ok | diverged
    updates: int
    validation: float
    test: float
    spread: float  # standard deviation of the skill over test examples
    examples: int  # of the test part
    parameters: int
    ratio: float | None = None  # gradient ratio at the distance of the dependency, median
    curves: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True)
class Claim:
    """A statement that can be wrong, what is expected of a number, and what was found."""

    key: str
    says: Text
    source: Text  # where the expectation comes from, and how sure that is
    expected: Text  # "at least 0.9"
    measured: Interval | None  # None: nothing to measure it on
    verdict: str  # holds | fails | open | unjudged (of a quick run) | unmeasured
    conditions: Text = ""
    quantity: Text = ""  # what is expected and measured: "skill", "rank correlation"
    why: Text = ""  # it is not judged


@dataclass(frozen=True)
class Series:
    """One line of a figure with its interval."""

    name: Text
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True)
class Plot:
    """A figure without how it is drawn."""

    key: str
    title: Text
    across: Text
    up: Text
    series: tuple[Series, ...]
    reading: Text  # one sentence for someone who has not read the paper
    conditions: Text
    log: bool = False  # vertical axis
    ticks: tuple[tuple[float, str], ...] = ()  # where places on the horizontal axis have names
    level: float | None = None  # drawn across: chance, or a ratio of 1


@dataclass(frozen=True)
class Reproduction:
    """What was run, and how."""

    paper: str  # as given to `recurra reproduce`
    title: Text
    cite: Text
    size: str  # quick | default | full
    command: tuple[str, ...]
    status: str  # running | interrupted | finished
    protocol: tuple[Text, ...] = ()  # sentences
    guessed: tuple[Text, ...] = ()  # sentences: what the paper does not say or could not be read
    about: tuple[Text, ...] = ()  # sentences for someone who has not read the paper
    look: Look = field(default_factory=Look)
    conditions: Text = ""  # of the look: optimiser, learning rates, seeds in words
    trainings: int = 0
    seconds: float = 0.0
    machine: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Beside:
    """An earlier look at the same paper, which this one is held against."""

    earlier: Text  # seeds, learning rates and optimiser in words
    now: Text
    independent: bool  # the examples and the seeds are others
    claims: tuple[Claim, ...]  # of the earlier look
