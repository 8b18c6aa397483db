"""What estimators say of their data and trainings."""

from recurra.words import Words
from recurra.words.en.phrases import counted


def smaller_rate(reason: Words | str) -> str:
    return f"the training diverged ({reason}); try a smaller learning_rate"


def no_validation(name: str) -> str:
    return f"{name!r} watches a validation part, and there is none"


def column_in_inputs() -> str:
    return "column in inputs:"


def tree(number: int) -> str:
    return f"tree {number}"


def not_one_tree(number: int, trees: int) -> str:
    return f"tree {number}: the text holds {counted(trees, 'tree')}"


def neither_text_nor_pair(number: int) -> str:
    return f"tree {number} is neither text in brackets nor a pair of parents and words"


def no_word_for_each(number: int, nothing: str) -> str:
    return f"tree {number} needs a parent and a word or {nothing} for each node"


KINDS = {
    "whole": "a whole number",
    "number": "a finite number",
    "text": "a name in quotes",
    "cell": "the name of a cell or a cell",
}


def out_of_range(name: str, value: str, kind: str, least: float | None, below: float | None) -> str:
    limits = [f"of at least {least:g}"] if least is not None else []
    limits += [f"below {below:g}"] if below is not None else []
    return f"{name} is {value}: it must be {KINDS.get(kind, kind)} {' and '.join(limits)}".rstrip()


def wrong_type(name: str, value: str, kind: str) -> str:
    return f"{name} is {value}: it must be {KINDS.get(kind, kind)}"


def no_target() -> str:
    return "target names no column: give one or several, or leave it out"


def same_column(name: str) -> str:
    return f"X has two columns named {name!r}"


def stamps_in(name: str) -> str:
    return f"column {name!r} of X holds time stamps, not numbers: leave it out of X"


def stamps() -> str:
    return "X holds time stamps, not numbers: leave them out of X"


def ragged() -> str:
    return "the rows of X have different numbers of values: every row needs one for each column"


def too_large(value: float, largest: float) -> str:
    return f"X holds {value:g}, which is too large: numbers up to {largest:g} can be computed with"


def no_step(step: str) -> str:
    return f"prepare: {step} is for files; arrays have no gaps, and rows as they are to be forecast"
