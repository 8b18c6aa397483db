"""What a name says: `{label}_{voice}_*.wav`, or a regular expression with groups."""

import re

from recurra.errors import SettingError
from recurra.words import say

LABEL = "label"
_FIELD = re.compile(r"\{([^\W\d]\w*)\}")
_TOKEN = re.compile(r"\{(?P<field>[^\W\d]\w*)\}|(?P<deep>\*\*)|(?P<any>\*)|(?P<one>\?)")


class Pattern:
    """Names a recording's label, and whatever else its name says, by the groups of a pattern.

    A simple pattern has fields in braces, * for anything within a name and ? for a letter; with a
    slash it is held against as many of the last folders. Anything else is a regular expression, of
    which a single group without a name is the label. The ending of a file need not be written.

    Raises SettingError for what is no regular expression, and where nothing is named.

    >>> Pattern("{label}_{voice}_*.wav").read("a/seven_amy_03.wav")
    {'label': 'seven', 'voice': 'amy'}
    >>> Pattern("{label}/*").read("a/walk/03.csv"), Pattern("^([a-z]+)").read("walk3.csv")
    ({'label': 'walk'}, {'label': 'walk'})
    >>> Pattern("{label}_*.wav").read("hum.wav")
    """

    def __init__(self, written: str, option: str = "label-pattern") -> None:
        self.simple = bool(_FIELD.search(written))
        self.depth = written.count("/") + 1
        try:
            self.regex = re.compile(_translated(written) if self.simple else written)
        except re.error as error:
            what = say("data.recordings.bad_pattern", pattern=written, reason=str(error))
            raise SettingError(what) from None
        named = tuple(self.regex.groupindex)
        if not named and self.regex.groups != 1:
            raise SettingError(
                say("data.recordings.no_field", option=option, pattern=written),
                remedy=say("data.recordings.how_pattern"),
            )
        self.fields = named or (LABEL,)

    def read(self, name: str) -> dict[str, str] | None:
        """The fields of a recording, given by its path below the folder; None where it has none."""
        parts = name.split("/")
        held = "/".join(parts[-self.depth :])
        if not self.simple:
            found = self.regex.search(held)
        else:
            found = self.regex.fullmatch(held) or self.regex.fullmatch(stem(held))
        if found is None:
            return None
        fields = found.groupdict() or {LABEL: found[1]}
        return {field: value for field, value in fields.items() if value} or None


def is_pattern(written: str) -> bool:
    """Whether a text is a pattern, and no name of a column.

    >>> is_pattern("*_{person}_*"), is_pattern("(p[0-9]+)_"), is_pattern("person")
    (True, True, False)
    """
    return bool(_FIELD.search(written)) or ("(" in written and ")" in written)


def stem(name: str) -> str:
    """Without the ending, and that of a packed file.

    >>> stem("a/b.csv.gz"), stem("v1.2/b.wav")
    ('a/b', 'v1.2/b')
    """
    folder, slash, own = name.rpartition("/")
    return folder + slash + re.sub(r"(\.\w{1,8})?(\.(gz|xz|bz2|zip))?$", "", own, flags=re.I)


def _translated(written: str) -> str:
    out, place = [], 0
    for token in _TOKEN.finditer(written):
        out.append(re.escape(written[place : token.start()]))
        if token["field"]:
            out.append(rf"(?P<{token['field']}>[^/]+?)")
        else:
            out.append(".*" if token["deep"] else "[^/]*" if token["any"] else "[^/]")
        place = token.end()
    return "".join(out) + re.escape(written[place:])
