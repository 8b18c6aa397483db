"""Figures of a reproduction as they are read aloud."""

Ends = tuple[tuple[str, str], ...]  # value and place of a line's first and last point


def aloud(up: str, across: str, lines: tuple[tuple[str, Ends], ...]) -> str:
    parts = [f"横軸は{across}、縦軸は{up}。"]
    for name, ends in lines:
        said = "、".join(f"{place}で{value}" for value, place in ends)
        parts.append(f"{name}: {said}。")
    return "".join(parts)
