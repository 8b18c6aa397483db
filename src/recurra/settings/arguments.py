"""A record of settings as arguments: each of its settings is one, by keyword, with its default."""

import functools
import inspect
from collections.abc import Callable, Iterable
from dataclasses import is_dataclass
from textwrap import fill
from typing import Any, TypeVar

from recurra.settings.option import Option, made, settings
from recurra.words import speaking, text

Result = TypeVar("Result")


def spelled_out(
    function: Callable[..., Result],
    arguments: Callable[[Any], Iterable[inspect.Parameter]] | None = None,
) -> Callable[..., Result]:
    """The function with an argument for each setting of those of its parameters that are records.

    In its docstring "{name}", alone in a line, becomes what is said of the settings of that record.
    `arguments` says otherwise what the arguments of a record are.

    >>> from recurra.settings import Recurrence
    >>> @spelled_out
    ... def train(data: str, *, recurrence: Recurrence) -> float:
    ...     return recurrence.zoneout
    >>> train("digits", zoneout=0.1), list(inspect.signature(train).parameters)[:2]
    (0.1, ['data', 'recurrent_dropout'])
    """
    own = inspect.signature(function).parameters
    records: dict[str, Any] = {
        name: p.annotation for name, p in own.items() if is_dataclass(p.annotation)
    }
    of_record = {name: list((arguments or named)(kind)) for name, kind in records.items()}
    found = [one for name, p in own.items() for one in of_record.get(name, [p])]
    returns = inspect.signature(function).return_annotation
    signature = inspect.Signature(found, return_annotation=returns)

    @functools.wraps(function)
    def spelled(*args: Any, **keywords: Any) -> Result:
        given = signature.bind(*args, **keywords).arguments
        for name, kind in records.items():
            known = [p.name for p in of_record[name] if p.name in given]
            given[name] = made(kind, {one: given.pop(one) for one in known})
        return function(**given)

    spelled.__signature__ = signature  # type: ignore[attr-defined]
    spelled.__annotations__ = {p.name: p.annotation for p in found}
    for name, kind in records.items():
        spelled.__doc__ = _told(spelled.__doc__ or "", name, kind)
    return spelled


def _told(whole: str, name: str, kind: Any) -> str:
    """A docstring with what is said of a record's settings in its place."""
    start, place, rest = whole.partition(f"{{{name}}}\n")
    if not place:
        return whole
    indent = len(start) - len(start.rstrip(" "))
    return start.removesuffix(" " * indent) + described(kind, indent) + rest


def named(kind: Any) -> list[inspect.Parameter]:
    """The arguments in Python."""
    return [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=one.default, annotation=one.type
        )
        for name, one in settings(kind)
    ]


def described(kind: Any, indent: int = 8) -> str:
    """A line or more of a docstring for each setting.

    >>> from recurra.settings import Recurrence
    >>> print(described(Recurrence, indent=0).splitlines()[1])
    zoneout: Share of units that keep their state a step.
    """
    start = " " * indent
    with speaking("en"):  # as all documentation, whatever is spoken where it is made
        lines = [(name, sentence(one.option)) for name, one in settings(kind)]
    texts = [
        fill(f"{name}: {line}", 100, initial_indent=start,
             subsequent_indent=f"{start}    ", break_long_words=False)
        for name, line in lines
    ]  # fmt: skip
    return "".join(f"{one}\n" for one in texts)


def sentence(said: Option) -> str:
    """Help, choices and, where it has to be said, the default of a setting.

    >>> sentence(Option("Of a box.", choices={"red": "like fire", "blue": ""}, usual="by its age"))
    'Of a box: red (like fire) or blue; by default by its age.'
    """
    return text(
        "options.lines.help",
        what=said.help,
        choices=said.choices or {},
        zero=said.zero,
        usual=said.usual,
        why=said.why,
    )
