"""A reproduction under way."""


def search() -> str:
    return "学習率の探索"


def finals() -> str:
    return "最終学習"


def interrupted(command: str) -> str:
    return f"中断しました。済んだ分は残っています。続けるには次を実行してください: {command}"
