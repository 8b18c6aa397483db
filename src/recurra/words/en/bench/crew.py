"""Processes of the rivals."""


def ended(code: int) -> str:
    return f"its process ended with code {code}"
