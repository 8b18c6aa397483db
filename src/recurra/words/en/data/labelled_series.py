"""Series with class labels."""

from recurra.words.en.phrases import counted


def no_pair(count: int, names: tuple[str, ...]) -> str:
    return f"{count} .ts files that are no pair of train and test: {', '.join(names)}"


def give_training() -> str:
    return "Give the training file; its name has TRAIN, its test file's has TEST"


def filled(count: int, share: float) -> str:
    return f"{count} missing values ({share:.1%}) were filled with the last value before them."


def masks(names: tuple[str, ...]) -> str:
    return f"A further channel marks where values of {', '.join(names)} were missing."


def uneven() -> str:
    return "Steps are uneven in time: a further channel holds the time since the last."


def task() -> str:
    return "Series with class labels: a classification task."


def values() -> str:
    return "Series with a number each (@targetLabel): a regression task."


def no_target() -> str:
    return "no number to be predicted (@targetLabel)"


def series(count: int, channels: int, shortest: int, longest: int) -> str:
    steps = (
        f"{shortest} to {counted(longest, 'step')}"
        if shortest < longest
        else f"{counted(shortest, 'step')}"
    )
    return (
        f"{counted(count, 'series', 'series')} of {channels} channel{'s' * (channels > 1)} and "
        f"{steps}."
    )


def no_examples(classes: tuple[str, ...]) -> str:
    return f"Classes without examples were left out: {', '.join(classes)}."


def channels(count: int, other: int, file: str) -> str:
    return f"{counted(count, 'channel')}, but {other} in {file}"


def new_class(label: str, file: str) -> str:
    return f"class {label!r} has no example in {file}"
