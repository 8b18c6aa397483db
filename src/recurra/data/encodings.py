"""The encoding of a text: a mark, UTF-8, else the likeliest of six by the letters that come out.

A general detector takes few letters for whatever language it knows. Here the candidates are those
of tables that people bring, and each is judged as a model of its letters: the logarithm of the
probability of what stands beyond ASCII, letter by letter, given its neighbour. A letter of two
bytes is one draw of many, two of one byte are two draws of few, so that candidates compare.
"""

import codecs
import locale
import re
from collections.abc import Callable
from pathlib import Path

from recurra.errors import DataError
from recurra.words import Text, say

SURE = 3.0  # nats between the best two readings: less is little evidence, and is said
SAMPLE = 4000  # letters beyond ASCII that are judged
AT_HOME = 1.5  # nats for the encodings of the language that is spoken
ASCII = -3.0  # of a letter of ASCII, which another reading may take for half of one of its own
DAMAGED = 4  # with so many good letters of UTF-8 for each bad one, a file is damaged UTF-8
MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_BEYOND = re.compile(rb"[^\n]*[\x80-\xff][^\n]*")
_GOOD = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

_KANA = (("\u3041", "\u3096", -3.4), ("\u30a1", "\u30fa", -4.3), ("\uff66", "\uff9f", -6.5))
_WIDE = "\u3000、。「」『』・ー：；（）［］【】〜～％℃＋－＝／￥△▲○●◎×※①②③④⑤→，．！？"
_KANJI = frozenset(
    "日月年時分秒曜火水木金土気温度湿圧風速雨量売上高数額店舗地域東西南北京都府県市区町村名前番号"
    "商品客円個人電力使用計合均平最大小最値値予測実績期間曇晴雪天候場所駅線入出庫在荷料率税利益費"
    "令和成昭元部門課会社本支払完了未済新旧点検測定位置重長幅高低回転機械号室内外男女年齢歳学校"
    "札幌仙台横浜名古屋神戸福岡渋谷大阪銀行株価始終買取引開閉備考区分種類目的有無内容登録更新開始終了住所氏社員一二三四五六七八九十百千万"
)
_HANZI = frozenset(
    "的一是不了在有人这中大来上国个到说们为子和你地出时年得就那要下以生会自着去之过家学对可里后"
    "小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已"
    "老从动两长温度湿期销售额数量城市价格金时间产品客户编号名称月类型风速雨压电力总均值单位元店铺"
    "区省县合计备注地址北京上海广州深圳性别姓龄入库开盘收最高低成交量气候晴阴多云苹果传感器用星"
)
_COMMON = frozenset("äöüßéèêëàâçñóíáúîïôûùåæøœãõòìœÄÖÜÉÅØÇÑÁÓÀÈ")
_SIGNS = frozenset("°µ²³€£§’‘“”„–—…·×±ªº«»½¼™®©¿¡†•\xa0")


def decoded(path: Path, raw: bytes, encoding: str = "") -> tuple[str, tuple[Text, ...]]:
    """The text of a file, and what has to be said of its encoding.

    `encoding` overrules. Raises DataError for what is no text, for damaged UTF-8 with its line,
    and where `encoding` does not fit.
    """
    if encoding:
        return _as_told(path, raw, encoding), ()
    for mark, name in MARKS.items():
        if raw.startswith(mark):
            return _strictly(path, raw, name), (say("data.encodings.read_as", name=_title(name)),)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wide = _sixteen(raw)
        if wide:
            return _strictly(path, raw, wide), (say("data.encodings.read_as", name=_title(wide)),)
        _check_text(path, raw)
        _check_damage(path, raw, error)
        return _likeliest(raw, error.start)
    wide = _sixteen(raw) if "\x00" in text[:65536] else ""
    if wide:
        return _strictly(path, raw, wide), (say("data.encodings.read_as", name=_title(wide)),)
    _check_text(path, raw)
    return text, _by_accident(raw, text)


