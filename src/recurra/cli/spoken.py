"""`--language`, which every command takes: results, help and errors are said in it."""

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from recurra import words
from recurra.errors import unknown

NAME = "--language"


def asked(arguments: Sequence[str]) -> str | None:
    """The language of a command line, None where it names none.

    It is looked for before anything is understood, as help and errors are said in it.

    >>> asked(["compare", "digits", "--language=ja"]), asked(["compare", "digits"])
    ('ja', None)
    """
    for here, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == NAME:
            return value if equals else next(iter(arguments[here + 1 :]), None)
    return None


def listen(arguments: Sequence[str]) -> None:
    """Speak the language that a command line names; SettingError where we do not know it."""
    name = asked(arguments)
    if name is not None:
        if name not in words.LANGUAGES:
            raise unknown(words.say("nouns.language"), name, words.LANGUAGES)
        words.speak(name)


def everywhere(app: typer.Typer) -> typer.Typer:
    """An app, its commands and those below it, each with the option."""
    for one in app.registered_commands:
        assert one.callback is not None
        one.callback = _with_language(one.callback)
    of_app = app.registered_callback
    if of_app is not None and of_app.callback is not None:
        of_app.callback = _with_language(of_app.callback)
    for group in app.registered_groups:
        assert group.typer_instance is not None
        everywhere(group.typer_instance)
    return app


def _with_language(command: Callable[..., Any]) -> Callable[..., Any]:
    own = inspect.signature(command)
    if "language" in own.parameters:
        return command
    option = typer.Option(NAME, metavar="|".join(words.LANGUAGES), help=words.text("cli.language"))
    language = inspect.Parameter(
        "language",
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[str | None, option],
    )

    @functools.wraps(command)
    def spoken(*args: Any, language: str | None = None, **keywords: Any) -> Any:
        if language is not None:
            listen((NAME, language))
        return command(*args, **keywords)

    spoken.__signature__ = own.replace(  # type: ignore[attr-defined]
        parameters=[*own.parameters.values(), language]
    )
    spoken.__annotations__ = {**command.__annotations__, "language": language.annotation}
    return spoken
