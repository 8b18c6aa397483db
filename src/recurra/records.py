"""Plain records that stages hand to each other and that lie on disk as JSON; standard library only.

A run's folder holds, in the order in which they are written:

    run.json          Run: the command and whether it is finished ("running" until the very end)
    plan.json         Plan: everything that decides the result; `--plan` repeats it
    trials.jsonl      one Trial a line, in plan order: the truth, bit-identical for one plan
    costs.jsonl       one Cost a line: measured times and sizes
    results.json      Results: what the statistics say of the trials; the report is drawn from these
    best/             the recommended model as a bundle (safetensors + manifest)
    best_network/     the best network, where a simple baseline is recommended
    report.html
    .state/           checkpoints, to go on with it; where removed, these are made again
"""

from dataclasses import dataclass, field
from typing import Any

from recurra.settings import (
    Decision,
    Draws,
    Effort,
    Networks,
    Objective,
    Recurrence,
    Source,
    Training,
    older,
)
from recurra.settings.pooling import LAST
from recurra.words import Text, Words, say

Point = tuple[float, float]
LEVEL = 0.95  # at which intervals are to hold, everywhere


@dataclass(frozen=True)
class DataSummary:
    """What the data are, what was done to them and how they were split."""

    name: str
    task: str
    fingerprint: str  # sha256 over the values as they enter the split
    counts: dict[str, int]  # examples (classification) or windows (forecasting) a part
    channels: tuple[str, ...]
    lengths: tuple[int, int, int]  # shortest, median, longest sequence
    classes: tuple[str, ...] = ()
    class_counts: dict[str, tuple[int, ...]] = field(default_factory=dict)  # part -> per class
    targets: tuple[str, ...] = ()
    horizon: int = 0
    lookback: int = 0
    step: Text = ""  # distance of two time stamps, in words
    inferred: tuple[Text, ...] = ()  # sentences: what was concluded from the data
    cleaned: tuple[Text, ...] = ()  # sentences: what was done to the data
    split: tuple[Text, ...] = ()  # sentences: how the parts were made
    leaks: tuple[Text, ...] = ()  # sentences: what reaches the test part that must not


@dataclass(frozen=True)
class ScoreInfo:
    """The score that decides."""

    name: str  # as given to --score
    label: str  # in English: "accuracy", "RMSE"
    higher_is_better: bool
    percent: bool = False  # shown times 100 with a % sign
    unit: str = ""  # of the target, where it has one
    bounds: tuple[float | None, float | None] = (0.0, None)  # what it can be at all

    @property
    def said(self) -> Words:
        """Its label in the language that is spoken."""
        return say("tasks.scores.label", name=self.name, recorded=self.label)


@dataclass(frozen=True)
class Architecture:
    """One competitor: a network or a simple baseline."""

    name: str
    kind: str  # network | baseline
    spec: str  # what names it: "lstm", "gru(layers=2)" or "./mine.py:leaky"
    hidden: dict[str, int] = field(default_factory=dict)  # units of each state
    parameters: int = 0  # trainable numbers, head included; one bias a gate
    parameters_cell: int = 0  # of the body: without the head
    formula: str = ""  # a cell's parameters by formula in m (input) and n (hidden)
    flops: int = 0  # of one more step of a stream, a multiply-add counted as two; head excluded
    transcendental: int = 0  # exp, tanh, sigmoid ... of one step, counted separately
    equations: str = ""
    fingerprint: str = ""  # of the traced equations
    notes: tuple[Text, ...] = ()  # e.g. that its forget path has no settable openness
    naive: bool = False  # a baseline that learns no more than a mean: what has to be beaten
    skipped: Text = ""  # why it takes no part, where it does not
    runs_on: str = ""  # the backend, where it is not the plan's: its compiled kernels do not hold
    kept: dict[str, float] | None = None  # the share of a state kept at a step, before training
    inputs: dict[str, tuple[int, ...]] = field(default_factory=dict)  # columns of each of several
    pooling: str = LAST  # how its head reads the features of its body
    reread: int = 0  # steps that it reads again at each step of a stream, as it keeps no state

    @property
    def network(self) -> bool:
        """Whether it is trained."""
        return self.kind == "network"

    @property
    def said(self) -> Text:
        """Its name in the language that is spoken; a cell's name is the same in all."""
        if not self.network:
            return say("tasks.baselines.name", name=self.name)
        return self.name


@dataclass(frozen=True)
class Search:
    """How learning rates are searched: the same for every architecture."""

    learning_rates: tuple[float, ...]  # quasi-random, log-uniform, the same draws for all
    rate_range: tuple[float, float]
    rungs: tuple[int, ...]  # optimiser updates at the end of each rung; the last is the full number
    keep: tuple[int, ...]  # how many learning rates of an architecture enter each rung
    looks: int = 20  # at the validation part, in a full training, evenly spaced
    look_at: int = 0  # examples of the validation part that a look takes; 0: all
    doublings: int = 0  # how often, at most, all networks train on for twice as long
    widened: bool = False  # the range was widened once for all architectures


