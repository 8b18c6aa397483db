"""Tables as files."""

from typing import Literal

from recurra.words.en.phrases import counted

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def no_column(name: str) -> str:
    return f"no column {name!r}"


def columns(near: tuple[str, ...], names: tuple[str, ...]) -> str:
    hint = f"Did you mean {' or '.join(map(repr, near))}? " if near else ""
    return f"{hint}Columns: {', '.join(names)}"


def no_names() -> str:
    return "The file has no line with names: columns are called 1, 2, 3 ..."


def all_missing() -> str:
    return "all values are missing"


def no_rows() -> str:
    return "the table has names but no rows"


def empty_rows(count: int) -> str:
    return f"{counted(count, 'row')} without any value {'was' if count == 1 else 'were'} left out."


def ragged(found: int, width: int) -> str:
    return f"{counted(found, 'value')} where the table has {counted(width, 'column')}"


def which_separator(separator: Literal[",", ";", "\t", "|"]) -> str:
    return f"Is this a table with {SEPARATORS[separator]}s between its columns?"


def unreadable(reason: str) -> str:
    return f"cannot be read as a table ({reason})"


def same_name(first: int, second: int) -> str:
    return f"columns {first} and {second} have the same name"


def two_same_names() -> str:
    return "two columns have the same name"


def no_text() -> str:
    return "not a text file"


def csv_or_parquet() -> str:
    return "A table is a CSV, Excel, Parquet, Arrow or JSON Lines file"


def no_table(start: str) -> str:
    return f"not a table: it starts with {start!r}"


def no_parquet(reason: str) -> str:
    return f"not a readable Parquet file ({reason})"


def no_arrow(reason: str) -> str:
    return f"not a readable Arrow file ({reason})"


def no_columns() -> str:
    return "no column of numbers, texts or times"


def left_out(name: str, kind: str) -> str:
    return f"Column {name!r} ({kind}) was left out."


def index(name: str) -> str:
    return f"Column {name!r}, pandas' numbers of rows, is left out."


def too_much_text() -> str:
    return "a column holds more than 2 GB of text; leave it out, or save what it means as numbers"
