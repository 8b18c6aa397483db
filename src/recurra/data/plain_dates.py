"""Dates of Japan and China, and days of the week, in the forms that patterns know.

令和5年4月1日(土) 午後3時5分 becomes 2023-04-01 3:05 PM; Sun, 01 Jan 2023 loses its Sunday.
"""

import re
import unicodedata

import pyarrow as pa
import pyarrow.compute as pc

from recurra.data.date_forms import DAY_OF_WEEK

ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
LETTERS = dict(zip("MTSHR", ERAS.values(), strict=True))
_LETTER = r"^([MTSHR])(\d{1,2})[./\-年](\d{1,2})[./\-月](\d{1,2})日?"
_BEGINS = re.compile(_LETTER)
_WEEKDAY = re.compile(DAY_OF_WEEK.replace(r"[\d\pL]", r"[^\W_]"))
_DATED = (
    r"^\d{1,4}[-/.] ?\d|^\d{8}|^\d{1,2}(st|nd|rd|th|er|º)?\W*(de )?\pL|^\pL{3,10}\.? +\d|^\d{4}\D"
)
_ERA = re.compile(rf"({'|'.join(ERAS)})\s?(元|\d{{1,2}})(?=年|[./\-])")
_DAY = re.compile(r"[(\[][月火水木金土日](?:曜日?)?[)\]]|[月火水木金土日]曜日?")
_HALF = re.compile(r"(午前|午後|上午|下午)\s*(\d{1,2}(?::\d{1,2}){0,2})")


def plain(column: pa.Array) -> pa.Array:
    """A column of texts; what is no date stays as it is.

    >>> plain(pa.array(["令和元年5月1日(水)", "Sun, 01 Jan 2023", "x"])).to_pylist()
    ['2019-05-01', '01 Jan 2023', 'x']
    """
    sample = column.drop_null().slice(0, 1000).to_pylist()
    if any(not t.isascii() or _BEGINS.match(t) for t in sample):
        coded = column.dictionary_encode()
        column = pa.array([_plain(t) for t in coded.dictionary.to_pylist()], pa.string()).take(
            coded.indices
        )
    if any(_WEEKDAY.match(t) for t in sample):
        without = pc.replace_substring_regex(column, DAY_OF_WEEK, r"\1")
        # "Mar 5, 2020" begins with a month that is also short for a day: "5, 2020" is no date
        dated = pc.match_substring_regex(without, _DATED)
        column = pc.if_else(dated, without, column) if _all(dated) else column
    return column


def _all(found: pa.Array) -> bool:
    return pc.all(found).as_py() is not False


def _plain(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text).strip()
    letter = re.match(_LETTER, narrow)
    if letter:
        year = LETTERS[letter[1]] + int(letter[2]) - 1
        narrow = f"{year}-{int(letter[3]):02}-{int(letter[4]):02}{narrow[letter.end() :]}"
    narrow = _ERA.sub(lambda m: str(ERAS[m[1]] + (0 if m[2] == "元" else int(m[2]) - 1)), narrow)
    quarter = re.match(r"^(\d{4})年?(?:度)?第?([1-4一二三四])(?:四半期|季度)$", narrow)
    if quarter:
        number = quarter[2] if quarter[2].isdigit() else str("一二三四".index(quarter[2]) + 1)
        return f"{quarter[1]}Q{number}"
    narrow = _DAY.sub("", narrow) if "年" in narrow or "/" in narrow or "-" in narrow else narrow
    narrow = re.sub(r"(\d{1,4})年\s?(\d{1,2})月\s?(\d{1,2})[日号]?", _joined, narrow)
    narrow = re.sub(r"^(\d{4})年\s?(\d{1,2})月$", _joined, narrow)
    narrow = re.sub(r"^(\d{4})年$", r"\1", narrow)
    narrow = re.sub(r"(\d{1,2})[時时点]\s?(\d{1,2})分\s?(?:(\d{1,2})秒)?", _clock, narrow)
    narrow = re.sub(r"(\d{1,2})[時时点]$", r"\1:00", narrow)
    narrow = _HALF.sub(lambda m: f"{m[2]} {'AM' if m[1] in '午前上午' else 'PM'}", narrow)
    return re.sub(r"^(\d{4}-\d{2}-\d{2})\s*(?=\d)", r"\1 ", narrow).strip()


def _joined(match: "re.Match[str]") -> str:
    return "-".join(p if len(p) == 4 else p.zfill(2) for p in match.groups())


def _clock(match: "re.Match[str]") -> str:
    return ":".join(p.zfill(2) for p in match.groups() if p)
