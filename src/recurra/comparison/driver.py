"""`compare`: from data to a verdict.

Nothing that computes is loaded here: `start` reads the data first, `stages` does the rest.
"""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from recurra import words
from recurra.comparison import further, trouble
from recurra.comparison import plan as plans
from recurra.comparison import start as starts
from recurra.comparison.clock import Clock
from recurra.comparison.folder import Folder
from recurra.comparison.progress import OnProgress
from recurra.comparison.start import Place, Start
from recurra.comparison.workers import Processes, Workers, allowed
from recurra.errors import Interrupted, RecurraError, RunError
from recurra.records import Results
from recurra.settings import Comparison, Reading, placed, spelled_out
from recurra.words import say


@spelled_out
def compare(
    data: str | Path | None = None,
    *,
    wish: Comparison,
    reading: Reading,
    out: str | Path | None = None,
    resume: str | Path | None = None,
    plan: str | Path | None = None,
    more: str | None = None,
    add: Sequence[str] | None = None,
    to: str | Path | None = None,
    command: Sequence[str] = (),
    began: float | None = None,
    progress: OnProgress | None = None,
    crew: Workers | None = None,
) -> Results:
    """Compare recurrent networks and simple baselines on your data; the main job of recurra.

    Every architecture gets its own learning-rate search under the same budget of updates, its
    best setting is trained again with several seeds, the validation part chooses, and the test
    part is scored once. Records, report and the best model are written to the folder `out`.

    Args:
        data: a path, a data set that comes with the installation ("digits"), or a probe.
        {wish}
        {reading}
        out: folder, new or empty; by default ./recurra-<data>.
        resume: folder of a run that was cut short, to go on with; no other option counts then.
        plan: a plan.json, or the folder of a run, to be repeated exactly.
        more: time in which a finished run trains on, as long as a network gains; what it compares,
            and how, is taken from its folder `to`.
        add: cells that a run is to compare beside its own, in the folder `to`.
        to: folder of the run that is gone on with.
        command: recorded as what repeats the run.
        began: when the work of the caller began (`time.time()`), for the record of where time went.
        progress: called with a `Progress` after every trial.
        crew: who does the jobs instead of `workers` processes, see `recurra.comparison.workers`.

    Returns:
        What the statistics say; the same as in results.json.

    Raises:
        DataError, CellError, SettingError: before anything is written.
        RunError: the folder cannot be used or written, or another process is at work in it.
        Interrupted: a RunError: the run was asked to end, and can be resumed.
    """
    clock = Clock("starting", began)
    crew = crew or Processes(allowed(wish.run.workers, wish.run.force))
    place = Place(crew, None if out is None else Path(out), command, clock, progress)
    asked = further.Further(more, None if add is None else tuple(add), _path(to))
    with words.speaking(wish.run.language or words.language()):
        if asked.asked:
            given = {"out": out, "resume": resume, "plan": plan}
            others = [name for name, value in given.items() if value is not None]
            asked.checked(wish, reading, None if data is None else str(data), others)
            return _guarded(lambda: further.begin(asked, place), place, asked.to)
        if resume is not None:
            return _guarded(lambda: starts.resumed(Path(resume), place), place, Path(resume))
        plans.checked(wish)
        if plan is not None:
            return _guarded(lambda: starts.repeated(Path(plan), wish, place), place)
        source = placed(reading, data, wish.draws.seed)
        return _guarded(lambda: starts.new(source, wish, place), place)


def _path(folder: str | Path | None) -> Path | None:
    return None if folder is None else Path(folder)


def _guarded(
    begin: Callable[[], Start | Results], place: Place, folder: Path | None = None
) -> Results:
    """Run; whatever ends it early leaves a folder that can be resumed, and no process at work."""
    try:
        start = _begun(begin, folder)
        return start if isinstance(start, Results) else _kept(start, place)
    finally:
        place.crew.stop()
        place.held.close()


def _begun(begin: Callable[[], Start | Results], folder: Path | None) -> Start | Results:
    """The start; what ends it leaves the folder that is resumed as it was, a new one not at all."""
    try:
        return begin()
    except KeyboardInterrupt as error:
        raise Interrupted.by(error, say("runs.interrupted_early")) from None
    except OSError as error:
        raise trouble.sentence(error, folder) from error


def _kept(start: Start, place: Place) -> Results:
    from recurra.comparison import stages

    try:
        return stages.run(start, place.crew, place.tell)
    except BaseException as error:
        place.crew.stop()
        folder, told = start.folder, trouble.of_system(error)
        if start.reopened is not None and _untouched(folder):
            if isinstance(error, KeyboardInterrupt):
                raise Interrupted.by(error, say("runs.interrupted_early")) from None
            raise
        _leave(folder, error)
        if isinstance(error, KeyboardInterrupt):
            raise Interrupted.by(error, say("runs.interrupted", folder=folder.path)) from None
        if told is not None and not isinstance(error, RecurraError):
            raise trouble.sentence(told, folder.path) from error
        raise


def _untouched(folder: Folder) -> bool:
    """Whether a run that was finished is as it was, as nothing new was planned yet."""
    with contextlib.suppress(OSError, RunError):
        return folder.run().status == "finished"
    return False


def _leave(folder: Folder, error: BaseException) -> None:
    """Keep what is done, as far as it can be written.

    What is wrong with wish or data shows before there is a plan, and would show again.
    """
    wrong = isinstance(error, RecurraError) and not isinstance(error, RunError)
    if wrong and folder.new and not folder.planned:
        folder.remove()
        return
    with contextlib.suppress(OSError, RunError):  # a full disk, a folder that is gone
        folder.mark("interrupted")
        if folder.planned:
            from recurra.comparison.stages import write_trials

            write_trials(folder, folder.plan(), list(folder.known().values()))
