"""Reading new data for a trained model: the same columns, the facts of its training part."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from recurra.data import calendar_columns
from recurra.data.archives import within
from recurra.data.arrays import are_arrays, read_new_arrays
from recurra.data.encode import Raw, encode
from recurra.data.facts import Facts
from recurra.data.grid import Laid
from recurra.data.images import as_images, find_labels, is_idx, list_images, read_pixels
from recurra.data.joined import FILE, with_files
from recurra.data.labelled_series import VALUE, find_ts, is_ts, prepared
from recurra.data.numeric import numbers
from recurra.data.prepare.plan import Plan
from recurra.data.prepare.tables import resampled
from recurra.data.probes import generate, is_probe
from recurra.data.recorded import Recorded
from recurra.data.recordings.reader import read_new_recordings
from recurra.data.roles import Roles, style_sentences
from recurra.data.sequences import Sequences
from recurra.data.series import Group
from recurra.data.sources import SOURCES
from recurra.data.steps import Step
from recurra.data.table import Table, read_table
from recurra.data.tabular import arrange
from recurra.data.ts_format import read_ts
from recurra.data.unpack import missing
from recurra.errors import DataError
from recurra.records import Source
from recurra.settings.readers import (
    ImageSettings,
    ProbeSettings,
    RecordingSettings,
    TableSettings,
)
from recurra.words import Text, Words, say


@dataclass(frozen=True, eq=False)
class Ahead:
    """What a forecast of one group starts from, unscaled.

    x: [lookback, columns], the end of past: [rows, columns]; future: [horizon, known]; levels:
    [targets] the last ones, before the transform; time: [horizon] stamps of the steps to forecast,
    None where there is no time.
    """

    key: str
    x: np.ndarray
    past: np.ndarray
    future: np.ndarray
    levels: np.ndarray
    time: np.ndarray | None


def gather_new_sequences(
    source: Source,
    channels: tuple[str, ...],
    classes: tuple[str, ...],
    divisor: float | None = None,
    plan: Plan | None = None,
    recorded: Recorded | None = None,
    targets: int = 0,
) -> Sequences:
    """Sequences to classify from a .ts or IDX file, arrays or recordings, with labels (y) where
    they have them.

    Of a folder the test file is read. `divisor`: of the pixels that the model was trained on;
    `plan`: how its data were prepared; `recorded`: how recordings of the training were read;
    `targets`: how many values the model says.

    Of a probe: other examples than those that the model learned from, with labels or values.

    Raises DataError where the channels are not those of the training data.
    """
    if is_probe(source.data):
        return _new_examples(source, channels)
    with within(source.data) as inside:
        return _new_sequences(
            replace(source, data=inside), channels, classes, divisor, plan or {}, recorded, targets
        )


def _new_sequences(
    source: Source,
    channels: tuple[str, ...],
    classes: tuple[str, ...],
    divisor: float | None,
    plan: Plan,
    recorded: Recorded | None,
    targets: int,
) -> Sequences:
    path = Path(source.data)
    if not path.exists():
        raise _known(source.data) if source.data in SOURCES else missing(path)
    if recorded is not None:
        how = source.how(RecordingSettings)
        return read_new_recordings(source.data, how, recorded, channels, classes, targets, plan)
    if are_arrays(path):
        return read_new_arrays(path, channels, classes, targets, plan)
    said: tuple[Text, ...] = ()
    if path.is_dir():
        path = _within(path)
        said = (say("data.new_data.of_folder", file=path.name),)
    if is_ts(path):
        return _new_ts(path, channels, classes, said, plan)
    if not is_idx(path):
        raise DataError(say("data.new_data.no_format"), file=path)
    pixels = read_pixels(path)
    top, converted = _top(path, pixels, divisor)
    x = as_images(pixels, source.how(ImageSettings).order, top)
    if x.shape[1] != len(channels):
        what = say("data.new_data.width", found=x.shape[1], taken=len(channels))
        raise DataError(what, file=path)
    labels = find_labels(path, len(x))
    y = np.full(len(x), -1) if labels is None else _numbers([str(v) for v in labels], classes)
    return Sequences(
        path.name, x, y, classes, channels, cleaned=(*said, *converted), files=(str(path),),
        unit=True,
    )  # fmt: skip


def _within(folder: Path) -> Path:
    """The file of a folder that new examples are read from: the test file, else the only one."""
    files = list_images(folder) or (find_ts(folder) if any(map(is_ts, folder.rglob("*"))) else [])
    if not files:
        raise DataError(say("data.new_data.no_format"), file=folder)
    return files[-1]


def _top(path: Path, pixels: np.ndarray, divisor: float | None) -> tuple[float, tuple[Text, ...]]:
    """What pixels are divided by, as those of the training were: `divisor` of them, where it is
    known. Pixels of another type are converted where their range shows how.

    Raises DataError where it does not.
    """
    own = float(np.iinfo(pixels.dtype).max) if pixels.dtype.kind in "iu" else 1.0
    trained = divisor or own  # bundles of before do not say
    if own == trained:
        return own, ()
    low, high = float(pixels.min()), float(pixels.max())
    kind = str(pixels.dtype)
    for top in (trained, 1.0):
        if low >= 0 and high <= top and high > top / 3:
            said = say("data.new_data.pixels", kind=kind, low=low, high=high, top=top)
            return top, (said,)
    what = say("data.new_data.other_pixels", kind=kind, low=low, high=high, top=trained)
    raise DataError(what, file=path, remedy=say("data.new_data.same_pixels"))


def gather_new_series(
    source: Source, facts: Facts, lookback: int, horizon: int, known: tuple[str, ...] = ()
) -> tuple[list[Ahead], tuple[Text, ...]]:
    """The end of each group in a new table, ready to forecast what follows, and what was cleaned.

    The last row with a value of a target ends the history. Columns given as known in the future
    must have values in the `horizon` rows after it. Groups that are too short, or without a value
    of a target, are left out and named; DataError where no group is left. `known`: keys of the
    groups of the training.
    """
    table, raw, laid, step, said = laid_as_before(source, facts, known)
    where = [raw.names.index(n) for n in facts.targets]
    out, left_out = [], []
    for group in laid:
        try:
            end = _end(table, facts, group, where, lookback, horizon)
        except DataError as error:
            left_out.append((group.key, error))
            continue
        encoded = encode(table, facts, raw, group, [(0, len(group.row))])
        last = end - int(facts.transform != "none")
        out.append(
            Ahead(
                key=group.key,
                x=encoded.values[last - lookback : last],
                past=encoded.values[:last],
                future=_future(facts, step, encoded.values, encoded.time, last, horizon),
                levels=encoded.levels[last - 1],
                time=_stamps(step, encoded.time, last, horizon),
            )
        )
    if not out:
        raise left_out[0][1]
    named = [say("data.new_data.left_out", group=key, why=error.what) for key, error in left_out]
    return out, (*said, *named)


def laid_as_before(
    source: Source, facts: Facts, known: tuple[str, ...], answers: tuple[str, ...] = ()
) -> tuple[Table, Raw, list[Laid], Step, tuple[Text, ...]]:
    """A new table on its grid, read as that of the training, and what is said of it; columns of
    `answers` are none of it, where it has them."""
    with within(source.data) as inside:
        table = read_table(Path(inside), encoding=source.how(TableSettings).encoding)
    if facts.group == FILE:
        table = with_files(table)
    roles = _roles(table, facts)
    step = Step(facts.step_kind, facts.step_size, facts.step_place)
    read = Step(facts.read_kind, facts.read_size, facts.read_place) if facts.read_kind else step
    raw, laid, _, form, said = arrange(table, roles, read, facts.time_format)
    laid, _, fewer = resampled(laid, raw.names, read, facts.prepare)
    laid, renamed = _renamed(laid, known if facts.group else ())
    other = (
        (say("data.new_data.other_dates"), *said[0])
        if form != facts.time_format
        else _zones(said[0])
    )
    unknown = _unknown_categories(facts, raw)
    unused = _unused(table, facts, answers)
    more = (*unknown, *_empty(roles, facts), *unused, *renamed)
    return table, raw, laid, step, (*roles.cleaned, *other, *said[1], *fewer, *more)


def _zones(said: tuple[Text, ...]) -> tuple[Text, ...]:
    """What of these sentences says that stamps were moved to another zone."""
    keys = ("data.timestamps.zones", "data.timestamps.local")
    return tuple(one for one in said if isinstance(one, Words) and one.key in keys)


def _empty(roles: Roles, facts: Facts) -> list[Text]:
    """What is said of inputs without a single value, for which the training's usual one stands."""
    named = [n for n, v in roles.values.items() if n not in facts.targets and np.isnan(v).all()]
    return [say("data.new_data.empty", names=named)] if named else []


