"""Help in the language that is spoken, options under the heading of the record they belong to.

typer writes English around what is said of commands and options. Here are the few places that it
leaves to a command: usage, headings, descriptions, and what it adds to a line in brackets.
"""

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from recurra.cli.wrapped import wrapped
from recurra.errors import unknown
from recurra.words import language, say, text

COLUMN = 30  # of options, at most; typer's own
ADDED = re.compile(r"\s*\[((?:default: |required|x[<>]|\d+<)[^\[\]]*(?:\[\])?)\]$")


class Spoken:
    """What commands and groups of them have in common."""

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:
        """The first line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=text("commands.frame.usage"))

    def format_help_text(self: Any, ctx: Any, formatter: Any) -> None:
        """What the command does."""
        if _spaced() or not self.help:
            super().format_help_text(ctx, formatter)  # type: ignore[misc]
            return
        for paragraph in self.help.strip().split("\n\n"):
            formatter.write_paragraph()
            for line in wrapped(paragraph, formatter.width - 2):
                formatter.write(f"  {line}\n")

    def format_options(self: Any, ctx: Any, formatter: Any) -> None:
        """Arguments, options of the command's own, a section for each group, then commands."""
        of_arguments, rest = text("commands.frame.arguments"), text("commands.frame.options")
        sections: dict[str, list[tuple[str, str]]] = {of_arguments: [], rest: []}
        for parameter in self.get_params(ctx):
            row = _row(parameter, ctx)
            if row is not None:
                own = parameter.param_type_name == "argument"
                heading = getattr(parameter, "rich_help_panel", None) or rest
                sections.setdefault(of_arguments if own else heading, []).append(row)
        for heading, rows in sections.items():
            _section(formatter, heading, rows)
        if isinstance(self, TyperGroup):
            self.format_commands(ctx, formatter)


class Grouped(Spoken, TyperCommand):
    """A command."""


class Commands(Spoken, TyperGroup):
    """A group of commands."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The first sentences of their help."""
        if _spaced():
            super().format_commands(ctx, formatter)
            return
        found = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        rows = [
            (name, (one.help or "").partition("\n\n")[0])
            for name, one in found.items()
            if one is not None and not one.hidden
        ]
        _section(formatter, text("commands.frame.commands"), rows)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """A command by its name."""
        name = args[0]
        if not _spaced() and self.get_command(ctx, name) is None and not name.startswith("-"):
            raise unknown(say("nouns.command"), name, self.list_commands(ctx))
        return super().resolve_command(ctx, args)


def examples(*lines: str) -> str:
    """The end of a command's help: lines that are not broken."""
    shown = "\n".join(f"  {line}" for line in lines)
    return f"\b\n{text('commands.frame.examples')}:\n{shown}"


def _spaced() -> bool:
    """Whether words stand between spaces, so that typer can break lines."""
    return language() == "en"


def _section(formatter: Any, heading: str, rows: list[tuple[str, str]]) -> None:
    if not rows:
        return
    if not _spaced():
        first = min(max(len(name) for name, _ in rows), COLUMN) + 2
        room = max(formatter.width - first - 2, 20)
        rows = [(name, "\n".join(("\b", *wrapped(what, room)))) for name, what in rows]
    with formatter.section(heading):
        formatter.write_dl(rows)


def _row(parameter: Any, ctx: Any) -> tuple[str, str] | None:
    """What is said of an option or argument."""
    if parameter.name in ("help", "install_completion", "show_completion"):  # typer's own
        parameter.help = text("commands.frame.of_typer", name=parameter.name)
    row = parameter.get_help_record(ctx)
    if row is None or _spaced():
        return row
    name, what = row
    added = ADDED.search(what)
    if added is None:
        return name, what
    facts = dict(part.partition(": ")[::2] for part in added[1].split("; "))
    return name, text(
        "commands.frame.with_facts",
        what=what[: added.start()],
        default=facts.pop("default", None),
        required=facts.pop("required", None) is not None,
        range=next(iter(facts), None),
    )
