"""What is asked of a table: a forecast, or a class or value of each group, step or window."""

from dataclasses import dataclass

from recurra.errors import SettingError
from recurra.records import Source
from recurra.settings import departures
from recurra.settings.readers import TableSettings
from recurra.words import say

FORECASTS = ("auto", "forecasting")
VALUES = ("regression", "counts", "positive")
OF_FORECASTS = ("horizon", "lookback", "known", "transform")
OF_EXAMPLES = ("each", "window", "stride", "label_by", "split_by")
PAST = 30  # rows that a step sees at most, where nothing else is asked


@dataclass(frozen=True)
class Question:
    """A class or values for each group, step or window of a table.

    names: the columns with the answers; group: of what each row is, split_by: what stays in one
    part; each: group, step or window, auto where the answers decide; window: rows, 0 where all
    count; by: which label counts where there are several, auto where that depends on `each`.
    """

    names: tuple[str, ...]
    classes: bool
    group: str
    split_by: str
    each: str
    window: int
    stride: int
    by: str


def question(source: Source) -> Question | None:
    """The question of a table's source; None for a forecast.

    Raises SettingError where options belong to different questions, or one is missing.

    >>> found = question(Source.of("t.csv", label="state", group="machine", window=60))
    >>> found.each, found.stride
    ('window', 30)
    """
    how, task = source.how(TableSettings), source.task
    asked = departures(how)
    if how.label is None and task in FORECASTS:
        foreign = next((name for name in OF_EXAMPLES if name in asked), None)
        if foreign:
            raise SettingError(say("data.question.only_of_examples", option=foreign))
        return None
    classes = how.label is not None or task == "classification"
    names = _names(how, task)
    foreign = next((name for name in OF_FORECASTS if name in asked), None)
    if foreign:
        raise SettingError(say("data.question.only_of_forecasts", option=foreign, names=names))
    if not classes and how.label_by not in ("auto", "last"):
        raise SettingError(say("data.question.only_of_classes", by=how.label_by))
    return _cut(how, names, classes)


def _names(how: TableSettings, task: str) -> tuple[str, ...]:
    """The columns of the answers."""
    if how.label is not None and task not in ("auto", "classification"):
        raise SettingError(say("data.question.label_is_class", task=task, label=how.label))
    if how.label is not None and how.target:
        raise SettingError(say("data.question.label_and_target", label=how.label))
    names = how.target if how.label is None else (how.label,)
    if not names:
        raise SettingError(say("data.question.no_column", task=task))
    if task == "classification" and len(names) > 1:
        raise SettingError(say("data.question.one_label", names=names))
    used = {"group": how.group, "split-by": how.split_by}
    for option, name in used.items():
        if name in names:
            raise SettingError(say("data.question.answer_is", name=name, option=option))
    return names


def _cut(how: TableSettings, names: tuple[str, ...], classes: bool) -> Question:
    """With what an example is; SettingError where that does not fit."""
    each = how.each
    if each == "auto" and classes:
        each = "window" if how.window or how.stride else "group"
    if each == "window" and not how.window:
        raise SettingError(say("data.question.no_window"))
    if each == "group" and how.stride:
        raise SettingError(say("data.question.stride_of_groups"))
    window = how.window or 0
    stride = how.stride or (-(-window // 2) if each == "window" else 1)
    group = how.group or how.split_by or ""
    return Question(
        names, classes, group, how.split_by or group, each, window, stride, how.label_by
    )
