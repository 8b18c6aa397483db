"""What recurra says, in every language it speaks.

A message is a key and facts, never a sentence: `say("data.too_short", need=3, have=2)`. It is
written when somebody reads it, by the function of that name in `words/en` or `words/ja`, which
gets the facts as its arguments. So records and errors can be read in another language than they
were made in, and no logic reads prose. Standard library only; every layer may import it.
"""

import importlib
import locale
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Union

LANGUAGES: dict[str, str] = {"en": "English", "ja": "日本語"}

Fact = Union[str, int, float, bool, None, "Words", tuple["Fact", ...], Mapping[str, "Fact"]]


@dataclass(frozen=True)
class Words:
    """A message: which, and of what.

    >>> message = say("errors.not_both", one="--budget", other="--trials")
    >>> print(message)
    give --budget or --trials, not both
    >>> with speaking("ja"):
    ...     print(say("errors.not_both", one="--budget", other="--trials"))
    --budget と --trials は同時に指定できません。どちらか一方にしてください
    """

    key: str
    given: tuple[tuple[str, Any], ...] = ()

    @property
    def facts(self) -> dict[str, Any]:
        """The facts by name."""
        return dict(self.given)

    def __str__(self) -> str:
        return written(self.key, self.facts)


Text = (
    Words | str
)  # a str: of another library, of a user's data, or of a record of earlier versions


def say(key: str, /, **facts: Any) -> Words:
    """A message to be kept or raised, and written later.

    Facts are text, numbers, messages, or tuples and mappings of these (a path becomes text);
    TypeError for anything else, as it could not be kept.
    """
    return Words(key, tuple((name, _fact(value)) for name, value in facts.items()))


def text(key: str, /, **facts: Any) -> str:
    """A message written at once, in the language that is spoken now; facts can be anything."""
    return written(key, facts)


def written(key: str, facts: Mapping[str, Any]) -> str:
    """A message in the language that is spoken now; one that this version does not know is shown
    as it was kept."""
    try:
        write = _function(language(), key)
    except (ImportError, AttributeError):
        return f"{key} ({', '.join(f'{name}: {value}' for name, value in facts.items())})"
    return write(**facts)


_spoken: ContextVar[str | None] = ContextVar("language", default=None)
_of_process: str | None = None


def language() -> str:
    """The language spoken now: "en" or "ja"; until `speak` says otherwise that of the locale."""
    return _spoken.get() or _of_process or of_locale()


def speak(name: str) -> None:
    """Speak a language from now on, in this process; ValueError for one that is none of ours."""
    global _of_process
    _of_process = _known(name)


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak a language for a while, in this thread."""
    token = _spoken.set(_known(name))
    try:
        yield
    finally:
        _spoken.reset(token)


def of_locale() -> str:
    """The language of the locale where it is one of ours, else English."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    said = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    start = said.lower()[:2]
    return "ja" if said.lower().startswith("japanese") else start if start in LANGUAGES else "en"


def to_plain(message: Words) -> dict[str, Any]:
    """A message as JSON holds it.

    >>> to_plain(say("errors.not_both", one="a", other=float("inf")))
    {'say': 'errors.not_both', 'facts': {'one': 'a', 'other': {'number': 'inf'}}}
    """
    return {"say": message.key, "facts": {name: _plain(v) for name, v in message.given}}


def from_plain(value: Any) -> Text:
    """What `to_plain` made; text stays text.

    >>> from_plain(to_plain(say("a.b", one=float("-inf"), two=("x", say("a.c"))))).facts
    {'one': -inf, 'two': ('x', Words(key='a.c', given=()))}
    """
    return value if isinstance(value, str) else _again(value)


def _known(name: str) -> str:
    if name not in LANGUAGES:
        raise ValueError(f"{name!r} is none of {', '.join(LANGUAGES)}")
    return name


def _function(name: str, key: str) -> Callable[..., str]:
    module, _, function = key.rpartition(".")
    return getattr(importlib.import_module(f"{__name__}.{name}.{module}"), function)


def _fact(value: Any) -> Any:
    if value is None or isinstance(value, Words):
        return value
    for kind in (bool, str, int, float):  # numbers of NumPy are not kept as such
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _fact(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return tuple(_fact(one) for one in value)
    if getattr(value, "shape", None) == ():
        return value.item()
    raise TypeError(f"a message cannot keep a {type(value).__name__}: {value!r}")


def _plain(value: Any) -> Any:
    if isinstance(value, Words):
        return to_plain(value)
    if isinstance(value, float) and value - value != 0:  # JSON has no infinity
        return {"number": str(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {"facts": {name: _plain(one) for name, one in value.items()}}
    return value


def _again(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_again(one) for one in value)
    if not isinstance(value, dict):
        return value
    if "number" in value:
        return float(value["number"])
    facts = {name: _again(one) for name, one in value["facts"].items()}
    return Words(value["say"], tuple(facts.items())) if "say" in value else facts
