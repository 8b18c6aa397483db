"""What the screen and the page of `recurra inspect` say alike, from a profile."""

from collections.abc import Iterator

from recurra.data.profile import Column, Profile
from recurra.words import text
from recurra.words.numbers import count, significant


def file(found: Profile) -> str:
    """What was read."""
    return text(
        "cli.inspect.file",
        name=found.name, reader=found.reader, form=found.format, encoding=found.encoding,
        separator=found.separator, number=found.count, columns=len(found.columns),
    )  # fmt: skip


def frame(found: Profile) -> Iterator[str]:
    """Time and groups of a table; how long examples are."""
    if found.format:
        step = str(found.step)
        yield text("cli.inspect.time", names=found.time, step=step, gaps=found.gaps)
        if found.group:
            yield text(
                "cli.inspect.groups",
                name=found.group, number=found.groups, least=found.lengths[0],
                most=found.lengths[2], series=found.holds == "series",
            )  # fmt: skip
        if found.holds == "series":
            return
    if not max(found.lengths):  # nothing was cut yet
        return
    least, median, most = found.lengths
    trees = found.holds == "trees"
    yield text("cli.inspect.lengths", least=least, median=median, most=most, trees=trees)


def question(found: Profile) -> Iterator[str]:
    """What would be asked, what stands in the way, and the parts."""
    several = len(found.candidates) > 1
    yield text(
        "cli.inspect.question",
        task=found.task, targets=found.targets, candidates=found.candidates if several else (),
        others=tuple(t for t in found.tasks if t != found.task),
    )  # fmt: skip
    if str(found.trouble):
        yield text("cli.inspect.trouble", why=str(found.trouble))
    if max(found.parts):
        train, validation, test = found.parts
        yield text(
            "cli.inspect.parts",
            train=train, validation=validation, test=test,
            lookback=found.lookback, horizon=found.horizon,
        )  # fmt: skip


def ranged(one: Column) -> str:
    """From where to where a column's numbers reach; else how many different values it has."""
    if one.least is None or one.most is None:
        return "" if one.distinct is None else text("cli.inspect.distinct", number=one.distinct)
    ends = (_number(one.least, one.kind), _number(one.most, one.kind))
    return text("cli.inspect.range", least=ends[0], most=ends[1])


def _number(value: float, kind: str) -> str:
    return count(int(value)) if kind == "whole" and abs(value) < 1e9 else significant(value, 4)
