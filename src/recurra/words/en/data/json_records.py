"""JSON Lines of records."""


def no_json(reason: str) -> str:
    return f"not JSON ({reason})"


def no_record(number: int) -> str:
    return f"entry {number} is no record such as " + '{"time": "2024-01-31", "y": 1.5}'
