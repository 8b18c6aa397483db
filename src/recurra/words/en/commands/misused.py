"""What is said of a command line that is not understood."""

from recurra.words.en.phrases import either

KINDS = {"argument": "argument", "option": "option"}


def error(what: str) -> str:
    return f"Error: {what}"


def hint(command: str, option: str) -> str:
    return f"Try '{command} {option}' for help."


def no_such_option(name: str, near: tuple[str, ...]) -> str:
    return f"No such option: {name}" + (f"; did you mean {either(near)}?" if near else "")


def missing(kind: str, name: str) -> str:
    return f"Missing {KINDS.get(kind, kind)} '{name}'."


def option(name: str, said: str) -> str:
    return f"{name}: {said}"


def value(name: str, said: str) -> str:
    return f"Invalid value for '{name}': {said}"


def other(said: str) -> str:
    return said
