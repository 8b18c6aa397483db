"""What gates are called that have no name in the equations."""


def gate_on(gated: tuple[str, ...]) -> str:
    return f"{'と'.join(gated)}に掛かるゲート"


def unnamed(function: str, line: int, number: int | None) -> str:
    which = "" if number is None else f"の{number}番目"
    return f"{function}（{line}行目{which}）"
