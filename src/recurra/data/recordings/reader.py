"""Recordings as labelled sequences; new ones as a trained model was given them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from recurra.data.files import composed
from recurra.data.labelled_series import SINCE, VALUE, prepared
from recurra.data.limit import first_of_each_class
from recurra.data.prepare import plan as preparing
from recurra.data.prepare.plan import Plan
from recurra.data.recorded import Recorded
from recurra.data.recordings import content, hearing
from recurra.data.recordings.content import Content, Read
from recurra.data.recordings.files import Found, find
from recurra.data.recordings.labels import SHOWN, Labels, asked, find_labels, known_labels
from recurra.data.sequences import TRAIN, Named, Sequences, check_classes
from recurra.data.ts_format import Examples
from recurra.errors import DataError
from recurra.settings.readers import RecordingSettings
from recurra.words import Text, say

UNITS = 30.0  # a recording whose values are so many times larger than those of most has other units
FEW = 5  # recordings: of fewer nothing is said of units


def read_recordings(data: str, how: RecordingSettings, valued: bool = False) -> Sequences:
    """The recordings of a folder with their labels, or, `valued`, with a number each.

    Raises DataError for what cannot be read, for recordings of other columns or channels, and as
    `find_labels`.
    """
    root, how = Path(data), asked(how, valued)
    labels_file = Path(how.labels) if how.labels else None
    within = root / how.labels if how.labels else None
    if within is not None and within.exists() and not Path(how.labels).exists():
        labels_file = within
    found = find(root, labels_file)
    known = find_labels(content.folder_of(root), found, how)
    found, known, dropped = _labelled(found, known)
    y, classes = _values(known, found) if valued else _classes(known)
    found, known, y, limited = _limited(found, known, y, how)
    read = _of_files(found, how, None)
    training = np.ones(len(y), bool) if known.part is None else known.part == TRAIN
    plan = preparing.planned(how.prepare, read.names)
    channels, x, cleaned = _prepared(read, training, root, how.missing, plan)
    lengths = [len(one) for one in x]
    task = "values" if valued else "classes"
    odd: tuple[Text, ...] = ()
    if len(classes) > 2 and all(_number(c) is not None for c in classes):
        odd = (say("data.recordings.labels_are_numbers", count=len(classes)),)
    count = say(
        "data.labelled_series.series",
        count=len(x), channels=len(channels), shortest=min(lengths), longest=max(lengths),
    )  # fmt: skip
    data_ = Sequences(
        name=composed(root.name) or str(root.resolve().name),
        x=x,
        y=y,
        classes=classes,
        channels=channels,
        part=known.part,
        inferred=(
            say("data.recordings.task", of=task),
            *odd,
            *known.said,
            *read.inferred,
            count,
            *_said(plan, how),
        ),
        cleaned=(*dropped, *found.said, *limited, *read.cleaned, *cleaned),
        files=(str(root),),
        targets=(how.label or VALUE,) if valued else (),
        groups=None if known.groups is None else np.array(known.groups),
        grouped_by=how.split_by or "",
        named=_named(found),
        recorded=read.recorded,
        prepare=plan,
    )
    return data_ if valued else check_classes(data_)


def read_new_recordings(
    data: str,
    how: RecordingSettings,
    recorded: Recorded,
    channels: tuple[str, ...],
    classes: tuple[str, ...],
    targets: int = 0,
    plan: Plan | None = None,
) -> Sequences:
    """A folder of recordings, or one, as a model takes them; with labels where these are known.

    Raises DataError where they are of another kind, or lack columns or channels.
    """
    root, how = Path(data), asked(how, targets > 0)
    found = find(root, None)
    if root.is_dir() and recorded.kind not in ("", found.kind):
        what = say("data.recordings.other_kind", found=found.kind, taken=recorded.kind)
        raise DataError(what, file=root)
    known = known_labels(content.folder_of(root), found, how)
    read = _of_files(replace(found, kind=recorded.kind), how, recorded)
    if SINCE in channels and read.times is None:
        raise DataError(say("data.recordings.no_time"), file=root)
    every, x = read.names, read.x
    cleaned: tuple[Text, ...] = ()
    if recorded.kind != "wav" or plan:
        file = Examples("", (), read.x, [], read.times, [], None, read.names)
        every, x, cleaned = prepared([file], root, channels, plan=plan)
    if every != channels:
        raise DataError(
            say("data.new_data.channels", found=len(every), taken=len(channels)), file=root
        )
    y = _known_values(known) if targets else _known_classes(known, classes)
    return Sequences(
        composed(root.name), x, y, classes, channels,
        cleaned=(*found.said, *read.cleaned, *cleaned), files=(str(root),),
        targets=(VALUE,) if targets else (),
        named=_named(found), recorded=recorded,
    )  # fmt: skip


def _named(found: Found) -> Named:
    """Recordings are called by their paths below the folder."""
    return Named(("file",), [(one.name,) for one in found.recordings])


def _said(plan: Plan, how: RecordingSettings) -> tuple[Text, ...]:
    return (*preparing.sentences(plan), *preparing.reordered(how.prepare))


def _labelled(found: Found, known: Labels) -> tuple[Found, Labels, tuple[Text, ...]]:
    """Without the recordings that have no label."""
    keep = [k for k, label in enumerate(known.labels) if label]
    if len(keep) == len(known.labels):
        return found, known, ()
    absent = [f.name for f, label in zip(found.recordings, known.labels, strict=True) if not label]
    said = say("data.recordings.left_out", count=len(absent), names=absent[:SHOWN])
    return *_taken(found, known, keep), (said,)


def _taken(found: Found, known: Labels, keep: Sequence[int]) -> tuple[Found, Labels]:
    files = tuple(found.recordings[k] for k in keep)
    return replace(found, recordings=files), replace(
        known,
        labels=[known.labels[k] for k in keep],
        part=None if known.part is None else known.part[list(keep)],
        groups=None if known.groups is None else [known.groups[k] for k in keep],
    )


def _classes(known: Labels) -> tuple[np.ndarray, tuple[str, ...]]:
    """Indices into the classes, in the order of their names; numbers in theirs."""
    names = {label for label in known.labels if label}
    plain = all(_number(name) is not None for name in names)
    classes = tuple(sorted(names, key=lambda n: (float(n) if plain else 0.0, n)))
    place = {name: k for k, name in enumerate(classes)}
    return np.array([place[label] for label in known.labels if label], np.int64), classes


def _values(known: Labels, found: Found) -> tuple[np.ndarray, tuple[str, ...]]:
    values = [_number(label or "") for label in known.labels]
    odd = [
        f"{file.name}: {label}"
        for file, label, value in zip(found.recordings, known.labels, values, strict=True)
        if value is None
    ]
    if odd:
        what = say("data.recordings.no_numbers_as_labels", count=len(odd), names=odd[:SHOWN])
        raise DataError(what, remedy=say("data.recordings.classify"))
    return np.array(values, np.float64)[:, None], ()


def _number(text: str) -> float | None:
    """A finite number, else None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _known_classes(known: Sequence[str | None], classes: tuple[str, ...]) -> np.ndarray:
    place = {label: k for k, label in enumerate(classes)}
    return np.array([place.get(label or "", -1) for label in known], np.int64)


