"""What typer says of a command line that it does not understand, in the language that is spoken.

Its errors are known by what they hold, as versions of typer keep their classes in other places.
"""

from typing import Any

from recurra.words import language, text


def is_of_typer(error: Exception) -> bool:
    """Whether typer raised it for a user."""
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def shown(error: Any) -> str:
    """All that is to be said, several lines."""
    context = getattr(error, "ctx", None)
    if context is not None and type(error).__name__ == "NoArgsIsHelpError":
        return str(error.format_message())
    said = text("commands.misused.error", what=_said(error))
    if context is None:
        return said
    hint = text(
        "commands.misused.hint", command=context.command_path, option=context.help_option_names[0]
    )
    return f"{context.get_usage()}\n{hint}\n\n{said}"


def _said(error: Any) -> str:
    if language() == "en":
        return str(error.format_message())
    if hasattr(error, "possibilities"):
        near = tuple(sorted(error.possibilities or ()))
        return text("commands.misused.no_such_option", name=error.option_name, near=near)
    if hasattr(error, "param_type"):
        kind = error.param_type or getattr(error.param, "param_type_name", "")
        return text("commands.misused.missing", kind=kind, name=_name(error))
    if hasattr(error, "option_name"):
        return text("commands.misused.option", name=error.option_name, said=error.message)
    if hasattr(error, "param_hint"):
        return text("commands.misused.value", name=_name(error), said=error.message)
    return text("commands.misused.other", said=error.format_message())


def _name(error: Any) -> str:
    """The option or argument as it is called in the usage."""
    if error.param is None:
        return str(error.param_hint or "")
    return "/".join(error.param.opts)