@dataclass(frozen=True)
class Plan:
    """Everything that decides the result of a comparison."""

    source: Source
    data: DataSummary
    score: ScoreInfo
    architectures: tuple[Architecture, ...]
    search: Search
    seeds: tuple[int, ...]  # of the final trainings
    networks: Networks = field(default_factory=Networks)
    effort: Effort = field(default_factory=Effort)
    decision: Decision = field(default_factory=Decision)
    draws: Draws = field(default_factory=Draws)
    more: tuple[str, ...] = ()  # times that were given after it had finished
    training: Training = field(default_factory=Training)  # the same for every network
    pilot: dict[str, float] = field(default_factory=dict)  # seconds an update, measured
    notes: tuple[Text, ...] = ()  # what had to be given up for want of time
    versions: dict[str, str] = field(default_factory=dict)
    format: int = 4

    @property
    def margin(self) -> float:
        """The relative loss that counts as none."""
        return self.decision.margin

    @property
    def seed(self) -> int:
        """Of split, learning rates and search trials."""
        return self.draws.seed

    @property
    def backend(self) -> str:
        """What computes, as asked for."""
        return self.networks.backend

    @property
    def dtype(self) -> str:
        """Of all numbers."""
        return self.networks.dtype

    @property
    def quick(self) -> bool:
        """Whether it is a look that judges nothing."""
        return self.effort.quick

    @property
    def budget(self) -> str:
        """As asked for: "10m", "8 trials", "quick", "default"; and what came later: "10m + 1h"."""
        effort = self.effort
        named = f"{effort.trials} trials" if effort.trials else "quick" if effort.quick else ""
        return " + ".join((effort.budget or named or "default", *self.more))

    @property
    def objective(self) -> Objective:
        """What classifiers are trained for."""
        return self.training.objective

    @property
    def recurrence(self) -> Recurrence:
        """What is done to the recurrence of all networks in training."""
        return self.training.recurrence

    @staticmethod
    def upgraded(plain: dict[str, Any]) -> dict[str, Any]:
        """A plan of an earlier format."""
        return older.plan(plain)


@dataclass(frozen=True)
class Trial:
    """One training (or baseline fit): a pure function of its key."""

    key: str
    architecture: str
    stage: str  # search | final | baseline
    rung: int  # index into Search.rungs; finals and baselines: -1
    updates: int  # done, at most what was planned
    learning_rate: float | None
    seed: int
    status: str  # ok | diverged | failed
    reason: Text = ""
    # the score: in a search at the best look, in a final training of what decides (`looks`)
    validation: float | None = None
    best_update: int = 0
    train_loss: tuple[Point, ...] = ()  # (update, mean loss since the last point)
    curve: tuple[Point, ...] = ()  # (update, validation score)
    parameters: int = 0  # numbers that were fitted; baselines only
    seconds: float = 0.0  # measured: left out when records are compared
    spent: tuple[float, ...] = ()  # of them in the network, in the optimiser and in looks
    planned: int = 0  # updates of a final training; less are done where patience ends it


@dataclass(frozen=True)
class Cost:
    """Measured costs of one architecture, taken after the search, alone and interleaved."""

    architecture: str
    train_seconds: float | None = None  # of one full training, median
    step_p50: float | None = None  # seconds of one streaming step, batch 1
    step_p99: float | None = None
    sequence_p50: float | None = None  # seconds of one whole sequence, batch 1
    sequence_p99: float | None = None
    # bytes; of networks computed: parameters, state, buffers; of baselines what they hold, and the
    # most that an answer took beside that
    memory_inference: int | None = None
    memory_training: int | None = None  # bytes, rise of a fresh process
    disk: int | None = None  # bytes of the saved bundle
    noise: float | None = None  # relative spread of the medians over the repeats
    repeats: int = 0
    busy: float | None = None  # share of the machine that other programs took while it was timed


@dataclass(frozen=True)
class Interval:
    """A value with its interval."""

    value: float
    low: float
    high: float
    level: float = LEVEL


@dataclass(frozen=True)
class Standing:
    """What the statistics say of one architecture."""

    architecture: str
    learning_rate: float | None
    validation: float | None  # mean over seeds: decides
    test: Interval | None  # over seeds and examples: only reports
    test_seeds: tuple[float, ...] = ()
    difference: Interval | None = None  # paired, to the recommended, in the score's unit; >0 better
    p_value: float | None = None  # of that difference, corrected for the number of comparisons
    loss: Interval | None = None  # relative loss against the recommended; >0 is worse
    loses_nothing: bool = False  # loss.high below the margin
    diverged: int = 0  # trainings of its search that diverged
    trained: int = 0  # trainings of its search
    note: Text = ""
    calibration: float | None = None  # expected calibration error on the test part, classes only
    calibration_chance: float | None = None  # of a perfectly calibrated one of equal confidence
    # of forecasts and values: how far it misses each target on average on the test part, in the
    # column's own units
    missed: dict[str, float] = field(default_factory=dict)
    nodes: Interval | None = None  # of trees whose nodes all taught: the test score of every node
    behind: float | None = None  # paired validation score against the best; > 0 is worse
    behind_error: float | None = None  # its standard error, over seeds and examples
    eligible: bool = False  # close enough to the best to be taken
    gained: Interval | None = None  # validation score by the second half of training; > 0 better
    improving: bool = False  # that is more than the margin, beyond noise
    begun: bool = True  # it is better than the answer without inputs
    updates: int = 0  # of its final trainings


