"""Figures of a reproduction as they are read aloud."""

Ends = tuple[tuple[str, str], ...]  # value and place of a line's first and last point


def aloud(up: str, across: str, lines: tuple[tuple[str, Ends], ...]) -> str:
    parts = [f"{up} over {across}."]
    for name, ends in lines:
        parts.append(f"{name}: {', '.join(f'{value} at {place}' for value, place in ends)}.")
    return " ".join(parts)
