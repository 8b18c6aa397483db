"""NumPy arrays of sequences."""

from collections.abc import Mapping, Sequence

from recurra.words.en.phrases import counted, listed


def keys(inputs: str, shape: str, labels: str, lengths: str) -> str:
    own = [f"inputs are {inputs!r} ({shape})", f"labels {labels!r}"]
    own += [f"lengths {lengths!r}"] if lengths else []
    said = listed(own)
    return f"{said[0].upper()}{said[1:]}."


def values() -> str:
    return "Sequences with a number each, or a few: a regression task."


def several(keys: Sequence[str]) -> str:
    return f"several arrays ({', '.join(keys)}), one is expected"


def objects() -> str:
    return "it holds Python objects (a pickle), which can run code when they are read"


def padded() -> str:
    return (
        "Save numbers instead: one array [examples, steps, channels], shorter sequences filled up "
        "with NaN or with their lengths beside it (lengths=...)"
    )


def no_numbers(kinds: Sequence[str]) -> str:
    return f"no array of numbers ({', '.join(kinds)})"


def no_inputs(shapes: Mapping[str, str]) -> str:
    own = ", ".join(f"{key!r} {shape}" for key, shape in shapes.items())
    return f"it is not clear which array holds the sequences: {own}"


def how_keys() -> str:
    return "Name them x [examples, steps, channels] and y, for instance: np.savez(file, x=x, y=y)"


def no_labels(key: str, keys: Sequence[str]) -> str:
    return f"no labels for {key!r} (there are {', '.join(map(repr, keys))})"


def dimensions(shape: str, count: int) -> str:
    return f"{counted(count, 'dimension')} ({shape})"


def how_shape() -> str:
    return "Sequences are [examples, steps, channels], or [examples, steps]"


def empty(shape: str) -> str:
    return f"a size of 0 ({shape})"


def too_large(place: str, value: str) -> str:
    return f"the value {value} at ({place}) is infinite or too large"


def odd_labels(kind: str, shape: str) -> str:
    return f"labels of type {kind} and shape {shape}; there is one class or number an example"


def counts(inputs: int, labels: int) -> str:
    return f"{counted(labels, 'label')} for {counted(inputs, 'sequence')}"


def one_hot() -> str:
    return "Labels have a 1 in the column of their class: a classification task."


def no_values(kind: str) -> str:
    return f"labels of type {kind} are no numbers to be predicted"


def no_value(number: int) -> str:
    return f"the number to be predicted of example {number:,} is missing, infinite or too large"


def no_classes(value: float) -> str:
    return f"{value:g} is the name of no class"


def regression() -> str:
    return "--task regression predicts numbers"


def one_channel() -> str:
    return "The array has two dimensions: sequences of one channel."


def other_width(widths: Sequence[str]) -> str:
    return f"the parts have other numbers of channels ({', '.join(map(str, widths))})"


def padding(count: int) -> str:
    return f"Missing steps at the end of {counted(count, 'sequence')} were taken for padding."


def lengths(steps: int, count: int) -> str:
    return f"lengths must be {count:,} whole numbers from 1 to {steps:,}"


def all_missing(number: int) -> str:
    return f"example {number:,} has no values"