def _unused(table: Table, facts: Facts, answers: tuple[str, ...]) -> list[Text]:
    """What is said of columns that the model does not look at."""
    own = {*facts.time, *facts.numbers, *facts.categories, *answers, facts.group}
    more = [name for name in table.columns if name not in own]
    return [say("data.new_data.unused", count=len(more), names=more[:5])] if more else []


def _renamed(laid: list[Laid], known: tuple[str, ...]) -> tuple[list[Laid], list[Text]]:
    """Groups with the names that the training had for them: 1.0 and 01 are its 1, where nothing
    else is; what is new is said to be."""
    numbers = Counter(_number(key) for key in known)
    named = {_number(key): key for key in known if numbers[_number(key)] == 1}
    own = Counter(_number(g.key) for g in laid)
    out: list[Laid] = []
    said: list[Text] = []
    new: list[str] = []
    for group in laid:
        number = _number(group.key)
        if known and group.key not in known:
            if number is not None and number in named and own[number] == 1:
                said.append(say("data.new_data.same_group", group=group.key, known=named[number]))
                group = replace(group, key=named[number])
            else:
                new.append(group.key)
        out.append(group)
    if new:
        said.append(say("data.new_data.new_groups", count=len(new), names=new[:5]))
    return out, said


def _number(key: str) -> float | None:
    try:
        return float(key)
    except ValueError:
        return None


