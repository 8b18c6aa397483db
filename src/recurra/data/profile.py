"""What was understood of some data, before anything is trained: the record of `recurra inspect`."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from recurra.data.archives import within
from recurra.data.portrait import Portrait, of_sequences, of_trees
from recurra.data.question import question
from recurra.data.read import TABLES, gather, kind_of, settled
from recurra.data.sequences import Sequences
from recurra.data.series import Series
from recurra.data.split import Parts, split_classes, split_trees, split_values
from recurra.data.suspicions import Suspicion, sentinels
from recurra.data.trees import Trees
from recurra.errors import DataError
from recurra.records import Source
from recurra.words import Text

SHOWN = 4  # values of a column
LONGEST = 80  # letters of one
LOOKED_AT = 500  # examples whose numbers are looked at


@dataclass(frozen=True)
class Column:
    """A column of a table or a channel of sequences.

    kind: number, whole, text, time, word or empty; role, of a table: time, group, target, label,
    split, known, input, or "" where it is not used. least, most: of numbers; values: the first, as
    text.
    """

    name: str
    kind: str
    role: str = ""
    missing: int = 0
    distinct: int | None = None
    least: float | None = None
    most: float | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """Facts of some data; `data.profile.profile` makes them.

    holds: series, sequences, values or trees, as tasks say what they take. count: rows of a table,
    else examples. gaps: rows that are put in where steps lack. parts: windows or examples of
    training, validation and test. trouble: why no question can be asked yet, "" where one can.
    portrait: what pictures are drawn from, where they were asked for.
    """

    name: str
    reader: str
    holds: str
    count: int
    format: str = ""
    encoding: str = ""
    separator: str = ""
    time: tuple[str, ...] = ()
    step: Text = ""
    gaps: int = 0
    group: str = ""
    groups: int = 1
    columns: tuple[Column, ...] = ()
    classes: tuple[str, ...] = ()
    class_counts: tuple[int, ...] = ()
    lengths: tuple[int, int, int] = (0, 0, 0)  # least, median, most
    targets: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()  # for --target, where none was given
    horizon: int = 0
    lookback: int = 0
    parts: tuple[int, int, int] = (0, 0, 0)
    task: str = ""  # that is asked where nothing else is said
    tasks: tuple[str, ...] = ()  # that could be
    said: tuple[Text, ...] = ()
    suspicions: tuple[Suspicion, ...] = ()
    trouble: Text = ""
    next: tuple[str, ...] = ()  # commands
    portrait: Portrait | None = None


def profile(source: Source, drawn: bool = False) -> Profile:
    """What is understood of the data of a source, without training; `drawn`: with its portrait.

    Raises DataError and SettingError as `gather` does, for what cannot be read at all.

    >>> found = profile(Source("digits"))
    >>> found.holds, found.count, len(found.classes), found.lengths
    ('sequences', 1797, 10, (8, 8, 8))
    """
    source = settled(source)
    if source.reader == TABLES:
        # pyarrow is loaded for tables only
        from recurra.data.profile_examples import of_examples
        from recurra.data.profile_table import of_table

        with within(source.data) as inside:
            here, ask = replace(source, data=inside), question(source)
            table = of_table(here, drawn) if ask is None else of_examples(here, ask, drawn)
        return replace(table, name=Path(source.data).name)
    data = gather(source)
    assert not isinstance(data, Series)  # tables alone are read so
    found = Profile(data.name, source.reader, kind_of(data), len(data))
    found = _of_trees(data, found) if isinstance(data, Trees) else _of_sequences(data, found)
    trouble: Text = ""
    parts: Parts | None = None
    try:
        parts = _split(data)
    except DataError as error:
        trouble = error.message
    said = (*data.inferred, *data.cleaned, *(parts.sentences if parts else ()))
    sizes = (len(parts.train), len(parts.validation), len(parts.test)) if parts else (0, 0, 0)
    portrait = _portrait(data) if drawn else None
    return replace(found, parts=sizes, said=said, trouble=trouble, portrait=portrait)


def _portrait(data: Sequences | Trees) -> Portrait:
    if isinstance(data, Trees):
        return of_trees(data)
    channels = () if data.tokens else data.channels
    return of_sequences(data.x, channels, data.lengths(), data.y, data.classes)


def _split(data: Sequences | Trees) -> Parts:
    if isinstance(data, Trees):
        return split_trees(data, 0)
    split: Callable[[Sequences, int], Parts] = split_values if data.targets else split_classes
    return split(data, 0)


def _of_sequences(data: Sequences, found: Profile) -> Profile:
    lengths = data.lengths()
    chosen = np.unique(np.linspace(0, len(data) - 1, LOOKED_AT).round().astype(np.int64))
    rows = np.concatenate([np.asarray(data.x[int(i)], np.float64) for i in chosen])
    channels = tuple(
        of_numbers(name, rows[:, k], "word" if data.tokens else "")
        for k, name in enumerate(data.channels)
    )
    odd = [s for k, n in enumerate(data.channels) for s in sentinels(n, rows[:, k])]
    targets = tuple(
        of_numbers(name, data.y.reshape(len(data), -1)[:, k].astype(np.float64), role="target")
        for k, name in enumerate(data.targets)
    )
    return replace(
        found,
        columns=(*channels, *targets),
        classes=data.classes,
        class_counts=() if data.targets else _counts(data.y, data.classes),
        lengths=_spread(lengths),
        targets=data.targets,
        suspicions=tuple(odd),
    )


def _of_trees(data: Trees, found: Profile) -> Profile:
    return replace(
        found,
        columns=(Column("word", "word", distinct=len(data.words) - 1, values=data.words[1:5]),),
        classes=data.classes,
        class_counts=_counts(data.y, data.classes),
        lengths=_spread(data.sizes()),
    )


def of_numbers(name: str, values: np.ndarray, kind: str = "", role: str = "") -> Column:
    """The facts of a column of numbers [N] float64, NaN where one is missing.

    >>> of_numbers("a", np.array([1.0, np.nan, 3.0]))
    Column(name='a', kind='whole', role='', missing=1, distinct=None, least=1.0, most=3.0, \
values=('1', '3'))
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return Column(name, "empty", role, len(values))
    whole = bool((known == np.floor(known)).all())
    first = list(dict.fromkeys(known[:1000].tolist()))[:SHOWN]
    return Column(
        name,
        kind or ("whole" if whole else "number"),
        role,
        missing=len(values) - len(known),
        least=float(known.min()),
        most=float(known.max()),
        values=tuple(f"{v:.10g}" for v in first),
    )


def _counts(y: np.ndarray, classes: tuple[str, ...]) -> tuple[int, ...]:
    found = Counter(y.tolist())
    return tuple(found[k] for k in range(len(classes)))


def _spread(lengths: np.ndarray) -> tuple[int, int, int]:
    if not len(lengths):
        return 0, 0, 0
    return int(lengths.min()), int(np.median(lengths)), int(lengths.max())
