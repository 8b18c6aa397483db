"""Numbers with words."""


def points(number: str) -> str:
    return f"{number}ポイント"
