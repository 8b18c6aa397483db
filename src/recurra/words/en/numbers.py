"""Numbers with words."""

from recurra.words.numbers import SPACE


def points(number: str) -> str:
    return f"{number}{SPACE}percentage points"