def _by_accident(raw: bytes, text: str) -> tuple[Text, ...]:
    """Two letters of GB18030 can be valid UTF-8 by accident, as letters of no table."""
    beyond = [letter for letter in text if letter > "\x7f"] if len(raw) - len(text) < 40 else []
    if not any(
        "\u0530" <= letter <= "\u07ff" or "\u0300" <= letter < "\u0370" for letter in beyond
    ):
        return ()
    try:
        other = raw.decode("gb18030")
    except UnicodeDecodeError:
        return ()
    if not all(_row(letter, "gb2312") <= 87 for letter in other if letter > "\x7f"):
        return ()
    return (_unsure("utf-8", text, "gb18030", other),)


def ranked(raw: bytes, start: int = 0) -> list[tuple[float, str]]:
    """The readings that the letters after `start` allow, likeliest first: (logarithm of the
    probability, encoding).

    >>> ranked("Größe".encode("cp1252"))[0][1], ranked("温度".encode("cp932"))[0][1]
    ('cp1252', 'cp932')
    """
    first = raw.rfind(b"\n", 0, start) + 1
    sample = b"\n".join(_BEYOND.findall(raw[first : first + (1 << 20)]))[: 1 << 17]
    home = (locale.getlocale()[0] or "")[:2].lower()
    found = []
    for name, (model, languages) in CANDIDATES.items():
        try:
            text = codecs.getincrementaldecoder(name)().decode(sample)  # may end within a letter
        except UnicodeDecodeError:
            continue
        found.append((_likelihood(text, model) + AT_HOME * (home in languages), name))
    return sorted(found, key=lambda one: -one[0])


def _likeliest(raw: bytes, start: int) -> tuple[str, tuple[Text, ...]]:
    text, name, best = "", "", 0.0
    for score, other in ranked(raw, start):
        if name and best - score >= SURE:
            break
        try:
            alternative = raw.decode(other)
        except UnicodeDecodeError:
            continue
        if not name:
            text, name, best = alternative, other, score
        elif alternative != text:
            return text, (_unsure(name, text, other, alternative),)
    return text, (say("data.encodings.no_utf8", name=_title(name)),)


def _unsure(name: str, text: str, other: str, alternative: str) -> Text:
    letters, others = _shown(text), _shown(alternative)
    return say(
        "data.encodings.unsure",
        name=_title(name), letters=letters, other=_title(other), others=others,
    )  # fmt: skip


def _shown(text: str) -> str:
    """The first words with a letter beyond ASCII."""
    match = re.search(r"[^\s,;|]{0,12}[^\x00-\x7f][^\s,;|]{0,12}", text)
    return match[0] if match else ""


def _likelihood(text: str, model: Callable[[str, str], float]) -> float:
    total, count, before = 0.0, 0, " "
    for letter in text:
        if letter > "\x7f":
            total += model(letter, before)
            count += 1
            if count >= SAMPLE:
                break
        before = letter
    return total + ASCII * sum(1 for letter in text if letter <= "\x7f")


def _latin(letter: str, before: str) -> float:
    if letter in _COMMON:
        base = -3.2
    elif letter in _SIGNS:
        base = -4.5
    elif "\x80" <= letter <= "\x9f":
        base = -14.0
    else:
        base = -6.5 if letter.isalpha() else -8.0
    if before > "\x7f" and not (letter in _SIGNS and before.isalpha()):
        base -= 4.0  # two such letters are rarely neighbours
    if letter.isupper() and before.islower():
        base -= 4.0
    if letter.islower() and before.isdigit():
        base -= 2.0
    if letter in "’”" and not (before.isalnum() or before in ".,!?)"):
        base -= 3.0  # what ends a quotation stands after something
    return base


