"""Text in columns of a terminal, lines in a language that puts no spaces between words too."""

import re
import unicodedata

# what is not parted: words in Latin letters, and a character with what must not begin a line
PIECES = re.compile(
    r"(?:[!-~±√µ−]+|[^!-~\s])[、。，．）」』】：:;\]ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〜…]*|\s+"
)
OPENING = "（「『【["


def columns(text: str) -> int:
    """Columns that a text takes on a terminal.

    >>> columns("LSTMのゲート")
    12
    """
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def left(text: str, width: int) -> str:
    """A text at the left of so many columns.

    >>> left("ゲート", 8) + "|"
    'ゲート  |'
    """
    return text + " " * (width - columns(text))


def right(text: str, width: int) -> str:
    """A text at the right of so many columns."""
    return " " * (width - columns(text)) + text


def shortened(text: str, width: int) -> str:
    """A text of at most so many columns; what was cut ends in an ellipsis.

    >>> shortened("忘却ゲート", 7)
    '忘却ゲ…'
    """
    if columns(text) <= width:
        return text
    text = text[:width]  # a letter takes a column at least
    while text and columns(text) >= width:
        text = text[:-1]
    return f"{text}…"


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; none begins with a mark that ends something, or ends with
    one that begins something.

    >>> wrapped("記憶の長さ（秒）を調べます。", 12)
    ['記憶の長さ', '（秒）を調べ', 'ます。']
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line.strip() and columns(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    found: list[str] = []
    for piece in PIECES.findall(text.replace("\n", " ")):
        if found and found[-1][-1] in OPENING:
            found[-1] += piece
        else:
            found.append(piece)
    return found
