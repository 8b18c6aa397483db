"""Where an error is, and the few that all layers raise."""

from recurra.words.ja.phrases import either, quoted


def not_both(one: str, other: str) -> str:
    return f"{one} と {other} は同時に指定できません。どちらか一方にしてください"


def unknown(kind: str, name: str, near: tuple[str, ...], known: tuple[str, ...]) -> str:
    hint = f"もしかして{either(near)}ですか。" if near else ""
    return f"{kind}{quoted(name)}はありません。{hint}使えるもの: {', '.join(known)}"


def placed(place: str, what: str, remedy: str) -> str:
    said = f"{place}: {what}" if str(place) else f"{what}"
    return f"{said}。{remedy}" if str(remedy) else said


def place(file: str | None, line: int | None, column: str | int | None) -> str:
    parts = [file] if file is not None else []
    if line is not None:
        parts.append(f"{line}行目")
    if isinstance(column, int):
        parts.append(f"{column}文字目")
    elif column is not None:
        parts.append(f"列{quoted(column)}")
    return "、".join(parts)


def place_in_cell(cell: str, file: str | None, line: int | None, equation: str) -> str:
    parts = [file] if file is not None else []
    if line is not None:
        parts.append(f"{line}行目" + (f": {equation}" if equation else ""))
    return f"セル{quoted(cell)}" + (f"（{'、'.join(parts)}）" if parts else "")