@dataclass(frozen=True)
class RateCurve:
    """Validation score against learning rate at one common rung."""

    architecture: str
    updates: int
    points: tuple[Point, ...]  # (learning rate, score); diverged ones are in `diverged`
    diverged: tuple[float, ...] = ()
    good: tuple[float, float] | None = None  # range of learning rates within tolerance of the best
    good_decades: float = 0.0
    best_at_edge: bool = False
    tolerance: float = 0.05  # good: a score at most this share of the best behind the best


@dataclass(frozen=True)
class LearningCurve:
    """Validation score over updates of the final trainings: mean and range over seeds."""

    architecture: str
    points: tuple[Point, ...]
    low: tuple[Point, ...] = ()
    high: tuple[Point, ...] = ()


@dataclass(frozen=True)
class GradientProfile:
    """Norm of the loss gradient at an input against its distance from the end."""

    architecture: str
    distance: tuple[int, ...]
    median: tuple[float, ...]
    low: tuple[float, ...] = ()  # 10th percentile over examples
    high: tuple[float, ...] = ()  # 90th
    normalised: tuple[float, ...] = ()  # median divided by its value at distance 0
    reach: float | None = None  # first distance at which `normalised` stays below `threshold`
    threshold: float = 0.01


@dataclass(frozen=True)
class Confusion:
    """How often class (row) was taken for class (column) on the test part, mean over seeds."""

    architecture: str
    matrix: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Forecast:
    """Actual against predicted values on a stretch of the test part."""

    architecture: str
    target: str
    time: tuple[str, ...]
    actual: tuple[float, ...]
    predicted: tuple[float, ...]
    steps_ahead: int


@dataclass(frozen=True)
class Verdict:
    """The decisions, without words; `report.words` says them."""

    recommended: str  # by the rule of `comparison.verdict`, on the validation part
    best_network: str  # the best recurrent network on the validation part
    best_baseline: str  # the best simple baseline on the validation part
    worth_it: str  # "yes" | "no" | "undecided": is a recurrent network better than best_baseline?
    gain: Interval | None  # best_network against best_baseline on the test part; >0 better
    cheaper_equal: tuple[str, ...]  # networks that lose nothing and cost less, cheapest first
    sure: str  # "clear" | "tied" | "undecided": the recommended against the others
    tied_with: tuple[str, ...] = ()
    naive: str = ""  # the best naive baseline on the validation part
    beat_naive: tuple[str, ...] = ()  # shown to be better than that on the test part, corrected
    warnings: tuple[Text, ...] = ()  # sentences: what cannot be decided and why
    light: str = ""  # green: decided; amber: not yet decided; quick: nothing is; "": older records
    doubts: tuple[str, ...] = ()  # gain | network | naive | better | seed | leak: see the rule
    best: str = ""  # the best on the validation part
    for_less: bool = False  # the network taken costs less than the best baseline, as close
    # what the validation part leaves open: those that could be better than the recommended by more
    # than the margin, and of networks those that had not learned to the end
    open: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    visible: float | None = None  # smallest difference that could have been seen, in score units
    examples_needed: int | None = None  # of the validation part, to see a difference of the margin
    seeds_needed: int | None = None  # where it is what varies from seed to seed that hides it
    updates_needed: int | None = None  # of a training, for what is unfinished to end gaining


@dataclass(frozen=True)
class Results:
    """What the report shows beside plan, trials and costs."""

    verdict: Verdict
    standings: tuple[Standing, ...]
    rate_curves: tuple[RateCurve, ...]
    learning_curves: tuple[LearningCurve, ...]
    gradients: tuple[GradientProfile, ...]
    confusions: tuple[Confusion, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    machine: dict[str, str] = field(default_factory=dict)
    threads: int = 1


@dataclass(frozen=True)
class Run:
    """State of a run's folder."""

    command: tuple[str, ...]
    status: str  # running | finished | interrupted
    started: str  # ISO 8601
    ended: str = ""
    seconds: float = 0.0  # of wall time, all sittings together
    stages: dict[str, float] = field(default_factory=dict)  # of them in each stage, in their order
    workers: int = 0  # processes that trained; 0: not recorded
    later: tuple[tuple[str, ...], ...] = ()  # commands that went on with it, with more

    @staticmethod
    def upgraded(plain: dict[str, Any]) -> dict[str, Any]:
        """A run as earlier versions wrote it."""
        return older.run(plain)