def _known_values(known: Sequence[str | None]) -> np.ndarray:
    values = [_number(label or "") for label in known]
    return np.array([np.nan if v is None else v for v in values], np.float64)[:, None]


def _limited(
    found: Found, known: Labels, y: np.ndarray, how: RecordingSettings
) -> tuple[Found, Labels, np.ndarray, tuple[Text, ...]]:
    """At most so many recordings, before they are read."""
    kind = y if y.ndim == 1 else np.zeros(len(y), np.int64)
    keep, said = first_of_each_class(kind, known.part, how.limit)
    return *_taken(found, known, keep.tolist()), y[keep], said


def _prepared(
    read: Read, training: np.ndarray, root: Path, wish: str, plan: Plan
) -> tuple[tuple[str, ...], list[np.ndarray], tuple[Text, ...]]:
    """Missing values filled from what the training part knows, in the order of the recordings."""
    if read.recorded.kind == "wav" and not plan:
        return read.names, read.x, ()
    order = np.concatenate([np.flatnonzero(training), np.flatnonzero(~training)])
    lots = [order[: training.sum()], order[training.sum() :]]
    files = []
    for lot in (lot for lot in lots if len(lot)):
        times = None if read.times is None else [read.times[k] for k in lot]
        files.append(Examples("", (), [read.x[k] for k in lot], [], times, [], None, read.names))
    channels, x, said = prepared(files, root, wish=wish, plan=plan)
    back: list[np.ndarray] = [x[0]] * len(x)
    for place, k in enumerate(order):
        back[k] = x[place]
    return channels, back, said


