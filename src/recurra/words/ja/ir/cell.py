"""Options of a cell, to stand in "unknown ...": what a name can be the name of."""

from recurra.words.ja.phrases import quoted


def option_of_cell(cell: str) -> str:
    return f"セル{quoted(cell)}のオプション"


def value_of_option(option: str, cell: str) -> str:
    return f"セル{quoted(cell)}の {option} に使える値"
