"""What stands where in a CSV text."""

from recurra.words.en.phrases import counted


def above(count: int, start: str) -> str:
    lines = "1 line" if count == 1 else f"{count} lines"
    return f"{lines} above the names of the columns left out ({start!r} ...)."


def units(line: int, units: tuple[str, ...]) -> str:
    return f"Units, and no row, stand in line {line}: {', '.join(units)}."


def comments(count: int) -> str:
    lines = (
        "1 line that begins with # was" if count == 1 else f"{count} lines that begin with # were"
    )
    return f"{lines} left out."


def open_quote() -> str:
    return "a quotation begins here and does not end as it should"


def close_quote() -> str:
    return 'Close it with " before the separator, or take the " away'


def long_name(number: int, letters: int) -> str:
    return f"the name of column {number} has {counted(letters, 'letter')}"


def spaced() -> str:
    return "Blanks stand between the columns."
