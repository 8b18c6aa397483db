"""Records of the benchmark of kernels; like `records`, plain and of the standard library only.

A benchmark's folder holds:

    bench.jsonl       one Measurement a line, written as it is taken
    bench.json        Bench: machine, conditions, and what all lines say together
    report.html
"""

from dataclasses import dataclass, field

from recurra.words import Text


@dataclass(frozen=True)
class Measurement:
    """One line of bench.jsonl: one rival at one row of the benchmark of kernels."""

    cell: str
    mode: str  # train | train-fixed | ragged | inference | step
    steps: int
    batch: int
    width: int
    hidden: int
    threads: int
    rival: str  # "recurra" is ourselves
    seconds: float | None = None  # of one call, median over the rounds' medians
    p99: float | None = None  # over all calls
    noise: float | None = None  # relative spread of the rounds' medians, quartile to quartile
    ratio: float | None = None  # its time over ours, in each round; the median. > 1: we are faster
    ratio_low: float | None = None  # lower quartile over the rounds
    ratio_high: float | None = None  # upper quartile
    rounds: int = 0
    calls: int = 0  # in each round
    cores: float | None = None  # processor seconds over wall seconds: shows its real threads
    first_seconds: float | None = None  # the first call at these sizes
    operations: int = 0  # of the matrix products that are done; a multiply-add is two
    gflops: float | None = None
    share: float | None = None  # of the machine's measured peak at so many threads
    computes: str = ""  # the cell whose equations it computes, where that is another
    note: Text = ""
    skipped: Text = ""  # why it was not timed


@dataclass(frozen=True)
class BenchMean:
    """The ratios of one cell to one rival, over the shapes."""

    cell: str
    mode: str
    threads: int
    rival: str
    mean: float  # geometric
    worst: float
    worst_shape: str
    count: int


@dataclass(frozen=True)
class BenchTarget:
    """A figure that the kernels must reach, and what was measured."""

    text: Text
    threads: int
    needed: float
    at_most: bool  # the measured figure must not be larger; else not smaller
    measured: float | None
    reached: str  # yes | no | incomplete
    detail: Text = ""  # the worst row, or what is missing


@dataclass(frozen=True)
class BenchSettings:
    """What a benchmark times and how; enough to go on with one that was interrupted."""

    cells: tuple[str, ...]
    shapes: tuple[tuple[int, int, int, int], ...]
    modes: tuple[str, ...]
    threads: tuple[int, ...]
    rivals: tuple[str, ...]
    rounds: int
    turn: float  # seconds of one contender's calls in a round
    rest: float  # seconds between two contenders
    row: float  # seconds of a row beyond which it has fewer rounds
    quick: bool
    targets: bool  # only what the targets ask for
    backend: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Bench:
    """bench.json: what belongs to all lines of bench.jsonl, and what they say together."""

    command: tuple[str, ...]
    status: str  # running | finished | interrupted
    started: str
    ended: str = ""
    seconds: float = 0.0
    threads: tuple[int, ...] = ()
    rounds: int = 0
    quick: bool = False
    machine: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    peak: dict[str, float] = field(default_factory=dict)  # threads -> GFLOP/s of a large product
    conditions: tuple[Text, ...] = ()  # sentences: how it was measured
    refused: dict[str, Text] = field(default_factory=dict)  # cell -> why it was not timed
    means: tuple[BenchMean, ...] = ()
    targets: tuple[BenchTarget, ...] = ()
    format: int = 1
    settings: BenchSettings | None = None
    resumed: tuple[str, ...] = ()  # when it went on after an interruption
