"""Where an error is, and the few that all layers raise."""

import errno

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


NUMBERS = {
    errno.ENOENT: "存在しません",
    errno.EACCES: "アクセス権がありません",
    errno.EPERM: "アクセス権がありません",
    errno.EROFS: "読み取り専用です",
    errno.ENOSPC: "ディスクに空きがありません",
    errno.EISDIR: "フォルダです",
    errno.ENOTDIR: "フォルダであるべき場所にファイルがあります",
    errno.EEXIST: "すでに存在します",
    errno.ENOTEMPTY: "空ではありません",
    errno.EMFILE: "開いているファイルが多すぎます",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.EIO: "ディスクの入出力エラーです",
}


def of_system(number: int, said: str) -> str:
    """`said`: by the system, where we have no words for it."""
    return NUMBERS.get(number) or in_english(said)


def no_json(line: int, character: int) -> str:
    return f"{line}行目の{character}文字目"


def no_text(encoding: str, place: int) -> str:
    return f"{place:,}バイト目から{encoding}の文字として読めません"


def no_entry(name: str) -> str:
    return f"項目{quoted(name)}がありません"


def ends_early() -> str:
    return "途中で終わっています"


def in_english(said: str) -> str:
    """Another library's own words."""
    return f"英語の原文: {said}"
