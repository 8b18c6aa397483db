"""The encoding of a text."""


def read_as(name: str) -> str:
    return f"The file is {name}."


def no_utf8(name: str) -> str:
    return f"The file is no UTF-8; by its letters it was read as {name}."


def unsure(name: str, letters: str, other: str, others: str) -> str:
    return (
        f"Few letters tell the encoding: read as {name} ({letters!r}); "
        f"it could be {other} ({others!r}); "
        "--encoding tells."
    )


def not_in(name: str, byte: int) -> str:
    return f"byte {byte} is not {name}"


def unknown(name: str) -> str:
    return f"there is no encoding {name!r}"


def damaged(count: int) -> str:
    bytes_ = "a byte here is" if count == 1 else f"{count} places, here the first, are"
    return f"{bytes_} not UTF-8, which the rest of the file is"


def say_which() -> str:
    return "Mend the file, save it again as UTF-8, or name what it is with --encoding"
