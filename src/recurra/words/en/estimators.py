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


def no_step(step: str) -> str:
    return f"prepare: {step} is for files; arrays have no gaps, and rows as they are to be forecast"
