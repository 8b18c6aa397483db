"""Numbers as accountants, spreadsheets and Japanese forms write them, made plain.

(12), 12-, −12 and △12 are negative; ¥, $ and € stand before or behind; digits are full-width or
set apart by blanks and apostrophes; a percent sign follows.
"""

import re
import unicodedata
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

_MINUS = str.maketrans({"−": "-", "–": "-", "‒": "-", "△": "-", "▲": "-"})
_BLANKS = str.maketrans({"\xa0": " ", "\u202f": " ", "\u2009": " ", "’": "'"})
# Japanese encodings before Unicode have the sign of yen where ASCII has a backslash.
_SIGN = r"(?:[$€£¥₩\\]|USD|EUR|GBP|JPY|CHF|CNY)"
_BEHIND = r"(?:[$€£¥₩円元]|USD|EUR|GBP|JPY|CHF|CNY)"
_DIGITS = r"[\d.,' ]*\d[\d.,' ]*(?:[eE][+-]?\d+)?"
_WHOLE = rf"^[(]?[+-]?\s?(?:{_SIGN}\s?)?[+-]?{_DIGITS}-?\s?(?:%|{_BEHIND})?[)]?$"
_ONE = re.compile(_WHOLE)
_GROUPED = r"^[+-]?\d{1,3}([ ']\d{3})+([.,]\d*)?$"


@dataclass(frozen=True, eq=False)
class Tidied:
    """The column made plain, keys of what was done, currencies, and the row that breaks a rule."""

    column: pa.Array
    marks: tuple[str, ...] = ()
    currencies: frozenset[str] = frozenset()
    odd: int | None = None  # without a percent sign where the others have one


def tidied(column: pa.Array) -> Tidied:
    """A column of texts, those that are numbers with additions made plain.

    >>> tidied(pa.array(["(1.5)", "¥２", "x"])).column.to_pylist()
    ['-1.5', '2', 'x']
    """
    column, marks = _half_width(column)
    whole = pc.match_substring_regex(column, _WHOLE)
    text = pc.if_else(whole, column, pa.scalar(None, pa.string()))
    signs = _found(text, _SIGN) | _found(text, r"\d\s?(?P<s>[円元])")
    if signs:
        text = _without(text, rf"\s?{_BEHIND}\s?" if _found(text, r"[円元]") else rf"\s?{_SIGN}\s?")
        marks.append("currency")
    percent = pc.match_substring(text, "%")
    odd = None
    if pc.any(percent).as_py():
        odd = _odd(text, percent)
        text = _without(text, r"\s?%")
        marks.append("percent")
    behind = r"^\((.*)\)$|^(\d.*)-$"
    if pc.any(pc.match_substring_regex(text, behind)).as_py():
        text = pc.replace_substring_regex(text, behind, r"-\1\2")
        marks.append("negative")
    grouped = pc.match_substring_regex(text, _GROUPED)
    if pc.any(grouped).as_py():
        text = pc.if_else(grouped, pc.replace_substring_regex(text, "[ ']", ""), text)
        marks.append("grouped")
    return Tidied(
        pc.coalesce(text, column),
        tuple(dict.fromkeys(marks)),
        frozenset("¥" if one in ("円", "\\") else one for one in signs),
        odd,
    )


def is_number(text: str) -> bool:
    """Whether a text is a number with the additions that `tidied` knows.

    >>> is_number("¥1,200-"), is_number("12 kW")
    (True, False)
    """
    return _ONE.match(text.translate(_BLANKS).translate(_MINUS)) is not None


def _half_width(column: pa.Array) -> tuple[pa.Array, list[str]]:
    """Digits and signs of ASCII for those of other rows of Unicode."""
    if not pc.any(pc.match_substring_regex(column, r"[^\x00-\x7f]")).as_py():
        return column, []
    coded = column.dictionary_encode()
    before = coded.dictionary.to_pylist()
    narrow = [unicodedata.normalize("NFKC", t.translate(_BLANKS)).strip() for t in before]
    after = [t.translate(_MINUS) if any(c.isdigit() for c in t) else t for t in narrow]
    marks = []
    numeric = [any(c.isdigit() for c in t) for t in narrow]
    if any(any(c.isdigit() and c > "\x7f" for c in t) for t in before):
        marks.append("wide")
    if any(n and ("△" in t or "▲" in t) for n, t in zip(numeric, narrow, strict=True)):
        marks.append("negative")
    return pa.array(after, pa.string()).take(coded.indices), marks


def _found(text: pa.Array, pattern: str) -> set[str]:
    """The different signs that a pattern finds."""
    named = pattern if "(?P<" in pattern else f"(?P<s>{pattern})"
    some = pc.filter(text, pc.fill_null(pc.match_substring_regex(text, pattern), False))
    return (
        set(pc.unique(pc.extract_regex(some, named).field("s")).to_pylist()) if len(some) else set()
    )


def _without(text: pa.Array, pattern: str) -> pa.Array:
    return pc.replace_substring_regex(text, pattern, "")


def _odd(text: pa.Array, percent: pa.Array) -> int | None:
    """The first row without the sign; a zero may stand alone."""
    bare = pc.and_(pc.invert(percent), pc.match_substring_regex(text, "[1-9]"))
    index = pc.index(pc.fill_null(bare, False), True).as_py()
    return None if index < 0 else index
