"""Forecasts of the rows after a table's end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np
import torch

from recurra.data import Facts as DataFacts
from recurra.data.new_data import Ahead, gather_new_series, gather_whole_series
from recurra.data.other_units import told
from recurra.data.prepare.plan import check
from recurra.data.series import Group
from recurra.data.transform import TRANSFORMS, undo
from recurra.errors import SettingError
from recurra.nn.heads import SquaredError
from recurra.records import Source
from recurra.tasks.given import GivenWindows, laid
from recurra.tasks.served.served import (
    Answerer,
    Answers,
    Part,
    ScalerFacts,
    Served,
    wrong,
)
from recurra.tasks.served.stream import Stream, running_of, shaped
from recurra.tasks.served.table_facts import Count, TableFacts
from recurra.words import Text, say


@dataclass(frozen=True, eq=False)
class Read:
    """Windows of a table; `ahead`, where they are what follows its end, and what was cleaned."""

    windows: GivenWindows
    ahead: Sequence[Ahead] = ()
    cleaned: tuple[Text, ...] = ()


@final
class ServedForecasts(Served):
    """A network or a simple forecast of series."""

    unit: ClassVar[str] = "windows"

    class Facts(Part):
        """What is kept in a manifest."""

        facts: TableFacts
        scaler: ScalerFacts
        lookback: Count
        horizon: Count

    def __init__(self, facts: "ServedForecasts.Facts", model: Answerer) -> None:
        self.model, self.lookback, self.horizon = model, facts.lookback, facts.horizon
        self.facts = own = DataFacts.from_dict(facts.facts.model_dump())
        _check(own)
        self.scaler = facts.scaler.scaler(len(own.columns))
        self.needed = self.lookback + self.scaler.reach  # rows of history
        self._targets = np.array([own.columns.index(n) for n in own.targets], np.int64)
        self._known = np.array([own.columns.index(n) for n in own.known], np.int64)

    @property
    def likelihood(self) -> str:
        """The squared error."""
        return SquaredError.name

    @property
    def sizes(self) -> tuple[int, int]:
        """Columns and numbers of a forecast."""
        return len(self.facts.columns), self.horizon * len(self._targets)

    def read(self, source: Source, labelled: bool = False) -> Read:
        """What follows the end of each group; `labelled`: every window of each."""
        known = self.scaler.keys
        if labelled:
            whole, said = gather_whole_series(source, self.facts, self.needed, self.horizon, known)
            return self.within(whole, (*said, *self._units([(g.key, g.values) for g in whole])))
        ahead, said = gather_new_series(source, self.facts, self.needed, self.horizon, known)
        return self.after(ahead, (*said, *self._units([(one.key, one.past) for one in ahead])))

    def _units(self, groups: Sequence[tuple[str, np.ndarray]]) -> tuple[Text, ...]:
        """What is said of values that are far from those of the training."""
        return told(groups, self.facts.columns, self.scaler)

    def after(self, ahead: Sequence[Ahead], cleaned: tuple[Text, ...] = ()) -> Read:
        """What follows the end of groups whose columns are `facts.columns` already."""
        groups = [_extended(one, self._known) for one in ahead]
        ends = [len(g) - self.horizon for g in groups]
        return Read(self._windows(groups, [np.array([end]) for end in ends], ends), ahead, cleaned)

    def within(self, groups: Sequence[Group], cleaned: tuple[Text, ...] = ()) -> Read:
        """Every window of such groups."""
        origins = [np.arange(self.needed, len(g) - self.horizon + 1) for g in groups]
        # What comes before the first window is the past of a group that the training had not.
        return Read(self._windows(groups, origins, [self.needed] * len(groups)), (), cleaned)

    def levels(self, data: Read, found: np.ndarray) -> np.ndarray:
        """Forecasts of what follows [N,horizon,targets], as levels where changes were forecast."""
        pairs = zip(data.ahead, found, strict=True)
        return np.stack([undo(self.facts.transform, one.levels, y) for one, y in pairs])

    def stream(self, group: str = "") -> Stream:
        """One row of a table after the other, with the columns `facts.columns`, of a group.

        Filters and changes of `--prepare` go on from row to row; of its first rows the stream knows
        no change. Raises SettingError also where the targets are transformed: a row then needs the
        one before; and where rows are resampled.
        """
        if self.facts.transform != "none":
            raise SettingError(say("tasks.served.stream_of_changes", name=self.facts.transform))
        number = self.scaler.number(group)
        running = running_of(self.facts.prepare, self.facts.columns)

        def row(values: object) -> np.ndarray:
            own = shaped(values, (len(self.facts.columns),), "step")
            return self.scaler.apply(running.push(own) if running else own, number)

        def future(values: object) -> np.ndarray | None:
            if not len(self._known):
                return None
            given = shaped(values, (self.horizon, len(self._known)), "future")
            given = running.ahead(given, self._known.tolist()) if running else given
            centre, spread = self.scaler.centre[number], self.scaler.spread[number]
            return (given - centre[self._known]) / spread[self._known]

        def units(y: np.ndarray) -> np.ndarray:
            found = self.scaler.undo(y, number, self._targets)
            return running.undo(found, self._targets.tolist()) if running else found

        return Stream(self.model, row, future, units, running, self.lookback)

    def given(self, data: Read) -> GivenWindows:
        """Windows."""
        return data.windows

    def truth(self, data: Read) -> np.ndarray:
        """Actual values [N,horizon,targets], after the transform."""
        return data.windows.actual[_ahead(data.windows)]

    def targets(self, data: Read) -> torch.Tensor:
        """Scaled values [N,horizon,targets]."""
        scaled = torch.from_numpy(data.windows.scaled[:, self._targets])
        dtype = self.model.dtype  # type: ignore[attr-defined]
        return scaled.to(dtype)[torch.from_numpy(_ahead(data.windows))]

    def units(self, found: np.ndarray, given: GivenWindows) -> np.ndarray:
        """[N,horizon,targets] unscaled."""
        return given.unscale(found, given.origins)

    def errors(self, answers: Answers, errors: Sequence[float]) -> dict[str, float]:
        """Of targets and their changes; the error of a return is a share of the level."""
        own, found = self.facts, {}
        for name, error in zip(own.targets, errors, strict=False):
            found[f"{name} ({own.transform})"] = error
            place = answers.columns.index(name)
            levels = np.array([row[place] for row in answers.rows], np.float64)
            typical = float(np.median(np.abs(levels))) if own.transform == "logreturn" else 1.0
            found[name] = error * typical
        return found

    def table(self, data: Read, found: np.ndarray) -> Answers:
        """A row for each step ahead of each group, levels first, then changes where transformed."""
        own, ahead = self.facts, data.ahead
        rows: list[tuple[object, ...]] = []
        for one, values, levels in zip(ahead, found, self.levels(data, found), strict=True):
            for step in range(self.horizon):
                stamp = [str(one.time[step]).replace("T", " ")] if one.time is not None else []
                group = [one.key] if own.group else []
                changes = values[step].tolist() if own.transform != "none" else []
                rows.append((*group, *stamp, step + 1, *levels[step].tolist(), *changes))
        changed = [f"{t} ({own.transform})" for t in own.targets] if own.transform != "none" else []
        timed = ["time"] if ahead and ahead[0].time is not None else []
        grouped = [own.group] if own.group else []
        columns = (*grouped, *timed, "steps ahead", *own.targets, *changed)
        return Answers(columns, rows, data.cleaned)

    def _windows(
        self, groups: Sequence[Group], origins: Sequence[np.ndarray], known: Sequence[int]
    ) -> GivenWindows:
        """`known`: of each group how many rows its scale may be taken from, if it is new."""
        if any(g.values.shape[1] != len(self.facts.columns) for g in groups):
            what = say("tasks.served.other_scaler", columns=len(self.facts.columns), groups=1)
            raise wrong(what)
        past = {g.key: g.values[:rows] for g, rows in zip(groups, known, strict=True)}
        scaler = self.scaler.with_groups(past if self.facts.group else {})
        values, scaled, starts, keys = laid(groups, scaler)
        where = [start + own for start, own in zip(starts[:-1], origins, strict=True)]
        return GivenWindows(
            values, scaled, starts, keys, np.concatenate(where), self.lookback, self.horizon,
            self._targets, self._known, scaler,
        )  # fmt: skip


def _ahead(windows: GivenWindows) -> np.ndarray:
    """Rows [N,horizon] that are forecast."""
    return windows.origins[:, None] + np.arange(windows.horizon)


def _extended(one: Ahead, known: np.ndarray) -> Group:
    """A group's rows and those that follow, of which only the known columns are known."""
    future: Any = np.full((len(one.future), one.past.shape[1]), np.nan)
    future[:, known] = one.future
    values = np.concatenate([one.past, future])
    nothing = np.zeros((len(values), 0))
    return Group(one.key, None, values, nothing.astype(bool), nothing)


def _check(own: DataFacts) -> None:
    """Raise RunError where facts do not belong together."""
    lost = [n for n in (*own.targets, *own.known) if n not in own.columns]
    lost += [n for n in (*own.targets, *own.changed) if n not in own.numbers]
    lost += [n for n in own.numbers if n not in own.fills]
    if lost:
        raise wrong(say("tasks.served.column_not_read", name=lost[0]))
    check(own.prepare, own.numbers)
    if own.transform not in TRANSFORMS:
        raise wrong(say("tasks.served.no_transform", name=own.transform))
