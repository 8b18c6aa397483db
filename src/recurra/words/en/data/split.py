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


def rare_class(name: str, count: int) -> str:
    examples = "1 example" if count == 1 else f"{count} examples"
    return f"Class {name!r} has {examples} to train on: none was put aside for another part."


def too_rare(name: str) -> str:
    return f"class {name!r} has too few examples: no other part has any, so nothing could be scored"


def no_example(name: str) -> str:
    return f"class {name!r} has no example for training"


def halved(validation: int, test: int) -> str:
    return (
        "The training part is too small to give a validation part: half of the test part became "
        f"one ({validation} validation, {test} test)."
    )


def raise_limit() -> str:
    return "Add examples, raise --limit or leave the class out"


def lacks_class(part: Literal["validation", "test"], names: tuple[str, ...]) -> str:
    return (
        f"The {PARTS[part]} part has no example of class {several(names)}: "
        "its score says nothing of that."
    )


def made_by_group(
    by: str, three: bool, seed: int, groups: tuple[int, ...], examples: tuple[int, ...]
) -> str:
    way = "60/20/20" if three else "with the file's own test part, the rest 80/20"
    parts = (
        f"{n} {part} (of {g})" for part, n, g in zip(PARTS.values(), examples, groups, strict=False)
    )
    return (
        f"Split at random by {by!r}, so that each is in one part only ({way}, seed {seed}): "
        f"{', '.join(parts)}."
    )


def few_groups(by: str, names: tuple[str, ...]) -> str:
    return (
        f"split by {by!r}: each is in one part only, and three parts need at least 3 of them; "
        f"there {'is' if len(names) == 1 else 'are'} {len(names)} ({several(names)})"
    )


def more_groups() -> str:
    return "Add more of them, or name another column with --split-by"


def class_of_one_group(name: str, by: str) -> str:
    return (
        f"Class {name!r} occurs in one {by!r} alone, which is in the training part: "
        "how well it is found elsewhere cannot be said."
    )
