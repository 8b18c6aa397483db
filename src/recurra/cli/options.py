"""Options of the command line from records of settings: a setting is an option."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, get_origin

import typer

from recurra.settings import Setting, arguments, settings
from recurra.words import text

Data = Annotated[str, typer.Argument(help=text("commands.shared.data"), show_default=False)]


def spelled_out(command: Callable[..., None]) -> Callable[..., None]:
    """A command with an option for each setting of those of its parameters that are records.

    >>> from recurra.settings import Reading
    >>> @spelled_out
    ... def read(data: str, reading: Reading) -> None:
    ...     print(data, reading.readers.images.order)
    >>> list(inspect.signature(read).parameters)[:3]
    ['data', 'task', 'order']
    >>> read(data="digits", order="column")
    digits column
    """
    return arguments.spelled_out(command, options)


def options(kind: Any) -> list[inspect.Parameter]:
    """The options of a record."""
    return [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=_default(one), annotation=_annotated(one)
        )
        for name, one in settings(kind)
    ]


def _default(setting: Setting) -> Any:
    """As it is written; of several names there is none."""
    default = setting.option.shown or setting.default
    return ",".join(default) if isinstance(default, tuple) else default


def _annotated(setting: Setting) -> Any:
    said = setting.option
    written = said.read is not None or get_origin(setting.type) is tuple
    heading = said.group or getattr(setting.record, "heading", None)
    return Annotated[
        str if written else setting.type,
        typer.Option(
            *([f"--{setting.name.replace('_', '-')}"] if setting.type is bool else []),
            help=arguments.sentence(said),
            show_default=not said.usual and setting.type is not bool,
            min=None if written else said.least,
            max=said.most,
            metavar=said.metavar or None,
            rich_help_panel=str(heading) if heading else None,
        ),
    ]
