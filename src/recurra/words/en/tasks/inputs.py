"""--inputs: which columns go to which input of a cell."""

from collections.abc import Sequence

from recurra.words.en.phrases import counted, listed

SHOWN = 12  # columns that an error lists
HOW = "Write NAME=WIDTH or NAME=COLUMN+COLUMN with commas between, for instance x=4,gap=1"


def twice(name: str) -> str:
    return f"--inputs: names {name!r} twice. {HOW}"


def no_columns(part: str) -> str:
    return f"--inputs: {part!r} gives no columns. {HOW}"


def one_input() -> str:
    return (
        "--inputs divides columns among the inputs of a cell, and each of these cells has "
        "one, which gets them all. Leave it out"
    )


def name() -> str:
    return "input in --inputs:"


def column() -> str:
    return "column in --inputs:"


def widths(given: str, cell: str, total: int, width: int, channels: tuple[str, ...]) -> str:
    return (
        f"--inputs {given} for cell {cell!r} makes {counted(total, 'column')}, and the data have "
        f"{width}{_listed(channels)}. Widths are at least 1 and make up the whole; "
        "by name some columns can be left out"
    )


def vectors(cell: str) -> str:
    return (
        f"cell {cell!r}: the inputs are vectors of tokens, whose numbers have no names. "
        "Give widths, for instance --inputs x=40,gap=10"
    )


def nothing(name: str, given: str, channels: tuple[str, ...], missing: str | None) -> str:
    made = f" --missing {missing} makes them" if missing else ""
    return f"--inputs {name}={given}: the data have no such column{_listed(channels)}.{made}"


def unsaid(
    cell: str,
    inputs: tuple[str, ...],
    missing: tuple[str, ...],
    width: int,
    channels: tuple[str, ...],
    example: str,
    special: tuple[str, ...],
) -> str:
    said = f"--inputs does not name {', '.join(missing)}" if missing else "--inputs is not given"
    made = (
        f"; of tables and .ts files --missing {'+'.join(special)} makes channels that "
        f"{listed(special)} get by themselves"
        if special
        else ""
    )
    first = inputs[0] if inputs else ""
    return (
        f"cell {cell!r} has several inputs, {', '.join(inputs)}, and {said}. The data have "
        f"{width} column{'s' * (width > 1)}{_listed(channels)}. Divide them by width in their "
        f"order, for instance --inputs {example}, or by name, {first}=COLUMN+COLUMN{made}"
    )


def _listed(channels: Sequence[str]) -> str:
    if not channels:
        return ""
    more = f" and {len(channels) - SHOWN} more" if len(channels) > SHOWN else ""
    return f": {', '.join(channels[:SHOWN])}{more}"