def _unknown_categories(facts: Facts, raw: Raw) -> list[Text]:
    """What is said of categories that the training did not have; older models do not know all."""
    said: list[Text] = []
    for name, kept in facts.categories.items():
        seen = {*kept, *facts.rest.get(name, ())}
        new = [label for label in raw.labels[name] if label not in seen]
        if new and name in facts.rest:
            said.append(say("data.new_data.new_categories", column=name, names=new[:5]))
    return said


def gather_whole_series(
    source: Source, facts: Facts, lookback: int, horizon: int, known: tuple[str, ...] = ()
) -> tuple[list[Group], tuple[Text, ...]]:
    """All rows of each group of a new table, unscaled, and what was cleaned.

    Raises DataError where no group has lookback + horizon rows.
    """
    table, raw, laid, _, said = laid_as_before(source, facts, known)
    groups = [encode(table, facts, raw, g, [(0, len(g.row))]) for g in laid if len(g.row) > 1]
    longest = max((len(g) for g in groups), default=0)
    if longest < lookback + horizon:
        what = say("data.new_data.few_rows", rows=longest, lookback=lookback, horizon=horizon)
        raise DataError(what, file=table.path, remedy=say("data.new_data.more_rows"))
    return groups, said


def _known(name: str) -> DataError:
    what, remedy = say("data.new_data.nothing_new", name=name), say("data.new_data.give_file")
    return DataError(what, remedy=remedy)


