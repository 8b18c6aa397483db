"""Files that cannot be read."""

from recurra.words.en.phrases import counted


def folder() -> str:
    return "this is a folder, not a file"


def unreadable(reason: str) -> str:
    return f"cannot be read ({reason})"


def empty() -> str:
    return "the file is empty"


def missing() -> str:
    return "no such file or folder"


def near(names: tuple[str, ...]) -> str:
    return f"Did you mean {' or '.join(names)}?"


def damaged(kind: str, reason: str) -> str:
    return f"the {kind} file is damaged or cut short ({reason})"


def get_again() -> str:
    return "Copy or download it again"


def several(count: int, names: tuple[str, ...]) -> str:
    if not count:
        return "the zip file holds no file"
    more = " ..." if count > len(names) else ""
    return f"the zip file holds {counted(count, 'file')}: {', '.join(names)}{more}"


def unzip() -> str:
    return "Give one file, or unpack them into a folder"
