"""JSON Lines of records."""


def no_json(reason: str) -> str:
    return f"JSONとして読めません（{reason}）"


def no_record(number: int) -> str:
    return f"{number}番目の要素が" + '{"time": "2024-01-31", "y": 1.5} のような形ではありません'
