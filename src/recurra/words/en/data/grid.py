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


def other_step(step: str, found: str) -> str:
    return f"the model was trained on rows with a step of {step}, these have {found}"


def give_same_step() -> str:
    return "Give rows with the step of the training data"


def near(count: int, step: str) -> str:
    rows = "1 row has" if count == 1 else f"{count} rows have"
    return f"{rows} the step of another row ({step}): joined to one row with their mean."


def moved(count: int, step: str, most: float) -> str:
    rows = "1 row was" if count == 1 else f"{count} rows were"
    return f"{rows} moved in time to even steps of {step}, by at most {most:.3g} of a step."


def days_off(count: int) -> str:
    days = "1 working day has" if count == 1 else f"{count} working days have"
    return f"{days} no row, and none was put in."
