"""Rows in order of time."""

from recurra.words.en.phrases import counted, have


def same_times(count: int, rows: int) -> str:
    return f"{count} of {counted(rows, 'row')} {have(count)} the time of another row"


def time_of_day() -> str:
    return "Does a further column hold the time of day? Give all of them with --time"


def several_series() -> str:
    return (
        "Are these several series in one file? Give the column that tells them apart "
        "with --group, or further columns of the time with --time"
    )


def in_order() -> str:
    return "Rows were put in order of time."


def joined(count: int) -> str:
    rows = "1 row has" if count == 1 else f"{count} rows have"
    return f"{rows} the time of another row: joined to one row with their mean."


def opened(count: int, longest: int, step: str) -> str:
    return (
        f"Rows missing in time: {count} (longest gap: {longest}, step {step}); put in and filled."
    )


def uneven(step: str) -> str:
    return f"Steps are {step}: rows are taken as they come, gaps are not filled."
