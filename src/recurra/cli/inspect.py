"""`recurra inspect`: what was understood of some data, before anything is trained."""

import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recurra.cli import options
from recurra.cli.bar import seen
from recurra.cli.wrapped import columns, left, right, shortened
from recurra.settings import Reading, placed
from recurra.settings.text import listed, quoted
from recurra.words import say, text
from recurra.words.numbers import count

if TYPE_CHECKING:
    from recurra.data.profile import Column, Profile
    from recurra.records import Source

WIDTH = 28  # of a column's name, and of its values
SHOWN = 40  # columns
CLASSES = 12


@options.spelled_out
def inspect(
    data: options.Data,
    *,
    reading: Reading,
    html: Annotated[
        Path | None, typer.Option("--html", help=text("commands.inspect.html"), metavar="FILE")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=text("commands.inspect.json"))] = False,
) -> None:
    """Say what is understood of data: columns, time, groups, the question, parts, oddities."""
    from recurra.data.profile import profile
    from recurra.findings import spoken
    from recurra.json_lines import to_json

    if html is not None:
        _check(html)
    source = placed(reading, data)
    with seen():
        found = asked(profile(source, drawn=html is not None), source)
    if html is not None:
        from recurra.report import inspect_page

        inspect_page.write(html, found)
    facts = replace(found, portrait=None)
    for line in [to_json(spoken(facts))] if json else lines(facts):
        typer.echo(line)
    if html is not None:
        typer.echo(text("cli.inspect.page", path=html), err=json)


def _check(html: Path) -> None:
    """What can be wrong with the file is said before anything is read."""
    from recurra.errors import RunError

    if html.is_dir():
        raise RunError(say("cli.inspect.is_folder", path=html))
    if not html.absolute().parent.is_dir():
        raise RunError(say("cli.inspect.no_folder", path=html))


def asked(found: "Profile", source: "Source") -> "Profile":
    """With the tasks that such data allow, and the commands that come next.

    Raises SettingError where the source asks for another task.
    """
    from recurra.errors import SettingError
    from recurra.tasks.kinds import KINDS
    from recurra.words import say

    fit = [one for one in KINDS if one.of == found.holds]
    if found.format:  # a table can be asked for all of these
        fit += [one for one in KINDS if one.of in ("series", "sequences", "values")]
    names = dict.fromkeys(name for one in fit for name in one.asked if name != "auto")
    usual = next(one.name for one in fit if one.of == found.holds and "auto" in one.asked)
    if source.task != "auto" and source.task not in names:
        wanted = tuple(dict.fromkeys(one.of for one in KINDS if source.task in one.asked))
        raise SettingError(
            say(
                "tasks.pose.other_data",
                name=found.name, kind=found.holds, task=source.task, wanted=wanted,
            )
        )  # fmt: skip
    task = usual if source.task == "auto" else source.task
    return replace(found, task=task, tasks=tuple(names), next=_next(found, source))


def _next(found: "Profile", source: "Source") -> tuple[str, ...]:
    """Commands, with the options that were given and the target where it is still to be said."""
    given = []
    for name, value in source.asked().items():
        shown = listed(value) if isinstance(value, tuple) else str(value)
        given += [f"--{name.replace('_', '-')}", shown]
    if str(found.trouble) and not found.candidates:
        return ()
    target = ["--target", quoted(found.candidates[-1])] if len(found.candidates) > 1 else []
    words = [source.data, *target, *given]
    left = _time_left(found)
    if left:
        words = [source.data, *left]
    return (
        shlex.join(["recurra", "compare", *words]),
        shlex.join(["recurra", "fit", *words, "--out", "model"]),
    )


def _time_left(found: "Profile") -> list[str]:
    """The options that ask for a column which falls by one a row, as the time that is left does,
    from the others."""
    falls = [s.column for s in found.suspicions if s.kind == "falls"]
    groups = [found.group, *(s.column for s in found.suspicions if s.kind == "group")]
    asked = found.targets[:1] or tuple(found.candidates)
    names = [name for name in falls if name in asked]
    group = next((name for name in groups if name), "")
    if found.holds != "series" or not names or not group:
        return []
    return ["--target", quoted(names[0]), "--task", "regression", "--group", quoted(group)]


def lines(found: "Profile") -> Iterator[str]:
    """The screen."""
    from recurra.report import inspect_words as words

    yield words.file(found)
    yield from words.frame(found)
    if found.columns:
        yield ""
        yield from _table(found.columns)
    if found.classes:
        yield ""
        pairs = dict(zip(found.classes[:CLASSES], found.class_counts, strict=False))
        yield text("cli.inspect.classes", number=len(found.classes), counts=pairs)
    yield ""
    yield from words.question(found)
    if found.said:
        yield ""
        yield text("cli.inspect.understood")
        yield from (f"  {one}" for one in found.said)
    if found.suspicions:
        yield ""
        yield text("cli.inspect.odd")
        yield from (f"  {one.said}" for one in found.suspicions)
    if found.next:
        yield ""
        yield text("cli.inspect.next")
        yield from (f"  {one}" for one in found.next)


def _table(own: "tuple[Column, ...]") -> Iterator[str]:
    """A line a column: name, kind, role, missing, range, values."""
    from recurra.report.inspect_words import ranged

    head = text("cli.inspect.head").split("|")
    rows = [
        [
            shortened(one.name, WIDTH),
            text("cli.inspect.kind", name=one.kind),
            text("cli.inspect.role", name=one.role),
            count(one.missing) if one.missing else "",
            ranged(one),
            shortened(", ".join(one.values), 2 * WIDTH),
        ]
        for one in own[:SHOWN]
    ]
    widths = [max(columns(row[k]) for row in [head, *rows]) for k in range(len(head))]
    for row in [head, *rows]:
        fields = [
            right(f, w) if k == 3 else left(f, w)
            for k, (f, w) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(fields).rstrip()
    if len(own) > SHOWN:
        yield text("cli.inspect.more", number=len(own) - SHOWN)
