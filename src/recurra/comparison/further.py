"""Going on with a finished run: with more time, or with more networks.

The records are those of one run that was asked for all of it at once. So nothing is decided here
but a plan; trials that are recorded are not run again, and what depends on all networks together
(a wider range of learning rates, how long all train on) is decided anew.
"""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from recurra import cells as gallery
from recurra import json_lines
from recurra.comparison import folder as folders
from recurra.comparison import plan as plans
from recurra.comparison import start as starts
from recurra.comparison.budget import seconds as in_seconds
from recurra.comparison.context import Setting, load
from recurra.comparison.folder import Folder
from recurra.comparison.lock import Lock
from recurra.comparison.progress import Progress
from recurra.comparison.start import Place, Reopened, Start
from recurra.comparison.workers import result
from recurra.errors import RunError, SettingError
from recurra.records import Architecture, Plan, Results, Trial
from recurra.settings import Comparison, Reading, changed, departures, settings
from recurra.words import Text, say

FREE = ("language",)  # of what is asked for, beside what no repeated command holds: not in a plan


@dataclasses.dataclass(frozen=True)
class Further:
    """What is asked of a run that is there."""

    more: str | None = None  # time
    add: tuple[str, ...] | None = None  # cells
    to: Path | None = None

    @property
    def asked(self) -> bool:
        """Whether anything is."""
        return self.more is not None or self.add is not None or self.to is not None

    def checked(
        self, wish: Comparison, reading: Reading, data: str | None, others: Sequence[str]
    ) -> "Further":
        """The same, if it goes together with what else is asked for; `others`: options by name.

        Raises SettingError.
        """
        if self.more is not None and self.add is not None:
            raise SettingError(say("errors.not_both", one="--more", other="--add"))
        if self.more is None and self.add is None:
            raise SettingError(say("going_on.to_alone"))
        option = "--add" if self.more is None else "--more"
        if self.to is None:
            raise SettingError(say("going_on.without_to", option=option))
        given = [f"--{name.replace('_', '-')}" for name in (*others, *_away(wish, reading))]
        if given:
            raise SettingError(say("going_on.not_with", option=option, others=tuple(given)))
        if self.more is not None:
            in_seconds(self.more)
        if self.add is not None and (not self.add or len(set(self.add)) < len(self.add)):
            raise SettingError(say("comparison.errors.cells_once"))
        folders.check_folder(self.to)
        recorded = plans.read(self.to) if (self.to / "plan.json").is_file() else None
        if data is not None and recorded is not None and data != recorded.source.data:
            raise SettingError(say("going_on.not_with", option=option, others=(data,)))
        return self


def _away(wish: Comparison, reading: Reading) -> list[str]:
    """What is asked for that is fixed by the run."""
    found = list(departures(reading))
    known = dict(settings(wish))
    return found + [
        name for name in departures(wish) if known[name].option.repeated and name not in FREE
    ]


def begin(asked: Further, place: Place) -> Start | Results:
    """The run with what is asked for; its results, where there is nothing to be done."""
    assert asked.to is not None
    if asked.more is not None:
        return longer(asked.to, asked.more, place)
    return joined(asked.to, asked.add or (), place)


def longer(path: Path, time: str, place: Place) -> Start | Results:
    """A finished run that trains on; its results as they are, where no network would gain."""
    _check_finished(path)
    done = _results(path)
    if not gaining(done, _trials(path)):
        _tell(place, path, say("going_on.settled", folder=path))
        return done
    folder = _reopened(path, place)
    return _start(folder, folder.plan(), place, Reopened(("--more", time), time))


def gaining(results: Results, trials: Sequence[Trial]) -> bool:
    """Whether a network would train on, if the plan allowed it: as `learning.gains` decides."""
    finals = [t for t in trials if t.stage == "final" and t.validation is not None]
    longest = max((t.planned for t in finals), default=0)
    able = {t.architecture for t in finals if t.updates == t.planned == longest}
    return any(s.architecture in able and (s.improving or not s.begun) for s in results.standings)


