"""What reaches an earlier part from a later one, or is in two parts."""

from typing import Literal

from recurra.words.en.phrases import PARTS, be, counted, several


def nothing() -> str:
    return "Leakage audit: nothing found."


def found(serious: bool, what: str) -> str:
    return f"Leakage audit: {'LEAK' if serious else 'Note'}: {what}"


def scaler() -> str:
    return "The scaler was not fitted on the training part alone."


def shared(
    count: int,
    one: Literal["train", "validation", "test"],
    other: Literal["train", "validation", "test"],
) -> str:
    return f"{counted(count, 'example')} {be(count)} in {PARTS[one]} and {PARTS[other]}."


def repeated(count: int, of: int, part: Literal["validation", "test"]) -> str:
    verb = "equals" if count == 1 else "equal"
    return f"{count} of {of} {PARTS[part]} examples {verb} a training example."


def repeated_trees(count: int, of: int, part: Literal["validation", "test"]) -> str:
    verb = "equals" if count == 1 else "equal"
    return f"{count} of {of} {PARTS[part]} trees {verb} a training tree."


def beyond(count: int, part: Literal["train", "validation", "test"]) -> str:
    windows = counted(count, f"{PARTS[part]} window")
    return f"{windows} {'reaches' if count == 1 else 'reach'} beyond the {PARTS[part]} part."


def shared_rows(
    count: int,
    one: Literal["train", "validation", "test"],
    other: Literal["train", "validation", "test"],
) -> str:
    return f"{count} target rows are in windows of {PARTS[one]} and {PARTS[other]}."


def backwards(group: str) -> str:
    return f"Time does not run forward in group {group!r}."


def shifted(column: str, target: str, steps: int) -> str:
    return f"Column {column!r} holds {target!r} of {steps} step{'s' * (steps != 1)} later."


def copy_ahead(column: str, target: str) -> str:
    return f"Column {column!r} is known in the future and equals the target {target!r}."


def in_two(by: str, count: int, names: tuple[str, ...]) -> str:
    which = several(names) + (" and others" if count > len(names) else "")
    if not by:
        return (
            f"Pieces of {counted(count, 'recording')} ({which}) are in more than one part: "
            "neighbours in time are nearly equal."
        )
    return (
        f"{count} of {by!r} ({which}) {be(count)} in more than one part: the score says how well "
        "those seen before are known again, not how well new ones are."
    )


def smoothed(column: str, target: str) -> str:
    return (
        f"Column {column!r} is made from {target!r} of later steps: a filter that is not causal, "
        "such as a centred mean."
    )


def copy(column: str, target: str) -> str:
    return f"Column {column!r} is the target {target!r} in another unit; it tells nothing new."


def late() -> str:
    return "Rows of the train part lie after rows of the test part."


def unsorted(column: str) -> str:
    return f"Column {column!r} numbers the rows, and they are not in its order: use --time."


def rows_again(count: int, of: int, rows: int) -> str:
    return (
        f"{count:,} of {of:,} stretches of {rows} rows of the test part are in the train part as "
        "well, number by number: rows are there twice."
    )


def class_told(channel: str) -> str:
    return f"Channel {channel!r} is one number for each class: it is the class."


def value_told(channel: str, target: str) -> str:
    return f"Channel {channel!r} ends with the value of {target!r}: it is what is to be predicted."
