"""`gather`: what a path or a name is, and the reader for it."""

from dataclasses import replace
from pathlib import Path

from recurra.data import gaps
from recurra.data.images import is_idx, read_images
from recurra.data.labelled_series import is_ts, read_labelled
from recurra.data.probes import generate, is_probe
from recurra.data.sequences import Sequences
from recurra.data.series import Series
from recurra.data.sources import SOURCES
from recurra.data.treebank import is_trees, read_trees
from recurra.data.trees import Trees
from recurra.data.unpack import missing
from recurra.errors import DataError, SettingError, unknown
from recurra.records import Source
from recurra.settings import departures, settings
from recurra.settings.reading import IMAGES, PROBES, SERIES, TABLES, TREES
from recurra.settings.tasks import TASKS
from recurra.words import say


def gather(source: Source) -> Sequences | Series | Trees:
    """The examples behind a path or a name.

    A name of `SOURCES`, a probe ("probe:adding"), a folder or file of IDX images, .ts files, trees
    (in brackets, CoNLL-U), or a table (CSV, Parquet).
    Raises DataError with file, line and column for anything that does not fit.

    >>> gather(Source("digits")).name
    'digits'
    """
    if source.limit is not None and source.limit < 1:
        raise SettingError(say("data.read.limit", given=source.limit))
    if source.task not in TASKS:
        raise unknown(say("nouns.task"), source.task, TASKS)
    gaps.check(source.missing)
    if is_probe(source.data):
        return generate(_fits(source, PROBES))
    path = Path(source.data)
    if source.data in SOURCES:
        return SOURCES[source.data](_fits(source, IMAGES))
    try:
        return _read(path, source)
    except OSError as error:
        raise DataError(say("data.unpack.unreadable", reason=error.strerror), file=path) from None


def kept(source: Source) -> Source:
    """The source as records keep it: a path is whole, so that it is found from anywhere.

    >>> kept(Source("digits")).data
    'digits'
    """
    path = Path(source.data)
    if is_probe(source.data) or source.data in SOURCES or not path.exists():
        return source
    return replace(source, data=str(path.absolute()))


def _read(path: Path, source: Source) -> Sequences | Series | Trees:
    if not path.exists():
        raise missing(path)
    if path.is_dir():
        return _folder(path, source)
    if is_idx(path):
        return read_images(_fits(source, IMAGES))
    if is_ts(path):
        return read_labelled(_fits(source, SERIES))
    if is_trees(path):
        return read_trees(_fits(source, TREES))
    from recurra.data.tabular import read_series  # pyarrow is loaded for tables only

    return read_series(_fits(source, TABLES))


def _folder(path: Path, source: Source) -> Sequences | Trees:
    if any(is_idx(p) for p in path.iterdir()):
        return read_images(_fits(source, IMAGES))
    if any(is_ts(p) for p in path.rglob("*")):
        return read_labelled(_fits(source, SERIES))
    if any(is_trees(p) for p in path.iterdir()):
        return read_trees(_fits(source, TREES))
    what, remedy = say("data.read.nothing_here"), say("data.read.give_table")
    raise DataError(what, file=path, remedy=remedy)


def _fits(source: Source, reader: str) -> Source:
    """The source, if its options are options of this reader.

    Raises SettingError that names the first that is not.
    """
    away = departures(source)
    wrong = [
        n for n, one in settings(source) if n in away and reader not in (one.option.of or (reader,))
    ]
    holds = {TABLES: "table", PROBES: "probe"}.get(reader, "sequences")
    if wrong:
        raise SettingError(
            say("data.read.does_not_fit", option=wrong[0], name=source.data, holds=holds)
        )
    task = "classification" if reader == TABLES else "forecasting"
    if source.task == task:
        raise SettingError(
            say("data.read.task_does_not_fit", task=task, name=source.data, holds=holds)
        )
    return source
