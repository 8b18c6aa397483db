"""Facts of tables as a manifest has them."""

from typing import Annotated, Literal

from pydantic import Field

from recurra.data.facts import ExampleFacts
from recurra.errors import RunError
from recurra.tasks.served.served import Names, Part, Steps, wrong
from recurra.words import say

Count = Annotated[int, Field(ge=1, lt=2**31)]
Texts = Annotated[list[str], Field(default_factory=list)]


class ColumnFacts(Part):
    """`recurra.data.Facts` of inputs."""

    time: Texts
    time_format: str = ""
    group: Annotated[str, Field(min_length=1)] | None = None
    step_kind: Literal[
        "milliseconds", "nanoseconds", "rate", "months", "weekdays", "uneven", "rows"
    ] = "rows"
    step_size: Count | Annotated[float, Field(gt=0)] = 1
    step_place: Annotated[
        str, Field(pattern=r"^(end|(first|last)_workday|day ([1-9]|[12]\d|3[01])|[01]{7})?$")
    ] = ""
    numbers: Texts
    categories: Annotated[dict[str, list[str]], Field(default_factory=dict)]
    rest: Annotated[dict[str, list[str]], Field(default_factory=dict)]
    masks: Texts
    commas: Texts
    seen: Texts
    gaps: Texts
    fills: Annotated[dict[str, float], Field(default_factory=dict)]
    calendar: Texts
    transform: str = "none"
    changed: Texts
    targets: Texts
    known_given: Texts
    known: Texts
    columns: Names
    prepare: Steps
    read_kind: Literal[
        "milliseconds", "nanoseconds", "rate", "months", "weekdays", "uneven", "rows", ""
    ] = ""
    read_size: Count | Annotated[float, Field(gt=0)] = 1
    read_place: str = ""


class TableFacts(ColumnFacts):
    """`recurra.data.Facts` of a forecast."""

    numbers: Names
    targets: Names


class ExamplesFacts(Part):
    """`recurra.data.facts.ExampleFacts`."""

    facts: ColumnFacts
    names: Names
    each: Literal["group", "step", "window"]
    window: Annotated[int, Field(ge=0, lt=2**31)]
    stride: Count
    by: Literal["majority", "any", "last", "only"]
    rarest: Texts


def examples(
    told: ExamplesFacts | None, channels: tuple[str, ...], classes: tuple[str, ...] = ()
) -> ExampleFacts | None:
    """Facts of examples of a table; RunError where they do not belong to such a model."""
    if told is None:
        return None
    own = ExampleFacts.from_dict(told.model_dump())
    lost = [n for n in own.facts.numbers if n not in own.facts.fills]
    lost += [n for n in own.facts.numbers if n not in channels]
    if lost or own.facts.columns != channels or own.facts.group is None:
        raise _wrong(lost[0] if lost else "columns")
    if any(c not in own.rarest for c in classes):
        raise _wrong("rarest")
    return own


def _wrong(name: str) -> RunError:
    return wrong(say("tasks.served.column_not_read", name=name))