def _of_files(found: Found, how: RecordingSettings, recorded: Recorded | None) -> Read:
    if found.kind == "wav":
        return hearing.heard(found.recordings, how, recorded)
    if found.kind == "array":
        read = [content.read_array(one) for one in found.recordings]
    else:
        read = []
        for one in found.recordings:
            read.append(content.read_rows(one, how, read[-1] if read else None))
    return _tables(read, found.kind, recorded)


def _tables(read: list[Content], kind: str, recorded: Recorded | None) -> Read:
    """The columns that most recordings have, of each recording."""
    names = recorded.columns if recorded is not None else _common(read)
    for one in read:
        absent = [name for name in names if name not in one.columns]
        if absent:
            what = say("data.recordings.lacks", names=absent[:SHOWN], has=list(one.columns)[:12])
            raise DataError(what, file=one.file.path)
    step = content.typical_step([one.times for one in read if one.times is not None])
    inferred, cleaned = _said_of_tables(read, names, recorded, step)
    timed = [one.times for one in read if one.times is not None]
    uneven = len(timed) == len(read) and not content.even(timed)
    own = recorded or Recorded(kind, columns=names, step=step)
    x = [content.stacked(one, names) for one in read]
    odd = _other_units(read, x, names) if recorded is None else ()
    times = timed if uneven or (recorded is not None and len(timed) == len(read)) else None
    return Read(x, names, own, times, (*inferred, *odd), cleaned)


def _common(read: list[Content]) -> tuple[str, ...]:
    """In the order of the first recording that has them; of columns that few have none."""
    counts = Counter(name for one in read for name in one.columns)
    return tuple(name for name, n in counts.items() if n > len(read) / 2) or tuple(counts)


def _said_of_tables(
    read: list[Content], names: tuple[str, ...], recorded: Recorded | None, step: float
) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    inferred: list[Text] = []
    cleaned: list[Text] = []
    timed = sorted({one.time for one in read if one.time})
    every = [one.times for one in read if one.times is not None]
    if timed and recorded is None:
        known = len(every) == len(read)
        used = known and not content.even(every)
        inferred.append(say("data.recordings.time", names=timed, used=used, step=step))
    if recorded and recorded.step and step and not 0.8 < step / recorded.step < 1.25:
        cleaned.append(say("data.recordings.other_step", step=step, trained=recorded.step))
    moved = [one.file.name for one in read if one.moved]
    if moved:
        said = say("data.recordings.in_order", count=len(moved), names=moved[:SHOWN])
        cleaned.append(said)
    more = Counter(name for one in read for name in one.columns if name not in names)
    if more:
        cleaned.append(say("data.recordings.more_columns", counts=dict(more.most_common(SHOWN))))
    texts = sorted({name for one in read for name in one.texts})
    if texts:
        cleaned.append(say("data.recordings.texts", names=texts[:12]))
    counters = sorted({one.counter for one in read if one.counter})
    if counters:
        cleaned.append(say("data.roles.count_rows", names=counters))
    return tuple(inferred), tuple(cleaned)


def _size(one: np.ndarray) -> np.ndarray:
    """The root of the mean square of each column; 0 of one without values."""
    known = ~np.isnan(one)
    return np.sqrt((np.where(known, one, 0.0) ** 2).sum(axis=0) / np.maximum(known.sum(axis=0), 1))


def _other_units(
    read: list[Content], x: list[np.ndarray], names: tuple[str, ...]
) -> tuple[Text, ...]:
    """What is said of recordings whose values are far larger or smaller than those of the others,
    as those in other units are."""
    if len(x) < FEW:
        return ()
    sizes = np.array([_size(one) for one in x])
    said: list[Text] = []
    for k, name in enumerate(names):
        own = sizes[:, k]
        usual = np.median(own[own > 0]) if (own > 0).any() else 0.0
        if usual == 0:
            continue
        near = ((own > usual / 5) & (own < usual * 5)).mean()
        odd = np.flatnonzero((own > usual * UNITS) | ((own > 0) & (own < usual / UNITS)))
        if len(odd) and near >= 0.7:
            said.append(
                say("data.recordings.units", column=name, count=len(odd),
                    names=[read[i].file.name for i in odd[:SHOWN]],
                    own=float(own[odd[0]]), usual=float(usual))
            )  # fmt: skip
    return tuple(said)
