"""How a number can be written in a cell, and which forms can be read only as they are meant."""

from collections.abc import Callable

import numpy as np

Write = Callable[[float, int], str]
WIDE = str.maketrans("0123456789.-", "０１２３４５６７８９．－")


def plain(value: float, decimals: int) -> str:
    """With as many decimals as the column has."""
    return f"{value:.{decimals}f}"


def _shortest(value: float, decimals: int) -> str:
    return repr(round(value, decimals)).removesuffix(".0")


def _exponent(value: float, decimals: int) -> str:
    return f"{value:.12e}"


def _plus(value: float, decimals: int) -> str:
    return f"{value:+.{decimals}f}"


def _padded(value: float, decimals: int) -> str:
    return f" {value:.{decimals}f} "


def _wide(value: float, decimals: int) -> str:
    return plain(value, decimals).translate(WIDE)


def _negative(form: str) -> Write:
    def write(value: float, decimals: int) -> str:
        text = plain(abs(value), decimals)
        return form.format(text) if value < 0 else text

    return write


def _grouped(mark: str) -> Write:
    return lambda value, decimals: f"{value:,.{decimals}f}".replace(",", mark)


def _around(form: str) -> Write:
    return lambda value, decimals: form.format(plain(value, decimals))


NUMBERS: dict[str, Write] = {
    "plain": plain, "shortest": _shortest, "exponent": _exponent, "plus": _plus,
    "padded": _padded, "wide": _wide, "brackets": _negative("({})"), "minus": _negative("−{}"),
    "behind": _negative("{}-"), "triangle": _negative("△{}"), "thousands": _grouped(","),
    "blanks": _grouped(" "), "apostrophes": _grouped("'"), "percent": _around("{}%"),
    "dollar": _around("${}"), "euro": _around("{} €"), "yen": _around("¥{}"),
}  # fmt: skip
MISSING = ("", "", "NA", "NaN", "-", "null", "n/a", "?", "None", "#N/A", "  ")
JUNK = (
    "abc", "inf", "-Infinity", "1e400", "9" * 40, "nan", "1.2.3", "12a", '"', "'", "=A1+B1", "\x00",
    "#DIV/0!", "é", "２０", "1,5", "1.234,5", "2020-02-30", "0x1F", "1_000", "TRUE", "$", "%", "(",
    "x" * 3000, "1e-400", "-0", "∞", "1 2", "\t", "01", "+-3", "😀", "\u202e12", "1e38", "4e38",
)  # fmt: skip


def column(values: np.ndarray, decimals: int, form: str, missing: str, comma: bool) -> list[str]:
    """A column's texts; with a comma before decimals where that is asked for."""
    write = NUMBERS[form]
    texts = [missing if np.isnan(v) else write(float(v), decimals) for v in values]
    if not comma:
        return texts
    swap = str.maketrans({".": ",", ",": "."})
    return [t if np.isnan(v) else t.translate(swap) for t, v in zip(texts, values, strict=True)]


def clear(values: np.ndarray, decimals: int, form: str, comma: bool) -> bool:
    """Whether a column in this form can be read in one way only, and exactly."""
    present = values[~np.isnan(values)]
    if form == "thousands" and decimals == 0:
        return bool((np.abs(present) >= 1e6).any())  # 1,234 alone could be 1.234
    if form == "exponent":
        return not comma
    return form != "thousands" or decimals != 3
