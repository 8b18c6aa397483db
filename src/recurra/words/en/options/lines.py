"""What is made of what is said of one setting: its line in help, errors in its value."""

from collections.abc import Mapping

from recurra.words import Words
from recurra.words.en.phrases import listed


def help(
    what: Words | str,
    choices: Mapping[str, Words | str],
    zero: Words | str,
    usual: Words | str,
    why: Words | str,
) -> str:
    line = str(what).removesuffix(".")
    if choices:
        shown = [f"{name} ({is_})" if str(is_) else name for name, is_ in choices.items()]
        line += f": {listed(shown, 'or')}"
    if str(zero):
        line += f"; 0: {zero}"
    reason = f"because {why}" if str(why) else ""
    if str(usual) or reason:
        line += f"; by default {', '.join(part for part in (str(usual), reason) if part)}"
    return f"{line}."


def named(name: str) -> str:
    return name.replace("_", " ")


def out_of_range(
    name: str,
    value: float,
    least: float | None,
    above: float | None,
    most: float | None,
    below: float | None,
) -> str:
    limits = {"at least": least, "above": above, "at most": most, "below": below}
    rule = " and ".join(f"{word} {limit:g}" for word, limit in limits.items() if limit is not None)
    return f"{name} must be {rule}; it is {value}"


def no_share(written: str) -> str:
    return f"{written!r} is no share; write 1% or 0.01"
