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
