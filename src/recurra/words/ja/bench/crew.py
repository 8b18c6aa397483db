"""Processes of the rivals."""


def ended(code: int) -> str:
    return f"プロセスが終了コード{code}で終了しました"
