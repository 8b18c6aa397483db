"""New data for a trained model."""

from recurra.words.en.phrases import be, counted


def no_format() -> str:
    return "neither a .ts nor an IDX file (*-images-idx*)"


def width(found: int, taken: int) -> str:
    return f"{counted(found, 'value')} a step in this order, the model takes {taken}"


def channels(found: int, taken: int) -> str:
    return f"{counted(found, 'channel')}, the model takes {taken}"


def no_target() -> str:
    return "no value of a target"


def few_rows(rows: int, lookback: int, horizon: int) -> str:
    return (
        f"{counted(rows, 'row')} {be(rows)} fewer than lookback + horizon ({lookback} + {horizon})"
    )


def more_rows() -> str:
    return "Give more rows"


def nothing_new(name: str) -> str:
    return (
        f"{name!r} comes with recurra and holds no new examples: models of it are scored on its "
        "test part when they are trained"
    )


def give_file() -> str:
    return "Give a file: images in IDX format (*-images-idx*) or sequences in .ts format."


def other_kind(channels: tuple[str, ...]) -> str:
    return f"this is not the kind of data the model takes: {', '.join(channels)}"


def short_history(rows: int, group: str, needed: int) -> str:
    return f"{counted(rows, 'row')}{_of(group)}, the model looks back {needed}"


def more_history() -> str:
    return "Give more rows before the forecast"


def short_future(rows: int, group: str, needed: int, known: tuple[str, ...]) -> str:
    return (
        f"{counted(rows, 'row')}{_of(group)} after the last value of the target, "
        f"{needed} are needed with {', '.join(known)}"
    )


def add_future() -> str:
    return "Add them, with the target left empty"


def _of(group: str) -> str:
    return f" of group {group!r}" if group else ""


def of_folder(file: str) -> str:
    return f"Of the folder {file} is read."


def pixels(kind: str, low: float, high: float, top: float) -> str:
    return f"Pixels ({kind}, {low:g} to {high:g}) are divided by {top:g}, to be as in training."


def other_pixels(kind: str, low: float, high: float, top: float) -> str:
    return (
        f"pixels ({kind}, {low:g} to {high:g}) are of another range than those of the training "
        f"(0 to {top:g})"
    )


def same_pixels() -> str:
    return "Store them as the training images were stored"


def left_out(group: str, why: str) -> str:
    return f"Group {group!r} is left out: {why}."


def same_group(group: str, known: str) -> str:
    return f"Group {group!r} is taken for {known!r} of the training."


def new_groups(count: int, names: tuple[str, ...]) -> str:
    shown = ", ".join(names) + (" ..." if count > len(names) else "")
    return f"New groups, which the training had not, are scaled by their own past: {shown}."


def new_categories(column: str, names: tuple[str, ...]) -> str:
    shown = ", ".join(map(repr, names))
    return f"Column {column!r} has categories that the training had not: {shown}."


def empty(names: tuple[str, ...]) -> str:
    column = "Column" if len(names) == 1 else "Columns"
    verb = "has" if len(names) == 1 else "have"
    return (
        f"{column} {', '.join(map(repr, names))} {verb} no values: the median of the training "
        "stands for them."
    )


def unused(count: int, names: tuple[str, ...]) -> str:
    shown = ", ".join(map(repr, names)) + (", ..." if count > len(names) else "")
    return f"The model does not use {counted(count, 'column')} of these data: {shown}."


def other_dates() -> str:
    return "Times are written otherwise than in the training data."


def other_unit(column: str, own: float, usual: float) -> str:
    return (
        f"Column {column!r} is about {own:.3g} in these data and {usual:.3g} in the training: "
        "another unit?"
    )
