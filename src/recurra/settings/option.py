"""A setting is a field of a frozen record, and what is to be said of it stands beside its default.

From it follow the option of the command line, the argument in Python, the check of its value, its
place in the key of a trial, the command that repeats a run, and its line in the report. What is
said is a message, see `recurra.words.en.options`.
"""

import dataclasses
import functools
import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from recurra.errors import SettingError, unknown
from recurra.settings.text import names
from recurra.words import Text, say

Record = TypeVar("Record")
_KEY = "option"


@dataclass(frozen=True)
class Option:
    """What is said of one setting."""

    help: Text
    words: Text = ""  # what the report calls it; "": it says it in a line together with others
    quiet: bool = False  # the report says it only away from its default
    zero: Text = ""  # what 0 means, where that is not a number as others
    why: Text = ""  # the reason for its default
    choices: Mapping[str, Text] | None = None  # value -> what it is, in a few words
    least: float | None = None
    above: float | None = None
    most: float | None = None
    below: float | None = None
    metavar: str = ""
    group: Text = ""  # the heading under which `--help` lists it; "": that of its record
    usual: Text = ""  # the default in words, where it is found elsewhere
    shown: str = ""  # the default as it is written on the command line, where that differs
    read: Callable[[str], Any] | None = None  # its value from the text of the command line
    repeated: bool = True  # in the command that repeats a run
    in_key: bool = True  # of a trial; not where something else in the key follows from it
    of_baselines: bool = False  # it changes what baselines do, too


def option(default: Any, help: Text, /, **said: Any) -> Any:
    """A field of a record of settings. Where there is a reason for its default, that is said too.

    >>> @dataclass(frozen=True)
    ... class Pause:
    ...     seconds: float = option(1.0, "How long.", least=0)
    >>> Pause().seconds, [name for name, _ in settings(Pause)]
    (1.0, ['seconds'])
    """
    if said.get("why") and not said.get("usual"):
        said["usual"] = said.get("shown") or str(default)
    return dataclasses.field(default=default, metadata={_KEY: Option(help, **said)})


def with_default(kind: type, name: str, default: Any) -> Any:
    """The setting of a record once more, for one that builds on it with another default."""
    said = next(f.metadata[_KEY] for f in dataclasses.fields(kind) if f.name == name)
    return dataclasses.field(default=default, metadata={_KEY: said})


def same(kind: type, name: str) -> Any:
    """A setting of another record, for one more that takes it."""
    found = next(f for f in dataclasses.fields(kind) if f.name == name)
    return with_default(kind, name, found.default)


@dataclass(frozen=True)
class Setting:
    """One setting of a tree of records."""

    name: str
    type: Any
    default: Any
    option: Option
    record: type  # whose field it is
    path: tuple[str, ...]  # the fields that lead to that record


def settings(kind: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Setting]]:
    """All settings below a record, by name; what several records take is one setting.

    >>> from recurra.settings import Training
    >>> found = dict(settings(Training))
    >>> found["zoneout"].path, found["optimizer"].default
    (('recurrence',), 'adam')
    """
    seen = set()
    for name, one in _every(kind, path):
        if name not in seen:
            seen.add(name)
            yield name, one


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    """The types of a record's fields: worked out once, as each reading of data asks for them."""
    return typing.get_type_hints(typing.cast(Any, kind))


def _every(kind: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Setting]]:
    owner = kind if isinstance(kind, type) else type(kind)
    hints = _hints(owner)
    for field in dataclasses.fields(owner):
        if _KEY in field.metadata:
            said = field.metadata[_KEY]
            yield (
                field.name,
                Setting(field.name, hints[field.name], field.default, said, owner, path),
            )
        elif dataclasses.is_dataclass(hints[field.name]):
            yield from _every(hints[field.name], (*path, field.name))


def values(record: Any) -> dict[str, Any]:
    """The values of all settings below a record, by name.

    >>> from recurra.settings import Training
    >>> values(Training())["loss"]
    'cross_entropy'
    """
    found = {}
    for name, setting in settings(record):
        holder = record
        for step in setting.path:
            holder = getattr(holder, step)
        found[name] = getattr(holder, name)
    return found


def departures(record: Any) -> dict[str, Any]:
    """The values that are not at their defaults, by name.

    >>> from recurra.settings import Recurrence, Training
    >>> departures(Training(recurrence=Recurrence(zoneout=0.1)))
    {'zoneout': 0.1}
    """
    now = values(record)
    return {name: now[name] for name, one in settings(record) if now[name] != one.default}


