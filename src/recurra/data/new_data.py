"""Reading new data for a trained model: the same columns, the facts of its training part."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recurra.data import calendar_columns
from recurra.data.encode import encode
from recurra.data.facts import Facts
from recurra.data.grid import Laid
from recurra.data.images import as_images, find_labels, is_idx, read_pixels
from recurra.data.labelled_series import is_ts, prepared
from recurra.data.numeric import numbers
from recurra.data.probes import generate, is_probe
from recurra.data.roles import Roles
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
from recurra.settings.readers import ImageSettings, ProbeSettings
from recurra.words import Text, say


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
    source: Source, channels: tuple[str, ...], classes: tuple[str, ...]
) -> Sequences:
    """Sequences to classify from a .ts or IDX file, with labels (y) where the file has them.

    Of a probe: other examples than those that the model learned from, with labels or values.

    Raises DataError where the channels are not those of the training data.
    """
    if is_probe(source.data):
        return _new_examples(source, channels)
    path = Path(source.data)
    if not path.exists():
        raise _known(source.data) if source.data in SOURCES else missing(path)
    if is_ts(path):
        return _new_ts(path, channels, classes)
    if not is_idx(path):
        raise DataError(say("data.new_data.no_format"), file=path)
    x = as_images(read_pixels(path), source.how(ImageSettings).order)
    if x.shape[1] != len(channels):
        what = say("data.new_data.width", found=x.shape[1], taken=len(channels))
        raise DataError(what, file=path)
    labels = find_labels(path, len(x))
    y = np.full(len(x), -1) if labels is None else _numbers([str(v) for v in labels], classes)
    return Sequences(path.name, x, y, classes, channels, files=(str(path),), unit=True)


def gather_new_series(
    source: Source, facts: Facts, lookback: int, horizon: int
) -> tuple[list[Ahead], tuple[Text, ...]]:
    """The end of each group in a new table, ready to forecast what follows, and what was cleaned.

    The last row with a value of a target ends the history. Columns given as known in the future
    must have values in the `horizon` rows after it.
    """
    table = read_table(Path(source.data))
    roles = _roles(table, facts)
    step = Step(facts.step_kind, facts.step_size)
    raw, laid, _, _, said = arrange(table, roles, step, facts.time_format)
    where = [raw.names.index(n) for n in facts.targets]
    out = []
    for group in laid:
        ends = np.flatnonzero((~np.isnan(group.values[:, where])).any(axis=1))
        if len(ends) == 0:
            what = say("data.new_data.no_target")
            raise DataError(what, file=table.path, column=facts.targets[0])
        end = int(ends[-1]) + 1
        _check_rows(table, facts, group, end, lookback, horizon)
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
    return out, said[1]


def gather_whole_series(
    source: Source, facts: Facts, lookback: int, horizon: int
) -> tuple[list[Group], tuple[Text, ...]]:
    """All rows of each group of a new table, unscaled, and what was cleaned.

    Raises DataError where no group has lookback + horizon rows.
    """
    table = read_table(Path(source.data))
    roles = _roles(table, facts)
    raw, laid, _, _, said = arrange(
        table, roles, Step(facts.step_kind, facts.step_size), facts.time_format
    )
    groups = [encode(table, facts, raw, g, [(0, len(g.row))]) for g in laid if len(g.row) > 1]
    longest = max((len(g) for g in groups), default=0)
    if longest < lookback + horizon:
        what = say("data.new_data.few_rows", rows=longest, lookback=lookback, horizon=horizon)
        raise DataError(what, file=table.path, remedy=say("data.new_data.more_rows"))
    return groups, said[1]


def _known(name: str) -> DataError:
    what, remedy = say("data.new_data.nothing_new", name=name), say("data.new_data.give_file")
    return DataError(what, remedy=remedy)


def _new_examples(source: Source, channels: tuple[str, ...]) -> Sequences:
    """Examples of a probe of another seed; sequences only."""
    made = generate(source.data, source.how(ProbeSettings), source.seed + 1)
    if not isinstance(made, Sequences) or made.channels != channels:
        raise DataError(say("data.new_data.other_kind", channels=channels), file=source.data)
    return made


def _new_ts(path: Path, channels: tuple[str, ...], classes: tuple[str, ...]) -> Sequences:
    file = read_ts(path, labelled=False)
    names, x, cleaned = prepared([file], path, channels)
    if names != channels:
        taken = sum(1 for c in channels if c.startswith("dim") and " " not in c)
        what = say("data.new_data.channels", found=file.x[0].shape[1], taken=taken)
        raise DataError(what, file=path)
    y = _numbers(file.labels, classes)
    return Sequences(file.name, x, y, classes, channels, cleaned=cleaned, files=(str(path),))


def _numbers(labels: list[str], classes: tuple[str, ...]) -> np.ndarray:
    """Index into the classes; -1 for a label that is not among them."""
    known = {label: k for k, label in enumerate(classes)}
    return np.array([known.get(label, -1) for label in labels], np.int64)


def _roles(table: Table, facts: Facts) -> Roles:
    for name in (*facts.time, *facts.numbers, *facts.categories):
        table.require(name)
    if facts.group:
        table.require(facts.group)
    values = {}
    for name in facts.numbers:
        read = numbers(table, name, required=True)
        values[name] = read[0] if read else np.full(len(table), np.nan)
    texts = tuple(facts.categories)
    return Roles(facts.time, facts.group, facts.targets, facts.known_given, values, texts)


def _check_rows(
    table: Table, facts: Facts, group: Laid, end: int, lookback: int, horizon: int
) -> None:
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
