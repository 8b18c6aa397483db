"""What a comparison begins with; all that can be wrong with data and options shows here.

Data are read and summed up before torch is loaded, so that what a user mistyped is said at once and
the summary is there to be read while the workers load what computes. This process loads what its
plan needs once the data are read, while a worker describes the networks; a time that is over by
then is refused before.
"""

import contextlib
import dataclasses
import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from recurra import cells as gallery
from recurra.comparison import folder as folders
from recurra.comparison import plan as plans
from recurra.comparison import repeat, shared, warm
from recurra.comparison.asked import Asked
from recurra.comparison.clock import Clock
from recurra.comparison.context import Context, Setting, load
from recurra.comparison.folder import Folder
from recurra.comparison.progress import OnProgress, Progress
from recurra.comparison.workers import Workers, result
from recurra.data.read import gather, kept
from recurra.data.reading import watched
from recurra.errors import SettingError
from recurra.records import Architecture, Plan, Source
from recurra.settings import Comparison
from recurra.tasks import Task, pose, teaching
from recurra.words import Text, say

READING = "reading_the_data"
LOADING = "loading_the_libraries"


@dataclasses.dataclass(frozen=True)
class Reopened:
    """Why a run that is there goes on."""

    command: tuple[str, ...]  # its options
    time: str | None = None  # for which it may train on


@dataclasses.dataclass(frozen=True)
class Start:
    """What the stages of a comparison need."""

    plan: Plan
    task: Task
    folder: Folder
    wish: Comparison | None  # None: the plan is fixed already
    cautions: tuple[Text, ...]
    began: float
    common: Path | None = None  # where the task lies that the workers map
    reopened: Reopened | None = None


@dataclasses.dataclass(frozen=True)
class Place:
    """Who works on it, where it is written, and who is told."""

    crew: Workers
    out: Path | None
    command: Sequence[str]
    clock: Clock
    tell: OnProgress | None
    began: float = dataclasses.field(default_factory=time.monotonic)
    held: contextlib.ExitStack = dataclasses.field(default_factory=contextlib.ExitStack)

    def path(self, data: str) -> Path:
        """The folder asked for; without one a new one, named after the data."""
        return self.out if self.out is not None else folders.default(data)

    def folder(self, path: Path, asked: Asked) -> Folder:
        """The folder, made now that nothing is wrong any more; it is let go of with `held`."""
        command = self.command or repeat.command(asked.source, asked.wish)
        folder = Folder.create(path, command, self.clock, self.crew.number, asked)
        self.held.callback(folder.release)
        return folder

    def common(self, task: Task) -> tuple[Task, Path | None]:
        """The task as this process and its workers share it until `held` is closed, and where."""
        return shared.kept(task, self.held)

    def read(self, path: Path) -> None:
        """Tell that the data are being read, which may take a while."""
        self.clock.enter(READING)
        if self.tell is not None:
            self.tell(Progress(READING, 0.0, 0.0, None, path))

    def reading(self, path: Path) -> AbstractContextManager[None]:
        """Inside, it is told how far the reading of a large table is."""
        tell = self.tell

        def at(done: float, total: float, left: float | None) -> None:
            if tell is not None:
                tell(Progress(READING, done, total, left, path))

        return watched(at)

    def show(self, task: Task, path: Path) -> None:
        """Tell what the data are, before anything heavy is loaded."""
        self.clock.enter(LOADING)
        if self.tell is not None:
            self.tell(Progress(LOADING, 0.0, 0.0, None, path, task.summary))


def new(source: Source, wish: Comparison, place: Place) -> Start:
    """A comparison that is planned from what was asked for."""
    if not source.data:
        raise SettingError(say("comparison.errors.no_data"))
    check_names(wish.networks.cells or gallery.DEFAULT)
    if place.out is not None:
        folders.check_unused(place.out)
    path = place.path(source.data)
    plan, task, common = _planned(source, wish, place, path)
    folder = place.folder(path, Asked(kept(source), wish))
    return Start(plan, task, folder, wish, (), place.began, common)


