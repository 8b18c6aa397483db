"""What is left of one language where another is spoken."""

import html
import re

QUOTED = r"「[^」]*」|'[^']*'|`[^`]*`"  # names, options, texts of others
PROSE = r"[a-z]{3,} [a-z]{3,} [a-z]{3,}"


def english(text, *names):
    """Pieces of English sentences in a text or a page; code, quotes and names count as none."""
    text = re.sub(r"<(style|code|pre|dl)\b.*?</\1>", " | ", text, flags=re.S)
    text = html.unescape(re.sub(r"<[^>]+>", " | ", text))
    for name in names:
        text = text.replace(name, " | ")
    return re.findall(PROSE, re.sub(QUOTED, " | ", text))
