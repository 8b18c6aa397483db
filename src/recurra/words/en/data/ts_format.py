"""The .ts format."""

from recurra.words.en.phrases import counted


def header(what: str) -> str:
    return f"broken header: {what}"


def true_or_false(tag: str, value: str) -> str:
    return f"@{tag} must be true or false, not {value!r}"


def above_zero(tag: str, value: str) -> str:
    return f"@{tag} must be a whole number above zero, not {value!r}"


def no_examples() -> str:
    return "no examples after @data"


def not_univariate(dimensions: int) -> str:
    return f"@univariate true, but {counted(dimensions, 'dimension')}"


def unknown_class(label: str) -> str:
    return f"class {label!r} is not among those of the header"


def channels(found: int, expected: int) -> str:
    return f"{counted(found, 'channel')} where {expected} are expected"


def how_channels() -> str:
    return "Channels are separated by ':' and the class stands last"


def other_times() -> str:
    return "channels differ in their times"


def bad_time(reason: str) -> str:
    return f"unreadable time stamp ({reason})"


def no_length() -> str:
    return "a length of zero"


def steps(found: int, expected: int) -> str:
    return f"{counted(found, 'step')} where {expected} are expected"


def no_text(byte: int) -> str:
    return f"not a text file (byte {byte} is no UTF-8)"


def before_data(line: str) -> str:
    return f"{line!r} stands before @data"


def how_header() -> str:
    return "Header lines start with @, comments with #"


def no_value(tag: str) -> str:
    return f"@{tag} has no value"


def no_data() -> str:
    return "no @data line"


def classes_once() -> str:
    return "@classLabel true must name each class once"


def classes_true_or_false() -> str:
    return "@classLabel must be true or false"


def no_classes() -> str:
    return "it has no classes (@classLabel true and their names), which this task needs"


def no_time(step: int) -> str:
    return f"step {step} has no time"


def time_stands(step: int) -> str:
    return f"the time of step {step} is not after that of the step before"


def broken_step(step: int, text: str) -> str:
    return f"step {step} is no (time,value): {text!r}"