def repeated(recorded: Path, wish: Comparison, place: Place) -> Start:
    """A comparison whose plan is recorded."""
    plan = plans.read(recorded)
    if place.out is not None:
        folders.check_unused(place.out)
    path = place.path(plan.source.data)
    place.read(path)
    task, common, notes = posed(plan, place, path)
    plan = _proven(plan, task)
    folder = place.folder(path, Asked(plan.source, wish, plan))
    return Start(plan, task, folder, None, notes, place.began, common)


def resumed(path: Path, place: Place) -> Start:
    """A comparison that was cut short; without a plan it starts anew, as it was asked for."""
    folder = Folder.resume(path, place.clock)
    place.held.callback(folder.release)
    asked = None if folder.planned else folder.asked()
    plan = folder.plan() if asked is None else asked.plan
    if plan is not None:
        place.read(path)
        task, common, notes = posed(plan, place, path)
        start = Start(plan, task, folder, None, notes, place.began, common)
    else:
        assert asked is not None
        check_names(asked.wish.networks.cells or gallery.DEFAULT)
        plan, task, common = _planned(asked.source, asked.wish, place, path)
        start = Start(plan, task, folder, asked.wish, (), place.began, common)
    folder.mark("running", place.crew.number)
    return start


def check_names(specs: Sequence[str]) -> None:
    """Networks that do not exist are said before data are read."""
    for spec in specs:
        found = gallery.named(spec)
        if found.cell is not None:
            found.cell.graph()
            continue
        from recurra.nn.bodies.find import find  # torch: its options stand in the class

        find(spec)


def _planned(
    source: Source, wish: Comparison, place: Place, path: Path
) -> tuple[Plan, Task, Path | None]:
    """The plan of what was asked for, for a run in a folder that need not be there yet."""
    asked, training = wish.networks, wish.training
    named = asked.cells or sorted(gallery.DEFAULT, key=plans.worth)
    place.read(path)
    kernels = warm.Kernels(place.crew, named, asked.backend, asked.dtype, training.recurrence)
    with kernels.meanwhile(), place.reading(path):
        score, objective = wish.decision.score, training.objective
        task = pose(gather(source), source, wish.draws.seed, score, objective, asked.dtype)
    place.show(task, path)
    plans.hopeless(wish, task, named[0], time.monotonic() - place.began)
    loading = threading.Thread(target=_load, daemon=True)
    loading.start()
    task, common = place.common(task)
    setting = Setting(kept(source), task.score.info.name, wish.draws.seed, wish.networks, training)
    place.crew.equip(load, setting, task.summary, folders.store(path).folder, common)
    competitors = place.crew.assign(describe, wish)
    kernels.begin()
    described = result(competitors)
    loading.join()
    plan = plans.fixed(wish, kept(source), task, described)
    return _proven(plan, task), task, common


def _load() -> None:
    """What the plan needs, while a worker describes the networks."""
    from recurra.train import optimisers  # noqa: F401  (torch)


def posed(plan: Plan, place: Place, path: Path) -> tuple[Task, Path | None, tuple[Text, ...]]:
    """The task of a plan, where it lies, and what differs from when the plan was made."""
    specs = [a.spec for a in plan.architectures if a.network and not a.skipped]
    kernels = warm.Kernels(place.crew, specs, plan.backend, plan.dtype, plan.recurrence)
    with kernels.meanwhile(), place.reading(path):
        data = gather(plan.source)
        task = pose(data, plan.source, plan.seed, plan.score.name, plan.objective, plan.dtype)
    notes = plans.check(plan, task)
    place.show(task, path)
    kernels.begin()
    return *place.common(task), notes


def describe(context: Context, wish: Comparison) -> tuple[Architecture, ...]:
    """The networks with their sizes, and what each keeps of its states before it is trained."""
    from recurra.comparison import architectures, openness

    task, asked, training = context.task, wish.networks, wish.training
    specs = asked.cells or architectures.default_cells(task)
    teaching.check(task, training, [gallery.named(spec) for spec in specs])
    chosen = architectures.describe(
        specs,
        task,
        asked.hidden_size,
        asked.match,
        training.recurrence,
        training.inputs,
        training.pooling,
    )
    architectures.check_init(training.init, chosen, task)
    return openness.measured(chosen, task, training.init, asked.dtype)


def _proven(plan: Plan, task: Task) -> Plan:
    from recurra.comparison import proving

    return dataclasses.replace(plan, architectures=proving.proven(plan, task))
