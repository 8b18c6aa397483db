"""`gather`: what a path or a name is, and the reader for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from recurra.data import gaps
from recurra.data.archives import within as unpacked
from recurra.data.arrays import are_arrays, read_arrays
from recurra.data.files import are_several, tables_of
from recurra.data.images import is_idx, read_images
from recurra.data.labelled_series import is_ts, read_labelled
from recurra.data.probes import generate, is_probe
from recurra.data.question import VALUES, question
from recurra.data.recordings.files import are_recordings
from recurra.data.sequences import Sequences
from recurra.data.series import Series
from recurra.data.sources import SOURCES
from recurra.data.treebank import is_trees, read_trees
from recurra.data.trees import Trees
from recurra.data.unpack import missing
from recurra.errors import DataError, SettingError, unknown
from recurra.records import Source
from recurra.settings.readers import (
    KINDS,
    ArraySettings,
    ImageSettings,
    LabelledSettings,
    ProbeSettings,
    RecordingSettings,
    Shared,
    TableSettings,
    TreeSettings,
    takers,
)
from recurra.settings.tasks import TASKS
from recurra.words import say

Data = Sequences | Series | Trees


def gather(source: Source) -> Data:
    """The examples behind a path or a name.

    A name of `SOURCES`, a probe ("probe:adding"), a folder or file of IDX images, .ts files, trees
    (in brackets, CoNLL-U), NumPy arrays, a folder of recordings, or a table (CSV, Parquet).
    Raises DataError with file, line and column for anything that does not fit, SettingError for a
    setting of another reader.

    >>> gather(Source("digits")).name
    'digits'
    """
    if source.task not in TASKS:
        raise unknown(say("nouns.task"), source.task, TASKS)
    gaps.check(source.how(Shared).missing)
    source = settled(source)
    with _readable(source.data), unpacked(source.data) as inside:
        found = READ[source.reader](replace(source, data=inside))
    return found if inside == source.data else replace(found, files=(source.data,))


def kind_of(data: Data) -> str:
    """What data are, as tasks say what they take: trees, series, values or sequences."""
    if isinstance(data, Trees):
        return "trees"
    if isinstance(data, Series):
        return "series"
    return "values" if data.targets else "sequences"


def settled(source: Source) -> Source:
    """The source with the reader that its data need, and the settings of this reader alone.

    Raises SettingError that names the first setting which is none of this reader's.

    >>> settled(Source.of("digits", order="column")).settings
    ImageSettings(order='column', limit=None)
    """
    reader = source.reader or reader_of(source.data, source.asked())
    found = replace(source, reader=reader, settings=source.how(KINDS[reader]))
    wrong = [name for name in source.asked() if name not in found.asked()]
    if wrong:
        raise SettingError(
            say(
                "data.read.does_not_fit",
                option=wrong[0],
                name=source.data,
                holds=reader,
                of=takers(wrong[0]),
            )
        )
    if source.task in NEVER[reader]:
        raise SettingError(
            say("data.read.task_does_not_fit", task=source.task, name=source.data, holds=reader)
        )
    return found


def kept(source: Source) -> Source:
    """The source as records keep it: with its reader, and a path is whole, so that it is found
    from anywhere.

    >>> kept(Source("digits")).reader
    'images'
    """
    path = Path(source.data)
    if is_probe(source.data) or source.data in SOURCES:
        return settled(source)
    there = path.exists() or (are_several(path) and tables_of(path))
    return replace(settled(source), data=str(path.absolute())) if there else source


def moved(source: Source, data: str) -> Source:
    """The reading of other data as those of the source are read, all of them.

    Where they need another reader, what both readers know is kept.
    """
    # A recording alone is read as those of a folder were.
    reader = RECORDINGS if source.reader == RECORDINGS else reader_of(data)
    settings = source.with_settings(limit=None).how(KINDS[reader])
    return replace(source, data=data, reader=reader, settings=settings)


def reader_of(data: str, asked: Mapping[str, object] | None = None) -> str:
    """The name of the reader that data need; DataError where there are none.

    `asked`: what was asked of their reading, by name, where files alone do not tell.

    >>> reader_of("digits"), reader_of("probe:adding")
    ('images', 'probes')
    """
    if is_probe(data):
        return PROBES
    if data in SOURCES:
        return IMAGES
    with _readable(data), unpacked(data) as data:
        return _of_files(Path(data), asked or {})


def _of_files(path: Path, asked: Mapping[str, object]) -> str:
    if are_several(path) and not path.is_dir() and tables_of(path):
        return TABLES
    if not path.exists():
        raise missing(path)
    for reader, (is_one, within) in FILES.items():
        if any(is_one(file) for file in (within(path) if path.is_dir() else [path])):
            return reader
    elsewhere = path.is_dir() and {"label", "label_pattern"} & set(asked)
    if are_arrays(path) and not elsewhere:
        return ARRAYS
    if are_recordings(path, asked):
        return RECORDINGS
    if path.is_dir() and not tables_of(path):
        what, remedy = say("data.read.nothing_here"), say("data.read.give_table")
        raise DataError(what, file=path, remedy=remedy)
    return TABLES


@contextmanager
def _readable(data: str) -> Iterator[None]:
    """What the system says of a file that cannot be read is said of the data."""
    try:
        yield
    except OSError as error:
        what = say("data.unpack.unreadable", reason=error.strerror)
        raise DataError(what, file=Path(data)) from None


def _images(source: Source) -> Data:
    how = source.how(ImageSettings)
    named = SOURCES.get(source.data)
    return named(how) if named else read_images(source.data, how)


def _valued(source: Source) -> bool | None:
    """Whether a number is asked of each sequence; None where nothing is."""
    return None if source.task == "auto" else source.task in VALUES


def _recordings(source: Source) -> Data:
    from recurra.data.recordings.reader import read_recordings  # it loads pyarrow, too

    return read_recordings(source.data, source.how(RecordingSettings), bool(_valued(source)))


def _table(source: Source) -> Data:
    from recurra.data.examples import read_examples  # pyarrow is loaded for tables only
    from recurra.data.tabular import read_series

    if question(source) is not None:
        return read_examples(source)
    return read_series(source.data, source.how(TableSettings))


IMAGES, LABELLED, TABLES, TREEBANKS, PROBES = "images", "labelled", "tables", "treebanks", "probes"
ARRAYS, RECORDINGS = "arrays", "recordings"
# reader -> tasks that none of its data allow
NEVER = {
    IMAGES: ("forecasting", "nodes"),
    LABELLED: ("forecasting", "nodes"),
    TABLES: ("nodes",),
    TREEBANKS: ("forecasting", "regression", "counts", "positive"),
    PROBES: ("forecasting",),
    ARRAYS: ("forecasting", "nodes"),
    RECORDINGS: ("forecasting", "nodes"),
}
# reader -> what reads with the settings of this reader
READ: dict[str, Callable[[Source], Data]] = {
    IMAGES: _images,
    LABELLED: lambda source: read_labelled(source.data, source.how(LabelledSettings)),
    TABLES: _table,
    TREEBANKS: lambda source: read_trees(source.data, source.how(TreeSettings)),
    ARRAYS: lambda source: read_arrays(source.data, source.how(ArraySettings), _valued(source)),
    RECORDINGS: _recordings,
    PROBES: lambda source: generate(source.data, source.how(ProbeSettings), source.seed),
}
# reader -> which files are its own, and those of a folder that are looked at; others are tables
FILES: dict[str, tuple[Callable[[Path], bool], Callable[[Path], Iterable[Path]]]] = {
    IMAGES: (is_idx, Path.iterdir),
    LABELLED: (is_ts, lambda folder: folder.rglob("*")),
    TREEBANKS: (is_trees, Path.iterdir),
}
