"""Where an error is, and the few that all layers raise."""

import errno

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


NUMBERS = {
    errno.ENOENT: "it is not there",
    errno.EACCES: "no permission",
    errno.EPERM: "no permission",
    errno.EROFS: "it can only be read",
    errno.ENOSPC: "the disk is full",
    errno.EISDIR: "it is a folder",
    errno.ENOTDIR: "a file is where a folder should be",
    errno.EEXIST: "it is there already",
    errno.ENOTEMPTY: "it is not empty",
    errno.EMFILE: "too many files are open",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EIO: "the disk reports an error",
}


def of_system(number: int, said: str) -> str:
    """`said`: by the system, where we have no words for it."""
    return NUMBERS.get(number, said)


def no_json(line: int, character: int) -> str:
    return f"line {line}, character {character}"


def no_text(encoding: str, place: int) -> str:
    return f"no text in {encoding} from byte {place:,} on"


def no_entry(name: str) -> str:
    return f"there is no {name!r}"


def ends_early() -> str:
    return "it ends too early"


def in_english(said: str) -> str:
    """Another library's own words."""
    return said
