"""Labels of recordings: from a table, from their names by a pattern, or from their folders."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from recurra.data.files import File
from recurra.data.recordings.files import Found
from recurra.data.recordings.pattern import LABEL, Pattern, is_pattern
from recurra.data.recordings.table_of_labels import FromTable, read_labels
from recurra.data.sequences import TEST, TRAIN, VALIDATION
from recurra.errors import DataError, SettingError
from recurra.settings.readers import RecordingSettings
from recurra.words import Text, say

PARTS = {
    "train": TRAIN, "training": TRAIN, "test": TEST, "testing": TEST, "eval": TEST,
    "evaluation": TEST, "val": VALIDATION, "valid": VALIDATION, "validation": VALIDATION,
    "dev": VALIDATION,
}  # fmt: skip
SHOWN = 4  # names in a sentence
LOOKED_AT = 8  # tables beside recordings


@dataclass(frozen=True)
class Labels:
    """Of each recording its label (None: not known), its part and what it is split by."""

    labels: list[str | None]
    part: np.ndarray | None = None
    groups: list[str] | None = None
    said: tuple[Text, ...] = ()


@dataclass
class _Told:
    """What is known of each recording beside its file: columns or fields, by name."""

    fields: list[dict[str, str]]
    part: list[int] | None = None
    said: list[Text] = field(default_factory=list)


def find_labels(root: Path, found: Found, how: RecordingSettings) -> Labels:
    """The labels of the recordings of a folder, from the first source that says any: the table and
    the pattern that the user gives, folders, a table that lies beside the recordings.

    Raises DataError and SettingError with the names in question where there are none, where it is
    not clear which of several they are, and where a recording has two.
    """
    told = _Told([{} for _ in found.recordings])
    levels = _levels(found.recordings, told)
    if how.labels:
        _of_table(told, _table(root, how.labels, how, found), found)
    if how.label_pattern:
        _of_pattern(told, Pattern(how.label_pattern), found)
    if not how.labels:
        _beside(told, levels, root, found, how)
    name = how.label if how.label_pattern and not how.labels and how.label else LABEL
    labels = [own.get(name) for own in told.fields]
    if not any(labels):
        raise _unlabelled(root, found, how.label)
    groups = _groups(told, found, how)
    part = None if told.part is None else np.array(told.part, np.int8)
    return Labels(list(labels), part, groups, tuple(told.said))


def _beside(
    told: _Told,
    levels: list[tuple[str, ...]],
    root: Path,
    found: Found,
    how: RecordingSettings,
) -> None:
    """Labels from folders or from a table beside the recordings, where no pattern says them; a
    table's other columns are fields in any case."""
    read = [(t, read_labels(t.path, how, found.recordings)) for t in found.tables[:LOOKED_AT]]
    idle = [t.name for t, table in read if table is None]
    if idle:
        told.said.append(say("data.recordings.other_files", count=len(idle), names=idle[:SHOWN]))
    tables = [(t, table) for t, table in read if table is not None]
    beside = [t.name for t, _ in tables]
    if how.label_pattern or (any(levels) and not (how.label and tables)):
        if not how.label_pattern:
            _of_folders(told, levels, root, found)
        for _, table in tables:
            for own, row in zip(told.fields, table.rows, strict=True):
                own.update({n: v for n, v in (row or {}).items() if n not in (*own, LABEL)})
        if beside:
            told.said.append(say("data.recordings.table_beside", names=beside))
    elif len(tables) == 1:
        _of_table(told, _table(root, str(tables[0][0].path), how, found), found)
    elif tables:
        what = say("data.recordings.several_tables", names=beside)
        raise DataError(what, file=root, remedy=say("data.recordings.which_table"))
    else:
        raise _unlabelled(root, found)


def asked(how: RecordingSettings, valued: bool) -> RecordingSettings:
    """With the column of the answers as `label`: that of --target, where numbers are asked for.

    Raises SettingError where both are given, or a target that is no number.
    """
    if not how.target:
        return how
    if how.label:
        raise SettingError(say("data.question.label_and_target", label=how.label))
    if not valued or len(how.target) > 1:
        raise SettingError(say("data.recordings.one_number", names=how.target))
    return replace(how, label=how.target[0], target=())


def known_labels(root: Path, found: Found, how: RecordingSettings) -> list[str | None]:
    """The labels of new recordings, as far as the training's way to find them says any."""
    beside = root / Path(how.labels).name if how.labels else None
    if beside is not None and beside.exists():
        how = replace(how, labels=str(beside))
    try:
        if len(found.recordings) == 1 and not how.labels and not how.label_pattern:
            return [None]
        return find_labels(root, found, replace(how, split_by="")).labels
    except (DataError, SettingError):
        return [None] * len(found.recordings)


