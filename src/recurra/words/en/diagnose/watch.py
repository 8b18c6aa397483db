"""Looking into a network."""

from recurra.words import Text


def no_equations(body: str) -> str:
    return f"a body of type {body} cannot be looked into: its cell has no equations"


def of_pass(number: int, name: Text) -> str:
    return f"pass {number}: {name}"


def from_child(state: str, child: str) -> str:
    return f"{state} from {child}"
