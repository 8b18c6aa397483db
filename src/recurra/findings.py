"""Records of the diagnoses; like `records`, plain and of the standard library only.

findings.jsonl holds one Finding a line: the answer to one question about one model.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from recurra.words import Text, Words

FILE = "findings.jsonl"
VERDICTS = ("healthy", "sick", "open")
Record = TypeVar("Record")


@dataclass(frozen=True)
class Line:
    """Numbers over a common axis, with their spread where it is known."""

    name: Text
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()  # 10th percentile over examples, or lower end of an interval
    high: tuple[float, ...] = ()  # 90th, or upper end


@dataclass(frozen=True)
class Chart:
    """What a figure shows, without how it is drawn."""

    kind: str  # lines | points | bars | heat | tree
    title: Text
    across: Text  # what the horizontal axis shows
    up: Text  # what the vertical axis shows
    lines: tuple[Line, ...] = ()  # of bars: one Line a group, x counts the `names`
    log: bool = False  # vertical axis
    limits: tuple[float, ...] = ()  # levels that decide, drawn across
    marks: tuple[tuple[float, Text], ...] = ()  # places on the horizontal axis, with their names
    names: tuple[Text, ...] = ()  # of bars; of a tree: the word of each node, "" where it has none
    # of a heat map: rows from top to bottom; of a tree, whose nodes stand at the places of its one
    # line: the number of each node's parent (-1: none), and the value that colours it, -1 to 1
    table: tuple[tuple[float, ...], ...] = ()
    reading: Text = ""  # one sentence for someone who has never seen such a figure


@dataclass(frozen=True)
class Finding:
    """One question about one model: a number, the threshold it is held against, and advice."""

    key: str  # the diagnosis: "gradient_ratio"
    question: Text  # as people ask it
    model: Text  # name of the architecture
    number: float | None  # None: it could not be taken; `answer` says why
    unit: Text
    threshold: tuple[float, ...]  # (least,), (most,) or (least, most), as `rule` says
    rule: str  # least | most | between | none
    verdict: str  # healthy | sick | open
    answer: Text  # one or two sentences
    advice: tuple[Text, ...] = ()  # what to do; sentences
    conditions: Text = ""  # what it was measured on
    charts: tuple[Chart, ...] = ()
    update: int | None = None  # of a finding made while training: the update


def judge(number: float | None, rule: str, threshold: tuple[float, ...]) -> str:
    """The verdict on a number: at least, at most, or between its thresholds.

    >>> judge(0.5, "most", (0.1,)), judge(0.5, "between", (0.1, 1.0)), judge(None, "least", (1.0,))
    ('sick', 'healthy', 'open')
    """
    if number is None or number != number or rule == "none":
        return "open"
    low = threshold[0] if rule in ("least", "between") else float("-inf")
    high = threshold[-1] if rule in ("most", "between") else float("inf")
    return "healthy" if low <= number <= high else "sick"


def spoken(record: Record) -> Record:
    """A record with its messages written in the language that is spoken now.

    >>> from recurra.words import say
    >>> spoken(Line(say("diagnose.axes.inputs"), (), ())).name
    'inputs'
    """
    return cast(Record, _spoken(record))


def _spoken(value: Any) -> Any:
    if isinstance(value, Words):
        return str(value)
    if isinstance(value, tuple):
        return tuple(map(_spoken, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        own = {f.name: _spoken(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **own)
    return value


def rounded(values: Iterable[float]) -> tuple[float, ...]:
    """Plain numbers with five digits: enough for a figure.

    >>> rounded([1 / 3, 12345678.0])
    (0.33333, 12346000.0)
    """
    return tuple(float(f"{float(value):.5g}") for value in values)
