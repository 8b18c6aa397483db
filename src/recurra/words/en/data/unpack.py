"""Files that cannot be read."""


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


def damaged(reason: str) -> str:
    return f"the gzip file is damaged or cut short ({reason})"


def get_again() -> str:
    return "Copy or download it again"