def joined(path: Path, specs: Sequence[str], place: Place) -> Start:
    """A run with more networks."""
    starts.check_names(specs)  # one that does not exist is said before anything else
    folder = _reopened(path, place)
    plan = folder.plan()
    _check_new(specs, plan, path)
    start = _start(folder, plan, place, Reopened(("--add", ",".join(specs))))
    setting, store = Setting.of(plan), folder.store.folder
    place.crew.equip(load, setting, start.task.summary, store, start.common)
    asked = (*(a.spec for a in plan.architectures if a.network and not a.skipped), *specs)
    described = result(place.crew.assign(starts.describe, _wish(plan, asked)))
    _check_same(described, plan)
    more = plans.joined(plan, described)
    from recurra.comparison import proving

    more = dataclasses.replace(more, architectures=proving.proven(more, start.task))
    return dataclasses.replace(start, plan=more)


def _wish(plan: Plan, specs: tuple[str, ...]) -> Comparison:
    """As far as networks are described by it."""
    return Comparison(changed(plan.networks, cells=specs), training=plan.training)


def _check_new(specs: Sequence[str], plan: Plan, path: Path) -> None:
    """None of them takes part already, by its name either."""
    there = [a for a in plan.architectures if a.network and not a.skipped]
    taken = {a.spec for a in there} | {a.name for a in there}
    names = [s for s in specs if s in taken or (_name(s) in taken and "(" not in s)]
    if names:
        raise SettingError(say("going_on.already", names=tuple(names), folder=path))


def _name(spec: str) -> str:
    """As it would be shown."""
    found = gallery.named(spec)
    return found.cell.name if found.cell is not None else spec


def _check_same(described: Sequence[Architecture], plan: Plan) -> None:
    """The networks that are there are what they were, whatever files they come from."""
    known = {a.spec: a.fingerprint for a in plan.architectures if a.network}
    for one in described:
        if known.get(one.spec, one.fingerprint) != one.fingerprint:
            raise RunError(say("going_on.changed", name=one.name))


def _check_finished(path: Path) -> None:
    """Raise RunError where a run is not finished, or another process is at work in it."""
    folders.check_resumable(path)
    if Folder(path).run().status == "finished":
        return
    if Lock.held(path / folders.STATE / folders.LOCK):
        Lock(path / folders.STATE / folders.LOCK).close()  # says who has it
    raise RunError(say("comparison.errors.unfinished", folder=path))


def _reopened(path: Path, place: Place) -> Folder:
    folder = Folder.reopen(path, place.clock)
    place.held.callback(folder.release)
    return folder


def _start(folder: Folder, plan: Plan, place: Place, why: Reopened) -> Start:
    """With the data read again, which must be those of then."""
    place.read(folder.path)
    again = _lost(folder)
    if again:
        _tell(place, folder.path, say("going_on.again", number=again))
    task, common, notes = starts.posed(plan, place, folder.path)
    why = dataclasses.replace(why, command=(*why.command, "--to", str(folder.path)))
    return Start(plan, task, folder, None, notes, place.began, common, why)


def _lost(folder: Folder) -> int:
    """How many of the longest trainings cannot be gone on with, as only their records are left."""
    finals = [t for t in folder.known().values() if t.stage == "final" and t.status != "failed"]
    lengths = Counter(t.planned for t in finals)
    longest = max(lengths, default=0)
    own = [t for t in finals if t.planned == longest]
    return sum(not folder.store.has(t.key, "checkpoint") for t in own)


def _tell(place: Place, path: Path, sentence: Text) -> None:
    if place.tell is not None:
        place.tell(Progress(starts.READING, 0.0, 0.0, None, path, said=(sentence,)))


def _results(path: Path) -> Results:
    return folders.read_record(Results, path / "results.json")


def _trials(path: Path) -> list[Trial]:
    return list(json_lines.read_lines(Trial, path / folders.TRIALS))
