"""Columns of tables on a terminal, where letters of Japanese take two places."""

import unicodedata


def padded(text: str, width: int) -> str:
    """A text with blanks behind it up to a width in places.

    >>> padded("ab", 4) + "|", padded("比", 4) + "|", padded("abcde", 4) + "|"
    ('ab  |', '比  |', 'abcde|')
    """
    return text + " " * (width - _places(text))


def padded_left(text: str, width: int) -> str:
    """The same with blanks before it.

    >>> padded_left("比", 4)
    '  比'
    """
    return " " * (width - _places(text)) + text


def _places(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
