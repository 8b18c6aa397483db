"""Train, validation and test."""

from typing import Literal

from recurra.words.en.phrases import PARTS, be, counted, several


def made(
    how: Literal["random", "own_test", "fixed"], seed: int, train: int, validation: int, test: int
) -> str:
    counts = f"{train} train, {validation} validation, {test} test."
    if how == "fixed":
        return f"The source fixes the parts: {counts}"
    if how == "random":
        way = "at random with the classes in proportion (60/20/20"
    else:
        way = "with the file's own test part, the rest at random, classes in proportion (80/20"
    return f"Split {way}, seed {seed}): {counts}"


def too_few(count: int, train: int, validation: int, test: int) -> str:
    return (
        f"{counted(count, 'example')} {be(count)} too few for three parts: {train} train, "
        f"{validation} validation, {test} test"
    )


def add_examples() -> str:
    return "Add examples, or files for the parts"


def rare_class(name: str, found: int, needed: int) -> str:
    return (
        f"class {name!r} has {found} example{'s' * (found != 1)} for training and validation, "
        f"at least {needed} are needed so that no part lacks it"
    )


def raise_limit() -> str:
    return "Add examples, raise --limit or leave the class out"


def lacks_class(part: Literal["validation", "test"], names: tuple[str, ...]) -> str:
    return f"the {PARTS[part]} part has no example of class {several(names)}"
