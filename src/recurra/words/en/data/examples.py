"""A table as examples."""

from typing import Literal

from recurra.words.en.phrases import be, counted, several

COUNTS = {
    "majority": "the most frequent one",
    "any": "the rarest one that occurs",
    "last": "the last one",
    "only": "the one that all its rows have",
}


def no_inputs() -> str:
    return "no column is left that could be an input"


def no_group(names: tuple[str, ...]) -> str:
    return f"{several(names)} is asked for, but not which rows belong together"


def give_group(names: tuple[str, ...]) -> str:
    return (
        "Give --group, the column that names the engine, person or recording of each row "
        f"({several(names)}?)"
    )


def no_answers(names: tuple[str, ...]) -> str:
    return f"no example has a value of {several(names)}"


def two_units(group: str, names: tuple[str, ...], by: str) -> str:
    return (
        f"group {group!r} is one example but has two values of {by!r} ({several(names)}), and "
        "would be in two parts"
    )


def two_labels(group: str, by: str, names: tuple[str, ...], count: int) -> str:
    more = f", and {counted(count - 1, 'other')} too" if count > 1 else ""
    return f"group {group!r} of {by!r} has several labels ({several(names)}){more}"


def which_label() -> str:
    return (
        "Say which counts (--label-by majority, last or any), or what has one: windows "
        "(--window N) or steps (--each step)"
    )


def few_in_test(by: str, count: int) -> str:
    return (
        f"Only {count} of {by!r} {be(count)} in the test part: how much results differ from one to "
        "the next can hardly be told."
    )


def lost(count: int, names: tuple[str, ...]) -> str:
    more = " and others" if count > len(names) else ""
    return f"{counted(count, 'group')} without an answer left out: {several(names)}{more}."


def unanswered(count: int, names: tuple[str, ...]) -> str:
    return f"{counted(count, 'example')} without a value of {several(names)} left out."


def short(count: int, rows: int) -> str:
    verb = "is" if count == 1 else "are"
    return (
        f"{counted(count, 'recording')} {verb} shorter than a window of {rows:,} rows: one shorter "
        "window each."
    )


def odd(what: str) -> str:
    return f"Worth a look: {what}"


def task(
    each: Literal["group", "step", "window"],
    group: str,
    names: tuple[str, ...],
    classes: bool,
    groups: int,
    count: int,
    window: int,
    stride: int,
    by: str,
    least: int,
    most: int,
) -> str:
    rows = counted(most, "row") if least == most else f"{least:,} to {counted(most, 'row')}"
    what, examples = several(names), counted(count, "example")
    if each == "step":
        every = f", every {stride} rows" if stride > 1 else ""
        past = f"up to {counted(max(window, 1) - 1, 'row')} before it"
        return (
            f"Each row of the {counted(groups, 'group')} of {group!r} is an example{every}, seen "
            f"with {past} of the same group: what is asked for is {what} at that row ({examples})."
        )
    which = f", {COUNTS[by]}" if classes and by in COUNTS else "" if classes else " at its end"
    if each == "window":
        every = "row" if stride == 1 else f"{stride:,} rows"
        return (
            f"Windows of {rows}, a new one every {every}, are cut from the "
            f"{counted(groups, 'recording')} of {group!r}: what is asked for is {what} of a "
            f"window{which} ({examples})."
        )
    ends = ", the last of each" if window else ""
    return (
        f"Each group of {group!r} is an example ({counted(groups, 'group')} of {rows}{ends}): what "
        f"is asked for is its {what}{which}."
    )


def clock(names: tuple[str, ...]) -> str:
    verb = "counts" if len(names) == 1 else "count"
    return f"{several(names)} {verb} the rows of each group: the time, and no input."
