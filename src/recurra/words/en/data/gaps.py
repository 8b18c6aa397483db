"""Channels for missing values."""


def seen(names: tuple[str, ...]) -> str:
    return f"A channel each says where {', '.join(names)} had a value (--missing)."


def since(names: tuple[str, ...]) -> str:
    return f"A channel each holds the time since {', '.join(names)} last had a value (--missing)."
