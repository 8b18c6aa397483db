"""What must not be left of English in what is shown in Japanese."""

import re

from recurra import words


def english_in(shown: object, *quoted: str) -> list[str]:
    """Three English words in a row in a message or page, written in Japanese; code, names in
    brackets of quotation, and what else is `quoted` (equations, texts of others) are left out."""
    with words.speaking("ja"):
        text = str(shown)
    for one in sorted(filter(None, quoted), key=len, reverse=True):
        text = text.replace(one, "…")
    text = re.sub(r"`[^`]*`|「[^」]*」", "…", text)
    return re.findall(r"[A-Za-z]{2,} [a-z]{3,} [a-z]{2,}", text)
