"""`gather`: what a path or a name is, and the reader for it."""

from pathlib import Path

from recurra import choices
from recurra.data import gaps
from recurra.data.images import is_idx, read_images
from recurra.data.labelled_series import is_ts, read_labelled
from recurra.data.probes import OPTIONS, generate, is_probe
from recurra.data.sequences import Sequences
from recurra.data.series import Series
from recurra.data.sources import SOURCES
from recurra.data.treebank import is_trees, read_trees
from recurra.data.trees import Trees
from recurra.data.unpack import missing
from recurra.errors import DataError, SettingError
from recurra.records import Source

FORECASTS = ("target", "time", "horizon", "lookback", "known", "group", "transform")


def gather(source: Source) -> Sequences | Series | Trees:
    """The examples behind a path or a name.

    A name of `SOURCES`, a probe ("probe:adding"), a folder or file of IDX images, .ts files, trees
    (in brackets, CoNLL-U), or a table (CSV, Parquet).
    Raises DataError with file, line and column for anything that does not fit.

    >>> gather(Source("digits")).name
    'digits'
    """
    if source.limit is not None and source.limit < 1:
        raise SettingError(f"--limit must be at least 1, not {source.limit}")
    choices.check(task=source.task)
    gaps.check(source.missing)
    if is_probe(source.data):
        return generate(_for_probes(source))
    path = Path(source.data)
    if source.data in SOURCES:
        return SOURCES[source.data](_for_sequences(source, images=True))
    try:
        return _read(path, source)
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", file=path) from None


def _read(path: Path, source: Source) -> Sequences | Series | Trees:
    if not path.exists():
        raise missing(path)
    if path.is_dir():
        return _folder(path, source)
    if is_idx(path):
        return read_images(_for_sequences(source, images=True))
    if is_ts(path):
        return read_labelled(_for_sequences(source, images=False))
    if is_trees(path):
        return read_trees(_for_sequences(source, images=False, holes=False))
    from recurra.data.tabular import read_series  # pyarrow is loaded for tables only

    return read_series(_for_tables(source))


def _folder(path: Path, source: Source) -> Sequences | Trees:
    if any(is_idx(p) for p in path.iterdir()):
        return read_images(_for_sequences(source, images=True))
    if any(is_ts(p) for p in path.rglob("*")):
        return read_labelled(_for_sequences(source, images=False))
    if any(is_trees(p) for p in path.iterdir()):
        return read_trees(_for_sequences(source, images=False, holes=False))
    raise DataError(
        "no IDX images (*-images-idx*), no .ts files and no trees in this folder",
        file=path,
        remedy="For a table give the file itself",
    )


def _for_sequences(source: Source, images: bool, holes: bool = True) -> Source:
    """The source, if its options fit labelled sequences."""
    blank = Source(source.data)
    given = (*FORECASTS, *OPTIONS, *(() if holes and not images else ("missing",)))
    wrong = [n for n in given if getattr(source, n) != getattr(blank, n)]
    if source.order != blank.order and not images:
        wrong.append("order")
    _refuse(source, wrong, "labelled sequences to classify", "forecasting")
    return source


def _for_probes(source: Source) -> Source:
    """The source, if its options fit a probe."""
    blank = Source(source.data)
    given = (*FORECASTS, "order", "limit", "missing")
    wrong = [n for n in given if getattr(source, n) != getattr(blank, n)]
    _refuse(source, wrong, "examples that are made (see --examples)", "forecasting")
    return source


def _for_tables(source: Source) -> Source:
    """The source, if its options fit a table."""
    blank = Source("")
    wrong = [n for n in ("order", *OPTIONS) if getattr(source, n) != getattr(blank, n)]
    _refuse(source, wrong, "a table to forecast", "classification")
    return source


def _refuse(source: Source, wrong: list[str], what: str, task: str) -> None:
    if wrong:
        raise SettingError(f"--{wrong[0]} does not fit {source.data}, which holds {what}")
    if source.task == task:
        raise SettingError(f"--task {task} does not fit {source.data}, which holds {what}")
