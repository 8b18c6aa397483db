"""`gather`: what a path or a name is, and the reader for it."""

from pathlib import Path

from recurra.data.images import is_idx, read_images
from recurra.data.labelled_series import is_ts, read_labelled
from recurra.data.sequences import Sequences
from recurra.data.series import Series
from recurra.data.sources import SOURCES
from recurra.data.unpack import missing
from recurra.errors import DataError
from recurra.records import Source


def gather(source: Source) -> Sequences | Series:
    """The examples behind a path or a name.

    A name of `SOURCES`, a folder or file of IDX images, .ts files, or a table (CSV, Parquet).
    Raises DataError with file, line and column for anything that does not fit.

    >>> gather(Source("digits")).name
    'digits'
    """
    path = Path(source.data)
    if source.data in SOURCES:
        return SOURCES[source.data](source)
    if not path.exists():
        raise missing(path)
    if path.is_dir():
        return _folder(path, source)
    if is_idx(path):
        return read_images(source)
    if is_ts(path):
        return read_labelled(source)
    from recurra.data.tabular import read_series  # pandas-sized imports, only for tables

    return read_series(source)


def _folder(path: Path, source: Source) -> Sequences:
    if any(is_idx(p) for p in path.iterdir()):
        return read_images(source)
    if any(is_ts(p) for p in path.rglob("*")):
        return read_labelled(source)
    raise DataError(
        "no IDX images (*-images-idx*) and no .ts files in this folder",
        file=path,
        remedy="For a table give the file itself",
    )