def _new_examples(source: Source, channels: tuple[str, ...]) -> Sequences:
    """Examples of a probe of another seed; sequences only."""
    made = generate(source.data, source.how(ProbeSettings), source.seed + 1)
    if not isinstance(made, Sequences) or made.channels != channels:
        raise DataError(say("data.new_data.other_kind", channels=channels), file=source.data)
    return made


def _new_ts(
    path: Path,
    channels: tuple[str, ...],
    classes: tuple[str, ...],
    said: tuple[Text, ...],
    plan: Plan,
) -> Sequences:
    file = read_ts(path, labelled=False)
    names, x, cleaned = prepared([file], path, channels, plan=plan)
    if names != channels:
        taken = sum(1 for c in channels if c.startswith("dim") and " " not in c)
        what = say("data.new_data.channels", found=file.x[0].shape[1], taken=taken)
        raise DataError(what, file=path)
    y = _numbers(file.labels, classes) if file.targets is None else file.targets[:, None]
    return Sequences(
        file.name, x, y, classes, channels, cleaned=(*said, *cleaned), files=(str(path),),
        targets=() if file.targets is None else (VALUE,), prepare=plan,
    )  # fmt: skip


def _numbers(labels: list[str], classes: tuple[str, ...]) -> np.ndarray:
    """Index into the classes; -1 for a label that is not among them."""
    known = {label: k for k, label in enumerate(classes)}
    return np.array([known.get(label, -1) for label in labels], np.int64)


def _roles(table: Table, facts: Facts) -> Roles:
    for name in (*facts.time, *facts.numbers, *facts.categories):
        table.require(name)
    if facts.group:
        table.require(facts.group)
    values, styles = {}, {}
    for name in facts.numbers:
        decimal = "," if name in facts.commas else "."
        read = numbers(table, name, required=True, decimal=decimal)
        values[name] = read[0] if read else np.full(len(table), np.nan)
        styles[name] = read[1] if read else ()
    texts = tuple(facts.categories)
    return Roles(
        facts.time, facts.group, facts.targets, facts.known_given, values, texts,
        cleaned=(*table.notes, *style_sentences(styles)),
    )  # fmt: skip


def _end(
    table: Table, facts: Facts, group: Laid, targets: list[int], lookback: int, horizon: int
) -> int:
    """The row after the last one with a value of a target; DataError where it starts nothing."""
    ends = np.flatnonzero((~np.isnan(group.values[:, targets])).any(axis=1))
    if len(ends) == 0:
        what = say("data.new_data.no_target")
        raise DataError(what, file=table.path, column=facts.targets[0])
    end = int(ends[-1]) + 1
    needed = lookback + int(facts.transform != "none")
    if end < needed:
        what = say("data.new_data.short_history", rows=end, group=group.key, needed=needed)
        raise DataError(what, file=table.path, remedy=say("data.new_data.more_history"))
    if facts.known_given and len(group.row) < end + horizon:
        what = say(
            "data.new_data.short_future",
            rows=len(group.row) - end,
            group=group.key,
            needed=horizon,
            known=facts.known_given,
        )
        raise DataError(what, file=table.path, remedy=say("data.new_data.add_future"))
    return end


def _stamps(step: Step, time: np.ndarray | None, last: int, horizon: int) -> np.ndarray | None:
    return None if time is None else step.stamps(time[last - 1], horizon + 1)[1:]


def _future(
    facts: Facts,
    step: Step,
    values: np.ndarray,
    time: np.ndarray | None,
    last: int,
    horizon: int,
) -> np.ndarray:
    made = set(calendar_columns.names(facts.calendar))
    given = [facts.columns.index(n) for n in facts.known if n not in made]
    parts = [values[last : last + horizon, given] if given else np.zeros((horizon, 0))]
    stamps = _stamps(step, time, last, horizon)
    if stamps is not None and made & set(facts.known):
        parts.append(calendar_columns.columns(stamps, facts.calendar))
    return np.concatenate(parts, axis=1)