def _table(root: Path, named: str, how: RecordingSettings, found: Found) -> FromTable:
    """The table of labels by its path, seen from here or from the folder."""
    path = Path(named)
    within = root / named
    path = within if not path.exists() and within.exists() else path
    table = read_labels(path, how, found.recordings, required=True)
    assert table is not None
    return table


def _of_table(told: _Told, table: FromTable, found: Found) -> None:
    for own, row in zip(told.fields, table.rows, strict=True):
        own.update(row or {})
    told.said += table.said
    absent = [f.name for f, row in zip(found.recordings, table.rows, strict=True) if row is None]
    if absent:
        names = absent[:SHOWN]
        said = say("data.recordings.no_row", count=len(absent), names=names, table=table.name)
        told.said.append(said)
    if table.part and told.part is None:
        words = [PARTS.get(own.get(table.part, "").lower(), TRAIN) for own in told.fields]
        told.part = words
        told.said.append(say("data.recordings.parts_of_column", name=table.part, table=table.name))


def _of_pattern(told: _Told, pattern: Pattern, found: Found) -> None:
    odd = []
    for own, file in zip(told.fields, found.recordings, strict=True):
        read = pattern.read(file.name)
        if read is None:
            odd.append(file.name)
        own.update(read or {})
    if odd:
        said = say("data.recordings.no_match", count=len(odd), names=odd[:SHOWN])
        if len(odd) == len(found.recordings):
            raise DataError(said, remedy=say("data.recordings.how_pattern"))
        told.said.append(said)
    told.said.append(say("data.recordings.from_names", fields=pattern.fields))


def _levels(files: Sequence[File], told: _Told) -> list[tuple[str, ...]]:
    """The folders of each recording below those that all are in; without a level that names the
    part, which is told."""
    levels = [tuple(f.name.split("/")[:-1]) for f in files]
    while all(levels) and len({own[0] for own in levels}) == 1:
        levels = [own[1:] for own in levels]
    for k in range(max(map(len, levels), default=0)):
        words = {own[k].lower() if len(own) > k else "" for own in levels}
        if words <= set(PARTS) and len({PARTS[w] for w in words}) > 1:
            told.part = [PARTS[own[k].lower()] for own in levels]
            tested = sorted({own[k] for own in levels if PARTS[own[k].lower()] != TRAIN})
            told.said.append(say("data.recordings.parts_of_folders", names=tested))
            return [own[:k] + own[k + 1 :] for own in levels]
    return levels


def _of_folders(told: _Told, levels: list[tuple[str, ...]], root: Path, found: Found) -> None:
    depths = {len(own) for own in levels if own}
    used = 0
    if min(depths) > 1:
        varied = [k for k in range(min(depths)) if len({own[k] for own in levels if own}) > 1]
        if len(varied) > 1:
            first = next(own for own in levels if len(own) > 1)
            what = say("data.recordings.several_levels", names=["/".join(first)])
            raise DataError(what, file=root, remedy=say("data.recordings.which_level"))
        used = varied[0] if varied else 0
    for own, folders in zip(told.fields, levels, strict=True):
        if folders:
            own[LABEL] = folders[used]
    outside = [f.name for f, own in zip(found.recordings, levels, strict=True) if not own]
    told.said.append(say("data.recordings.from_folders", count=len({o[used] for o in levels if o})))
    if outside:
        said = say("data.recordings.outside", count=len(outside), names=outside[:SHOWN])
        told.said.append(said)


def _groups(told: _Told, found: Found, how: RecordingSettings) -> list[str] | None:
    """Of each recording what --split-by names; its own name where that says nothing of it."""
    if not how.split_by:
        return None
    if is_pattern(how.split_by):
        pattern = Pattern(how.split_by, "split-by")
        first = pattern.fields[0]
        groups = [(pattern.read(f.name) or {}).get(first) for f in found.recordings]
    else:
        known = sorted({name for own in told.fields for name in own} - {LABEL})
        if how.split_by not in known:
            what = say("data.recordings.no_such_field", name=how.split_by, known=known)
            raise SettingError(what, remedy=say("data.recordings.how_split"))
        groups = [own.get(how.split_by) for own in told.fields]
    absent = [f.name for f, g in zip(found.recordings, groups, strict=True) if not g]
    if absent:
        what = say(
            "data.recordings.no_group", name=how.split_by, count=len(absent), names=absent[:SHOWN]
        )
        raise DataError(what)
    return [g for g in groups if g]


def _unlabelled(root: Path, found: Found, label: str | None = None) -> DataError:
    names = [f.name for f in found.recordings[:SHOWN]]
    what = say(
        "data.recordings.no_labels", count=len(found.recordings), names=names, label=label or ""
    )
    return DataError(what, file=root, remedy=say("data.recordings.how_labels"))
