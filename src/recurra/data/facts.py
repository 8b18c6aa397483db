"""What reading a table taught, so that new data are read in the same way; plain, for JSON."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Facts:
    """Facts of the training part that reading new rows of the same kind needs.

    numbers: columns of numbers taken from the table, in order; commas: those with a comma before
    decimals; categories: text column -> the categories with a column of their own, and
    rest: those without one; masks: columns
    with a channel that marks missing values; seen, gaps: columns with a channel that says where
    there was a value, and how long ago; fills: column -> value for a gap at the very start;
    calendar: columns made from time; changed: columns the transform was applied to; step_kind:
    of `recurra.data.steps.Step`, as its size and place; read_kind, read_size, read_place: the same
    of the table before it was resampled, "" where it was not. prepare: steps of columns, see
    `recurra.data.prepare.plan`.

    >>> Facts.from_dict(Facts(numbers=("a",)).to_dict()).numbers
    ('a',)
    """

    time: tuple[str, ...] = ()
    time_format: str = ""
    group: str | None = None
    step_kind: str = "rows"
    step_size: float = 1
    step_place: str = ""
    numbers: tuple[str, ...] = ()
    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rest: dict[str, tuple[str, ...]] = field(default_factory=dict)
    masks: tuple[str, ...] = ()
    commas: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    fills: dict[str, float] = field(default_factory=dict)
    calendar: tuple[str, ...] = ()
    transform: str = "none"
    changed: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    known_given: tuple[str, ...] = ()  # as named by the user, before categories are spread out
    known: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    prepare: dict[str, tuple[str, ...]] = field(default_factory=dict)
    read_kind: str = ""
    read_size: float = 1
    read_place: str = ""

    def to_dict(self) -> dict[str, Any]:
        """For a manifest."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> "Facts":
        """From a manifest: lists become tuples again."""
        values: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in plain.items()
        }
        for name in ("categories", "rest", "prepare"):
            values[name] = {k: tuple(v) for k, v in plain.get(name, {}).items()}
        return cls(**values)


@dataclass(frozen=True)
class ExampleFacts:
    """How a table was cut into examples, beside the facts of its columns.

    names: the columns of the label or the values; each: group, step or window; window: its rows, at
    most (0: all of a group); stride: rows from one to the next; by: which label counts where there
    are several (majority, any, last, or the only one); rarest: the classes, from the rarest on.
    """

    facts: Facts
    names: tuple[str, ...]
    each: str
    window: int
    stride: int
    by: str
    rarest: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """For a manifest."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> "ExampleFacts":
        """From a manifest."""
        own: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in plain.items()}
        return cls(**{**own, "facts": Facts.from_dict(plain["facts"])})