def made(kind: type[Record], given: Mapping[str, Any]) -> Record:
    """A tree of records from values by name; what is not given has its default.

    A text is read as the command line reads it, and a list is as good as a tuple.

    >>> from recurra.settings import Decision, Training
    >>> made(Training, {"zoneout": 0.1, "init": "glorot"}).recurrence.zoneout
    0.1
    >>> made(Decision, {"margin": "2%"})
    Decision(score=None, margin=0.02)
    """
    hints = _hints(typing.cast(Any, kind))
    found = {}
    for field in dataclasses.fields(typing.cast(Any, kind)):
        if _KEY in field.metadata:
            if field.name in given:
                said, hint = field.metadata[_KEY], hints[field.name]
                found[field.name] = _value(given[field.name], hint, said)
        elif dataclasses.is_dataclass(hints[field.name]):
            found[field.name] = made(typing.cast(Any, hints[field.name]), given)
    return kind(**found)


def _value(value: Any, hint: Any, said: Option) -> Any:
    several = typing.get_origin(hint) is tuple
    if isinstance(value, str) and (said.read or several):
        return (said.read or names)(value)
    if several:
        return tuple(value or ())
    return str(value) if hint is str and isinstance(value, int) else value


def changed(record: Record, **given: Any) -> Record:
    """The same tree with other values of these settings.

    >>> from recurra.settings import Training
    >>> changed(Training(), zoneout=0.1).recurrence.zoneout
    0.1
    """
    hints = _hints(typing.cast(Any, type(record)))
    found = {}
    for field in dataclasses.fields(typing.cast(Any, record)):
        now = getattr(record, field.name)
        if _KEY in field.metadata and field.name in given:
            said = field.metadata[_KEY]
            found[field.name] = _value(given[field.name], hints[field.name], said)
        elif dataclasses.is_dataclass(now):
            found[field.name] = changed(now, **given)
    return typing.cast(Record, dataclasses.replace(typing.cast(Any, record), **found))


def taken(kind: type[Record], source: Any) -> Record:
    """A tree of records from the attributes of an object that has them under the same names."""
    return made(kind, {name: getattr(source, name) for name, _ in settings(kind)})


def with_settings(kind: type, **defaults: Any) -> Callable[[type[Record]], type[Record]]:
    """Give a class the settings of a record as annotated attributes, for `dataclass` to find.

    >>> from recurra.settings import Recurrence
    >>> @dataclass
    ... @with_settings(Recurrence, zoneout=0.5)
    ... class Network:
    ...     units: int
    >>> Network(3)
    Network(units=3, recurrent_dropout=0.0, zoneout=0.5, hidden_gradient_clip=0.0)
    """

    def given(owner: type[Record]) -> type[Record]:
        found = dict(settings(kind))
        hints = {name: one.type for name, one in found.items()}
        owner.__annotations__ = {**inspect.get_annotations(owner), **hints}
        for name, one in found.items():
            setattr(owner, name, defaults.get(name, one.default))
        return owner

    return given


def check(record: Any) -> None:
    """Raise SettingError where a field of this record, not of those in it, has no legal value.

    >>> from recurra.settings import Fitting
    >>> Fitting(clip_norm=-1.0)
    Traceback (most recent call last):
    recurra.errors.SettingError: clip_norm must be at least 0; it is -1.0
    """
    for field in dataclasses.fields(record):
        said: Option | None = field.metadata.get(_KEY)
        value = getattr(record, field.name)
        if said is None or value is None or isinstance(value, tuple):
            continue
        if said.choices is not None and value not in said.choices:
            raise unknown(say("options.lines.named", name=field.name), value, said.choices)
        _check_range(field.name, value, said)


def _check_range(name: str, value: Any, said: Option) -> None:
    rules = (
        said.least is None or value >= said.least,
        said.above is None or value > said.above,
        said.most is None or value <= said.most,
        said.below is None or value < said.below,
    )
    if not all(rules):
        limits = {"least": said.least, "above": said.above, "most": said.most, "below": said.below}
        raise out_of_range(name, value, **limits)


def out_of_range(
    name: str,
    value: Any,
    *,
    least: float | None = None,
    above: float | None = None,
    most: float | None = None,
    below: float | None = None,
) -> SettingError:
    """The error for a number that is not within its limits."""
    return SettingError(
        say(
            "options.lines.out_of_range",
            name=name,
            value=value,
            least=least,
            above=above,
            most=most,
            below=below,
        )
    )
