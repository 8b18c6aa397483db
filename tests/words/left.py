"""What is left in English of a text that is shown in Japanese."""

import re

# what a user wrote, and what is code: quoted, in brackets, options
QUOTED = re.compile(r"「[^」]*」|'[^']*'|\([^()]*\)|pip install|(--|@)[A-Za-z-]+( [\w.,=+-]+)?")
ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}|[a-z]{3,} [a-z]{3,}")


def english(text: object) -> list[str]:
    """
    >>> english("列「a b c d」の値です"), english("the value of 列")
    ([], ['the value of'])
    """
    return ENGLISH.findall(QUOTED.sub("", str(text)))
