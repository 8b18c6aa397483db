"""The forms in which dates, times of day and zones are written, as patterns with named parts.

Y year, m month, name month in words, d day, q quarter, w week, wd day of the week, a and b day and
month in an order to be found; H, M, S, f (fraction), half (am or pm), zone.
"""

import calendar
import re
import unicodedata
from functools import cache

ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1,
    "MESZ": 2, "EET": 2, "EEST": 3, "SAST": 2, "MSK": 3, "IST": 5.5, "SGT": 8, "HKT": 8,
    "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12,
    "NZDT": 13, "BRT": -3, "ART": -3, "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6,
    "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
_NAMES = "|".join(sorted(ZONES, key=len, reverse=True))
_ZONE = rf"(?: ?(?P<zone>(?:UTC|GMT)?[+-]\d{{2}}:?\d{{2}}|(?:UTC|GMT)?[+-]\d{{1,2}}|{_NAMES}))?"
_BEHIND = r"(?: ?[\[(][A-Za-z_/+\-0-9 ]*[\])])?$"  # [Europe/Berlin], (Central European Time)
_HOURS = (
    r"(?P<H>\d{1,2})(?:[:.h](?P<M>\d{1,2})(?:[:.](?P<S>\d{1,2})(?P<f>[.,]\d+)?)?)?"
    r"(?: ?(?P<half>[aApP])\.?[mM]\.?)?"
)
_CLOCK = rf"(?:[ T,]+{_HOURS})?{_ZONE}{_BEHIND}"
_MONTH = r"(?P<name>\pL{3,10})\.?"
_TO_31 = r"0?[1-9]|[12]\d|3[01]"
_NEXT = r"(?: de |\. ?|[- /])"
DATES = {
    "year-month-day": r"^(?P<Y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _CLOCK,
    "a/b/year": rf"^(?P<a>{_TO_31})[-/.](?P<b>{_TO_31})[-/.](?P<Y>\d{{4}}|\d{{2}})" + _CLOCK,
    "day month year": rf"^(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º)?{_NEXT}{_MONTH}(?:,? de |, |[- /.])"
    r"(?P<Y>\d{4}|\d{2})" + _CLOCK,
    "month day, year": rf"^{_MONTH}(?: +|[-/])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? |[-/])"
    r"(?P<Y>\d{4})" + _CLOCK,
    "month/day/clock/year": rf"^{_MONTH} +(?P<d>\d{{1,2}}) {_HOURS}{_ZONE} (?P<Y>\d{{4}})$",
    "yearmonthdayclock": r"^(?P<Y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})[T ]?(?P<H>\d{2})"
    r"(?P<M>\d{2})(?P<S>\d{2})?(?P<f>[.,]\d+)?" + _ZONE + "$",
    "yearmonthday": r"^(?P<Y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})" + _CLOCK,
    "year-month": r"^(?P<Y>\d{4})[-/](?P<m>\d{1,2})" + _CLOCK,
    "month/year": r"^(?P<m>\d{1,2})[-/](?P<Y>\d{4})" + _CLOCK,
    "month year": rf"^{_MONTH}(?: de |[- /.])(?P<Y>\d{{4}})" + _CLOCK,
    "year month": rf"^(?P<Y>\d{{4}})[- /.]{_MONTH}" + _CLOCK,
    "yearmonth": r"^(?P<Y>(?:19|20)\d{2})(?P<m>\d{2})" + _CLOCK,
    "year quarter": r"^(?P<Y>\d{4})[-/. ]?[qQ](?P<q>[1-4])$",
    "quarter-year": r"^(?:[qQ](?P<q>[1-4])|(?P<q2>[1-4])[qQ])[-/. ]?'?(?P<Y>\d{4})$",
    "year-week": r"^(?P<Y>\d{4})[- ]?[wW](?P<w>\d{1,2})(?:-?(?P<wd>[1-7]))?$",
    "week-year": r"^(?:KW|CW|[wW]) ?(?P<w>\d{1,2})[-/. ](?P<Y>\d{4})$",
    "year": r"^(?P<Y>1[6-9]\d{2}|20\d{2})" + _CLOCK,
}
# As months are written, where only 1 to 4 occur, year after year.
QUARTERS = {
    "year-month": ("year-quarter", r"^(?P<Y>\d{4})[-/](?P<q>[1-4])$"),
    "month/year": ("quarter/year", r"^(?P<q>[1-4])[-/](?P<Y>\d{4})$"),
}
DIGITS_ONLY = ("yearmonthdayclock", "yearmonthday", "yearmonth", "year")  # numbers as well
DAY_OF_WEEK = (
    r"(?i)^(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mie|jue|"
    r"vie|sab|dom)[a-z]*[.,]* +([\d\pL])"
)

# Beside English: German, French, Spanish, Italian, Portuguese, Dutch, Nordic; without accents.
_MONTHS = (
    "jan|januar|janvier|janv|enero|ene|gennaio|gen|janeiro|januari",
    "feb|februar|fevrier|fevr|fev|febrero|febbraio|fevereiro|februari|febr",
    "mar|marz|maerz|mars|marzo|marco|maart|mrt|mrz",
    "apr|april|avril|avr|abril|abr|aprile",
    "may|mai|mayo|maggio|mag|maio|mei|maj",
    "jun|juni|juin|junio|giugno|giu|junho",
    "jul|juli|juillet|juil|julio|luglio|lug|julho",
    "aug|august|aout|agosto|ago|augustus|augusti",
    "sep|sept|september|septembre|septiembre|settembre|set|setembro",
    "oct|okt|oktober|octobre|octubre|ottobre|ott|outubro|out|oktober",
    "nov|november|novembre|noviembre|novembro",
    "dec|dez|dezember|decembre|diciembre|dic|dicembre|dezembro|december|des|desember",
)
_NUMBERS = {word: k for k, words in enumerate(_MONTHS, 1) for word in words.split("|")}
_NUMBERS |= {n.lower(): i for i, n in enumerate(calendar.month_name) if n}


def pattern(form: str) -> str:
    """The pattern of a form by its name."""
    return DATES[form] if form in DATES else dict(QUARTERS.values())[form]


@cache
def quick_pattern(form: str) -> re.Pattern[str]:
    """The same for few texts: compiled once, where Arrow compiles it for each column again."""
    return re.compile(pattern(form).replace(r"\pL", r"[^\W\d_]"))


def month_number(word: str) -> int:
    """1 to 12; 0 for a word that is no month.

    >>> month_number("Février"), month_number("Sept"), month_number("fee")
    (2, 9, 0)
    """
    plain = unicodedata.normalize("NFKD", word.lower())
    return _NUMBERS.get("".join(c for c in plain if not unicodedata.combining(c)), 0)


def minutes_ahead(zone: str) -> int:
    """Minutes ahead of UTC.

    >>> minutes_ahead("+01:30"), minutes_ahead("Z"), minutes_ahead("UTC-3"), minutes_ahead("CEST")
    (90, 0, -180, 120)
    """
    match = re.match(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$", zone)
    if not match:
        return round(60 * ZONES.get(zone, 0))
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return -minutes if match[1] == "-" else minutes
