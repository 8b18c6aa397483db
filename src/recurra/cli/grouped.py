"""Help in groups: options stand under the heading of the record that they belong to."""

from typing import Any

from typer.core import TyperCommand

REST = "Options"


class Grouped(TyperCommand):
    """A command whose help lists its options in groups, in the order in which they come."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments, options of the command's own, then a section for each group."""
        sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], REST: []}
        for parameter in self.get_params(ctx):
            row = parameter.get_help_record(ctx)
            if row is not None:
                sections.setdefault(_heading(parameter), []).append(row)
        for heading, rows in sections.items():
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


def _heading(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return "Arguments"
    return getattr(parameter, "rich_help_panel", None) or REST


def examples(*lines: str) -> str:
    """The end of a command's help: lines that are not broken."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
