"""The plan of a benchmark: which rows, with which contenders, and how long they may take."""

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass

from recurra import cells
from recurra.bench import targets
from recurra.bench.rivals import RIVALS
from recurra.bench.rounds import REST
from recurra.bench.shapes import CELLS, MODES, Job, Shape, shapes_of
from recurra.compiler.measure import operations
from recurra.errors import RunError, SettingError, unknown
from recurra.measurements import Bench, BenchSettings
from recurra.words import say

QUICK_SHAPES: tuple[Shape, ...] = ((28, 64, 28, 100), (200, 1, 64, 128))
SHOWN = ("torch", "torchrecurrent")  # beside what the targets ask for, in rows of training
SPEED = 2e10  # operations a second: a first guess of how long a row takes, to tell the time left


@dataclass(frozen=True)
class Settings(BenchSettings):
    """What to time and how."""

    cells: tuple[str, ...] = CELLS
    shapes: tuple[Shape, ...] = ()  # none: the benchmark's own for each kind of work
    modes: tuple[str, ...] = MODES
    threads: tuple[int, ...] = (1, 2)
    rivals: tuple[str, ...] = tuple(r.name for r in RIVALS)
    rounds: int = 9
    turn: float = 0.1
    rest: float = REST
    row: float = 30.0
    quick: bool = False
    targets: bool = False
    backend: str = "auto"
    command: tuple[str, ...] = ()


def recorded(settings: Settings) -> BenchSettings:
    """Settings as a record."""
    return BenchSettings(**vars(settings))


def of_record(bench: Bench) -> Settings:
    """The settings of a recorded benchmark.

    Raises RunError where they are not recorded.
    """
    if bench.settings is None:
        raise RunError(say("bench.plan.without_settings"))
    return Settings(**vars(bench.settings))


def check(settings: Settings) -> None:
    """Raise SettingError where a setting does not fit; CellError where a cell cannot be traced."""
    names = [r.name for r in RIVALS]
    for rival in settings.rivals:
        if rival not in names:
            raise unknown(say("nouns.rival"), rival, names)
    for mode in settings.modes:
        if mode not in MODES:
            raise unknown(say("nouns.kind_of_work"), mode, MODES)
    for spec in settings.cells:
        cells.find(spec).graph()
    if not (settings.cells and settings.modes and settings.threads):
        raise SettingError(say("bench.plan.nothing_named"))
    if min(settings.threads) < 1 or settings.rounds < 1:
        raise SettingError(say("bench.plan.at_least_one"))
    if not any(jobs(settings, t) for t in settings.threads):
        raise SettingError(say("bench.plan.nothing_asked"))


def jobs(settings: Settings, threads: int) -> list[Job]:
    """The rows at one number of threads; a single stream's step is timed on one thread only."""
    every = [
        Job(cell, mode, *shape, threads, settings.backend)
        for cell in settings.cells
        for mode in settings.modes
        if mode != "step" or threads == min(settings.threads)
        for shape in shapes_of(mode, settings.shapes)
    ]
    return [j for j in every if not settings.targets or _asked(settings, j)]


def rivals(settings: Settings, job: Job) -> tuple[str, ...]:
    """Who takes part in a row; with `targets` those whom a target asks for, and `SHOWN`.

    >>> rivals(Settings(targets=True), Job("scrn", "train", 28, 64, 28, 100))
    ('torch', 'python loop', 'jax', 'torchrecurrent')
    """
    if not settings.targets:
        return settings.rivals
    wanted = _asked(settings, job) | (set(SHOWN) if job.mode == "train" else set())
    return tuple(r for r in settings.rivals if r in wanted)


def rounds(settings: Settings, round_seconds: float) -> int:
    """Rounds of a row: all, or fewer where they would take more than `row` seconds, but never
    fewer than a median needs.

    >>> rounds(Settings(row=10.0), 0.5), rounds(Settings(row=10.0), 1.25), rounds(Settings(), 60.0)
    (9, 8, 7)
    """
    least = min(settings.rounds, targets.FEWEST_ROUNDS)
    affordable = int(settings.row / max(round_seconds, 1e-9))
    return max(least, min(settings.rounds, affordable))


def _asked(settings: Settings, job: Job) -> set[str]:
    shape = None if settings.shapes else job.shape  # shapes of one's own stand for the targets'
    return targets.rivals(job.cell, job.mode, shape, job.threads)


class Pace:
    """How long the rows still to come will take, judged by those that are done."""

    def __init__(self, settings: Settings, every: Sequence[Job], coming: Sequence[Job]) -> None:
        guesses = {job: _guess(job, settings) for job in every}
        self._total = math.fsum(guesses.values())
        self._guesses = {job: guesses[job] for job in coming}
        self._done: list[tuple[Job, float, float]] = []  # with guess and seconds

    def took(self, job: Job, seconds: float) -> None:
        """A row is done."""
        self._done.append((job, self._guesses.pop(job), seconds))

    @property
    def done(self) -> float:
        """0 to 1."""
        return 1.0 - math.fsum(self._guesses.values()) / self._total

    @property
    def left(self) -> float | None:
        """Seconds; None before the first row is done."""
        if not self._done:
            return None
        return math.fsum(guess * self._factor(job) for job, guess in self._guesses.items())

    def _factor(self, job: Job) -> float:
        """Seconds for each second guessed, in the rows most like this one."""
        own = (job.shape, job.mode, job.threads)
        for alike in (own, own[:2], own[:1], ()):
            found = [
                (guess, seconds)
                for other, guess, seconds in self._done
                if (other.shape, other.mode, other.threads)[: len(alike)] == alike
            ]
            if found:
                break
        return math.fsum(s for _, s in found) / math.fsum(g for g, _ in found)


def _guess(job: Job, settings: Settings) -> float:
    """Seconds that a row may take; its proportions to other rows matter more than itself."""
    steps, batch, width, hidden = job.shape
    step = operations(cells.find(job.cell), width, hidden).flops * batch
    once = steps * (step * (3 if job.trains else 1) / SPEED / job.threads**0.7 + 2e-5)
    each = max(once, settings.turn) + (once if once < settings.turn else 0)
    return 2 + (1 + len(rivals(settings, job))) * (rounds(settings, 5 * each) * each + 3 * once)


def quick(settings: Settings) -> Settings:
    """The settings, made short where a quick look is asked for."""
    if not settings.quick:
        return settings
    shapes, turn = settings.shapes or QUICK_SHAPES, min(settings.turn, 0.01)
    return dataclasses.replace(settings, shapes=shapes, turn=turn)
