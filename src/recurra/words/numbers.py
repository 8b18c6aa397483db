"""Numbers as people read them: thousands separators, digits by their interval, units.

A number and its unit are held together by a no-break space (Japanese words follow at once); the
minus is U+2212. Standard library only.
"""

import math

from recurra import words

SPACE = "\u00a0"
MINUS = "\u2212"
TIMES = ((3600.0, "h"), (60.0, "min"), (1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
BETWEEN = {"ja": "〜"}
UNSPACED = {"ja"}  # languages that write the sign of per cent at once
SPOKEN = {"ja": {"h": "時間", "min": "分", "s": "秒"}}
MOST_DECIMALS = 6
BYTES = ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def significant(value: float, digits: int = 3) -> str:
    """A number with so many significant digits; whole digits are never dropped below a million.

    >>> significant(1234.56), significant(0.012345), significant(2.5e12)
    ('1,235', '0.0123', '2.5e12')
    """
    if not math.isfinite(value):
        return _odd(value)
    if value == 0:
        return "0"
    exponent = _exponent(value, digits)
    if -5 <= exponent < 7:
        return _sign(f"{value:,.{max(0, digits - 1 - exponent)}f}")
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return _sign(f"{mantissa}e{int(power)}")


def count(value: int) -> str:
    """A whole number with thousands separators.

    >>> count(52610)
    '52,610'
    """
    return _sign(f"{value:,}")


def seconds(value: float | None, noise: float | None = None) -> str:
    """A time in the unit that suits it; three digits where it was measured to 1 %, else two.

    >>> seconds(41.23e-6, 0.004), seconds(0.0834), seconds(75), seconds(None)
    ('41.2\\xa0µs', '83\\xa0ms', '75\\xa0s', '–')
    """
    if value is None or not math.isfinite(value):
        return "–"
    if value == 0:
        return with_unit("0", "s")
    digits = 3 if noise is not None and noise < 0.01 else 2
    if 60 <= value < 90:
        return with_unit(f"{value:.0f}", "s")
    size, unit = next((t for t in TIMES if value >= t[0] * 0.9995), TIMES[-1])
    return with_unit(significant(value / size, digits), unit)


def size(value: int | None) -> str:
    """A number of bytes, in powers of 1000.

    >>> size(214_000), size(512), size(None)
    ('214\\xa0kB', '512\\xa0B', '–')
    """
    if value is None:
        return "–"
    for unit, name in BYTES:
        if value >= unit * 0.9995:
            return f"{significant(value / unit)}{SPACE}{name}"
    return f"{value}{SPACE}B"


def fixed(value: float, spread: float | None) -> str:
    """A number with the digits that its half-width leaves meaningful.

    Two digits of the half-width where it begins with 1 or 2, else one.

    >>> fixed(97.2345, 1.7), fixed(97.2345, 0.017), fixed(97.2345, None)
    ('97.2', '97.234', '97.2')
    """
    if not math.isfinite(value):
        return _odd(value)
    if spread is None or not math.isfinite(spread) or spread <= 0:
        return significant(value)
    places = decimals(spread)
    if abs(value) >= 1e7 or places > MOST_DECIMALS:
        return significant(value, 4)
    return placed(value, places)


def placed(value: float, places: int) -> str:
    """A number with so many decimals.

    >>> placed(1234.5, 2), placed(-0.001, 1)
    ('1,234.50', '0.0')
    """
    text = f"{value:,.{max(0, places)}f}"
    return _sign(text) if float(text.replace(",", "")) != 0 else text.removeprefix("-")


def decimals(spread: float) -> int:
    """How many decimals a half-width leaves meaningful; below zero: not all whole digits.

    >>> decimals(1.7), decimals(0.04), decimals(50)
    (1, 2, -1)
    """
    exponent = math.floor(math.log10(spread))
    return (1 if spread < 2.95 * 10.0**exponent else 0) - exponent


def agreeing(one: float, other: float, spread: float | None) -> tuple[str, str, str]:
    """Two numbers and the first less the second, such that what is shown can be subtracted.

    They have the digits that the half-width of their difference leaves meaningful, and more where
    the two would be shown alike without being it.

    >>> agreeing(95.28, 95.56, 0.2), agreeing(95.31, 95.29, 3.0), agreeing(7.0, 7.0, None)
    (('95.28', '95.56', '−0.28'), ('95.31', '95.29', '0.02'), ('7.00', '7.00', '0.00'))
    """
    if not all(map(math.isfinite, (one, other))) or max(abs(one), abs(other)) >= 1e7:
        return fixed(one, spread), fixed(other, spread), fixed(one - other, spread)
    known = spread is not None and math.isfinite(spread) and spread > 0
    places = decimals(spread) if known and spread else 2 - _exponent(one, 3)
    if abs(one - other) > 1e-9 * abs(one):
        places = max(places, min(-math.floor(math.log10(abs(one - other))), places + 2))
    places = max(0, min(places, MOST_DECIMALS))
    left, right = round(one, places), round(other, places)
    return placed(left, places), placed(right, places), placed(left - right, places)


def share(value: float, spread: float | None = None) -> str:
    """A relative value in per cent.

    >>> share(0.01), share(-0.00312, 0.002)
    ('1\\xa0%', '−0.31\\xa0%')
    """
    if spread is None:
        text = significant(value * 100)
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = fixed(value * 100, spread * 100)
    return per_cent(text)


UNSAID_LEVEL = 0.95  # of the intervals of older records, which do not say it


def per_cent(number: str) -> str:
    """A number of per cent, as the language writes it.

    >>> per_cent("97.2")
    '97.2\\xa0%'
    """
    return f"{number}{'' if words.language() in UNSPACED else SPACE}%"


def rate(value: float | None) -> str:
    """A learning rate.

    >>> rate(0.0123456), rate(None)
    ('0.012', '–')
    """
    return "–" if value is None else significant(value, 2)


def probability(value: float | None) -> str:
    """A p-value.

    >>> probability(0.00004), probability(0.0312), probability(None)
    ('< 0.001', '0.031', '–')
    """
    if value is None or not math.isfinite(value):
        return "–"
    if value < 0.001:
        return "< 0.001"
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def span(low: float, high: float, apart: float = 0.0) -> str:
    """Two ends with two digits of half their distance, and more where an end would else be shown
    as `apart` without being it: an interval that excludes zero must not be shown ending at zero.

    >>> span(0.0003, 1.3), span(0.2, 0.998, apart=1.0)
    ('0.0003 to 1.3000', '0.200 to 0.998')
    """
    width = (high - low) / 2
    for finer in range(5):
        spread = width / 10**finer
        ends = [fixed(end, spread) for end in (low, high)]
        if not any(_hides(end, value, apart) for end, value in zip(ends, (low, high), strict=True)):
            break
    return ends[0] + BETWEEN.get(words.language(), " to ") + ends[1]


def written_time(value: float) -> str:
    """A time as options take it, rounded up.

    >>> written_time(41.2), written_time(75), written_time(5000)
    ('45s', '2m', '1h25m')
    """
    if not math.isfinite(value):
        return _odd(value)
    if value <= 55:
        return f"{max(5, -int(-value // 5) * 5)}s"
    minutes = -int(-value // 60)
    if minutes >= 60:
        hours, rest = divmod(-(-minutes // 5) * 5, 60)
        return f"{hours}h{rest}m" if rest else f"{hours}h"
    return f"{minutes}m"


def with_unit(number: str, unit: str) -> str:
    """A number and the unit of a time, as the language writes it.

    >>> with_unit("75", "s")
    '75\\xa0s'
    """
    spoken = SPOKEN.get(words.language(), {}).get(unit)
    return f"{number}{SPACE}{unit}" if spoken is None else f"{number}{spoken}"


def _exponent(value: float, digits: int) -> int:
    """Exponent after rounding, so that 9.999 counts as 10.0."""
    return int(f"{value:.{digits - 1}e}".split("e")[1])


def _hides(text: str, value: float, apart: float) -> bool:
    """Whether a value is shown as `apart` though it is another."""
    plain = text.replace(",", "").replace(MINUS, "-")
    try:
        return value != apart and float(plain) == apart
    except ValueError:
        return False


def _sign(text: str) -> str:
    return text.replace("-", MINUS)


def _odd(value: float) -> str:
    if math.isnan(value):
        return "–"
    return "∞" if value > 0 else f"{MINUS}∞"
