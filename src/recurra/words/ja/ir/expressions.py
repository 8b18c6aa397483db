"""Small arithmetic in declarations."""

from recurra.words import Words
from recurra.words.ja.phrases import quoted


def no_arithmetic(expression: str, known: tuple[str, ...], fault: Words | str) -> str:
    return f"{quoted(expression)}は {', '.join(known)} の算術式ではありません: {fault}"


def not_readable(expression: str, fault: str) -> str:
    return f"{quoted(expression)}は算術式ではありません: {fault}"


def cannot_stand_in_it(part: str) -> str:
    return f"{quoted(part)}は使えません"