def _japanese(letter: str, before: str) -> float:
    apart = -1.5 if before <= "\x7f" and letter not in _WIDE else 0.0
    for first, last, base in _KANA:
        if first <= letter <= last:
            alone = first == "\uff66" and not "\uff66" <= before <= "\uff9f"
            return base + apart - 3.0 * alone
    if letter in _KANJI:
        return -5.3 + apart
    if letter in _WIDE:
        return -4.8
    if "\uff01" <= letter <= "\uff5e":
        return -5.5 + apart
    if "\u4e00" <= letter <= "\u9fff":
        return (-7.8 if _row(letter, "euc_jp") <= 47 else -11.0) + apart
    return -11.5


def _chinese(letter: str, before: str) -> float:
    apart = -1.5 if before <= "\x7f" and letter not in _WIDE else 0.0
    if letter in _HANZI:
        return -5.3 + apart
    if letter in _WIDE:
        return -5.0
    if "\uff01" <= letter <= "\uff5e":
        return -5.5 + apart
    if "\u4e00" <= letter <= "\u9fff":
        row = _row(letter, "gb2312")
        return (-7.8 if row <= 55 else -11.0 if row <= 87 else -13.0) + apart
    return -12.0


def _row(letter: str, encoding: str) -> int:
    """Row of a letter in its national standard; the common ones come first. 99: not in it."""
    try:
        code = letter.encode(encoding)
    except UnicodeEncodeError:
        return 99
    return code[0] - 0xA0 if len(code) == 2 else 99


# The model of the letters, and the languages whose computers write it.
CANDIDATES: dict[str, tuple[Callable[[str, str], float], tuple[str, ...]]] = {
    "cp932": (_japanese, ("ja",)),
    "euc_jp": (_japanese, ("ja",)),
    "gb18030": (_chinese, ("zh",)),
    "cp1252": (_latin, ("de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "fi", "en")),
    "latin-1": (_latin, ()),
}
TITLES = {
    "cp932": "Shift-JIS (CP932)",
    "euc_jp": "EUC-JP",
    "gb18030": "GB18030",
    "cp1252": "Windows-1252 (Latin-1)",
    "latin-1": "Latin-1",
}


def _title(name: str) -> str:
    return TITLES.get(name, name.upper())


def _sixteen(raw: bytes) -> str:
    """UTF-16 without a mark: every second byte of ASCII letters is zero."""
    head = raw[:65536]
    even, odd = head[::2].count(0), head[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if len(raw) % 2 or max(even, odd) < len(head) / 20 or min(even, odd) > max(even, odd) / 20:
        return ""
    try:
        text = raw.decode(name)
    except UnicodeDecodeError:
        return ""
    return name if "\n" in text and "\x00" not in text else ""


def _strictly(path: Path, raw: bytes, name: str) -> str:
    try:
        return raw.decode(name).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        what = say("data.encodings.not_in", name=_title(name), byte=error.start + 1)
        raise DataError(what, file=path, remedy=say("data.unpack.get_again")) from None


def _as_told(path: Path, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        raise DataError(say("data.encodings.unknown", name=encoding), file=path) from None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = say("data.encodings.not_in", name=encoding, byte=error.start + 1)
        raise DataError(what, file=path, line=line) from None


def _check_text(path: Path, raw: bytes) -> None:
    if b"\x00" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\x00")) + 1
        what, remedy = say("data.table.no_text"), say("data.table.csv_or_parquet")
        raise DataError(what, file=path, line=line if line > 1 else None, remedy=remedy)


def _check_damage(path: Path, raw: bytes, error: UnicodeDecodeError) -> None:
    """UTF-8 with a few bytes that are not: another reading would garble every other letter."""
    good = sum(1 for _ in _GOOD.finditer(raw))
    if not good:
        return
    bad = sum(1 for c in raw.decode("utf-8", errors="replace") if c == "\ufffd")
    if good >= DAMAGED * bad:
        line = raw.count(b"\n", 0, error.start) + 1
        what = say("data.encodings.damaged", count=bad)
        raise DataError(what, file=path, line=line, remedy=say("data.encodings.say_which"))
