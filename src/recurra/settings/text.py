"""Values of settings as they are written on the command line."""

import csv

from recurra.errors import SettingError
from recurra.words import say


def names(text: str) -> tuple[str, ...]:
    """What stands between commas; a name with a comma of its own stands in quotes.

    >>> names("a, b"), names('"a,b", c')
    (('a', 'b'), ('a,b', 'c'))
    """
    if '"' not in text:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    parts = next(csv.reader([text], skipinitialspace=True))
    return tuple(part.strip() for part in parts if part.strip())


def listed(names: tuple[str, ...]) -> str:
    """As `names` reads them.

    >>> listed(("a,b", "c"))
    '"a,b",c'
    """
    return ",".join(quoted(name) for name in names)


def quoted(name: str) -> str:
    """A name in quotes where it needs them."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"' if "," in name or name.startswith('"') else name


def cells(text: str) -> tuple[str, ...]:
    """Cells between commas; a comma inside brackets belongs to a cell's options.

    >>> cells("lstm, scrn(alpha=0.9, learned=True),./mine.py:leaky")
    ('lstm', 'scrn(alpha=0.9, learned=True)', './mine.py:leaky')
    """
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return tuple(p.strip() for p in parts if p.strip())


def share(text: str) -> float:
    """A share: "1%" or "0.01".

    Raises SettingError where it is neither.

    >>> share("1%")
    0.01
    """
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise SettingError(say("options.lines.no_share", written=text)) from None
