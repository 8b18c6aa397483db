"""What reading a table taught, so that new data are read in the same way; plain, for JSON."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Facts:
    """Facts of the training part that reading new rows of the same kind needs.

    numbers: columns of numbers taken from the table, in order; categories: text column -> the
    categories kept, most frequent first; masks: columns with a channel that marks missing values;
    fills: column -> value for a gap at the very start; calendar: names of calendar columns made
    from time; changed: columns the transform was applied to.
    """

    time: tuple[str, ...] = ()
    time_format: str = ""
    group: str | None = None
    step_kind: str = "rows"  # seconds | months | weekdays | irregular | rows
    step_size: int = 1
    numbers: tuple[str, ...] = ()
    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)
    masks: tuple[str, ...] = ()
    fills: dict[str, float] = field(default_factory=dict)
    calendar: tuple[str, ...] = ()
    gap: bool = False  # a column with the time since the last row, for irregular steps
    transform: str = "none"
    changed: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
