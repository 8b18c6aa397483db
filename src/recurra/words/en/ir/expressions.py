"""Small arithmetic in declarations."""

from recurra.words import Words


def no_arithmetic(expression: str, known: tuple[str, ...], fault: Words | str) -> str:
    return f"{expression!r} is not an arithmetic expression over {', '.join(known)}: {fault}"


def not_readable(expression: str, fault: str) -> str:
    return f"{expression!r} is not an arithmetic expression: {fault}"


def cannot_stand_in_it(part: str) -> str:
    return f"{part!r} cannot stand in it"
