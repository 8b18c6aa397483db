"""What gates are called that have no name in the equations."""


def gate_on(gated: tuple[str, ...]) -> str:
    return f"gate on {' and '.join(gated)}"


def unnamed(function: str, line: int, number: int | None) -> str:
    which = "" if number is None else f", no. {number}"
    return f"{function} (line {line}{which})"
