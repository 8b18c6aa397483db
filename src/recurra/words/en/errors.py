"""Where an error is, and the few that all layers raise."""

from recurra.words.en.phrases import either


def not_both(one: str, other: str) -> str:
    return f"give {one} or {other}, not both"


def unknown(kind: str, name: str, near: tuple[str, ...], known: tuple[str, ...]) -> str:
    hint = f"did you mean {either(near)}? " if near else ""
    return f"unknown {kind} {name!r}; {hint}Known: {', '.join(known)}"


def placed(place: str, what: str, remedy: str) -> str:
    said = f"{place}: {what}" if str(place) else f"{what}"
    return f"{said}. {remedy}" if str(remedy) else said


def place(file: str | None, line: int | None, column: str | int | None) -> str:
    parts = [file] if file is not None else []
    if line is not None:
        parts.append(f"line {line}")
    if column is not None:
        parts.append(f"column {column!r}")
    return ", ".join(parts)


def place_in_cell(cell: str, file: str | None, line: int | None, equation: str) -> str:
    parts = [file] if file is not None else []
    if line is not None:
        parts.append(f"line {line}" + (f": {equation}" if equation else ""))
    return f"cell {cell!r}" + (f" ({', '.join(parts)})" if parts else "")
